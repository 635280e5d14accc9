"""Ratios are divided once, half up, and shown cut."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.basis_points import FULL_BP, fraction_bp, percent_cut, ratio_bp


@pytest.mark.parametrize(
    ("part", "whole", "bp"),
    [(0, 1, 0), (1, 1, 10_000), (1, 3, 3_333), (2, 3, 6_667), (1, 20_000, 1), (1, 20_001, 0)],
)
def test_half_up(part: int, whole: int, bp: int) -> None:
    assert ratio_bp(part, whole) == bp


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 2), (1, -2)])
def test_refuses_what_is_no_ratio(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="positive whole"):
        ratio_bp(part, whole)


def test_shown_percent_is_never_rounded_up() -> None:
    assert percent_cut(6_999) == 69
    assert percent_cut(7_000) == 70


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_within_half_a_point_of_the_exact_value(part: int, whole: int) -> None:
    exact = Fraction(part, whole) * FULL_BP
    assert abs(fraction_bp(Fraction(part, whole)) - exact) <= Fraction(1, 2)
