"""What is wrong with questions, quizzes and questionnaires: sentences a trainer can act on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.findings import Finding, Level
from core.prose import Found, denied_twice, double_negative
from desk import prose
from quizzes import gaps, panel
from quizzes.content import CHOICES, CREDITS, Content, Kind, Text, unit_name
from quizzes.quantities import factor_of, unreadable

FEWEST_OPTIONS = 2
# How much longer than every other option the right one has to be to give itself away.
GIVEAWAY = 1.4
FEWEST_TO_COMPARE = 4
LANGUAGES = ("zh", "en")
MOST_LEVELS = 10


def problems(content: Content) -> list[Promise]:
    """Return a sentence per problem; an empty list means the question can be published."""
    return [*_both_languages(content), *_marking(content), *_hints(content), *_CHECKS[content.kind](content)]


def _marking(content: Content) -> Iterator[Promise]:
    if content.credit is not None and content.credit not in CREDITS.get(content.kind, ()):
        yield _("This type cannot be marked in the way chosen. Leave the choice empty, or take another.")


def _both_languages(content: Content) -> Iterator[Promise]:
    if not _complete(content.stem):
        yield _("Write the question in both languages.")
    if not _complete(content.explanation):
        yield _("Write the explanation in both languages; learners read it afterwards.")
    for option in content.options:
        if not _even(option.text) or not _even(option.match) or not _even(option.feedback):
            yield _("Every option, pair and feedback needs both languages.")
            return


def _hints(content: Content) -> Iterator[Promise]:
    if not all(_complete(hint) for hint in content.hints):
        yield _("Every hint needs a text in both languages.")


def _complete(text: Text) -> bool:
    return bool(text.zh.strip() and text.en.strip())


def _even(text: Text) -> bool:
    return bool(text.zh.strip()) == bool(text.en.strip())


def _choice(content: Content) -> Iterator[Promise]:
    right = [option for option in content.options if option.correct]
    if len(content.options) < FEWEST_OPTIONS:
        yield _("Give at least two options.")
    if content.kind is Kind.TRUE_FALSE and len(content.options) != FEWEST_OPTIONS:
        yield _("A true-or-false question has exactly two options: true and false.")
    if content.kind is Kind.MULTIPLE_CHOICE and not right:
        yield _("Mark at least one option as right.")
    if content.kind is not Kind.MULTIPLE_CHOICE and len(right) != 1:
        yield _("Mark exactly one option as right.")
    if any(not _complete(option.text) for option in content.options):
        yield _("Every option needs a text in both languages.")
    if any(not _complete(option.feedback) for option in content.options):
        yield _("Every option needs feedback: it says why the option is right or not.")
    if len({option.text.zh for option in content.options}) != len(content.options):
        yield _("Two options say the same.")


def _matching(content: Content) -> Iterator[Promise]:
    pairs = [option for option in content.options if option.text.zh.strip()]
    if len(pairs) < FEWEST_OPTIONS:
        yield _("Give at least two pairs.")
    if any(not _complete(option.match) for option in content.options):
        yield _(
            "Every pair needs its right side in both languages; a row without a left side is a distractor."
        )


def _ordering(content: Content) -> Iterator[Promise]:
    if len(content.options) <= FEWEST_OPTIONS:
        yield _("Give at least three items, in the right order.")
    if any(not _complete(option.text) for option in content.options):
        yield _("Every item needs a text in both languages.")


def _numeric(content: Content) -> Iterator[Promise]:
    ends = [end for end in (content.lowest, content.highest) if end is not None]
    if content.number is None and not ends:
        yield _("Give the right number, or the accepted range.")
    if content.number is not None and ends:
        yield _("Give either the right number or the accepted range, not both.")
    if len(ends) == 1:
        yield _("An accepted range needs both ends.")
    if len(ends) == FEWEST_OPTIONS and ends[0] > ends[1]:
        yield _("The highest accepted number is below the lowest.")
    if content.tolerance < 0:
        yield _("The tolerance cannot be negative.")
    if any(content.units.values()):
        yield from _units(content)


def _units(content: Content) -> Iterator[Promise]:
    zh, en = content.units.get("zh", ()), content.units.get("en", ())
    if not _complete(content.unit):
        yield _("Further units need the unit of the right number in both languages.")
    if any(unreadable((*zh, *en))):
        yield _("Write each further unit as “min = 60”, with a figure above nought, or without “=”.")
    if [factor_of(line) for line in zh] != [factor_of(line) for line in en]:
        yield _("Write the same further units in both languages, in the same order with the same figures.")
    for own, lines in ((content.unit.zh, zh), (content.unit.en, en)):
        names = [own.strip().casefold(), *(unit_name(line).casefold() for line in lines)]
        if len(set(names)) != len(names):
            yield _("Two units have the same name.")
            return


def _fill(content: Content) -> Iterator[Promise]:
    if not all(any(text.strip() for text in content.accepted.get(language, ())) for language in ("zh", "en")):
        yield _("Give at least one accepted answer in each language.")


def _blanks(content: Content) -> Iterator[Promise]:
    if not content.options or any(not _complete(option.text) for option in content.options):
        yield _("Give a row with accepted answers in both languages for each blank.")
    if not all(gaps.fits(stem, len(content.options)) for stem in (content.stem.zh, content.stem.en)):
        yield _(
            "The question needs each blank once in both languages: [[1]] for the first row, [[2]] for the "
            "second."
        )


def _grid(content: Content) -> Iterator[Promise]:
    if len(content.options) < FEWEST_OPTIONS:
        yield _("Give at least two statements.")
    if any(not _complete(option.text) for option in content.options):
        yield _("Every statement needs a text in both languages.")
    if len({option.text.zh for option in content.options}) != len(content.options):
        yield _("Two statements say the same.")


def _judgement(content: Content) -> Iterator[Promise]:
    if len(content.options) < FEWEST_OPTIONS:
        yield _("Give at least two options.")
    if any(not _complete(option.text) for option in content.options):
        yield _("Every option needs a text in both languages.")
    if len({option.text.zh for option in content.options}) != len(content.options):
        yield _("Two options say the same.")
    few = [place for place, option in enumerate(content.options) if len(option.panel) < panel.FEWEST_EXPERTS]
    if few:
        yield _said(
            _("Options %(letters)s have ratings of fewer than %(fewest)s experts. Ask more of them."), few
        )
    elif len({len(option.panel) for option in content.options}) > 1:
        yield _("The options have different numbers of ratings. Every expert rates every option.")
    apart = [place for place, option in enumerate(content.options) if panel.disagrees(option.panel)]
    if apart:
        yield _said(
            _(
                "The experts disagree about options %(letters)s: the standard deviation of their ratings is "
                "over %(spread)s. Rewrite them or leave them out."
            ),
            apart,
        )


def _said(sentence: Promise, places: Sequence[int]) -> Promise:
    about = {
        "letters": ", ".join(chr(ord("A") + place) for place in places),
        "fewest": panel.FEWEST_EXPERTS,
        "spread": panel.LARGEST_SPREAD,
    }
    return cast(Promise, lazy(lambda: str(sentence) % about, str)())


def _short(content: Content) -> Iterator[Promise]:
    if not _complete(content.model_answer):
        yield _("Give a model answer in both languages.")
    if content.by_hand and not any(option.points for option in content.options):
        yield _("Give criteria with points: whoever marks the answers goes by them.")
    if content.by_hand and any(option.points > MOST_LEVELS for option in content.options):
        yield _("A criterion brings 10 points at most; divide a larger one.")


_CHECKS: dict[Kind, Callable[[Content], Iterator[Promise]]] = {
    **dict.fromkeys(CHOICES, _choice),
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.NUMERIC: _numeric,
    Kind.FILL_BLANK: _fill,
    Kind.SHORT_ANSWER: _short,
    Kind.BLANKS: _blanks,
    Kind.GRID: _grid,
    Kind.JUDGEMENT: _judgement,
}


def findings(content: Content) -> Iterator[Finding]:
    """Yield everything to mend in a question: what refuses publishing, then warnings and hints."""
    for number, sentence in enumerate(problems(content)):
        yield Finding("incomplete", Level.ERROR, sentence, where=str(number))
    if content.kind in CHOICES:
        yield from _giveaways(content)
    if content.kind is Kind.GRID and len({option.correct for option in content.options}) == 1:
        yield Finding("all_alike", Level.WARNING, _("Every statement of the grid has the same answer."))
    if content.kind is Kind.JUDGEMENT and _rated_alike(content):
        yield Finding("rated_alike", Level.WARNING, _("The experts rate all options nearly alike."))
    yield from _negatives(content)
    yield from prose.findings(_texts(content))


def _texts(content: Content) -> Iterator[tuple[str, Promise, str, str]]:
    named = [("stem", _("Question"), content.stem), ("explanation", _("Explanation"), content.explanation)]
    for option in content.options:
        named += [("option", _("Option"), option.text), ("feedback", _("Feedback"), option.feedback)]
    named += [("hint", pgettext_lazy("of a question", "Hint"), hint) for hint in content.hints]
    for place, name, text in named:
        yield f"{place}-zh", name, "zh", text.zh
        yield f"{place}-en", name, "en", text.en


def _giveaways(content: Content) -> Iterator[Finding]:
    if is_longest(content, "zh") or is_longest(content, "en"):
        yield Finding("key_longest", Level.HINT, _("The right option is much longer than the others."))
    texts = [option.text.en.strip().casefold() for option in content.options]
    if all(texts) and len(set(texts)) != len(texts):
        yield Finding("two_alike", Level.WARNING, _("Two options say the same in English."))


def _rated_alike(content: Content) -> bool:
    means = [panel.mean(option.panel) for option in content.options if option.panel]
    return len(means) > 1 and max(means) - min(means) < 1


def is_longest(content: Content, language: str) -> bool:
    """Say whether the right option of a choice gives itself away by its length."""
    right = [len(getattr(option.text, language)) for option in content.options if option.correct]
    wrong = [len(getattr(option.text, language)) for option in content.options if not option.correct]
    return len(right) == 1 and bool(wrong) and right[0] > GIVEAWAY * max(wrong)


def _negatives(content: Content) -> Iterator[Finding]:
    for language in LANGUAGES:
        stem = getattr(content.stem, language)
        options = [getattr(option.text, language) for option in content.options]
        found: Found | None = double_negative(stem, language)
        if found is None and content.kind in CHOICES:
            found = denied_twice(stem, options, language)
        if found:
            yield prose.finding(found, f"stem-{language}", _("Question"))


def quiz_findings(questions: Sequence[Content], *, shuffled: bool) -> Iterator[Finding]:
    """Yield what gives the keys of a quiz away: always the longest option, or always the same place."""
    choices = [one for one in questions if one.kind in CHOICES and sum(o.correct for o in one.options) == 1]
    if len(choices) < FEWEST_TO_COMPARE:
        return
    longest = sum(_is_the_longest(one) for one in choices)
    if longest * 2 > len(choices):
        yield Finding(
            "keys_longest",
            Level.WARNING,
            _("The right option is the longest in %(longest)s of %(count)s questions. Even them out."),
            values={"longest": longest, "count": len(choices)},
        )
    places = {[option.correct for option in one.options].index(True) for one in choices}
    if not shuffled and len(places) == 1:
        yield Finding(
            "keys_in_place",
            Level.WARNING,
            _("The right option stands in the same place in every question. Shuffle the options."),
        )


def _is_the_longest(content: Content) -> bool:
    lengths = [(len(option.text.zh), option.correct) for option in content.options]
    most = max(length for length, _right in lengths)
    return [right for length, right in lengths if length == most] == [True]


def survey_problems(content: Mapping[str, Any]) -> list[Promise]:
    """Return a sentence per problem of a questionnaire (its plain content)."""
    return list(_survey(content))


def _survey(content: Mapping[str, Any]) -> Iterator[Promise]:
    items = content["items"]
    counted = [item for item in items if item["kind"] == "content"]
    texts = [content["title"], content["instruction"], *(item["text"] for item in items)]
    if not all(text["zh"].strip() and text["en"].strip() for text in texts):
        yield _("Write the title, the instruction and every statement in both languages.")
    if not counted:
        yield _("Give at least one statement that counts.")
    if any(not item["dimension"] for item in counted):
        yield _("Choose the competency of every statement that counts.")
    if any(item["kind"] != "content" and item["expected"] not in range(1, 6) for item in items):
        yield _("A statement that checks attention needs the expected answer, from 1 to 5.")


def survey_findings(content: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield everything to mend in a questionnaire."""
    for number, sentence in enumerate(survey_problems(content)):
        yield Finding("incomplete", Level.ERROR, sentence, where=str(number))
    for item in content["items"]:
        for language in LANGUAGES:
            text, place = item["text"][language], f"{item['code']}-{language}"
            yield from prose.findings([(place, item["code"], language, text)])
            found = double_negative(text, language)
            if found:
                yield prose.finding(found, place, item["code"])
