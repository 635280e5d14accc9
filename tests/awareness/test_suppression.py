"""The block rule: nobody can work out a sum over fewer than five people."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awareness.formula import DAI_1_0_0, Component
from awareness.placement import DepartmentRow, Tree, build_tree
from awareness.suppression import (
    NOT_PLACED,
    Status,
    is_flagged_coverage,
    is_homogeneous,
    is_low_coverage,
    place_blocks,
    shown_count,
    status_of,
)

DAY = date(2025, 3, 31)


def tree_of(**parents: str) -> Tree:
    """Return a tree under CO from unit=parent pairs."""
    rows = [DepartmentRow("CO", None), *(DepartmentRow(unit, above) for unit, above in parents.items())]
    return build_tree(rows, DAY)


def placed(tree: Tree, sizes: dict[str, int], low: tuple[str, ...] = ()) -> dict[str, str | None]:
    """Return each unit's block, all people distinct."""
    direct: list[range] = []
    start = 0
    for unit in tree.units:
        size = sizes.get(str(unit), 0)
        direct.append(range(start, start + size))
        start += size
    found = place_blocks(tree, direct, [unit in low for unit in tree.units], n_min=5)
    return {
        str(unit): None if block == NOT_PLACED else str(tree.units[block])
        for unit, block in zip(tree.units, found, strict=True)
    }


TEAMS = tree_of(A="CO", A1="A", A2="A")


@pytest.mark.parametrize(
    ("case", "sizes", "low", "wanted"),
    [
        ("five make a block", {"A1": 5, "A2": 6}, (), {"A1": "A1", "A2": "A2"}),
        (
            "four are lifted and meet others",
            {"A1": 4, "A2": 6, "A": 1},
            (),
            {"A1": "A", "A2": "A2", "A": "A"},
        ),
        (
            "four alone go up to the root",
            {"A1": 4, "A2": 6, "CO": 1},
            (),
            {"A1": "CO", "A2": "A2", "CO": "CO"},
        ),
        (
            "leftovers at the root are in no number",
            {"A1": 4, "A2": 6},
            (),
            {"A1": None, "A2": "A2", "CO": None},
        ),
        ("small teams meet in the division", {"A1": 3, "A2": 4}, (), {"A1": "A", "A2": "A", "A": "A"}),
        (
            "low coverage keeps everybody waiting",
            {"A1": 9, "A2": 9},
            ("A1",),
            {"A1": "A", "A2": "A2", "A": "A"},
        ),
        (
            "low coverage of the division lifts on",
            {"A1": 4, "A2": 4, "CO": 1},
            ("A",),
            {"A1": "CO", "A": "CO"},
        ),
        ("low coverage everywhere", {"A1": 9, "A2": 9}, ("A1", "A2", "A", "CO"), {"A1": None, "A2": None}),
        ("a block below does not help above", {"A1": 5, "A": 4}, (), {"A1": "A1", "A": None}),
    ],
)
def test_blocks(
    case: str, sizes: dict[str, int], low: tuple[str, ...], wanted: dict[str, str | None]
) -> None:
    found = placed(TEAMS, sizes, low)
    assert {unit: found[unit] for unit in wanted} == wanted


def test_people_are_counted_once_however_often_they_contribute() -> None:
    tree = tree_of()
    assert place_blocks(tree, [[1, 2, 3, 4, 4, 4]], [False], n_min=5) == (NOT_PLACED,)
    assert place_blocks(tree, [[1, 2, 3, 4, 5]], [False], n_min=5) == (0,)


def test_the_same_people_lifted_from_two_units_are_still_the_same() -> None:
    found = place_blocks(TEAMS, [[], [], [1, 2, 3], [1, 2, 4]], [False] * 4, n_min=5)
    assert found == (NOT_PLACED,) * 4


def test_the_threshold_is_the_formulas() -> None:
    assert place_blocks(tree_of(), [[1, 2, 3]], [False], n_min=3) == (0,)


@pytest.mark.parametrize(
    ("measured", "eligible", "low", "flagged"),
    [
        (3, 10, False, True),
        (29, 100, True, True),
        (6, 10, False, False),
        (59, 100, False, True),
        (0, 0, False, False),
    ],
)
def test_coverage_is_compared_exactly(measured: int, eligible: int, low: bool, flagged: bool) -> None:
    assert is_low_coverage(measured, eligible, DAI_1_0_0) is low
    assert is_flagged_coverage(measured, eligible, DAI_1_0_0) is flagged


@pytest.mark.parametrize(
    ("measured", "published", "low", "status"),
    [
        (0, 0, True, Status.NO_DATA),
        (0, 0, False, Status.NO_DATA),
        (2, 0, True, Status.LOW_COVERAGE),
        (9, 5, True, Status.LOW_COVERAGE),  # blocks below stay published there
        (4, 0, False, Status.SUPPRESSED),
        (9, 5, False, Status.PUBLISHED),
    ],
)
def test_status(measured: int, published: int, low: bool, status: Status) -> None:
    assert status_of(measured, published, low) is status


@pytest.mark.parametrize(
    ("component", "values", "wanted"),
    [
        (Component.SELF_VIEW, [7500] * 6, True),
        (Component.CUSTOMERS, [7500] * 6, True),
        (Component.CUSTOMERS, [7500] * 5 + [7501], False),
        (Component.PARTICIPATION, [10_000] * 6, False),
        (Component.SELF_VIEW, [], False),
    ],
)
def test_an_opinion_everybody_shares_is_homogeneous(
    component: Component, values: list[int], wanted: bool
) -> None:
    squares = sum(value * value for value in values)
    assert is_homogeneous(component, len(values), sum(values), squares) is wanted


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (25, "25")])
def test_counts_below_five_are_not_told_apart(count: int, text: str) -> None:
    assert shown_count(count, 5) == text


@st.composite
def firms(draw: st.DrawFn) -> tuple[Tree, list[list[int]], list[bool]]:
    """A tree, the people of each unit (some people in several units), the units with low coverage."""
    size = draw(st.integers(1, 12))
    rows = [DepartmentRow(0, None)]
    rows += [DepartmentRow(unit, draw(st.integers(0, unit - 1))) for unit in range(1, size)]
    tree = build_tree(rows, DAY)
    direct = [draw(st.lists(st.integers(0, 60), max_size=8, unique=True)) for _ in range(size)]
    return tree, direct, [draw(st.integers(0, 5)) == 0 for _ in range(size)]


def visible_sets(
    tree: Tree, direct: list[list[int]], low: list[bool], n_min: int = 5
) -> list[list[tuple[int, int]]]:
    """Return, for each unit that shows something, its contributions as (unit, person)."""
    blocks = place_blocks(tree, direct, low, n_min)
    shown = []
    for number, last in enumerate(tree.last):
        inside = [
            (unit, person)
            for unit, people in enumerate(direct)
            for person in people
            if number <= blocks[unit] <= last
        ]
        if inside and not low[number]:
            shown.append(inside)
    return shown


@given(firms(), st.data())
def test_every_sum_an_observer_can_make_is_over_nobody_or_at_least_five(
    firm: tuple[Tree, list[list[int]], list[bool]], data: Any
) -> None:
    shown = visible_sets(*firm)
    factors = data.draw(st.lists(st.integers(-3, 3), min_size=len(shown), max_size=len(shown)))
    weight: dict[tuple[int, int], int] = {}
    for factor, contributions in zip(factors, shown, strict=True):
        for contribution in contributions:
            weight[contribution] = weight.get(contribution, 0) + factor
    isolated = {person for (_, person), factor in weight.items() if factor}
    assert not isolated or len(isolated) >= 5


@given(firms())
def test_everybody_is_in_the_lowest_place_that_has_room(
    firm: tuple[Tree, list[list[int]], list[bool]],
) -> None:
    tree, direct, low = firm
    blocks = place_blocks(tree, direct, low, 5)
    for number in range(len(tree.units)):
        on_the_way = [tree.number[unit] for unit in tree.ancestors(tree.units[number])]
        if direct[number] and blocks[number] == NOT_PLACED:
            left = {
                person
                for unit, people in enumerate(direct)
                if blocks[unit] == NOT_PLACED
                for person in people
            }
            assert len(left) < 5 or low[0]
        if blocks[number] != NOT_PLACED:
            assert blocks[number] in on_the_way
            assert not low[blocks[number]]
