"""One score of one person or rating: whole centipoints, five dimension parts, the evidence that counted."""

from dataclasses import dataclass
from fractions import Fraction

from awareness.ids import Id

# Earned and possible points are exact; whole numbers stay whole numbers, which keeps scoring fast.
Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """A score on 0-100 in centipoints (0-10 000); ``dims`` in the order of ``core.dimensions.Dimension``.

    A dimension that was not measured is None; participation has no dimensions. ``evidence`` holds the ids of
    the rows that counted, so that the number can be traced.
    """

    centi: int
    dims: tuple[int | None, ...] = ()
    evidence: tuple[Id, ...] = ()


def centi(points: Exact) -> int:
    """Return points on 0-100 as whole centipoints, halves up."""
    value = 200 * Fraction(points) + 1
    return value.numerator // (2 * value.denominator)
