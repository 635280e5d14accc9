"""The demonstration company is made once, whole and plausible; never in production or beside real people."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from academy.demo.making import make
from academy.demo.organisation import PASSWORD
from academy.management.commands import make_demo
from awareness.models import Snapshot, SnapshotStatus, SnapshotUnit
from cases.models import Run
from courses.models import Duty, Enrolment
from people.models import Department, Posting, ServiceLink, User
from people.roles import Role, roles_of
from quizzes.models import Attempt, SurveyResponse
from tests.academy.demo_world import NOW, TODAY, small_company
from tests.factories import make_department, make_person

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 6, 30, 16, tzinfo=UTC)  # midnight in Shanghai


def made() -> list[str]:
    """Make the small company and return what was said."""
    said: list[str] = []
    make(small_company(), now=NOW, say=said.append)
    return said


def test_it_works(academy: None) -> None:
    said = made()
    assert len(said) == 4
    assert User.objects.filter(is_demo=True).count() > 50
    for model in (Attempt, Run, SurveyResponse, Duty, Enrolment, ServiceLink):
        assert model.objects.exists()


def test_everything_is_marked_as_demonstration(academy: None) -> None:
    made()
    assert not User.objects.filter(is_demo=False).exists()
    assert not Department.objects.filter(is_demo=False).exists()
    assert not Snapshot.objects.filter(is_demo=False).exists()


def test_two_quarters_are_closed_and_the_third_is_open(academy: None) -> None:
    made()
    states = dict(Snapshot.objects.values_list("period", "status"))
    closed, open_ = SnapshotStatus.CLOSED, SnapshotStatus.PROVISIONAL
    assert states == {"2026Q2": closed, "2026Q3": closed, "2026Q4": open_}


def test_a_closed_quarter_knows_nothing_of_what_came_later(academy: None) -> None:
    made()
    early = SnapshotUnit.objects.get(snapshot__period="2026Q2", code="QY")
    settled = Posting.objects.filter(start_on__lt="2026-06-01").values("user")  # newcomers are not counted
    given = Duty.objects.filter(user__in=settled, assignment__created_at__lt=JULY)
    done = given.filter(completed_at__lt=JULY)
    assert (early.duties_due, early.duties_done) == (given.count(), done.count())
    assert done.count() < given.exclude(completed_at=None).count()


def test_tiny_departments_show_no_figures(academy: None) -> None:
    made()
    tiny = SnapshotUnit.objects.get(snapshot__period="2026Q4", code="FN3")
    whole = SnapshotUnit.objects.get(snapshot__period="2026Q4", code="QY")
    assert tiny.headcount < 5
    assert tiny.index is None
    assert whole.index is not None


def test_the_tree_is_numbered_and_everybody_is_posted(academy: None) -> None:
    made()
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
def test_named_people_can_log_in_and_have_their_roles(academy: None, username: str, role: Role) -> None:
    made()
    assert Client().login(username=username, password=PASSWORD)
    assert role in roles_of(User.objects.get(username=username))


def test_nothing_lies_in_the_future(academy: None) -> None:
    made()
    assert not Attempt.objects.filter(started_at__gte=NOW).exists()
    assert not Run.objects.filter(finished_at__gte=NOW).exists()
    assert not SurveyResponse.objects.filter(submitted_at__gte=NOW).exists()


def test_the_learner_to_log_in_with_is_in_the_middle_of_a_course(academy: None) -> None:
    made()
    zhou = User.objects.get(username="zhouning")
    assert zhou.step_completions.count() == 6
    assert zhou.duties.get().completed_at is None
    assert zhou.duties.get().due_on > TODAY


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command makes the small company."""
    monkeypatch.setattr(make_demo, "read_company", small_company)


def run() -> str:
    """Run the command and return what it said."""
    said = StringIO()
    call_command("make_demo", stdout=said)
    return said.getvalue()


def test_the_command_makes_it_once_and_always_prints_the_log_ins(academy: None, small: None) -> None:
    first = run()
    people = User.objects.count()
    attempts = set(Attempt.objects.values_list("pk", flat=True))
    again = run()
    assert User.objects.count() == people
    assert set(Attempt.objects.values_list("pk", flat=True)) == attempts
    assert "Making" in first
    assert "Making" not in again
    for said in (first, again):
        assert PASSWORD in said
        assert all(name in said for name in small_company()["people"])


def test_it_is_refused_in_production(academy: None, small: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not made in production"):
        run()
    assert not User.objects.exists()


def test_it_is_not_made_beside_real_people(academy: None, small: None) -> None:
    make_person("real", "真人", make_department("R", "真部门"))
    said = run()
    assert "real people" in said
    assert PASSWORD not in said
    assert list(User.objects.values_list("username", flat=True)) == ["real"]


def test_it_can_be_made_on_the_first_day_of_a_quarter(academy: None) -> None:
    now = datetime(2027, 1, 1, 2, tzinfo=UTC)
    make(small_company(), now=now, say=lambda _line: None)
    assert set(Snapshot.objects.values_list("period", flat=True)) == {"2026Q3", "2026Q4", "2027Q1"}
