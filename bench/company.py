"""A company of a hundred thousand, written set-wise into a copy of the demonstration database."""

import random
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from awareness import publishing
from awareness.actions import formula_for
from awareness.formula import Component
from awareness.models import FormulaVersion, PersonScore, Snapshot, SnapshotStatus, SnapshotUnit
from awareness.periods import Quarter
from awareness.questionnaire import Quality
from core.dimensions import Dimension
from courses import actions as courses
from courses.models import CoursePage, Duty
from people.actions import renumber
from people.models import Department, Posting, User

BATCH = 5_000
DIVISIONS = 40
BRANCHES = 12
TEAMS = 6
EARLIER = ("2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2")
SINCE = date(2023, 1, 1)
HR = "xulan"


@transaction.atomic
def large_company(count: str) -> dict[str, Any]:
    """Write so many employees with scores of the open quarter and duties; publish, and keep a history.

    Returns the number of departments and the seconds that publishing took.
    """
    now = timezone.now()
    quarter = Quarter.of(timezone.localdate(now))
    version = formula_for(quarter.label)
    teams = _departments()
    ids = _people(int(count), teams)
    _scores(ids, quarter, version)
    _duties()
    began = time.monotonic()
    snapshot = publishing.publish(quarter, version, now=now).snapshot
    took = time.monotonic() - began
    for period in EARLIER:
        _copy(snapshot, period)
    return {"departments": Department.objects.count(), "publishing": took}


def _departments() -> list[int]:
    """Write three levels under the company and return the lowest ones."""
    above = [Department.objects.get(parent=None)]
    for prefix, each in (("B", DIVISIONS), ("C", BRANCHES), ("D", TEAMS)):
        rows = [
            Department(
                code=f"{prefix}{number:02d}", name_zh=f"单位 {prefix}{number}", parent=parent, is_demo=True
            )
            for number, parent in enumerate((parent for parent in above for _time in range(each)), start=1)
        ]
        above = Department.objects.bulk_create(rows, batch_size=BATCH)
    renumber()
    return [team.pk for team in above]


def _people(count: int, teams: list[int]) -> list[int]:
    users = (
        User(
            username=f"big{number}",
            employee_no=f"B{number:07d}",
            name=f"员工 {number}",
            password="!",  # noqa: S106 - a mark that no password fits
            is_demo=True,
        )
        for number in range(count)
    )
    ids = [user.pk for user in _written(User, users, count)]
    postings = (
        Posting(user_id=pk, department_id=teams[place % len(teams)], start_on=SINCE)
        for place, pk in enumerate(ids)
    )
    _written(Posting, postings, count)
    return ids


def _written(model: Any, rows: Iterator[Any], count: int) -> list[Any]:
    """Write rows in batches of a size that no statement takes too long."""
    written: list[Any] = []
    for _start in range(0, count, BATCH):
        batch = [row for row, _place in zip(rows, range(min(BATCH, count - len(written))), strict=False)]
        written += model.objects.bulk_create(batch)
    return written


def _scores(ids: list[int], quarter: Quarter, version: FormulaVersion) -> None:
    chance = random.Random(20_261_124)  # noqa: S311 - figures, not secrets
    quality, now = asdict(Quality()), timezone.now()

    def one(pk: int) -> PersonScore:
        level = [min(10_000, max(0, round(chance.gauss(7_000, 1_500)))) for _component in range(4)]
        dims = [min(10_000, max(0, round(chance.gauss(7_000, 1_800)))) for _dimension in Dimension]
        return PersonScore(
            user_id=pk,
            period=quarter.label,
            formula=version,
            participation=level[0],
            knowledge=level[1],
            judgement=level[2],
            self_view=level[3],
            personal=sum(level) // len(level),
            dims={str(Component.KNOWLEDGE): dims, str(Component.JUDGEMENT): dims},
            quality=quality,
            evidence_digest=f"{pk:064x}",
            computed_at=now,
        )

    _written(PersonScore, (one(pk) for pk in ids), len(ids))


def _duties() -> None:
    """Assign a course to the whole company by the product's own action; two thirds have done it in time."""
    today = timezone.localdate()
    root = Department.objects.get(parent=None)
    course = CoursePage.objects.filter(live=True, locale__language_code="zh-hans").order_by("-pk")[0]
    courses.assign(
        actor=User.objects.get(username=HR),
        course=course,
        due_on=today,
        required=True,
        now=timezone.now(),
        department=root,
    )
    fresh = Duty.objects.filter(assignment__department=root, due_on=today)
    least, most = fresh.order_by("pk").values_list("pk", flat=True)[0], fresh.order_by("-pk")[0].pk
    yesterday = today - timedelta(days=1)
    for start in range(least, most + 1, BATCH):
        some = fresh.filter(pk__range=(start, start + BATCH - 1))
        some.annotate(rest=F("pk") % 3).filter(rest__gt=0).update(completed_at=timezone.now())
        some.annotate(rest=F("pk") % 30).filter(rest=0).update(due_on=yesterday)


def _copy(snapshot: Snapshot, period: str) -> None:
    """Keep the same figures as an earlier, closed quarter, so that the trend has a history."""
    units = list(SnapshotUnit.objects.filter(snapshot=snapshot))
    copied = Snapshot.objects.get(pk=snapshot.pk)
    copied.pk, copied.period = None, period
    copied.save(force_insert=True)
    for unit in units:
        unit.pk, unit.snapshot = None, copied
    SnapshotUnit.objects.bulk_create(units, batch_size=BATCH)
    Snapshot.objects.filter(pk=copied.pk).update(status=SnapshotStatus.CLOSED)
