"""The screens as .xlsx: the same dataclasses the templates read, so that screen and file agree."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from awareness.completion import Certified, CompletionTable, Overdue
from awareness.labels import BANDS, COMPONENTS, REASONS
from awareness.models import Snapshot
from awareness.queries import Line, Overview
from core.workbook import Cell, Sheet, workbook_response


def overview_workbook(snapshot: Snapshot, shown: Overview) -> HttpResponse:
    """Return one unit, what its index is made of, and the units below it."""
    head = [
        pgettext("of a department", "Code"),
        _("Department"),
        _("People"),
        _("Completed, %"),
        _("Overdue"),
        _("Index"),
        _("Interval from"),
        _("Interval to"),
        _("Band"),
        pgettext("since last quarter", "Change"),
        _("Note"),
    ]
    parts: list[list[Cell]] = [
        [str(COMPONENTS[part.component]), _number(part.mean), _number(part.weight), _number(part.points)]
        for part in shown.parts
    ]
    return workbook_response(
        f"awareness-{snapshot.period}-{shown.unit.code}.xlsx",
        [
            Sheet(
                _("Departments"), head, [_row(line) for line in (shown.unit, *shown.lines)], _notes(snapshot)
            ),
            Sheet(_("Made of"), [_("Component"), _("Average"), _("Weight, %"), _("Points")], parts),
        ],
    )


def _row(line: Line) -> list[Cell]:
    return [
        line.code,
        line.name,
        line.headcount,
        line.completion,
        line.overdue,
        _number(line.index),
        _number(line.low),
        _number(line.high),
        str(BANDS[line.band]) if line.band else "",
        _number(line.change),
        str(REASONS[line.reason]) if line.reason else "",
    ]


def completion_workbook(
    snapshot: Snapshot,
    table: CompletionTable,
    overdue: Sequence[Overdue],
    certificates: Sequence[Certified],
) -> HttpResponse:
    """Return completion by department and course, the overdue list, and who holds certificates."""
    head = [
        pgettext("of a department", "Code"),
        _("Department"),
        _("Due"),
        _("Done"),
        _("Overdue"),
        _("Completed, %"),
        _("Certificates"),
    ]
    for course in table.courses:
        head += [_("%(course)s due") % {"course": course}, _("%(course)s done") % {"course": course}]
    rows: list[list[Cell]] = []
    for line in table.lines:
        row: list[Cell] = [line.code, line.name, line.total.due, line.total.done, line.total.overdue]
        row += [line.total.percent, line.certificates]
        for cell in line.cells:
            row += [cell.due if cell else None, cell.done if cell else None]
        rows.append(row)
    return workbook_response(
        f"completion-{snapshot.period}.xlsx",
        [
            Sheet(_("Completion"), head, rows, _notes(snapshot)),
            _overdue_sheet(overdue, _notes(snapshot)),
            _certificates_sheet(certificates, _notes(snapshot)),
        ],
    )


def _overdue_sheet(overdue: Sequence[Overdue], notes: Sequence[str]) -> Sheet:
    head = [
        pgettext("of a person", "Name"),
        _("Employee number"),
        _("Department"),
        _("Course"),
        _("Due on"),
        _("Days late"),
    ]
    rows: list[list[Cell]] = [
        [late.name, late.employee_no, late.department, late.course, late.due_on.isoformat(), late.days_late]
        for late in overdue
    ]
    return Sheet(_("Overdue"), head, rows, notes)


def _certificates_sheet(certificates: Sequence[Certified], notes: Sequence[str]) -> Sheet:
    head = [
        pgettext("of a person", "Name"),
        _("Employee number"),
        _("Department"),
        _("Certificate"),
        _("Issued on"),
    ]
    rows: list[list[Cell]] = [
        [one.name, one.employee_no, one.department, one.title, one.issued_on.isoformat()]
        for one in certificates
    ]
    return Sheet(_("Certificates"), head, rows, notes)


def _notes(snapshot: Snapshot) -> list[str]:
    notes = [
        _("Quarter %(period)s, formula %(formula)s, %(status)s")
        % {"period": snapshot.period, "formula": snapshot.formula, "status": snapshot.get_status_display()}
    ]
    if snapshot.is_demo:
        notes.append(_("Demonstration: Qingyu Equipment and everybody in it are made up."))
    return notes


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
