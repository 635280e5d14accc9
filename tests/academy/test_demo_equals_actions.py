"""The demonstration's history, written set-wise, is what the product's actions would have written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from academy.demo import activity_plan, people_plan
from academy.demo.activity_plan import plan_activity
from academy.demo.calendar import read_waves
from academy.demo.duties_plan import LOOKS_AT
from academy.demo.events import CaseTry, Filled, PersonPlan, Play, QuizTry, Read
from academy.demo.making import ASSIGNS, SEED, make
from academy.demo.organisation import write_company
from academy.demo.people_plan import plan_people
from academy.demo.reading import read_material
from awareness.models import (
    CourseCompletion,
    PersonScore,
    Snapshot,
    SnapshotPerson,
    SnapshotUnit,
    StalePerson,
)
from cases.models import JudgementAnswer, Run, RunPoints, Step
from courses.models import CourseAssignment, Duty, Enrolment, EnrolmentSource, StepCompletion
from people.models import Department, Posting, User
from quizzes.models import Attempt, AttemptItem, GradeEntry, SurveyAnswer, SurveyResponse
from tests.academy.acting import act
from tests.academy.demo_world import CALENDAR, NOW, small_company
from tests.academy.rows import Rows, rows

pytestmark = pytest.mark.django_db

TABLES: tuple[type[Model], ...] = (
    User,
    Department,
    Posting,
    CourseAssignment,
    Duty,
    Enrolment,
    StepCompletion,
    Attempt,
    AttemptItem,
    GradeEntry,
    SurveyResponse,
    SurveyAnswer,
    Run,
    RunPoints,
    Step,
    JudgementAnswer,
    PersonScore,
    StalePerson,
    Snapshot,
    SnapshotUnit,
    SnapshotPerson,
    CourseCompletion,
)
SALTED = frozenset({"password"})
MOST = 5  # people of a department: every one of their actions is acted out
OUT_OF_TIME = ("xulan", "jiangwen", "qy00031", "qy00032")


def world(build: Callable[[], object]) -> dict[str, Rows]:
    """Build a world, read all its rows and take it back."""
    with transaction.atomic():
        build()
        found = {model.__name__: rows(model, leave_out=SALTED) for model in TABLES}
        transaction.set_rollback(True)
    return found


@pytest.fixture
def _everything_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """In so small a company what is rare in the large one must be made frequent."""
    monkeypatch.setattr(activity_plan, "STUCK_OF_REST", 0.7)
    monkeypatch.setattr(activity_plan, "LEFT_OPEN", 1.0)
    monkeypatch.setattr(activity_plan, "VOLUNTEERS", 0.3)
    monkeypatch.setattr(activity_plan, "TASTERS", 1.0)
    monkeypatch.setattr(activity_plan, "TASTE_LEFT", 0.3)
    monkeypatch.setattr(people_plan, "MOVER_SHARE", 0.2)
    monkeypatch.setattr(people_plan, "NEWCOMER_SHARE", 0.15)
    monkeypatch.setattr(people_plan, "ENGLISH_SHARE", 0.3)


def company() -> dict[str, Any]:
    """Return the small company: the first course assigned twice more, some people out of time in its quiz."""
    found = small_company(most=MOST)
    found["waves"] += [["c1", "SC", "q1+30", 40], ["c1", "SC", "today-35", 60]]
    course = read_material().course("c1")
    assert course is not None
    before_quiz = [step.name for step in course.steps].index("c1-quiz")
    found["halfway"] |= {name: {"c1": before_quiz} for name in OUT_OF_TIME}
    return found


def planned() -> list[PersonPlan]:
    people = plan_people(company(), seed=SEED, today=CALENDAR.today)
    return plan_activity(company(), people, read_material(), CALENDAR, seed=SEED)


def set_wise() -> None:
    make(company(), now=NOW, say=lambda _line: None)


def through_actions() -> None:
    write_company(company(), plan_people(company(), seed=SEED, today=CALENDAR.today), CALENDAR)
    act(planned(), read_waves(company()["waves"], CALENDAR), CALENDAR, assigns=ASSIGNS, now=NOW)


@pytest.mark.usefixtures("_everything_happens")
def test_every_kind_of_event_is_in_the_plan(academy: None) -> None:
    plans = planned()
    events = [event for plan in plans for event in plan.events]
    tries = [event for event in events if isinstance(event, QuizTry)]
    plays = [event for event in events if isinstance(event, Play)]
    stories = [story for plan in plans for story in plan.courses]
    duties = [duty for story in stories for duty in story.duties]
    assert {type(event) for event in events} == {QuizTry, CaseTry, Play, Filled, Read}
    assert any(one.by_deadline for one in tries)
    assert any(one.submitted_at is None for one in tries)
    assert any(not event.submitted for event in events if isinstance(event, CaseTry))
    assert any(one.abandoned_at for one in plays)
    assert any(not (one.abandoned_at or one.swap_seen_at) for one in plays)
    assert {story.source for story in stories} == set(EnrolmentSource)
    assert {len(story.duties) for story in stories} >= {0, 1, 2, 3}
    assert any(CALENDAR.at(CALENDAR.day_of(duty.given_at), LOOKS_AT) == duty.given_at for duty in duties)
    assert any(len(plan.person.posts) > 1 for plan in plans)


@pytest.mark.usefixtures("_everything_happens")
def test_written_set_wise_and_acted_out_are_the_same_rows(academy: None) -> None:
    written, acted = world(set_wise), world(through_actions)
    for name, expected in acted.items():
        assert written[name] - expected == {}, f"{name}: written, but never acted"
        assert expected - written[name] == {}, f"{name}: acted, but not written"
    empty = {name for name, found in acted.items() if not found}
    assert empty == {"StalePerson"}
