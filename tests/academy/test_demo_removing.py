"""Removing the demonstration takes what is made up, and nothing of real people."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from academy.demo.reading import read_material
from academy.demo.removing import remove
from awareness import actions as awareness
from awareness.models import PersonScore, Snapshot, SnapshotStatus
from courses import actions as courses
from courses.exception_forms import for_assignment
from courses.models import Duty, Enrolment
from people.models import Department, Posting, User
from quizzes.models import QuizOverride
from quizzes.override_actions import for_department, for_person, give
from tests.academy.demo_world import NOW, assign_c1
from tests.academy.rows import everything
from tests.factories import make_department, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(demo_company: list[str]) -> dict[str, User]:
    """The demonstration as made today, and one real person in a department of their own."""
    make_person("real", "真人", make_department("RL", "真部门"))
    return {user.username: user for user in User.objects.filter(username__in=["real", "xulan", "zhouning"])}


def test_nobody_and_nothing_made_up_is_left(demo: dict[str, User]) -> None:
    count = User.objects.filter(is_demo=True).count()
    assert remove(now=NOW) == count
    assert list(User.objects.values_list("username", flat=True)) == ["real"]
    assert list(Department.objects.values_list("code", "tree_pre", "tree_last")) == [("RL", 1, 1)]
    assert not Snapshot.objects.exists()
    assert not PersonScore.objects.exists()


def test_removing_again_changes_nothing(demo: dict[str, User]) -> None:
    remove(now=NOW)
    before = everything()
    assert remove(now=NOW) == 0
    assert everything() == before


def test_what_its_hr_assigned_to_real_people_stays_theirs(demo: dict[str, User]) -> None:
    department = Department.objects.get(code="RL")
    given = assign_c1({"actor": demo["xulan"], "department": department})
    remove(now=NOW)
    given.refresh_from_db()
    assert given.assigned_by is None
    assert list(Duty.objects.values_list("user__username", flat=True)) == ["real"]


def test_what_its_hr_granted_to_real_people_stays_theirs(demo: dict[str, User]) -> None:
    made_up = User.objects.filter(is_demo=True).exclude(pk=demo["xulan"].pk)[0]
    inside = Department.objects.get(code="QA2")
    owed = assign_c1({"actor": demo["xulan"], "department": inside})
    targets = (for_person(demo["real"]), for_person(made_up), for_department(inside, date(2026, 11, 1)))
    for target in (*targets, for_assignment(owed)):
        give(
            actor=demo["xulan"], quiz=None, target=target, rules={"time_percent": 150},
            reason="x", expires_on=date(2027, 6, 1), now=NOW,
        )  # fmt: skip
    remove(now=NOW)
    kept = QuizOverride.objects.get()
    assert (kept.person, kept.given_by) == (demo["real"], None)


@pytest.mark.parametrize("has_begun", [True, False])
def test_what_came_with_a_made_up_department_goes_but_never_what_was_learned(
    demo: dict[str, User], has_begun: bool
) -> None:
    real, inside = demo["real"], Department.objects.get(code="QA2")
    real.postings.update(department=inside)
    assign_c1({"actor": demo["xulan"], "department": inside})
    lesson = next(step for step in read_material().courses[0].steps)
    if has_begun:
        language = "zh-hans"
        courses.complete_step(user=real, step_key=lesson.key, kind=lesson.kind, language=language, now=NOW)
    remove(now=NOW)
    assert not Posting.objects.exists()
    assert not Duty.objects.exists()
    assert Enrolment.objects.count() == real.step_completions.count() == int(has_begun)


def test_the_company_closes_its_own_quarters_afterwards(demo: dict[str, User]) -> None:
    department = Department.objects.get(code="RL")
    assign_c1({"actor": None, "department": department})
    remove(now=NOW)
    assert awareness.close_finished_quarters(now=datetime(2027, 1, 1, 2, tzinfo=UTC))
    closed = Snapshot.objects.get()
    assert (closed.period, closed.status, closed.is_demo) == ("2026Q4", SnapshotStatus.CLOSED, False)
    with pytest.raises(DatabaseError), transaction.atomic():
        closed.units.all().delete()
