"""What stands against publishing a question: sentences a trainer can act on, in the order of the form."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.content import CHOICES, Content, Kind, Text

FEWEST_OPTIONS = 2


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
