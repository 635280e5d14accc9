"""One person's scores of a quarter, from that person's evidence alone."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Final

from awareness.formula import PERSONAL, Component, Formula
from awareness.ids import Id, id_order
from awareness.periods import Quarter, Span, local_day
from awareness.questionnaire import Form, Quality, Questionnaire, latest_usable
from awareness.scores import Exact, Score, centi
from core.dimensions import Dimension

FEWEST_FOR_PERSONAL: Final = 2


@dataclass(frozen=True, slots=True)
class Assignment:
    """One module assigned to the person; all dates are local."""

    id: Id
    due_on: date | None
    completed_on: date | None = None
    required: bool = True
    waived: bool = False
    module_withdrawn_on: date | None = None


class AttemptStatus(StrEnum):
    """What became of an attempt."""

    SUBMITTED = "submitted"
    ABANDONED = "abandoned"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """One question as it was put in an attempt: points to win, points won (None = not answered)."""

    possible: Exact
    earned: Exact | None
    dimension: Dimension | None
    voided_on: date | None = None


@dataclass(frozen=True, slots=True)
class QuizAttempt:
    """One attempt at a quiz with all the questions it put, answered or not."""

    id: Id
    activity: Id
    cycle: int
    submitted_at: datetime
    status: AttemptStatus
    items: tuple[ScoredItem, ...]


@dataclass(frozen=True, slots=True)
class DimensionPoints:
    """Points of one dimension on the path taken; ``low`` and ``high`` are over all complete paths."""

    dimension: Dimension
    points: Exact
    low: Exact
    high: Exact


@dataclass(frozen=True, slots=True)
class ScenarioAttempt:
    """One run through a scenario or a case; ``progress`` (0-1) matters only when it was abandoned.

    Scenarios and cases share the component, so their activity ids must differ.
    """

    id: Id
    activity: Id
    cycle: int
    submitted_at: datetime
    status: AttemptStatus
    points: tuple[DimensionPoints, ...]
    progress: Exact | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one person did, in any order; rows outside the windows are ignored."""

    assignments: Sequence[Assignment] = ()
    quizzes: Sequence[QuizAttempt] = ()
    scenarios: Sequence[ScenarioAttempt] = ()
    self_forms: Sequence[Form] = ()


@dataclass(frozen=True, slots=True)
class PersonScores:
    """One person's scores of a quarter; a component without enough evidence is missing from ``scores``."""

    scores: Mapping[Component, Score]
    modules_due: int
    quiz_items: int
    scenarios: int
    personal: Fraction | None  # points on 0-100, for that person's own page only
    self_quality: Quality

    @property
    def digest(self) -> str:
        """SHA-256 of the scores and the evidence behind them, to compare a re-run with what was published."""
        rows = sorted(
            (str(c), s.centi, s.dims, sorted(map(repr, s.evidence))) for c, s in self.scores.items()
        )
        return hashlib.sha256(repr(rows).encode()).hexdigest()


def person_scores(
    evidence: Evidence, quarter: Quarter, questionnaire: Questionnaire, formula: Formula
) -> PersonScores:
    """Return the scores of one person for one quarter (method, 2.3).

    Looks at nobody else, so it can run after every submission; the order of the rows changes nothing.
    """
    due, participation = _participation(evidence.assignments, quarter, formula)
    quiz_items, knowledge = _knowledge(evidence.quizzes, quarter, formula)
    scenarios, judgement = _judgement(evidence.scenarios, quarter, formula)
    window = quarter.window(Component.SELF_VIEW, formula)
    self_view, quality = latest_usable(questionnaire, evidence.self_forms, window, formula)
    found = zip(PERSONAL, (participation, knowledge, judgement, self_view), strict=True)
    scores = {component: score for component, score in found if score is not None}
    return PersonScores(scores, due, quiz_items, scenarios, personal_score(scores, formula), quality)


def personal_score(scores: Mapping[Component, Score], formula: Formula) -> Fraction | None:
    """Return the weighted mean of the person's own components, or None with fewer than two that weigh."""
    weighed = [
        (formula.weights[component], scores[component].centi)
        for component in PERSONAL
        if component in scores and formula.weights[component] > 0
    ]
    if len(weighed) < FEWEST_FOR_PERSONAL:
        return None
    total = sum(weight * value for weight, value in weighed)
    return Fraction(total, 100 * sum(weight for weight, _ in weighed))


def _participation(
    assignments: Iterable[Assignment], quarter: Quarter, formula: Formula
) -> tuple[int, Score | None]:
    window = quarter.window(Component.PARTICIPATION, formula)
    counted = [
        (row, row.due_on)
        for row in assignments
        if row.required
        and not row.waived
        and row.due_on is not None
        and window.has_day(row.due_on)
        and not _before(row.module_withdrawn_on, quarter.end)
    ]
    if not counted:
        return 0, None
    in_time = late = 0
    for row, due_on in counted:
        if row.completed_on is not None and row.completed_on <= due_on:
            in_time += 1
        elif _before(row.completed_on, quarter.end):
            late += 1
    value = centi(100 * (in_time + late * formula.late_credit) / len(counted))
    evidence = tuple(sorted((row.id for row, _ in counted), key=id_order))
    return len(counted), Score(value, (), evidence)


def _before(day: date | None, cutoff: date) -> bool:
    return day is not None and day < cutoff


@dataclass(frozen=True, slots=True)
class _Marked:
    """An attempt that exists: its possible and earned points, in all and per dimension."""

    id: Id
    activity: Id
    cycle: int
    submitted_at: datetime
    possible: Exact
    earned: Exact
    parts: Mapping[Dimension, tuple[Exact, Exact]]  # possible, earned
    items: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.earned) / self.possible


@dataclass(frozen=True, slots=True)
class _Blend:
    """The counted result of one activity: possible and earned, in all and per dimension, times ``scale``."""

    first: _Marked
    scale: Exact
    earned: Exact
    parts: Mapping[Dimension, tuple[Exact, Exact]]
    evidence: tuple[Id, ...]


def _knowledge(
    attempts: Iterable[QuizAttempt], quarter: Quarter, formula: Formula
) -> tuple[int, Score | None]:
    marked = (_mark_quiz(attempt, quarter.end, formula) for attempt in attempts)
    window = quarter.window(Component.KNOWLEDGE, formula)
    blends = _counted(marked, window, formula)
    items = sum(blend.first.items for blend in blends)
    if not blends or items < formula.min_items_K:
        return items, None
    return items, _weighted([(blend.first.possible, blend) for blend in blends])


def _judgement(
    attempts: Iterable[ScenarioAttempt], quarter: Quarter, formula: Formula
) -> tuple[int, Score | None]:
    marked = (_mark_scenario(attempt, formula) for attempt in attempts)
    window = quarter.window(Component.JUDGEMENT, formula)
    blends = _counted(marked, window, formula)
    return len(blends), (_weighted([(1, blend) for blend in blends]) if blends else None)


def _mark_quiz(attempt: QuizAttempt, cutoff: date, formula: Formula) -> _Marked | None:
    """Return the attempt's points over live items, or None if it does not exist for the index."""
    live = [item for item in attempt.items if not _before(item.voided_on, cutoff)]
    possible = sum(item.possible for item in live)
    if attempt.status is AttemptStatus.INVALID or possible <= 0:
        return None
    if attempt.status is AttemptStatus.ABANDONED:
        answered = sum(item.earned is not None for item in live)
        if answered < formula.abandoned_min_progress * len(live):
            return None
    parts: dict[Dimension, tuple[Exact, Exact]] = {}
    total: Exact = 0
    for item in live:
        earned = item.earned or 0
        total += earned
        if item.dimension is not None:
            before = parts.get(item.dimension, (0, 0))
            parts[item.dimension] = (before[0] + item.possible, before[1] + earned)
    return _Marked(
        attempt.id, attempt.activity, attempt.cycle, attempt.submitted_at, possible, total, parts, len(live)
    )


def _mark_scenario(attempt: ScenarioAttempt, formula: Formula) -> _Marked | None:
    """Return the attempt's points above the lowest path, or None if it does not exist for the index."""
    if attempt.status is AttemptStatus.INVALID:
        return None
    if attempt.status is AttemptStatus.ABANDONED and (attempt.progress or 0) < formula.abandoned_min_progress:
        return None
    parts: dict[Dimension, tuple[Exact, Exact]] = {}
    for row in attempt.points:
        before = parts.get(row.dimension, (0, 0))
        earned = min(max(row.points, row.low), row.high) - row.low
        parts[row.dimension] = (before[0] + row.high - row.low, before[1] + earned)
    possible = sum(part[0] for part in parts.values())
    if possible <= 0:
        return None
    total = sum(part[1] for part in parts.values())
    return _Marked(
        attempt.id, attempt.activity, attempt.cycle, attempt.submitted_at, possible, total, parts, len(parts)
    )


def _counted(attempts: Iterable[_Marked | None], window: Span, formula: Formula) -> list[_Blend]:
    """Return one result per activity: that of the latest cycle whose first attempt lies in the window."""
    activities: dict[Id, dict[int, list[_Marked]]] = {}
    for attempt in attempts:
        if attempt is not None and local_day(attempt.submitted_at) < window.end:
            activities.setdefault(attempt.activity, {}).setdefault(attempt.cycle, []).append(attempt)
    blends = []
    for activity in sorted(activities, key=id_order):
        for _, tries in sorted(activities[activity].items(), reverse=True):
            tries.sort(key=lambda attempt: (attempt.submitted_at, id_order(attempt.id)))
            if window.has_moment(tries[0].submitted_at):
                blends.append(_blend(tries[: formula.max_attempts], formula.retake_share))
                break
    return blends


def _blend(tries: Sequence[_Marked], retake_share: Fraction) -> _Blend:
    """Return first + retake_share x improvement, with the dimension parts mixed in the same proportion.

    Parts are shares of the whole attempt, possible and earned alike, so that they always add up to the total,
    also when a retake drew other questions. All are kept over one denominator, ``scale``: whole numbers stay
    whole, which is several times faster than a fraction for each.
    """
    first = tries[0]
    best = max(
        tries[1:], key=lambda attempt: attempt.share, default=first
    )  # max keeps the earliest of equals
    if best.share <= first.share or retake_share == 0:
        return _Blend(first, first.possible, first.earned, first.parts, (first.id,))
    old = (retake_share.denominator - retake_share.numerator) * best.possible
    new = retake_share.numerator * first.possible
    none = (0, 0)
    mixed = {}
    for dimension in {**first.parts, **best.parts}:
        before, after = first.parts.get(dimension, none), best.parts.get(dimension, none)
        mixed[dimension] = (old * before[0] + new * after[0], old * before[1] + new * after[1])
    scale = retake_share.denominator * first.possible * best.possible
    return _Blend(first, scale, old * first.earned + new * best.earned, mixed, (first.id, best.id))


def _weighted(blends: Sequence[tuple[Exact, _Blend]]) -> Score:
    """Return the weighted mean of the activities' shares as a score, total and per dimension."""
    factors = [Fraction(weight) / blend.scale for weight, blend in blends]
    common = lcm(*(factor.denominator for factor in factors))
    weighed = [
        (factor.numerator * (common // factor.denominator), blend)
        for factor, (_, blend) in zip(factors, blends, strict=True)
    ]
    possible, earned = _sums(weighed, 0), _sums(weighed, 1)
    total = sum(factor * blend.earned for factor, blend in weighed)
    whole = sum(factor * blend.scale for factor, blend in weighed)
    dims = tuple(
        centi(Fraction(100 * earned[dimension], possible[dimension])) if possible[dimension] else None
        for dimension in Dimension
    )
    evidence = tuple(key for _, blend in blends for key in blend.evidence)
    return Score(centi(Fraction(100 * total, whole)), dims, evidence)


def _sums(weighed: Sequence[tuple[int, _Blend]], which: int) -> dict[Dimension, Exact]:
    sums: dict[Dimension, Exact] = dict.fromkeys(Dimension, 0)
    for factor, blend in weighed:
        for dimension, part in blend.parts.items():
            sums[dimension] += factor * part[which]
    return sums
