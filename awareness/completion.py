"""Completion of duties by department and course, and who is overdue: duties are no secret, scores are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from awareness.models import CourseCompletion, Snapshot, SnapshotUnit
from awareness.queries import unit_name
from core.basis_points import percent_cut, ratio_bp
from courses import duties as course_duties
from courses import path_queries
from people.models import Department, Posting
from people.queries import departments_on


@dataclass(frozen=True, slots=True)
class CourseCell:
    """Duties of one course in one department with all below it."""

    due: int
    done: int
    overdue: int

    @property
    def percent(self) -> int | None:
        """Completed in per cent, cut; None without duties."""
        return percent_cut(ratio_bp(self.done, self.due)) if self.due else None


@dataclass(frozen=True, slots=True)
class CompletionLine:
    """One department's row; ``cells`` in the order of the courses, None where nobody has that duty.

    ``depth`` counts levels below the highest department of the table.
    """

    code: str
    name: str
    depth: int
    total: CourseCell
    cells: tuple[CourseCell | None, ...]
    certificates: int


@dataclass(frozen=True, slots=True)
class CompletionTable:
    """Courses (codes) by department, rolled up over everything below each department."""

    courses: tuple[str, ...]
    lines: tuple[CompletionLine, ...]


def completion_table(snapshot: Snapshot, where: Q, *, depth: int) -> CompletionTable:
    """Return the table of the departments matching ``where``, down to ``depth`` levels below the highest."""
    units = list(SnapshotUnit.objects.filter(where, snapshot=snapshot).order_by("pre"))
    if not units:
        return CompletionTable((), ())
    highest = min(unit.depth for unit in units)
    by_code: dict[str, dict[str, CourseCell]] = {}
    rows = CourseCompletion.objects.filter(snapshot=snapshot)
    for code, course, due, done, overdue in rows.values_list("code", "course_code", "due", "done", "overdue"):
        by_code.setdefault(code, {})[course] = CourseCell(due, done, overdue)
    place = dict(SnapshotUnit.objects.filter(snapshot=snapshot).values_list("code", "pre"))
    direct = sorted((place[code], cells) for code, cells in by_code.items() if code in place)
    courses = tuple(sorted({course for _pre, cells in direct for course in cells}))
    holding = [place[code] for code in _holders_by_department() if code in place]
    lines = tuple(
        _line(unit, unit.depth - highest, direct, courses, holding)
        for unit in units
        if unit.depth - highest <= depth
    )
    return CompletionTable(courses, lines)


def _line(
    unit: SnapshotUnit,
    depth: int,
    direct: Sequence[tuple[int, Mapping[str, CourseCell]]],
    courses: Sequence[str],
    holding: Sequence[int],
) -> CompletionLine:
    inside = [cells for pre, cells in direct if unit.pre <= pre <= unit.last]
    found = tuple(_sum([cells[course] for cells in inside if course in cells]) for course in courses)
    total = _sum([cell for cell in found if cell]) or CourseCell(0, 0, 0)
    certificates = sum(unit.pre <= pre <= unit.last for pre in holding)
    return CompletionLine(unit.code, unit_name(unit), depth, total, found, certificates)


def _holders_by_department() -> list[str]:
    """Return the code of the department in which each certificate's holder stands today."""
    stands = Posting.objects.in_force(timezone.localdate()).filter(user__certificates__isnull=False)
    return list(stands.values_list("department__code", flat=True))


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate in the export."""

    name: str
    employee_no: str
    department: str
    title: str
    issued_on: date


def certified(where: Q) -> list[Certified]:
    """Return the certificates of people who stand today in departments matching ``where``."""
    names = {row.pk: row.name for row in Department.objects.filter(where)}
    holders = path_queries.holders()
    stands = departments_on(None, timezone.localdate())
    return [
        Certified(
            name=holder.name,
            employee_no=holder.employee_no,
            department=names[stands[holder.user_id]],
            title=holder.title,
            issued_on=timezone.localdate(holder.issued_at),
        )
        for holder in holders
        if stands.get(holder.user_id) in names
    ]


def _sum(cells: Sequence[CourseCell]) -> CourseCell | None:
    if not cells:
        return None
    return CourseCell(
        sum(cell.due for cell in cells), sum(cell.done for cell in cells), sum(cell.overdue for cell in cells)
    )


@dataclass(frozen=True, slots=True)
class Overdue:
    """Somebody whose duty is past its date."""

    name: str
    employee_no: str
    department: str
    course: str
    due_on: date
    days_late: int


class OverdueList(Sequence[Overdue]):
    """The duties past their date of people who stand today in departments matching ``where``.

    A sequence that asks the database only for the part looked at: a page of fifty costs the same in a company
    of a hundred thousand.
    """

    def __init__(self, where: Q) -> None:
        self._today = timezone.localdate()
        here = Posting.objects.in_force(self._today)
        self._rows = course_duties.overdue(self._today).filter(
            user__in=here.filter(department__in=Department.objects.filter(where)).values("user")
        )
        self._stands = here.filter(user=OuterRef("user")).values("department")[:1]

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, place: int) -> Overdue: ...

    @overload
    def __getitem__(self, place: slice) -> list[Overdue]: ...

    def __getitem__(self, place: int | slice) -> Overdue | list[Overdue]:
        """Return one duty, or those of a slice, the longest overdue first."""
        if isinstance(place, int):
            return self[place : place + 1][0]
        rows = list(self._rows.annotate(stands=Subquery(self._stands))[place])
        names = {row.pk: row.name for row in Department.objects.filter(pk__in={row.stands for row in rows})}
        return [
            Overdue(
                name=row.user.name,
                employee_no=row.user.employee_no or "",
                department=names[row.stands],
                course=row.assignment.title,
                due_on=row.due_on,
                days_late=(self._today - row.due_on).days,
            )
            for row in rows
        ]
