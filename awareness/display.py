"""From exact figures to what a screen shows: parts that add up, whole points, bands."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from awareness.formula import Formula


@dataclass(frozen=True, slots=True)
class ShownParts:
    """A total and its parts to one decimal; the parts add up to the total exactly."""

    total: Decimal
    parts: tuple[Decimal, ...]


def parts_that_add_up(parts: Sequence[Fraction]) -> ShownParts:
    """Round parts to tenths by largest remainder; earlier parts win ties (method, 2.12).

    The total is the exact sum rounded half up. Every part is cut, then the missing tenths go to the largest
    remainders.
    """
    tenths = [floor(10 * part) for part in parts]
    total = floor(10 * sum(parts, Fraction(0)) + Fraction(1, 2))
    remainders = [10 * part - cut for part, cut in zip(parts, tenths, strict=True)]
    order = sorted(range(len(parts)), key=lambda place: (-remainders[place], place))
    for place in order[: total - sum(tenths)]:
        tenths[place] += 1
    return ShownParts(_decimal(total), tuple(_decimal(value) for value in tenths))


def _decimal(tenths: int) -> Decimal:
    return Decimal(tenths).scaleb(-1)


def band_of(value: float, formula: Formula) -> str:
    """Return the key of the band an index lies in; a value exactly on a cut belongs to the higher band."""
    cuts = [cut for cut, _ in formula.bands]
    return formula.bands[max(bisect_right(cuts, value) - 1, 0)][1]


def is_borderline(low: float, high: float, formula: Formula) -> bool:
    """Say whether an interval reaches into another band."""
    return band_of(low, formula) != band_of(high, formula)


def whole_points(value: float, formula: Formula) -> int:
    """Return an index in whole points, half up, but never up into a band it has not reached."""
    rounded = floor(value + 0.5)
    return rounded if band_of(rounded, formula) == band_of(value, formula) else floor(value)


def whole_interval(low: float, high: float) -> tuple[int, int]:
    """Return an interval in whole points: the lower end cut, the upper end rounded half up."""
    return floor(low), floor(high + 0.5)
