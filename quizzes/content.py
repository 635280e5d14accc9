"""Frozen question content: the typed view of a version's JSON, and the part of it a learner may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.dimensions import Dimension
from quizzes import gaps


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
    BLANKS = "blanks"
    GRID = "statement_grid"
    JUDGEMENT = "judgement"


class Credit(StrEnum):
    """How partial knowledge earns points; stored in rows and versions, never renamed."""

    PROPORTIONAL_CORRECT = "proportional_correct"
    PROPORTIONAL = "proportional"
    NEIGHBOURS = "neighbours"
    POSITIONS = "positions"
    EXACT = "exact"


# The ways a type can be marked; the first is the usual one, and what versions without a word about it mean.
CREDITS: Mapping[Kind, tuple[Credit, ...]] = {
    Kind.MULTIPLE_CHOICE: (Credit.PROPORTIONAL_CORRECT, Credit.PROPORTIONAL, Credit.EXACT),
    Kind.BLANKS: (Credit.PROPORTIONAL, Credit.EXACT),
    Kind.GRID: (Credit.PROPORTIONAL, Credit.EXACT),
    Kind.ORDERING: (Credit.NEIGHBOURS, Credit.POSITIONS, Credit.EXACT),
}

# Marked by a person if the question asks for it, by nobody otherwise; never part of an automatic score.
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
    criterion of the rubric with its points. Blanks: the accepted answers of a blank (``quizzes.gaps``). Grid:
    a statement, right or not. Judgement: a way to act with the experts' ratings in ``panel``.
    """

    id: str
    text: Text
    match: Text
    feedback: Text
    correct: bool
    points: int
    panel: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A question as frozen, key included: for marking and for feedback that is due, never for a template
    of an open attempt.

    A number is right near ``number`` or, where that is None, from ``lowest`` to ``highest``. ``units`` are
    lines in each language that ``quizzes.quantities`` reads. ``credit`` None is the usual way of the type.
    """

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
    lowest: Decimal | None
    highest: Decimal | None
    unit: Text
    units: Mapping[str, tuple[str, ...]]
    accepted: Mapping[str, tuple[str, ...]]
    model_answer: Text
    credit: Credit | None
    hints: tuple[Text, ...] = ()
    by_hand: bool = False

    @property
    def marking(self) -> Credit | None:
        """How partial knowledge is marked: as stated if the type has that way, else the type's usual way."""
        ways = CREDITS.get(self.kind, ())
        return self.credit if self.credit in ways else next(iter(ways), None)


@dataclass(frozen=True, slots=True)
class PublicOption:
    """What a learner sees of an option: a random id and a text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of running text and the id of the blank behind it, "" where none is; blanks have numbers."""

    text: str
    blank: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """All that may leave the server before submission."""

    kind: Kind
    stem: str
    options: tuple[PublicOption, ...]
    choices: tuple[PublicOption, ...]
    unit: str
    units: tuple[str, ...]
    marking: Credit | None
    points: int
    pieces: tuple[Piece, ...] = ()
    by_hand: bool = False


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
                panel=tuple(row.get("panel", ())),
            )
            for row in data["options"]
        ),
        number=_decimal(data["number"]),
        tolerance=Decimal(data["tolerance"]),
        # Versions frozen before these existed say nothing of them.
        lowest=_decimal(data.get("lowest")),
        highest=_decimal(data.get("highest")),
        unit=_text(data["unit"]),
        units={language: tuple(lines) for language, lines in data.get("units", {}).items()},
        accepted={language: tuple(texts) for language, texts in data["accepted"].items()},
        model_answer=_text(data["model_answer"]),
        credit=Credit(data["credit"]) if data.get("credit") else None,
        hints=tuple(_text(hint) for hint in data.get("hints", ())),
        by_hand=data.get("by_hand", False),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["zh"], data["en"])


def default_order(content: Content) -> list[str]:
    """Return the option ids a learner is shown, in the authored order; slips and rubrics are not shown."""
    if content.kind in TYPED or content.kind is Kind.BLANKS:
        return []
    return [option.id for option in content.options]


def offered(content: Content, language: str) -> tuple[str, ...]:
    """Return the units to choose from, sorted so that their order tells nothing, if any but one."""
    lines = content.units.get("en" if language == "en" else "zh", ())
    if content.kind is not Kind.NUMERIC or not lines:
        return ()
    return tuple(sorted({content.unit.show(language), *(unit_name(line) for line in lines)} - {""}))


def unit_name(line: str) -> str:
    """Return the unit of a line such as ``min = 60``."""
    return line.partition("=")[0].strip()


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
    elif content.kind is Kind.BLANKS:
        options = tuple(PublicOption(option.id, "") for option in content.options)
    elif content.kind not in TYPED:
        options = tuple(PublicOption(option.id, option.text.show(language)) for option in shown)
    return PublicQuestion(
        kind=content.kind,
        stem=shown_stem(content, language),
        options=options,
        choices=choices,
        unit=content.unit.show(language),
        units=offered(content, language),
        marking=content.marking,
        points=content.points,
        pieces=tuple(_pieces(content, language)) if content.kind is Kind.BLANKS else (),
        by_hand=content.by_hand,
    )


def shown_stem(content: Content, language: str) -> str:
    """Return the question as read: blanks are numbered lines."""
    stem = content.stem.show(language)
    return gaps.with_lines(stem) if content.kind is Kind.BLANKS else stem


def _pieces(content: Content, language: str) -> Iterator[Piece]:
    for text, number in gaps.pieces(content.stem.show(language)):
        known = 0 < number <= len(content.options)
        yield Piece(text, content.options[number - 1].id if known else "", number)
