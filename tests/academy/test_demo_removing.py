"""A company that tried the demonstration and removed it stands as if it had never been there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import PROTECT, ForeignKey

from academy.demo.activity_plan import plan_activity
from academy.demo.calendar import read_waves
from academy.demo.making import make
from academy.demo.people_plan import plan_people
from academy.demo.reading import read_material
from academy.demo.removing import remove
from awareness import actions as awareness
from awareness.models import PersonScore, Snapshot, SnapshotStatus, SnapshotUnit
from courses import actions as courses
from courses.exception_forms import for_assignment
from courses.models import CourseAssignment, CoursePage, Duty, Enrolment
from people.models import Department, Posting, User
from quizzes.models import QuizOverride
from quizzes.override_actions import for_department, for_person, give
from tests.academy.acting import act
from tests.academy.demo_world import CALENDAR, NOW, TODAY, small_company
from tests.academy.rows import Rows, rows
from tests.factories import make_department, make_person

pytestmark = pytest.mark.django_db

MADE_AT = datetime(2026, 4, 2, 2, tzinfo=UTC)  # it closes 2025Q4 and 2026Q1
WRITTEN_BY_THE_CLOCK = frozenset({"password", "at", "detail", "created_at", "date_joined", "rev"})
REAL: dict[str, Any] = {
    "departments": {
        "RL": ["真实公司", "Real Company", None, 2],
        "RL1": ["一部", "One", "RL", 8],
        "RL2": ["二部", "Two", "RL", 7],
    },
    "people": {},
    "waves": [["c1", "RL1", "q0+7", 40], ["c1", "RL2", "q0+12", 90], ["c1", "RL", "q1+20", 60]],
}


def real_people_learn() -> None:
    """Real people are entered, take the course and practise; two quarters are closed on the way."""
    people = [
        replace(one, username=f"real-{one.username}", diligence=0.8)
        for one in plan_people(REAL, seed=1, today=TODAY)
    ]
    departments: dict[str, Department] = {}
    for code, (name_zh, name_en, parent, _size) in REAL["departments"].items():
        above = departments.get(parent)
        departments[code] = make_department(code, name_zh, name_en, parent=above)
    for person in people:
        start_on = person.posts[0].start_on
        user = make_person(person.username, person.name, departments[person.department], start_on=start_on)
        User.objects.filter(pk=user.pk).update(language=person.language)
    make_person("real-hr", "人事", departments["RL"], group="hr")
    plans = plan_activity(REAL, people, read_material(), CALENDAR, seed=1)
    act(plans, read_waves(REAL["waves"], CALENDAR), CALENDAR, assigns="real-hr", now=NOW)


def everything() -> dict[str, Rows]:
    """Return every row of every table."""
    return {
        model._meta.label: rows(model, leave_out=WRITTEN_BY_THE_CLOCK)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def world(build: Callable[[], object]) -> dict[str, Rows]:
    """Build a world, read it and take it back."""
    with transaction.atomic():
        build()
        found = everything()
        transaction.set_rollback(True)
    return found


def tried_and_removed() -> None:
    make(small_company(), now=MADE_AT, say=lambda _line: None)
    real_people_learn()
    assert Snapshot.objects.filter(is_demo=True, status=SnapshotStatus.CLOSED).count() == 4
    remove(now=NOW)


def test_what_is_left_is_what_would_be_there_without_it(academy: None) -> None:
    with_demo, without = world(tried_and_removed), world(real_people_learn)
    for name, expected in without.items():
        assert with_demo[name] - expected == {}, f"{name}: left over from the demonstration"
        assert expected - with_demo[name] == {}, f"{name}: lost with the demonstration"
    assert without[Snapshot._meta.label].total() == 3
    assert any(dict(unit)["index"] != "None" for unit in without[SnapshotUnit._meta.label])


@pytest.fixture
def demo(academy: None) -> dict[str, User]:
    """The demonstration as made today, and one real person in a department of their own."""
    make(small_company(), now=NOW, say=lambda _line: None)
    make_person("real", "真人", make_department("RL", "真部门"))
    return {user.username: user for user in User.objects.filter(username__in=["real", "xulan", "zhouning"])}


def assign_c1(to: dict[str, Any]) -> CourseAssignment:
    course = CoursePage.objects.get(key="c1", locale__language_code="zh-hans")
    return courses.assign(course=course, due_on=TODAY, required=True, now=NOW, **to)


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


def test_a_day_with_first_evidence_does_not_close_the_quarter_before(academy: None) -> None:
    make_person("real", "真人", make_department("RL", "真部门"))
    assign_c1({"actor": None, "department": Department.objects.get()})
    assert not awareness.close_finished_quarters(now=NOW)
    assert not Snapshot.objects.exists()
    assert not PersonScore.objects.exists()


def test_every_table_that_holds_on_to_people_is_thought_of() -> None:
    """A new table that protects its person would make removing fail; give it a place there, then here."""
    holding = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.related_model is User
        and field.remote_field.on_delete is PROTECT
    }
    assert holding == {
        "Attempt.user",
        "AuditEntry.actor",
        "Certificate.user",
        "CourseAssignment.assigned_by",
        "CourseAssignment.person",
        "CourseImport.uploaded_by",
        "Duty.user",
        "Duty.waived_by",
        "Enrolment.user",
        "Mute.muted_by",
        "HandIn.confirmer",
        "HandIn.user",
        "Posting.user",
        "QuestionImport.uploaded_by",
        "QuizOverride.given_by",
        "QuizOverride.person",
        "QuizOverride.withdrawn_by",
        "RosterImport.uploaded_by",
        "Run.user",
        "SharingDecision.decided_by",
        "SnapshotPerson.user",
        "StepCompletion.user",
        "SurveyResponse.user",
    }
