"""The tree of a period and everybody's home department."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awareness.formula import DAI_1_0_0
from awareness.ids import Id
from awareness.periods import Quarter
from awareness.placement import (
    VIRTUAL_ROOT,
    DepartmentRow,
    Spell,
    Standing,
    Tree,
    build_tree,
    department_on,
    home_of,
    place,
)

Q1 = Quarter("2025Q1", date(2025, 1, 1), date(2025, 4, 1))
OLD = date(2020, 1, 1)
JANUARY = date(2025, 1, 1)
MARCH = date(2025, 3, 1)


def tree_of(*rows: DepartmentRow) -> Tree:
    return build_tree(rows, Q1.last_day)


def parent_of(tree: Tree, unit: Id) -> Id | None:
    above = tree.parent[tree.number[unit]]
    return tree.units[above] if above >= 0 else None


SMALL = tree_of(DepartmentRow("CO", None), DepartmentRow("D1", "CO"), DepartmentRow("D2", "CO"))


def test_one_top_department_is_the_root() -> None:
    assert SMALL.root == "CO"
    assert SMALL.units == ("CO", "D1", "D2")
    assert (SMALL.parent, SMALL.depth, SMALL.last) == ((-1, 0, 0), (0, 1, 1), (2, 1, 2))
    assert list(SMALL.ancestors("D2")) == ["D2", "CO"]


def test_no_department_gives_a_virtual_root_alone() -> None:
    assert tree_of().units == (VIRTUAL_ROOT,)


def test_several_tops_hang_under_a_virtual_root() -> None:
    tree = tree_of(DepartmentRow("A", None), DepartmentRow("B", None), DepartmentRow("B1", "B"))
    assert tree.units == (VIRTUAL_ROOT, "A", "B", "B1")
    assert tree.depth == (0, 1, 1, 2)


def test_numbers_work_as_ids() -> None:
    tree = build_tree([DepartmentRow(1, None), DepartmentRow(10, 1), DepartmentRow(9, 1)], Q1.last_day)
    assert tree.units == (1, 9, 10)


def test_a_subtree_is_a_range_of_preorder_numbers() -> None:
    tree = tree_of(
        DepartmentRow("CO", None),
        DepartmentRow("A", "CO"),
        DepartmentRow("A1", "A"),
        DepartmentRow("A11", "A1"),
        DepartmentRow("A2", "A"),
        DepartmentRow("B", "CO"),
    )
    first, last = tree.number["A"], tree.last[tree.number["A"]]
    assert tree.units[first : last + 1] == ("A", "A1", "A11", "A2")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "open_then"),
    [
        (None, date(2025, 3, 31), False),  # its last day was the day before the last
        (None, date(2025, 4, 1), True),
        (date(2025, 3, 31), None, True),
        (date(2025, 4, 1), None, False),
    ],
)
def test_the_last_day_of_the_quarter_decides(
    valid_from: date | None, valid_to: date | None, open_then: bool
) -> None:
    tree = tree_of(DepartmentRow("CO", None), DepartmentRow("D1", "CO", valid_from, valid_to))
    assert ("D1" in tree.number) is open_then


def test_closed_departments_follow_successors_then_parents_then_the_root() -> None:
    tree = tree_of(
        DepartmentRow("CO", None),
        DepartmentRow("D1", "CO"),
        DepartmentRow("D1A", "D1", None, MARCH),
        DepartmentRow("D2", "CO", None, MARCH, "D3"),
        DepartmentRow("D3", "CO", None, MARCH, "D1"),
        DepartmentRow("D4", None, None, MARCH),
        DepartmentRow("D5", "CO", None, MARCH, "GHOST"),
        DepartmentRow("D6", "CO", None, MARCH, "D7"),
        DepartmentRow("D7", "CO", None, MARCH, "D6"),
    )
    found = [tree.resolve(unit) for unit in ("D1", "D1A", "D2", "D3", "D4", "D5", "D6", "GHOST")]
    assert found == ["D1", "D1", "D1", "D1", "CO", "CO", "CO", "CO"]


def test_the_last_row_of_a_closed_department_names_its_heir() -> None:
    rows = [
        DepartmentRow("CO", None),
        DepartmentRow("D1", "CO"),
        DepartmentRow("D2", "CO"),
        DepartmentRow("X", "CO", OLD, JANUARY, "D1"),
        DepartmentRow("X", "CO", JANUARY, MARCH, "D2"),
    ]
    assert tree_of(*rows).resolve("X") == "D2"
    assert tree_of(*reversed(rows)).resolve("X") == "D2"


def test_a_department_reopened_is_itself() -> None:
    tree = tree_of(
        DepartmentRow("CO", None),
        DepartmentRow("D1", "CO"),
        DepartmentRow("X", "CO", OLD, JANUARY, "D1"),
        DepartmentRow("X", "D1", MARCH),
    )
    assert tree.resolve("X") == "X"
    assert parent_of(tree, "X") == "D1"


def test_a_closed_or_unknown_parent_is_replaced() -> None:
    tree = tree_of(
        DepartmentRow("CO", None),
        DepartmentRow("A", "CO", None, MARCH, "B"),
        DepartmentRow("B", "CO"),
        DepartmentRow("A1", "A"),
        DepartmentRow("X1", "GHOST"),
    )
    assert parent_of(tree, "A1") == "B"
    assert parent_of(tree, "X1") == "CO"


def test_departments_in_a_circle_are_hung_under_the_root() -> None:
    tree = tree_of(DepartmentRow("CO", None), DepartmentRow("A", "B"), DepartmentRow("B", "A"))
    assert (parent_of(tree, "A"), parent_of(tree, "B")) == ("CO", "A")
    merged_into_its_child = tree_of(
        DepartmentRow("CO", None), DepartmentRow("A", "CO", None, MARCH, "B"), DepartmentRow("B", "A")
    )
    assert parent_of(merged_into_its_child, "B") == "CO"


def spell(department: Id, start: date = OLD, end: date | None = None) -> Spell:
    return Spell("X", department, start, end)


HOMES: list[tuple[str, list[Spell], Id]] = [
    ("majority of days", [spell("D1", OLD, date(2025, 2, 20)), spell("D2", date(2025, 2, 20))], "D1"),
    ("one day short", [spell("D1", OLD, date(2025, 2, 14)), spell("D2", date(2025, 2, 14))], "D2"),
    ("tie goes to the later", [spell("D1", OLD, date(2025, 2, 15)), spell("D2", date(2025, 2, 15))], "D2"),
    ("moved on the last day", [spell("D1", OLD, date(2025, 3, 31)), spell("D2", date(2025, 3, 31))], "D1"),
    ("overlap: later start wins", [spell("D1"), spell("D2", date(2025, 1, 15))], "D2"),
    ("inner spell ends, outer returns", [spell("D1"), spell("D2", JANUARY, date(2025, 2, 1))], "D1"),
    (
        "back and forth adds up",
        [spell("D2"), spell("D1", JANUARY, date(2025, 1, 29)), spell("D1", MARCH)],
        "D1",
    ),
    ("unknown department", [spell("GHOST")], "CO"),
    ("thirty days", [spell("D1", date(2025, 3, 2))], "D1"),
    ("twenty-nine days", [spell("D1", date(2025, 3, 3))], Standing.NEWCOMER),
    ("re-hired, thirty in all", [spell("D1", OLD, date(2020, 1, 9)), spell("D2", date(2025, 3, 10))], "D2"),
    (
        "re-hired, 29 in all",
        [spell("D1", OLD, date(2020, 1, 8)), spell("D2", date(2025, 3, 10))],
        Standing.NEWCOMER,
    ),
    (
        "overlaps count once",
        [spell("D1", date(2025, 3, 3)), spell("D2", date(2025, 3, 10))],
        Standing.NEWCOMER,
    ),
    ("left before the last day", [spell("D1", OLD, date(2025, 3, 31))], Standing.ABSENT),
    ("left on the cutoff", [spell("D1", OLD, date(2025, 4, 1))], "D1"),
    ("starts on the cutoff", [spell("D1", date(2025, 4, 1))], Standing.ABSENT),
    ("no spell at all", [], Standing.ABSENT),
]


@pytest.mark.parametrize(("case", "spells", "wanted"), HOMES, ids=[row[0] for row in HOMES])
def test_home_department(case: str, spells: list[Spell], wanted: Id) -> None:
    home = home_of(spells, Q1, SMALL, DAI_1_0_0)
    assert (home.unit or home.standing) == wanted


def test_spells_that_begin_together_are_told_apart_alike_in_any_order() -> None:
    longer, shorter = spell("D1"), spell("D2", OLD, date(2026, 1, 1))
    assert (
        department_on([longer, shorter], Q1.last_day) == department_on([shorter, longer], Q1.last_day) == "D1"
    )
    twins = [spell("D1"), spell("D2")]
    assert department_on(twins, Q1.last_day) == department_on(twins[::-1], Q1.last_day) == "D2"


def test_days_before_and_after_a_merger_add_up() -> None:
    tree = tree_of(
        DepartmentRow("CO", None),
        DepartmentRow("D1", "CO"),
        DepartmentRow("D2", "CO", None, MARCH, "D3"),
        DepartmentRow("D3", "CO"),
    )
    spells = [
        spell("D2", OLD, date(2025, 1, 26)),
        spell("D1", date(2025, 1, 26), date(2025, 3, 8)),
        spell("D3", date(2025, 3, 8)),
    ]
    assert home_of(spells, Q1, tree, DAI_1_0_0).unit == "D3"  # 25 + 24 days against 41


def test_everybody_is_placed_or_waits() -> None:
    spells = [Spell("b", "D1", OLD), Spell("a", "D2", OLD), Spell("n", "D1", MARCH + timedelta(days=2))]
    placement = place(spells, Q1, SMALL, DAI_1_0_0)
    assert placement.homes == {"a": "D2", "b": "D1"}
    assert placement.newcomers == ("n",)


DAYS = st.dates(date(2024, 11, 1), date(2025, 5, 1))
SPELLS = st.lists(
    st.builds(
        lambda department, start, length: Spell("X", department, start, start + timedelta(days=length)),
        st.sampled_from(["CO", "D1", "D2", "GHOST"]),
        DAYS,
        st.integers(0, 120),
    ),
    max_size=6,
)


@given(SPELLS, st.randoms(use_true_random=False))
def test_the_order_of_spells_changes_nothing(spells: list[Spell], random: Random) -> None:
    shuffled = list(spells)
    random.shuffle(shuffled)
    assert home_of(shuffled, Q1, SMALL, DAI_1_0_0) == home_of(spells, Q1, SMALL, DAI_1_0_0)


@given(SPELLS)
def test_home_agrees_with_counting_day_by_day(spells: list[Spell]) -> None:
    held: dict[Id, list[date]] = {}
    employed = 0
    day = date(2024, 10, 1)
    while day < Q1.end:
        department = department_on(spells, day)
        employed += department is not None
        if department is not None and day >= Q1.start:
            held.setdefault(SMALL.resolve(department), []).append(day)
        day += timedelta(days=1)
    home = home_of(spells, Q1, SMALL, DAI_1_0_0)
    if department_on(spells, Q1.last_day) is None:
        assert home.standing is Standing.ABSENT
    elif employed < DAI_1_0_0.min_tenure_days:
        assert home.standing is Standing.NEWCOMER
    else:
        assert home.unit == max(held, key=lambda unit: (len(held[unit]), held[unit][-1]))
