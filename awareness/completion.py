"""Completion of duties by department and course, and who is overdue: duties are no secret, scores are."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import overload

from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone

from awareness.models import CourseCompletion, Snapshot, SnapshotUnit
from awareness.queries import unit_name
from core.basis_points import percent_cut, ratio_bp
from courses import duties as course_duties
from courses import path_queries
from people.models import Department, Posting
from people.queries import departments_on

LINE_FIELDS = ("code", "name_zh", "name_en", "depth", "pre", "last")


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


class _Running:
    """Duties of one course summed up along the tree: a department with all below it is two look-ups."""

    def __init__(self, rows: Iterable[tuple[int, int, int, int]]) -> None:
        """Take rows of (place, due, done, overdue) of single departments."""
        ordered = sorted(rows)
        self._places = [place for place, *_counts in ordered]
        columns = zip(*(counts for _place, *counts in ordered), strict=True)
        self._sums = [list(accumulate(column, initial=0)) for column in columns]

    def within(self, unit: SnapshotUnit) -> CourseCell | None:
        """Return the sums of a department with all below it; None where nobody has the duty."""
        first, end = _span(self._places, unit)
        return CourseCell(*(sums[end] - sums[first] for sums in self._sums)) if end > first else None


def _span(places: Sequence[int], unit: SnapshotUnit) -> tuple[int, int]:
    """Return where the places of a department with all below it begin and end among sorted places."""
    return bisect_left(places, unit.pre), bisect_right(places, unit.last)


def completion_table(snapshot: Snapshot, where: Q, *, depth: int) -> CompletionTable:
    """Return the table of the departments matching ``where``, down to ``depth`` levels below the highest."""
    units = SnapshotUnit.objects.filter(where, snapshot=snapshot)
    highest = units.aggregate(depth=Min("depth"))["depth"]
    if highest is None:
        return CompletionTable((), ())
    place = dict(SnapshotUnit.objects.filter(snapshot=snapshot).values_list("code", "pre"))
    running = _by_course(snapshot, place)
    holding = sorted(place[code] for code in _holders_by_department() if code in place)
    shown = units.filter(depth__lte=highest + depth).order_by("pre")
    lines = tuple(
        _line(unit, unit.depth - highest, running.values(), holding) for unit in shown.only(*LINE_FIELDS)
    )
    return CompletionTable(tuple(running), lines)


def _by_course(snapshot: Snapshot, place: Mapping[str, int]) -> dict[str, _Running]:
    """Return {course code: its sums}, in the order of the codes."""
    found: dict[str, list[tuple[int, int, int, int]]] = {}
    rows = CourseCompletion.objects.filter(snapshot=snapshot).order_by("course_code")
    for code, course, due, done, overdue in rows.values_list("code", "course_code", "due", "done", "overdue"):
        if code in place:
            found.setdefault(course, []).append((place[code], due, done, overdue))
    return {course: _Running(counts) for course, counts in found.items()}


def _line(
    unit: SnapshotUnit, depth: int, running: Iterable[_Running], holding: Sequence[int]
) -> CompletionLine:
    cells = tuple(course.within(unit) for course in running)
    first, end = _span(holding, unit)
    return CompletionLine(unit.code, unit_name(unit), depth, _sum(cells), cells, end - first)


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


def _sum(cells: Iterable[CourseCell | None]) -> CourseCell:
    known = [cell for cell in cells if cell]
    return CourseCell(
        sum(cell.due for cell in known), sum(cell.done for cell in known), sum(cell.overdue for cell in known)
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
