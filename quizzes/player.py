"""What the player draws: the public part of a question with one's own answer in it, never a key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.content import Content, Kind, PublicOption, public
from quizzes.quantities import is_same_unit
from quizzes.scoring import is_answered


@dataclass(frozen=True, slots=True)
class Field:
    """One control: an option, a left side, an item to order, a blank, a statement; ``chosen`` is what was
    ticked, matched, typed or marked."""

    id: str
    text: str
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of running text, and the blank behind it if there is one."""

    text: str
    field: Field | None
    number: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as drawn for its learner."""

    position: int
    seq: int
    kind: str
    stem: str
    unit: str
    units: tuple[Field, ...]
    marking: str
    points: int
    fields: tuple[Field, ...]
    choices: tuple[PublicOption, ...]
    pieces: tuple[Gap, ...]
    text: str
    answered: bool
    flagged: bool
    foreign: str = ""  # the ``lang`` of a question that is there in the other language only
    certainty: int | None = None
    by_hand: bool = False


def show(
    content: Content,
    order: Sequence[str],
    response: Mapping[str, Any] | None,
    *,
    language: str,
    position: int = 1,
    seq: int = 0,
    flagged: bool = False,
) -> Shown:
    """Return a question as drawn: options in the attempt's order, an ordering in the order given so far."""
    given = response or {}
    if content.kind is Kind.ORDERING and given.get("options"):
        order = given["options"]
    seen = public(content, order, language)
    fields = tuple(Field(o.id, o.text, _chosen(content.kind, given, o.id)) for o in seen.options)
    known = {field.id: field for field in fields}
    return Shown(
        position=position,
        seq=seq,
        kind=content.kind.value,
        stem=seen.stem,
        unit=seen.unit,
        units=tuple(Field(name, name, _chosen_unit(content, given, name)) for name in seen.units),
        marking=seen.marking or "",
        points=seen.points,
        fields=fields,
        choices=seen.choices,
        pieces=tuple(Gap(piece.text, known.get(piece.blank), piece.number) for piece in seen.pieces),
        text=str(given.get("text", "")),
        answered=is_answered(content, response),
        flagged=flagged,
        by_hand=seen.by_hand,
    )


def _chosen_unit(content: Content, given: Mapping[str, Any], name: str) -> str:
    """Return the name of the unit chosen, also when it was chosen in the other language."""
    return name if is_same_unit(content, name, str(given.get("unit", ""))) else ""


_NAMED = {Kind.MATCHING: "pairs", Kind.BLANKS: "blanks", Kind.GRID: "marks", Kind.JUDGEMENT: "marks"}


def _chosen(kind: Kind, given: Mapping[str, Any], key: str) -> str:
    named = _NAMED.get(kind)
    if named:
        return str(given.get(named, {}).get(key, ""))
    if kind is Kind.ORDERING:
        return ""
    return key if key in given.get("options", ()) else ""
