"""Parts that add up, whole points, bands."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awareness.display import band_of, is_borderline, parts_that_add_up, whole_interval, whole_points
from awareness.formula import DAI_1_0_0, from_json


def shown(*parts: str) -> tuple[str, list[str]]:
    found = parts_that_add_up([Fraction(part) for part in parts])
    return str(found.total), [str(part) for part in found.parts]


@pytest.mark.parametrize(
    ("parts", "total", "rounded"),
    [
        (
            ("11.75", "17.5", "16.6666", "7.5", "12.5", "1.0458"),
            "67.0",
            ["11.8", "17.5", "16.7", "7.5", "12.5", "1.0"],
        ),
        (
            ("15", "17.5", "12.5", "7.75", "18.75", "-0.2492"),
            "71.3",
            ["15.0", "17.5", "12.5", "7.8", "18.7", "-0.2"],
        ),
        (("0.05", "0.05"), "0.1", ["0.1", "0.0"]),  # a tie goes to the earlier part
        (("0.25", "0.25", "0.55"), "1.1", ["0.3", "0.3", "0.5"]),
        (("20", "0", "-0.001"), "20.0", ["20.0", "0.0", "0.0"]),
        (("0.05",), "0.1", ["0.1"]),
        (("0.04",), "0.0", ["0.0"]),
        ((), "0.0", []),
    ],
)
def test_the_largest_remainders_get_the_missing_tenths(
    parts: tuple[str, ...], total: str, rounded: list[str]
) -> None:
    assert shown(*parts) == (total, rounded)


@given(st.lists(st.fractions(-100, 100, max_denominator=10_000), max_size=6))
def test_parts_always_add_up_to_the_total(parts: list[Fraction]) -> None:
    found = parts_that_add_up(parts)
    assert sum(found.parts, Decimal(0)) == found.total
    assert abs(Fraction(found.total) - sum(parts)) <= Fraction(1, 20)
    assert all(
        abs(Fraction(one) - part) < Fraction(1, 10) for one, part in zip(found.parts, parts, strict=True)
    )


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (-1, "FOUNDATION"),
        (0, "FOUNDATION"),
        (49.999, "FOUNDATION"),
        (50, "DEVELOPING"),
        (64.999, "DEVELOPING"),
        (65, "PROFICIENT"),
        (79.999, "PROFICIENT"),
        (80, "LEADING"),
        (100, "LEADING"),
    ],
)
def test_bands_begin_at_their_cut(value: float, band: str) -> None:
    assert band_of(value, DAI_1_0_0) == band


def test_bands_are_the_formulas() -> None:
    assert band_of(70, from_json({"bands": [[0, "LOW"], [70, "HIGH"]]})) == "HIGH"


@pytest.mark.parametrize(
    ("low", "high", "wanted"), [(58, 75, True), (65, 79.9, False), (65, 80, True), (64.9, 65, True)]
)
def test_an_interval_that_reaches_into_another_band_is_borderline(
    low: float, high: float, wanted: bool
) -> None:
    assert is_borderline(low, high, DAI_1_0_0) is wanted


@pytest.mark.parametrize(
    ("value", "points"),
    [(66.96, 67), (66.5, 67), (66.49, 66), (64.96, 64), (79.5, 79), (65.0, 65), (99.6, 100), (0.4, 0)],
)
def test_whole_points_never_borrow_a_band(value: float, points: int) -> None:
    assert whole_points(value, DAI_1_0_0) == points


@pytest.mark.parametrize(
    ("low", "high", "points"),
    [(58.508, 75.417, (58, 75)), (0.0, 100.0, (0, 100)), (12.0, 12.5, (12, 13))],
)
def test_whole_intervals(low: float, high: float, points: tuple[int, int]) -> None:
    assert whole_interval(low, high) == points
