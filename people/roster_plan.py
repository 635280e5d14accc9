"""What a roster would change: rows and the present state become a plan. Pure: no clock, no database."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from people.roster_cells import Cells, Problem, cells_of
from people.roster_tree import DepartmentNow, DepartmentPlan, plan_departments


@dataclass(frozen=True, slots=True)
class PersonNow:
    """A person as the database has them; the posting is the one in force, else the next one to come.

    ``guarded`` people administer the academy: whoever could change their e-mail could take their account.
    """

    employee_no: str
    name: str
    email: str
    mobile: str
    language: str
    left: bool
    department: str | None = None
    title: str = ""
    is_head: bool = False
    posted_on: date | None = None
    last_day_after: date | None = None
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """The present: people by employee number, departments by code, what others have taken."""

    people: Mapping[str, PersonNow]
    departments: Mapping[str, DepartmentNow]
    taken_emails: Mapping[str, str] = field(default_factory=dict)
    taken_usernames: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to add; ``department`` is None when the roster names none."""

    row: int
    employee_no: str
    name: str
    email: str
    mobile: str
    language: str
    department: str | None
    start_on: date
    title: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a person that would be different afterwards."""

    row: int
    employee_no: str
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Move:
    """A new posting of somebody who is known: another department, position or headship, from a day on."""

    row: int
    employee_no: str
    name: str
    before: str | None
    department: str
    start_on: date
    title: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class Leaver:
    """A person whose last day is stated and past; ``end_on`` is the first day they are gone."""

    row: int
    employee_no: str
    name: str
    end_on: date


@dataclass(slots=True)
class Plan:
    """Everything an import would do. With problems it does nothing at all."""

    as_of: date
    departments: DepartmentPlan = field(default_factory=DepartmentPlan)
    new: list[NewPerson] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    returning: list[str] = field(default_factory=list)
    leaving_later: int = 0
    former: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        parts = (self.new, self.changes, self.moves, self.leavers, self.returning)
        return not any(parts) and self.departments.empty

    def digest(self) -> str:
        """Return a fingerprint of everything the plan would do, to tell whether it is still the same."""
        text = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def make_plan(*, rows: Sequence[tuple[int, Mapping[str, str]]], state: State, as_of: date) -> Plan:
    """Return what importing these rows would change, and every reason why it cannot be done.

    Cells left empty change nothing. Nobody is removed for being absent from the file.
    """
    plan = Plan(as_of)
    people = [cells_of(number, texts, plan.problems) for number, texts in rows]
    _check_numbers(people, state, plan.problems)
    plan.departments = plan_departments(people, state.departments, plan.problems)
    for cells in people:
        if cells.employee_no:
            _plan_person(cells, state, plan)
    _check_emails(people, state, plan)
    plan.problems.sort(key=lambda problem: (problem.row, problem.column))
    return plan


def _check_numbers(people: Sequence[Cells], state: State, problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    known = {number.lower(): number for number in state.people}
    for cells in people:
        lower = cells.employee_no.lower()
        if not lower:
            continue
        if lower in seen:
            problems.append(Problem(cells.row, "employee_no", "duplicate", {"row": str(seen[lower])}))
        elif known.get(lower, cells.employee_no) != cells.employee_no:
            problems.append(Problem(cells.row, "employee_no", "case", {"other": known[lower]}))
        elif lower not in known and lower in state.taken_usernames:
            problems.append(Problem(cells.row, "employee_no", "username_taken", {}))
        seen.setdefault(lower, cells.row)


def _plan_person(cells: Cells, state: State, plan: Plan) -> None:
    person = state.people.get(cells.employee_no)
    gone = cells.end_on is not None and cells.end_on < plan.as_of
    if cells.end_on is not None and cells.start_on is not None and cells.end_on < cells.start_on:
        plan.problems.append(Problem(cells.row, "end_on", "ends_before_start", {}))
    elif person is None:
        _plan_new(cells, plan, gone=gone)
    elif person.left and gone:
        plan.former += 1
    elif person.left and not _comes_back(cells, person):
        plan.problems.append(Problem(cells.row, "start_on", "has_left", {}))
    elif gone and cells.end_on is not None:
        plan.leavers.append(
            Leaver(cells.row, person.employee_no, person.name, cells.end_on + timedelta(days=1))
        )
    else:
        _plan_known(cells, person, plan)


def _comes_back(cells: Cells, person: PersonNow) -> bool:
    if cells.start_on is None or cells.department is None:
        return False
    return person.last_day_after is None or cells.start_on >= person.last_day_after


def _plan_new(cells: Cells, plan: Plan, *, gone: bool) -> None:
    if gone:
        plan.former += 1
        return
    if not cells.name and "name" not in cells.wrong:
        plan.problems.append(Problem(cells.row, "name", "missing", {}))
    plan.leaving_later += cells.end_on is not None
    plan.new.append(
        NewPerson(
            row=cells.row,
            employee_no=cells.employee_no,
            name=cells.name,
            email=cells.email,
            mobile=cells.mobile,
            language=cells.language or "zh-hans",
            department=cells.department,
            start_on=cells.start_on or plan.as_of,
            title=cells.title,
            is_head=bool(cells.is_head),
        )
    )


def _plan_known(cells: Cells, person: PersonNow, plan: Plan) -> None:
    before = len(plan.changes) + len(plan.moves) + len(plan.returning)
    for name in ("name", "email", "mobile", "language"):
        old, new = getattr(person, name), getattr(cells, name)
        if new and new != old and name == "email" and person.guarded:
            plan.problems.append(Problem(cells.row, "email", "guarded", {}))
        elif new and new != old:
            plan.changes.append(Change(cells.row, person.employee_no, person.name, name, old, new))
    if person.left:
        plan.returning.append(person.employee_no)
    move = _move(cells, person, plan.as_of)
    if move is not None:
        plan.moves.append(move)
    plan.leaving_later += cells.end_on is not None
    plan.unchanged += before == len(plan.changes) + len(plan.moves) + len(plan.returning)


def _move(cells: Cells, person: PersonNow, as_of: date) -> Move | None:
    department = cells.department or person.department
    if department is None:
        return None
    elsewhere = person.left or department != person.department
    title = cells.title or person.title
    is_head = cells.is_head if cells.is_head is not None else person.is_head and not elsewhere
    if not elsewhere and (title, is_head) == (person.title, person.is_head):
        return None
    start_on = as_of
    if (person.left or person.department is None) and cells.start_on is not None:
        start_on = cells.start_on
    elif person.posted_on is not None and person.posted_on > as_of:
        start_on = person.posted_on
    return Move(
        cells.row, person.employee_no, person.name, person.department, department, start_on, title, is_head
    )


def _check_emails(people: Sequence[Cells], state: State, plan: Plan) -> None:
    """Refuse an e-mail that two people would have afterwards."""
    rows = {cells.employee_no: cells.row for cells in people}
    after = {number: person.email for number, person in state.people.items()}
    after |= {cells.employee_no: cells.email for cells in people if cells.email}
    owners: dict[str, list[str]] = {}
    for number, email in after.items():
        if email:
            owners.setdefault(email.lower(), []).append(number)
    for email, numbers in owners.items():
        others = [number for number in numbers if number not in rows]
        holder = state.taken_emails.get(email) or (others[0] if others else None)
        for place, number in enumerate(sorted((n for n in numbers if n in rows), key=rows.__getitem__)):
            if holder is not None:
                plan.problems.append(Problem(rows[number], "email", "email_taken", {"holder": holder}))
            elif place:
                first = min(rows[other] for other in numbers)
                plan.problems.append(Problem(rows[number], "email", "email_twice", {"row": str(first)}))
