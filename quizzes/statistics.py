"""Classical item analysis of first attempts: how questions and quizzes measure, each figure with its n.

Definitions: facility is the mean share of the points; discrimination is the correlation of the item's mark
with the rest of the marks (index method 1.5). Where people are drawn different questions, the rest is the
share of the points the other questions of the same attempt offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

FEWEST_SHOWN = 10  # index method 2.8: item statistics are shown from ten people on
CONFIDENCE = 0.95
HASTY_SECONDS = 2.0  # index method 1.7: nobody reads and answers an item faster


@dataclass(frozen=True, slots=True)
class Marks:
    """Answers as columns, one row per question of an attempt.

    ``attempt`` and ``item`` count from 0; ``credit`` is 0-1, nan where nobody answered; ``points`` are what
    full credit earns; ``seconds`` is the time since the answer saved before, nan where there is none. It is
    the time the question took only where ``timed``: it had a page of its own and came next.
    """

    attempt: Indices
    item: Indices
    credit: Floats
    points: Floats
    seconds: Floats
    timed: Flags


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """How one question does: ``facility`` 0-1, ``discrimination`` -1 to 1, ``seconds`` the median.

    ``hasty`` is the share (0-1) given in under two seconds of the ``timed`` answers, whose time is known.
    """

    n: int
    facility: float | None
    discrimination: float | None
    skipped: float | None
    seconds: float | None
    timed: int
    hasty: float | None


@dataclass(frozen=True, slots=True)
class OptionFigure:
    """How often an option was chosen, and how well (0-1) those who chose it did on the other questions."""

    chosen: int
    rest: float | None


@dataclass(frozen=True, slots=True)
class QuizFigure:
    """How a quiz measures: scores are shares of one; alpha has its 95 % interval."""

    n: int
    mean: float | None
    median: float | None
    spread: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    standard_error: float | None


def rest_shares(marks: Marks) -> Floats:
    """Return for each row the share (0-1) of the other questions' points that its attempt earned.

    nan where an attempt has no other question with points.
    """
    earned = marks.points * np.nan_to_num(marks.credit)
    attempts = int(marks.attempt.max(initial=-1)) + 1
    total = np.bincount(marks.attempt, earned, attempts)
    possible = np.bincount(marks.attempt, marks.points, attempts)
    others = possible[marks.attempt] - marks.points
    rest = total[marks.attempt] - earned
    return np.divide(rest, others, out=np.full(len(earned), np.nan), where=others > 0)


def item_figures(marks: Marks, items: int) -> list[ItemFigure]:
    """Return one figure per item, in the order of their numbers; an unanswered question earned nothing."""
    credit = np.nan_to_num(marks.credit)
    n = np.bincount(marks.item, minlength=items)
    facility = _mean(marks.item, credit, n)
    skipped = _mean(marks.item, np.isnan(marks.credit).astype(float), n)
    correlation = _correlations(marks.item, credit, rest_shares(marks), items)
    seconds = _medians(marks.item, marks.seconds, items)
    timed = np.bincount(marks.item[marks.timed], minlength=items)
    fast = (marks.seconds[marks.timed] < HASTY_SECONDS).astype(float)
    hasty = _mean(marks.item[marks.timed], fast, timed)
    return [
        ItemFigure(
            int(n[place]),
            _known(facility[place]),
            _known(correlation[place]),
            _known(skipped[place]),
            _known(seconds[place]),
            int(timed[place]),
            _known(hasty[place]),
        )
        for place in range(items)
    ]


def option_figures(option: Indices, rest: Floats, options: int) -> list[OptionFigure]:
    """Return one figure per option from rows (option chosen, rest share of who chose it)."""
    known = ~np.isnan(rest)
    chosen = np.bincount(option, minlength=options)
    counted = np.bincount(option[known], minlength=options)
    means = _mean(option[known], rest[known], counted)
    return [OptionFigure(int(chosen[place]), _known(means[place])) for place in range(options)]


def quiz_figure(scores: Floats, table: Floats | None) -> QuizFigure:
    """Return how a quiz measures.

    ``scores`` are whole scores (0-1), one per attempt. ``table`` has a row per attempt and a column per place
    with the points earned; None where attempts differ in length. Alpha is Cronbach's, its interval Feldt's
    (1965); the standard error is spread times the root of one minus alpha.
    """
    n = len(scores)
    if n == 0:
        return QuizFigure(0, None, None, None, None, None, None, None)
    spread = float(scores.std(ddof=1)) if n > 1 else None
    alpha, low, high = (None, None, None) if table is None else cronbach_alpha(table)
    error = None
    if alpha is not None and spread is not None and alpha <= 1:
        error = spread * float(np.sqrt(1 - max(alpha, 0.0)))
    return QuizFigure(n, float(scores.mean()), float(np.median(scores)), spread, alpha, low, high, error)


def cronbach_alpha(table: Floats) -> tuple[float | None, float | None, float | None]:
    """Return Cronbach's alpha of an attempts x places table, and the ends of Feldt's 95 % interval.

    None three times with fewer than two rows or columns, or when all totals are equal.
    """
    people, places = table.shape
    if people < 2 or places < 2:  # noqa: PLR2004 - a variance needs two
        return None, None, None
    total = float(table.sum(axis=1).var(ddof=1))
    if total <= 0:
        return None, None, None
    alpha = places / (places - 1) * (1 - float(table.var(axis=0, ddof=1).sum()) / total)
    tail = (1 - CONFIDENCE) / 2
    degrees = (people - 1, (people - 1) * (places - 1))
    low = 1 - (1 - alpha) * float(f_distribution.ppf(1 - tail, *degrees))
    high = 1 - (1 - alpha) * float(f_distribution.ppf(tail, *degrees))
    return alpha, low, high


def _mean(group: Indices, values: Floats, n: NDArray[np.integer]) -> Floats:
    sums = np.bincount(group, values, len(n))
    return np.divide(sums, n, out=np.full(len(n), np.nan), where=n > 0)


def _correlations(group: Indices, x: Floats, y: Floats, groups: int) -> Floats:
    """Return Pearson's correlation per group; nan where a side does not vary or fewer than three count."""
    known = ~np.isnan(y)
    group, x, y = group[known], x[known], y[known]
    n = np.bincount(group, minlength=groups)
    # Centred first: sums of squares of shares near one would lose their digits.
    x = x - _mean(group, x, n)[group]
    y = y - _mean(group, y, n)[group]
    both, xx, yy = (np.bincount(group, values, groups) for values in (x * y, x * x, y * y))
    variation = np.sqrt(xx * yy)
    varies = (variation > 1e-12) & (n > 2)  # noqa: PLR2004 - two points always correlate
    return np.divide(both, variation, out=np.full(groups, np.nan), where=varies)


def _medians(group: Indices, values: Floats, groups: int) -> Sequence[float]:
    known = ~np.isnan(values)
    group, values = group[known], values[known]
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(groups + 1))
    ordered = values[order]
    pieces = (ordered[starts[place] : starts[place + 1]] for place in range(groups))
    return [float(np.median(piece)) if len(piece) else float("nan") for piece in pieces]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
