"""The words of this app: what a problem says, what a verdict, a dimension or an ending's kind is called."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.blocks import DIMENSION_CHOICES
from cases.judging import Verdict
from cases.shapes import Fault, Part, Problem

VERDICT_WORDS: dict[Verdict, Promise] = {
    Verdict.BEST: gettext_lazy("Best"),
    Verdict.DEFENSIBLE: gettext_lazy("Defensible"),
    Verdict.INCOMPLETE: gettext_lazy("Incomplete"),
    Verdict.HARMFUL: gettext_lazy("Makes things worse"),
}
DIMENSION_WORDS: dict[str, Promise] = dict(DIMENSION_CHOICES)

_LANGUAGES: dict[str, Promise] = {"zh": gettext_lazy("Chinese"), "en": gettext_lazy("English")}

_FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "narrative": gettext_lazy("Narrative"),
    "takeaway": gettext_lazy("Takeaway"),
    "situation": gettext_lazy("Situation"),
    "learning_goal": gettext_lazy("Learning goal"),
    "if_you_were_the_customer": gettext_lazy("If you were the customer"),
    "learner_role": gettext_lazy("The learner plays"),
    "customer_role": gettext_lazy("The customer is"),
    "start": gettext_lazy("Opening scene"),
}

_PLACES: dict[Part, Promise] = {
    Part.CHARACTER: gettext_lazy("Character “%(where)s”"),
    Part.SCENE: gettext_lazy("Scene “%(where)s”"),
    Part.CHOICE: gettext_lazy("Choice “%(where)s”"),
    Part.ENDING: gettext_lazy("Ending “%(where)s”"),
    Part.DEBRIEF: gettext_lazy("Debrief, paragraph %(where)s"),
    Part.DISCUSSION: gettext_lazy("Question to discuss %(where)s"),
    Part.JUDGEMENT: gettext_lazy("Judgement %(where)s"),
    Part.OPTION: gettext_lazy("Judgement and option %(where)s"),
}

_SENTENCES: dict[Fault, Promise] = {
    Fault.MISSING_TEXT: gettext_lazy("%(place)s: a text in %(language)s is missing. Write it."),
    Fault.KEY_MISSING: gettext_lazy(
        "A scene, choice, ending or character has no short name. Give it one, so that others can lead to it."
    ),
    Fault.KEY_TWICE: gettext_lazy("%(place)s: the short name is used more than once. Give each its own."),
    Fault.START_UNKNOWN: gettext_lazy(
        "The opening scene “%(detail)s” does not exist. Enter the short name of a scene."
    ),
    Fault.NEXT_UNKNOWN: gettext_lazy(
        "%(place)s leads to “%(detail)s”, which does not exist. Enter the short name of a scene or an ending."
    ),
    Fault.UNREACHABLE: gettext_lazy("%(place)s is reached by no choice. Lead a choice to it, or remove it."),
    Fault.NO_WAY_OUT: gettext_lazy(
        "%(place)s: no way leads from here to an ending. Let one of its choices lead on."
    ),
    Fault.CYCLE: gettext_lazy(
        "%(place)s can come up twice in one run. Lead the choice that returns to it somewhere else."
    ),
    Fault.FEW_CHOICES: gettext_lazy("%(place)s offers fewer than two choices. Add one."),
    Fault.SPEAKER_UNKNOWN: gettext_lazy(
        "%(place)s is spoken by “%(detail)s”, who is not among the characters. "
        "Add the character, or enter narrator."
    ),
    Fault.ROLE_UNKNOWN: gettext_lazy(
        "%(place)s: “%(detail)s” is not among the characters. Enter the short name of a character."
    ),
    Fault.NO_ENDING: gettext_lazy("There is no ending. Add at least one."),
    Fault.GATE_UNKNOWN: gettext_lazy(
        "The rule for the ending that must be earned names “%(where)s”, which is not an ending. "
        "Enter the short name of an ending."
    ),
    Fault.DIMENSION_UNKNOWN: gettext_lazy(
        "%(place)s: “%(detail)s” is not one of the five competencies. Choose one of them."
    ),
    Fault.NOTHING_SCORED: gettext_lazy("No choice gains or loses points. Give points to some choices."),
    Fault.NO_JUDGEMENT: gettext_lazy("There is no judgement to make. Add at least one."),
    Fault.FEW_OPTIONS: gettext_lazy("%(place)s has fewer than two options. Add one."),
    Fault.SCORE_RANGE: gettext_lazy("%(place)s: the score %(detail)s is not between 0 and 3. Change it."),
    Fault.SAME_SCORES: gettext_lazy("%(place)s: all options score the same. Tell the better from the worse."),
    Fault.DIMENSION_UNMOVED: gettext_lazy(
        "No choice moves “%(dimension)s”; this role-play will say nothing about it."
    ),
    Fault.ENDING_UNREACHABLE: gettext_lazy("%(place)s is reached by no choice."),
    Fault.SAME_PLACE: gettext_lazy(
        "The best choice is number %(detail)s in every scene. Change the order in some of them."
    ),
}


def sentence(problem: Problem) -> str:
    """Return what the problem says: where it is, what is wrong, what to do."""
    values = {
        "place": _place(problem),
        "where": problem.where,
        "detail": problem.detail,
        "language": str(_LANGUAGES.get(problem.detail, problem.detail)),
        "dimension": str(DIMENSION_WORDS.get(problem.detail, problem.detail)),
    }
    return str(_SENTENCES[problem.fault]) % values


def _place(problem: Problem) -> str:
    if problem.part is Part.FIELD:
        return _("Field “%(name)s”") % {"name": _FIELDS.get(problem.where, problem.where)}
    return str(_PLACES.get(problem.part, "")) % {"where": problem.where}


@dataclass(frozen=True, slots=True)
class Said:
    """A problem that becomes its sentence when it is shown, in the language of that moment."""

    problem: Problem

    def __str__(self) -> str:
        return sentence(self.problem)


def broken(problems: Iterable[Problem]) -> list[str]:
    """Return the sentences of what stands against publishing, without the warnings."""
    return [sentence(problem) for problem in problems if not problem.is_warning]
