"""Frozen question content: the typed view of a version's JSON, and the part of it a learner may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.dimensions import Dimension


class Kind(StrEnum):
    """The types of question; stored in rows and versions, never renamed."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    FILL_BLANK = "fill_blank"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"
    SHORT_ANSWER = "short_answer"


# Marked by a person, therefore never part of an automatic score.
UNMARKED = frozenset({Kind.SHORT_ANSWER})
CHOICES = frozenset({Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE})
TYPED = frozenset({Kind.FILL_BLANK, Kind.NUMERIC, Kind.SHORT_ANSWER})


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def show(self, language: str) -> str:
        """Return the text in a language (``en`` or anything else for Chinese)."""
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Option:
    """One option row with its key: what it means depends on the kind of question.

    Choices: an answer, right or wrong. Matching: ``text`` left, ``match`` right; an empty ``text`` is a
    distractor. Ordering: an item, in the right order. Fill-in and numeric: a frequent slip. Short answer: a
    criterion of the rubric with its points.
    """

    id: str
    text: Text
    match: Text
    feedback: Text
    correct: bool
    points: int


@dataclass(frozen=True, slots=True)
class Content:
    """A question as frozen, key included: for marking and for feedback that is due, never for a template
    of an open attempt."""

    key: str
    kind: Kind
    module: str
    dimension: Dimension
    stem: Text
    explanation: Text
    points: int
    options: tuple[Option, ...]
    number: Decimal | None
    tolerance: Decimal
    unit: Text
    accepted: Mapping[str, tuple[str, ...]]
    model_answer: Text


@dataclass(frozen=True, slots=True)
class PublicOption:
    """What a learner sees of an option: a random id and a text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """All that may leave the server before submission."""

    kind: Kind
    stem: str
    options: tuple[PublicOption, ...]
    choices: tuple[PublicOption, ...]
    unit: str
    points: int


def parse(data: Mapping[str, Any]) -> Content:
    """Return the typed view of a version's JSON; raises KeyError or ValueError for what we never froze."""
    return Content(
        key=data["key"],
        kind=Kind(data["kind"]),
        module=data["module"],
        dimension=Dimension(data["dimension"]),
        stem=_text(data["stem"]),
        explanation=_text(data["explanation"]),
        points=data["points"],
        options=tuple(
            Option(
                id=row["id"],
                text=_text(row["text"]),
                match=_text(row["match"]),
                feedback=_text(row["feedback"]),
                correct=row["correct"],
                points=row["points"],
            )
            for row in data["options"]
        ),
        number=None if data["number"] is None else Decimal(data["number"]),
        tolerance=Decimal(data["tolerance"]),
        unit=_text(data["unit"]),
        accepted={language: tuple(texts) for language, texts in data["accepted"].items()},
        model_answer=_text(data["model_answer"]),
    )


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["zh"], data["en"])


def default_order(content: Content) -> list[str]:
    """Return the option ids a learner is shown, in the authored order; slips and rubrics are not shown."""
    if content.kind in TYPED:
        return []
    return [option.id for option in content.options]


def public(content: Content, order: Sequence[str], language: str) -> PublicQuestion:
    """Return what the learner may see, options in the order stored for the attempt.

    For matching, ``options`` are the left sides in their authored order and ``choices`` the right sides in
    the attempt's order.
    """
    known = {option.id: option for option in content.options}
    shown = [known[key] for key in order if key in known]
    options: tuple[PublicOption, ...] = ()
    choices: tuple[PublicOption, ...] = ()
    if content.kind is Kind.MATCHING:
        lefts = [option for option in content.options if option.text.zh]
        options = tuple(PublicOption(option.id, option.text.show(language)) for option in lefts)
        choices = tuple(PublicOption(option.id, option.match.show(language)) for option in shown)
    elif content.kind not in TYPED:
        options = tuple(PublicOption(option.id, option.text.show(language)) for option in shown)
    return PublicQuestion(
        kind=content.kind,
        stem=content.stem.show(language),
        options=options,
        choices=choices,
        unit=content.unit.show(language),
        points=content.points,
    )
