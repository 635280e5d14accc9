"""The demonstration company is made whole and plausible."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from academy.demo.organisation import PASSWORD
from awareness.models import Snapshot, SnapshotStatus, SnapshotUnit
from cases.models import Run
from courses.models import Duty, Enrolment
from people.models import Department, Posting, ServiceLink, User
from people.roles import Role, roles_of
from quizzes.models import Attempt, SurveyResponse
from tests.academy.demo_world import NOW, TODAY

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 6, 30, 16, tzinfo=UTC)  # midnight in Shanghai


def test_it_works(demo_company: list[str]) -> None:
    assert len(demo_company) == 4
    assert User.objects.filter(is_demo=True).count() > 50
    for model in (Attempt, Run, SurveyResponse, Duty, Enrolment, ServiceLink):
        assert model.objects.exists()


def test_everything_is_marked_as_demonstration(demo_company: list[str]) -> None:
    assert not User.objects.filter(is_demo=False).exists()
    assert not Department.objects.filter(is_demo=False).exists()
    assert not Snapshot.objects.filter(is_demo=False).exists()


def test_two_quarters_are_closed_and_the_third_is_open(demo_company: list[str]) -> None:
    states = dict(Snapshot.objects.values_list("period", "status"))
    closed, open_ = SnapshotStatus.CLOSED, SnapshotStatus.PROVISIONAL
    assert states == {"2026Q2": closed, "2026Q3": closed, "2026Q4": open_}


def test_a_closed_quarter_knows_nothing_of_what_came_later(demo_company: list[str]) -> None:
    early = SnapshotUnit.objects.get(snapshot__period="2026Q2", code="QY")
    settled = Posting.objects.filter(start_on__lt="2026-06-01").values("user")  # newcomers are not counted
    given = Duty.objects.filter(user__in=settled, assignment__created_at__lt=JULY)
    done = given.filter(completed_at__lt=JULY)
    assert (early.duties_due, early.duties_done) == (given.count(), done.count())
    assert done.count() < given.exclude(completed_at=None).count()


def test_tiny_departments_show_no_figures(demo_company: list[str]) -> None:
    tiny = SnapshotUnit.objects.get(snapshot__period="2026Q4", code="FN3")
    whole = SnapshotUnit.objects.get(snapshot__period="2026Q4", code="QY")
    assert tiny.headcount < 5
    assert tiny.index is None
    assert whole.index is not None


def test_the_tree_is_numbered_and_everybody_is_posted(demo_company: list[str]) -> None:
    top = Department.objects.get(code="QY")
    assert (top.tree_pre, top.tree_last) == (1, Department.objects.count())
    assert set(Posting.objects.values_list("user", flat=True)) == set(
        User.objects.values_list("pk", flat=True)
    )
    heads = Posting.objects.in_force(TODAY).filter(is_head=True).values_list("department", flat=True)
    assert sorted(heads) == sorted(Department.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("username", "role"),
    [
        ("jiangwen", Role.TRAINER),
        ("pengweidong", Role.MANAGER),
        ("xulan", Role.HR),
        ("admin", Role.ADMINISTRATOR),
    ],
)
def test_named_people_can_log_in_and_have_their_roles(
    demo_company: list[str], username: str, role: Role
) -> None:
    assert Client().login(username=username, password=PASSWORD)
    assert role in roles_of(User.objects.get(username=username))


def test_nothing_lies_in_the_future(demo_company: list[str]) -> None:
    assert not Attempt.objects.filter(started_at__gte=NOW).exists()
    assert not Run.objects.filter(finished_at__gte=NOW).exists()
    assert not SurveyResponse.objects.filter(submitted_at__gte=NOW).exists()


def test_the_learner_to_log_in_with_is_in_the_middle_of_a_course(demo_company: list[str]) -> None:
    zhou = User.objects.get(username="zhouning")
    assert zhou.step_completions.count() == 6
    assert zhou.duties.get().completed_at is None
    assert zhou.duties.get().due_on > TODAY
