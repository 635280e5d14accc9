"""Reading a questionnaire form: quality flags, dimensions and total, alike for self-view and ratings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import Final

from awareness.formula import Formula, Instrument
from awareness.ids import Id, id_order
from awareness.periods import Span
from awareness.scores import Score, centi
from core.dimensions import Dimension

LOWEST: Final = 1
HIGHEST: Final = 5
AGREE: Final = 4  # a mean at or above this agrees, at or below DISAGREE disagrees
DISAGREE: Final = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One statement; an attention item has no dimension and an expected answer instead."""

    id: Id
    position: int
    dimension: Dimension | None = None
    reverse: bool = False
    expected: int | None = None


@dataclass(frozen=True)
class Questionnaire:
    """The items of one instrument in any order; every dimension must have at least one content item."""

    instrument: Instrument
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        if set(Dimension) - {item.dimension for item in self.items}:
            raise ValueError("A questionnaire needs at least one item for each of the five dimensions.")
        object.__setattr__(self, "items", tuple(sorted(self.items, key=lambda item: item.position)))

    @property
    def content(self) -> list[Item]:
        """The scored items in the order they are displayed."""
        return [item for item in self.items if item.dimension is not None]


@dataclass(frozen=True, slots=True)
class Form:
    """One submitted form: raw answers 1-5 by item id; an item left out was not answered or not judged."""

    id: Id
    submitted_at: datetime
    answers: Mapping[Id, int]
    seconds: int | None = None


class Flag(StrEnum):
    """Signs of careless answering; two of them make a form unusable."""

    ATTENTION = "attention"
    LONGSTRING = "longstring"
    SPEED = "speed"
    CONTRADICTION = "contradiction"


class Verdict(StrEnum):
    """Whether a form can be used."""

    USABLE = "usable"
    CARELESS = "careless"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one form says; the score is there exactly when the verdict is usable."""

    form: Id
    verdict: Verdict
    flags: frozenset[Flag]
    score: Score | None


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality line: how many forms of a window came in and what became of them."""

    received: int = 0
    used: int = 0
    careless: int = 0
    incomplete: int = 0
    flagged_but_kept: int = 0
    not_a_customer: int = 0

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(
            self.received + other.received,
            self.used + other.used,
            self.careless + other.careless,
            self.incomplete + other.incomplete,
            self.flagged_but_kept + other.flagged_but_kept,
            self.not_a_customer + other.not_a_customer,
        )


def quality_flags(questionnaire: Questionnaire, form: Form, formula: Formula) -> frozenset[Flag]:
    """Return the signs of carelessness a form shows (method, 2.4), judged on raw answers.

    An instructed item that was left out is not wrong, and an unknown duration is not too fast.
    """
    content = [(item, form.answers[item.id]) for item in questionnaire.content if item.id in form.answers]
    found = set()
    for item in questionnaire.items:
        if item.expected is not None and form.answers.get(item.id, item.expected) != item.expected:
            found.add(Flag.ATTENTION)
    runs = [len(list(run)) for _, run in groupby(answer for _, answer in content)]
    if max(runs, default=0) >= formula.longstring[questionnaire.instrument]:
        found.add(Flag.LONGSTRING)
    answered = sum(item.id in form.answers for item in questionnaire.items)
    if form.seconds is not None and form.seconds < formula.seconds_per_item * answered:
        found.add(Flag.SPEED)
    forward = [answer for item, answer in content if not item.reverse]
    reverse = [answer for item, answer in content if item.reverse]
    if _contradict(forward, reverse):
        found.add(Flag.CONTRADICTION)
    return frozenset(found)


def _contradict(forward: Sequence[int], reverse: Sequence[int]) -> bool:
    """Say whether somebody agrees with both a statement and its opposite, or with neither."""
    if not forward or not reverse:
        return False
    both = (forward, reverse)
    return all(sum(side) >= AGREE * len(side) for side in both) or all(
        sum(side) <= DISAGREE * len(side) for side in both
    )


def read_form(questionnaire: Questionnaire, form: Form, formula: Formula) -> Reading:
    """Return the verdict on a form and, if usable, its score: the mean of the five dimensions.

    A dimension needs answers to at least half of its items, and all five are required (method, 2.3, 2.8.6).
    Raises ValueError for an answer outside 1-5.
    """
    if any(not LOWEST <= answer <= HIGHEST for answer in form.answers.values()):
        raise ValueError(f"Answers lie between {LOWEST} and {HIGHEST}.")
    flags = quality_flags(questionnaire, form, formula)
    if len(flags) >= formula.careless_exclude:
        return Reading(form.id, Verdict.CARELESS, flags, None)
    dimensions = _dimension_means(questionnaire, form)
    if dimensions is None:
        return Reading(form.id, Verdict.INCOMPLETE, flags, None)
    total = centi(sum(dimensions, Fraction(0)) / len(dimensions))
    score = Score(total, tuple(centi(value) for value in dimensions), (form.id,))
    return Reading(form.id, Verdict.USABLE, flags, score)


def _dimension_means(questionnaire: Questionnaire, form: Form) -> list[Fraction] | None:
    asked = dict.fromkeys(Dimension, 0)
    answered = dict.fromkeys(Dimension, 0)
    total = dict.fromkeys(Dimension, 0)
    for item in questionnaire.items:
        if item.dimension is None:
            continue
        asked[item.dimension] += 1
        answer = form.answers.get(item.id)
        if answer is not None:
            answered[item.dimension] += 1
            total[item.dimension] += LOWEST + HIGHEST - answer if item.reverse else answer
    if any(2 * answered[dimension] < asked[dimension] for dimension in Dimension):
        return None
    width = HIGHEST - LOWEST
    return [
        Fraction(100 * (total[dimension] - LOWEST * answered[dimension]), width * answered[dimension])
        for dimension in Dimension
    ]


def latest_usable(
    questionnaire: Questionnaire, forms: Iterable[Form], window: Span, formula: Formula
) -> tuple[Score | None, Quality]:
    """Return the score of the latest usable form in the window, and what became of all forms in it.

    A careless or incomplete form gives way to an older usable one. Only the form used can be "flagged but
    kept".
    """
    inside = [form for form in forms if window.has_moment(form.submitted_at)]
    inside.sort(key=lambda form: (form.submitted_at, id_order(form.id)))
    readings = [read_form(questionnaire, form, formula) for form in inside]
    usable = [reading for reading in readings if reading.verdict is Verdict.USABLE]
    verdicts = [reading.verdict for reading in readings]
    quality = Quality(
        received=len(readings),
        used=1 if usable else 0,
        careless=verdicts.count(Verdict.CARELESS),
        incomplete=verdicts.count(Verdict.INCOMPLETE),
        flagged_but_kept=1 if usable and usable[-1].flags else 0,
    )
    return (usable[-1].score if usable else None), quality
