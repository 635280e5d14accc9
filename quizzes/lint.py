"""What is wrong with questions, quizzes and questionnaires: sentences a trainer can act on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.findings import Finding, Level
from core.prose import Found, denied_twice, double_negative
from desk import prose
from quizzes.content import CHOICES, Content, Kind, Text

FEWEST_OPTIONS = 2
# How much longer than every other option the right one has to be to give itself away.
GIVEAWAY = 1.4
FEWEST_TO_COMPARE = 4
LANGUAGES = ("zh", "en")


def problems(content: Content) -> list[Promise]:
    """Return a sentence per problem; an empty list means the question can be published."""
    return [*_both_languages(content), *_CHECKS[content.kind](content)]


def _both_languages(content: Content) -> Iterator[Promise]:
    if not _complete(content.stem):
        yield _("Write the question in both languages.")
    if not _complete(content.explanation):
        yield _("Write the explanation in both languages; learners read it afterwards.")
    for option in content.options:
        if not _even(option.text) or not _even(option.match) or not _even(option.feedback):
            yield _("Every option, pair and feedback needs both languages.")
            return


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
    if content.number is None:
        yield _("Give the right number.")
    if content.tolerance < 0:
        yield _("The tolerance cannot be negative.")


def _fill(content: Content) -> Iterator[Promise]:
    if not all(any(text.strip() for text in content.accepted.get(language, ())) for language in ("zh", "en")):
        yield _("Give at least one accepted answer in each language.")


def _short(content: Content) -> Iterator[Promise]:
    if not _complete(content.model_answer):
        yield _("Give a model answer in both languages.")


_CHECKS: dict[Kind, Callable[[Content], Iterator[Promise]]] = {
    **dict.fromkeys(CHOICES, _choice),
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.NUMERIC: _numeric,
    Kind.FILL_BLANK: _fill,
    Kind.SHORT_ANSWER: _short,
}


def findings(content: Content) -> Iterator[Finding]:
    """Yield everything to mend in a question: what refuses publishing, then warnings and hints."""
    for number, sentence in enumerate(problems(content)):
        yield Finding("incomplete", Level.ERROR, sentence, where=str(number))
    if content.kind in CHOICES:
        yield from _giveaways(content)
    yield from _negatives(content)
    yield from prose.findings(_texts(content))


def _texts(content: Content) -> Iterator[tuple[str, Promise, str, str]]:
    named = [("stem", _("Question"), content.stem), ("explanation", _("Explanation"), content.explanation)]
    for option in content.options:
        named += [("option", _("Option"), option.text), ("feedback", _("Feedback"), option.feedback)]
    for place, name, text in named:
        yield f"{place}-zh", name, "zh", text.zh
        yield f"{place}-en", name, "en", text.en


def _giveaways(content: Content) -> Iterator[Finding]:
    if is_longest(content, "zh") or is_longest(content, "en"):
        yield Finding("key_longest", Level.HINT, _("The right option is much longer than the others."))
    texts = [option.text.en.strip().casefold() for option in content.options]
    if all(texts) and len(set(texts)) != len(texts):
        yield Finding("two_alike", Level.WARNING, _("Two options say the same in English."))


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
