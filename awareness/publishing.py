"""From stored person scores to a snapshot: the company measured, suppressed and written for every reader."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils import timezone

from awareness.company import CompanyResult, PersonRow, UnitResult, measure_company
from awareness.evidence import department_rows, spells_of
from awareness.models import (
    CourseCompletion,
    FormulaVersion,
    PersonScore,
    Snapshot,
    SnapshotStatus,
    SnapshotUnit,
)
from awareness.periods import Quarter
from awareness.placement import VIRTUAL_ROOT, Tree, build_tree, place
from awareness.questionnaire import Quality
from awareness.scoring import COLUMNS, formula_of, stored_scores
from core.freeze import digest
from courses import duties as course_duties
from people.models import Department

BATCH = 500


@dataclass(frozen=True)
class Published:
    """A written snapshot and the home department of everybody eligible, by person."""

    snapshot: Snapshot
    homes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class DutyCount:
    """Duties that are due, done and overdue."""

    due: int = 0
    done: int = 0
    overdue: int = 0

    def __add__(self, other: "DutyCount") -> "DutyCount":
        return DutyCount(self.due + other.due, self.done + other.done, self.overdue + other.overdue)


def publish(quarter: Quarter, version: FormulaVersion, *, now: datetime) -> Published:
    """Measure the company from stored scores and replace the quarter's provisional snapshot.

    Raises a database error when the quarter is closed: a trigger keeps it.
    """
    formula = formula_of(version)
    tree = build_tree(department_rows(), quarter.last_day)
    placement = place(spells_of(None), quarter, tree, formula)
    homes = {int(person): str(unit) for person, unit in placement.homes.items()}
    stored = {row["user_id"]: row for row in _score_rows(quarter, version)}
    people = [
        PersonRow(person, unit, stored_scores(stored[person]) if person in stored else {})
        for person, unit in homes.items()
    ]
    result = measure_company(tree, people, (), formula)
    facts = {
        "eligible": len(homes),
        "with_data": sum(1 for row in people if row.scores),
        "newcomers": len(placement.newcomers),
        "quality": asdict(sum((Quality(**row["quality"]) for row in stored.values()), Quality())),
        "input_digest": digest(
            [[p, homes[p], stored[p]["evidence_digest"]] for p in sorted(homes) if p in stored]
        ),
    }
    duties = _duties(homes, now)
    with transaction.atomic():
        snapshot = _replace(quarter, version, facts, now)
        _write_units(snapshot, tree, result, duties)
    return Published(snapshot, homes)


def _score_rows(quarter: Quarter, version: FormulaVersion) -> list[dict[str, Any]]:
    rows = PersonScore.objects.filter(period=quarter.label, formula=version)
    return list(rows.values("user_id", *COLUMNS.values(), "dims", "quality", "evidence_digest"))


def _replace(quarter: Quarter, version: FormulaVersion, facts: dict[str, Any], now: datetime) -> Snapshot:
    """Return the quarter's provisional snapshot, emptied and with new facts."""
    snapshot, made = Snapshot.objects.update_or_create(
        period=quarter.label,
        formula=version,
        defaults={
            **facts,
            "status": SnapshotStatus.PROVISIONAL,
            "computed_at": now,
            "recorded_cutoff": now,
            "is_demo": Department.objects.filter(is_demo=True).exists(),
        },
    )
    if not made:
        snapshot.units.all().delete()
        snapshot.course_completions.all().delete()
    return snapshot


def _write_units(
    snapshot: Snapshot,
    tree: Tree,
    result: CompanyResult,
    duties: Mapping[str, Mapping[str, DutyCount]],
) -> None:
    departments = {row.code: row for row in Department.objects.all()}
    totals = _subtree_totals(tree, duties)
    SnapshotUnit.objects.bulk_create(
        (
            _unit_row(snapshot, tree, result.units[unit], departments.get(str(unit)), totals[number])
            for number, unit in enumerate(tree.units)
        ),
        batch_size=BATCH,
    )
    CourseCompletion.objects.bulk_create(
        (
            CourseCompletion(snapshot=snapshot, code=code, course_code=course, **asdict(count))
            for code, courses in duties.items()
            for course, count in courses.items()
        ),
        batch_size=BATCH,
    )


def _unit_row(
    snapshot: Snapshot,
    tree: Tree,
    unit: UnitResult,
    department: Department | None,
    duties: DutyCount,
) -> SnapshotUnit:
    number, index = tree.number[unit.unit], unit.index
    above = tree.parent[number]
    return SnapshotUnit(
        snapshot=snapshot,
        department=department,
        code=str(unit.unit),
        name_zh=department.name_zh if department else "",
        name_en=department.name_en if department else "",
        parent_code="" if above < 0 else str(tree.units[above]),
        pre=number,
        last=tree.last[number],
        depth=unit.depth,
        headcount=unit.headcount,
        index=index.value if index else None,
        low=index.low if index else None,
        high=index.high if index else None,
        basis=index.basis if index else "",
        detail={
            "components": {str(c): plain(part) for c, part in unit.components.items()},
            "index": plain(index),
            "reason": plain(unit.reason),
        },
        duties_due=duties.due,
        duties_done=duties.done,
        duties_overdue=duties.overdue,
    )


def plain(value: Any) -> Any:
    """Return a result in the types JSON has; decimals become text, so that no digit is lost."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Enum | Decimal):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _duties(homes: Mapping[int, str], now: datetime) -> dict[str, dict[str, DutyCount]]:
    """Count required duties by home department and course, as they stood at ``now``."""
    found: dict[str, dict[str, DutyCount]] = defaultdict(lambda: defaultdict(DutyCount))
    today = timezone.localdate(now)
    for duty in course_duties.duties(None):
        if duty.user_id not in homes or not _counts(duty, now):
            continue
        done = duty.completed_at is not None and duty.completed_at <= now
        late = not done and duty.due_on is not None and duty.due_on < today
        home = found[homes[duty.user_id]]
        home[duty.course_code] = home[duty.course_code] + DutyCount(1, int(done), int(late))
    return {code: dict(courses) for code, courses in found.items()}


def _counts(duty: course_duties.DutyFact, now: datetime) -> bool:
    """Say whether a duty was owed then: required, given, neither waived nor withdrawn."""
    waived = duty.waived_at is not None and duty.waived_at <= now
    withdrawn = duty.withdrawn_on is not None and duty.withdrawn_on <= timezone.localdate(now)
    return duty.required and duty.given_at <= now and not (waived or withdrawn)


def _subtree_totals(tree: Tree, duties: Mapping[str, Mapping[str, DutyCount]]) -> list[DutyCount]:
    totals = [
        sum(duties.get(str(unit), {}).values(), DutyCount()) if unit != VIRTUAL_ROOT else DutyCount()
        for unit in tree.units
    ]
    for number in range(len(tree.units) - 1, 0, -1):
        above = tree.parent[number]
        totals[above] = totals[above] + totals[number]
    return totals
