"""Ratios as whole basis points (0-10 000), divided once and rounded half up."""

from fractions import Fraction

FULL_BP = 10_000


def ratio_bp(part: int, whole: int) -> int:
    """Return ``part / whole`` in basis points, half up.

    Raises ValueError when ``whole`` is not positive or ``part`` is negative.
    """
    if whole <= 0 or part < 0:
        raise ValueError("a ratio needs a positive whole and a part that is not negative")
    return (2 * FULL_BP * part + whole) // (2 * whole)


def fraction_bp(value: Fraction) -> int:
    """Return a fraction of one (0-1) in basis points, half up."""
    return ratio_bp(value.numerator, value.denominator)


def percent_cut(value_bp: int) -> int:
    """Return whole percent for display, cut and never rounded up: 69.99 % must not read 70 % and fail."""
    return value_bp // 100
