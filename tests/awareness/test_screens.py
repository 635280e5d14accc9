"""What the index screens cost: the same number of queries for a small company and a large one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awareness import publishing
from awareness.actions import formula_for
from awareness.models import PersonScore, SnapshotUnit
from awareness.periods import Quarter
from courses.models import CourseAssignment, Duty
from people.models import Department, User
from tests.factories import client_of, make_department, make_person

OVERVIEW = "/zh-hans/insights/"
COMPLETION = "/zh-hans/insights/completion/"
MOST_QUERIES = 14  # fewer than fifteen


def grow(company: Department, first: int, departments: int) -> None:
    """Add departments of six people with scores and an overdue duty each, and publish two quarters."""
    now = timezone.now()
    quarter = Quarter.of(timezone.localdate(now))
    earlier = Quarter.of(quarter.start - timedelta(days=1))
    version = formula_for(quarter.label)
    assignment = CourseAssignment.objects.create(
        course_key=uuid4(), course_code=f"c{first}", title_zh="课程", department=company,
        due_on=timezone.localdate(now), created_at=now,
    )  # fmt: skip
    for number in range(first, first + departments):
        department = make_department(f"D{number}", f"部门 {number}", parent=company)
        for place in range(6):
            person = make_person(f"p{number}-{place}", f"员工 {number}-{place}", department)
            Duty.objects.create(
                user=person, assignment=assignment, due_on=timezone.localdate(now) - timedelta(days=3)
            )
            for period in (earlier, quarter):
                _score(person, period, version.pk, 6_000 + 300 * place)
    for period in (earlier, quarter):
        publishing.publish(period, version, now=now)


def _score(person: User, period: Quarter, formula: int, centi: int) -> None:
    PersonScore.objects.create(
        user=person, period=period.label, formula_id=formula,
        participation=centi, knowledge=centi, judgement=centi, self_view=centi, personal=centi,
        dims={"K": [centi] * 5, "J": [centi] * 5}, evidence_digest="0" * 64, computed_at=timezone.now(),
    )  # fmt: skip


def cost(user: User, address: str) -> int:
    client = client_of(user)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", [OVERVIEW, f"{OVERVIEW}?unit=D0", COMPLETION])
def test_hr_screens_cost_the_same_at_two_sizes(company: Department, hr: User, address: str) -> None:
    grow(company, 0, 2)
    small = cost(hr, address)
    grow(company, 2, 10)
    assert SnapshotUnit.objects.filter(index__isnull=False, parent_code="CO").count() > 10
    assert cost(hr, address) == small <= MOST_QUERIES


def test_a_managers_screen_costs_the_same_at_two_sizes(company: Department, manager: User) -> None:
    grow(company, 0, 2)
    small = cost(manager, OVERVIEW)
    grow(company, 2, 10)
    assert cost(manager, OVERVIEW) == small <= MOST_QUERIES
