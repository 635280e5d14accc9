"""What a roster would change, and every reason why it cannot be done."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.roster_plan import Change, Leaver, PersonNow, Plan, State, make_plan
from people.roster_tree import DepartmentNow

TODAY = date(2026, 3, 2)
DEPARTMENTS = {
    "CO": DepartmentNow("CO", "青榆设备", "Qingyu Equipment", None),
    "Q": DepartmentNow("Q", "质量部", "Quality", "CO"),
    "P": DepartmentNow("P", "采购部", "Purchasing", "CO"),
    "X": DepartmentNow("X", "旧部门", "", "CO", closed=True),
}
SINCE = date(2024, 1, 1)
ZHOU = PersonNow("E1", "周宁", "zhou@example.com", "", "zh-hans", False, "Q", "工程师", False, SINCE)
TANG = PersonNow("E2", "唐叙", "tang@example.com", "", "zh-hans", False, "P", "经理", True, SINCE)
GONE = PersonNow("E3", "老李", "", "", "zh-hans", True, None, last_day_after=date(2025, 7, 1))
STATE = State(
    {person.employee_no: person for person in (ZHOU, TANG, GONE)},
    DEPARTMENTS,
    taken_emails={"admin@example.com": "admin"},
    taken_usernames=frozenset({"admin"}),
)


def plan(*rows: dict[str, str], state: State = STATE, as_of: date = TODAY) -> Plan:
    return make_plan(rows=list(enumerate(rows, start=2)), state=state, as_of=as_of)


def codes(made: Plan) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in made.problems]


def test_it_works() -> None:
    made = plan({"employee_no": "E9", "name": "新人", "department": "Q", "start_on": "2026/1/5"})
    assert made.problems == []
    (person,) = made.new
    assert (person.employee_no, person.department, person.start_on) == ("E9", "Q", date(2026, 1, 5))


def test_the_same_again_changes_nothing() -> None:
    made = plan(
        {"employee_no": "E1", "name": "周宁", "department": "Q", "email": "zhou@example.com"},
        {"employee_no": "E2", "name": "唐叙", "department_name": "采购部", "is_head": "是"},
    )
    assert made.empty
    assert made.unchanged == 2


def test_nobody_leaves_by_absence_and_empty_cells_erase_nothing() -> None:
    made = plan({"employee_no": "E1", "name": "", "email": "", "department": ""})
    assert made.empty
    assert made.leavers == []


def test_changes_are_told_field_by_field() -> None:
    made = plan({"employee_no": "E1", "name": "周宁宁", "email": "zn@example.com", "language": "English"})
    assert made.changes == [
        Change(2, "E1", "周宁", "name", "周宁", "周宁宁"),
        Change(2, "E1", "周宁", "email", "zhou@example.com", "zn@example.com"),
        Change(2, "E1", "周宁", "language", "zh-hans", "en"),
    ]


def test_another_department_is_a_move_as_of_the_day() -> None:
    (move,) = plan({"employee_no": "E2", "name": "唐叙", "department": "Q"}).moves
    assert (move.before, move.department, move.start_on) == ("P", "Q", TODAY)
    assert not move.is_head, "heading one department does not carry over to another"
    assert move.title == "经理"


@pytest.mark.parametrize(
    ("text", "head"), [("是", True), ("YES", True), ("1", True), ("√", True), ("否", False)]
)
def test_heading_a_department_is_dated(text: str, head: bool) -> None:
    made = plan({"employee_no": "E1", "name": "周宁", "is_head": text})
    assert [move.is_head for move in made.moves] == ([True] if head else [])


def test_leavers_are_stated_and_stay_through_their_last_day() -> None:
    made = plan({"employee_no": "E1", "name": "周宁", "end_on": "2026-02-27"})
    assert made.leavers == [Leaver(2, "E1", "周宁", date(2026, 2, 28))]


@pytest.mark.parametrize("last_day", [TODAY.isoformat(), "2026-12-31"])
def test_who_leaves_later_is_still_here(last_day: str) -> None:
    made = plan({"employee_no": "E1", "name": "周宁", "end_on": last_day})
    assert made.empty
    assert made.leaving_later == 1


def test_people_who_left_long_ago_are_not_taken_in() -> None:
    made = plan(
        {"employee_no": "E8", "name": "从前", "end_on": "2020-01-01"},
        {"employee_no": "E3", "name": "老李", "end_on": "2025-06-30"},
    )
    assert made.empty
    assert made.former == 2


def test_who_comes_back_needs_a_new_first_day() -> None:
    row = {"employee_no": "E3", "name": "老李", "department": "Q"}
    assert codes(plan(row)) == [(2, "start_on", "has_left")]
    assert codes(plan({**row, "start_on": "2025-06-01"})) == [(2, "start_on", "has_left")]
    made = plan({**row, "start_on": "2026-02-01"})
    assert made.returning == ["E3"]
    assert [move.start_on for move in made.moves] == [date(2026, 2, 1)]


def test_new_departments_hang_where_the_file_says() -> None:
    made = plan(
        {"employee_no": "E7", "name": "甲", "department": "L", "department_name": "物流部"},
        {
            "employee_no": "E8",
            "name": "乙",
            "department": "L1",
            "department_name": "仓储组",
            "parent": "物流部",
        },
    )
    assert made.problems == []
    assert [(step.code, step.parent) for step in made.departments.new] == [("L", "CO"), ("L1", "L")]


def test_a_row_without_a_person_only_describes_a_department() -> None:
    made = plan({"department": "L", "department_name": "物流部", "parent": "Q"})
    assert made.problems == []
    assert [step.parent for step in made.departments.new] == ["Q"]


def test_departments_are_renamed_and_moved() -> None:
    made = plan(
        {"employee_no": "E1", "name": "周宁", "department": "Q", "department_name": "质量中心", "parent": "P"}
    )
    (step,) = made.departments.changed
    assert (step.name_zh, step.name_en, step.parent) == ("质量中心", "Quality", "P")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"name": "甲"}, ("employee_no", "missing")),
        ({"employee_no": "E9"}, ("name", "missing")),
        ({"employee_no": "E 9", "name": "甲"}, ("employee_no", "bad_employee_no")),
        ({"employee_no": "e1", "name": "甲"}, ("employee_no", "case")),
        ({"employee_no": "Admin", "name": "甲"}, ("employee_no", "username_taken")),
        ({"employee_no": "E9", "name": "甲" * 300}, ("name", "too_long")),
        ({"employee_no": "E9", "name": "甲\0乙"}, ("name", "unreadable")),
        ({"employee_no": "E9", "name": "=1+1"}, ("name", "formula")),
        ({"employee_no": "E9", "name": "甲", "title": "@SUM(A1)"}, ("title", "formula")),
        ({"employee_no": "E9", "name": "甲", "email": "nobody"}, ("email", "bad_email")),
        ({"employee_no": "E9", "name": "甲", "email": "a@example.com,b@example.com"}, ("email", "bad_email")),
        ({"employee_no": "E9", "name": "甲", "email": "Zhou@example.com"}, ("email", "email_taken")),
        ({"employee_no": "E9", "name": "甲", "email": "admin@example.com"}, ("email", "email_taken")),
        ({"employee_no": "E9", "name": "甲", "mobile": "call me"}, ("mobile", "bad_mobile")),
        ({"employee_no": "E9", "name": "甲", "start_on": "2026-02-30"}, ("start_on", "bad_date")),
        ({"employee_no": "E9", "name": "甲", "start_on": "5.1.26"}, ("start_on", "bad_date")),
        ({"employee_no": "E9", "name": "甲", "is_head": "maybe"}, ("is_head", "bad_is_head")),
        ({"employee_no": "E9", "name": "甲", "language": "Klingon"}, ("language", "bad_language")),
        ({"employee_no": "E9", "name": "甲", "department": "ZZ"}, ("department", "unknown_department")),
        ({"employee_no": "E9", "name": "甲", "department": "X"}, ("department", "closed")),
        ({"employee_no": "E9", "name": "甲", "department_name": "没有"}, ("department_name", "unknown_name")),
        ({"department": "Q", "parent": "没有"}, ("parent", "unknown_parent")),
        ({"department": "CO", "parent": "Q"}, ("parent", "circle")),
        ({"department": "Q", "parent": "质量部"}, ("parent", "circle")),
        (
            {"employee_no": "E9", "name": "甲", "start_on": "2026-01-05", "end_on": "2026-01-04"},
            ("end_on", "ends_before_start"),
        ),
    ],
)
def test_refusals(row: dict[str, str], problem: tuple[str, str]) -> None:
    assert codes(plan(row)) == [(2, *problem)]


def test_a_number_twice() -> None:
    made = plan({"employee_no": "E9", "name": "甲"}, {"employee_no": "e9", "name": "乙"})
    assert codes(made) == [(3, "employee_no", "duplicate")]


def test_an_address_twice() -> None:
    made = plan(
        {"employee_no": "E8", "name": "甲", "email": "a@example.com"},
        {"employee_no": "E9", "name": "乙", "email": "A@example.com"},
    )
    assert codes(made) == [(3, "email", "email_twice")]


def test_two_people_may_swap_addresses() -> None:
    made = plan(
        {"employee_no": "E1", "name": "周宁", "email": "tang@example.com"},
        {"employee_no": "E2", "name": "唐叙", "email": "zhou@example.com"},
    )
    assert made.problems == []
    assert len(made.changes) == 2


def test_a_department_said_two_ways() -> None:
    made = plan(
        {"employee_no": "E8", "name": "甲", "department": "L", "department_name": "物流部"},
        {"employee_no": "E9", "name": "乙", "department": "L", "department_name": "运输部"},
    )
    assert codes(made) == [(3, "department_name", "contradiction")]


def test_a_name_of_two_departments() -> None:
    twins = {**DEPARTMENTS, "Q2": DepartmentNow("Q2", "质量部", "", "P")}
    made = plan({"employee_no": "E9", "name": "甲", "department_name": "质量部"}, state=State({}, twins))
    assert codes(made) == [(2, "department_name", "ambiguous_name")]


def test_full_width_signs_and_rare_characters() -> None:
    made = plan(
        {
            "employee_no": "Ｅ００９",
            "name": "𠮷　川\u200b",
            "mobile": "１３８００００",
            "start_on": "２０２６．１．５",
        }
    )
    assert made.problems == []
    (person,) = made.new
    assert (person.employee_no, person.name, person.mobile) == ("E009", "𠮷 川", "1380000")
    assert person.start_on == date(2026, 1, 5)


def test_markup_is_only_text() -> None:
    (person,) = plan({"employee_no": "E9", "name": "<b>甲</b>"}).new
    assert person.name == "<b>甲</b>"


def test_the_fingerprint_tells_plans_apart() -> None:
    row = {"employee_no": "E9", "name": "甲"}
    assert plan(row).digest() == plan(row).digest()
    assert plan(row).digest() != plan({**row, "title": "主管"}).digest()
    assert plan(row).digest() != plan(row, as_of=date(2026, 3, 3)).digest()


TEXT = st.sampled_from(
    ["=1", "甲\0", "𠮷", "x" * 301, "2026-02-30", " ", "a@b.cn", "A@B.cn", "X", "E3", "部"]
) | st.sampled_from(["E1", "E2", "Q", "CO", "采购部", "2026-01-01", "是", "zh"])
FIELDS = ["employee_no", "name", "department", "department_name", "parent", "email", "start_on", "is_head"]


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), TEXT), max_size=6))
def test_any_rows_at_all_make_a_plan(rows: list[dict[str, Any]]) -> None:
    made = plan(*rows)
    assert all(problem.code and problem.row >= 2 for problem in made.problems)
    assert made.leavers == []
