"""Roll-ups by preorder ranges against plain loops."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from awareness.placement import DepartmentRow, Tree, build_tree
from awareness.sums import MISSING, Contributions, IntArray, RollUp, component_sums

DAY = date(2025, 3, 31)


def ints(values: list[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    size = draw(st.integers(1, 14))
    rows = [DepartmentRow(unit, draw(st.integers(0, unit - 1)) if unit else None) for unit in range(size)]
    return build_tree(rows, DAY)


def above(tree: Tree, number: int) -> list[int]:
    return [tree.number[unit] for unit in tree.ancestors(tree.units[number])]


@given(trees(), st.data())
def test_roll_ups_equal_pooling_the_rows(tree: Tree, data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(tree.units) - 1), st.integers(0, 9), st.integers(0, 10_000)),
            max_size=20,
        )
    )
    unit, key, value = (ints([row[column] for row in rows]) for column in range(3))
    roll = RollUp(tree)
    summed, (distinct, squared) = roll.sum_by_unit(unit, value), roll.distinct(unit, key)
    for number in range(len(tree.units)):
        inside = [row for row in rows if number in above(tree, row[0])]
        keys = [row[1] for row in inside]
        assert summed[number] == sum(row[2] for row in inside)
        assert distinct[number] == len(set(keys))
        assert squared[number] == sum(keys.count(one) ** 2 for one in set(keys))


@given(trees(), st.data())
def test_the_lowest_common_unit(tree: Tree, data: st.DataObject) -> None:
    numbers = st.integers(0, len(tree.units) - 1)
    pairs = data.draw(st.lists(st.tuples(numbers, numbers), max_size=10))
    found = RollUp(tree).lowest_common(ints([a for a, _ in pairs]), ints([b for _, b in pairs]))
    for (one, other), common in zip(pairs, found.tolist(), strict=True):
        assert common == next(number for number in above(tree, one) if number in above(tree, other))


def test_sums_stay_exact_for_a_hundred_thousand_people() -> None:
    tree = build_tree([DepartmentRow(0, None), DepartmentRow(1, 0)], DAY)
    people = 100_000
    value = ints([9_999] * people)
    assert RollUp(tree).sum_by_unit(ints([1] * people), value * value)[0] == people * 9_999**2


def contributions(units: list[int], dims: list[tuple[int, ...]]) -> Contributions:
    n = len(units)
    table = np.array(dims, dtype=np.int64).reshape(n, 5)
    return Contributions(ints(list(range(n))), ints([5_000] * n), table, ints(units), ints([MISSING] * n))


def test_a_dimension_few_have_is_left_out_of_their_block_and_of_all_sums_above() -> None:
    tree = build_tree([DepartmentRow(0, None), DepartmentRow(1, 0), DepartmentRow(2, 0)], DAY)
    full: tuple[int, ...] = (4_000,) * 5
    partial = (*full[:4], MISSING)
    rows = contributions([1] * 6 + [2] * 8, [full] * 6 + [full] * 4 + [partial] * 4)
    sums = component_sums(rows, RollUp(tree), 5, raters=False)
    assert sums.n.tolist() == [14, 6, 8]
    assert sums.dim_n.tolist() == [[14, 14, 14, 14, 6], [6, 6, 6, 6, 6], [8, 8, 8, 8, 0]]
    assert sums.dim_total[0].tolist() == [14 * 4_000] * 4 + [6 * 4_000]


def test_rows_without_a_place_are_dropped() -> None:
    rows = contributions([0, 1, 2], [(1,) * 5] * 3).moved(ints([0, MISSING, 1]))
    assert rows.unit.tolist() == [0, 1]
    assert rows.person.tolist() == [0, 2]
