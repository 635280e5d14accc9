"""Enrolling, finishing steps, assigning, waiving; every refusal."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from awareness.models import StalePerson
from cases.models import RunKind
from core.refused import Refused
from courses import actions, receivers
from courses.models import (
    CourseIndexPage,
    CoursePage,
    Duty,
    Enrolment,
    EnrolmentSource,
    StepCompletion,
    StepKind,
)
from courses.tasks import sync_duties
from people.models import AuditEntry, Department, Posting, User
from quizzes.models import Attempt, AttemptState
from tests.courses.builders import (
    make_case_page,
    make_course,
    make_lesson,
    make_quiz_page,
    make_scenario_page,
)
from tests.factories import make_person

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DUE = date(2026, 12, 15)


def finish(
    user: User, page: Any, now: datetime = NOW, kind: StepKind = StepKind.LESSON, language: str = "zh-hans"
) -> Any:
    return actions.complete_step(
        user=user, step_key=page.translation_key, kind=kind, language=language, now=now
    )


def lessons_of(course: CoursePage) -> list[Any]:
    return list(course.get_children().order_by("path"))


def assign(course: CoursePage, hr: User, **where: Any) -> Any:
    return actions.assign(actor=hr, course=course, due_on=DUE, required=True, now=NOW, **where)


def test_it_works(owner: User, course: CoursePage) -> None:
    first, second = lessons_of(course)
    finish(owner, first)
    enrolment = Enrolment.objects.get(user=owner)
    assert (enrolment.source, enrolment.completed_at) == (EnrolmentSource.SELF, None)
    finish(owner, second, NOW + timedelta(hours=1))
    enrolment.refresh_from_db()
    assert enrolment.completed_at == NOW + timedelta(hours=1)


def test_finishing_twice_keeps_the_first_time(owner: User, course: CoursePage) -> None:
    first, second = lessons_of(course)
    for page in (first, second, first, second):
        finish(owner, page)
    finish(owner, second, NOW + timedelta(days=9))
    assert StepCompletion.objects.filter(user=owner).count() == 2
    assert Enrolment.objects.get(user=owner).completed_at == NOW


def test_a_finished_course_stays_finished_when_a_lesson_is_added(owner: User, course: CoursePage) -> None:
    for page in lessons_of(course):
        finish(owner, page)
    added = make_lesson(course, "c1m9")
    finish(owner, added, NOW + timedelta(days=5))
    assert Enrolment.objects.get(user=owner).completed_at == NOW


def test_only_steps_live_in_the_language_worked_in_count(
    owner: User, course: CoursePage, site: dict[str, CourseIndexPage]
) -> None:
    first, _second = lessons_of(course)
    english = make_course(site["en"], lessons=0, translation_key=course.translation_key)
    make_lesson(english, "c1m1", translation_key=first.translation_key)
    finish(owner, first)
    assert Enrolment.objects.get(user=owner).completed_at is None
    finish(owner, first, language="en")
    assert Enrolment.objects.get(user=owner).completed_at == NOW


def test_steps_of_unpublished_courses_and_unknown_keys_change_nothing(
    owner: User, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    course.unpublish()
    assert finish(owner, first) is None
    assert finish(owner, SimpleNamespace(translation_key=uuid4())) is None
    assert not Enrolment.objects.exists()


def test_a_lesson_is_not_finished_by_news_of_a_quiz(owner: User, course: CoursePage) -> None:
    assert finish(owner, lessons_of(course)[0], kind=StepKind.QUIZ) is None


def test_enrolling_twice_is_once(owner: User, course: CoursePage) -> None:
    for _time in range(2):
        actions.enrol(user=owner, course_key=course.translation_key, title="课程", now=NOW)
    assert Enrolment.objects.count() == 1


# Finished activities ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "scores", "steps"),
    [
        ("best", (8_000,), 1),
        ("best", (7_000,), 0),
        ("best", (7_000, 8_000), 1),
        ("first", (7_000, 8_000), 0),
        ("first", (8_000,), 1),
        ("latest", (7_000, 8_000), 1),
        ("best", (None,), 0),
    ],
)
def test_a_quiz_counts_once_passed_by_the_try_that_counts(
    owner: User, course: CoursePage, counts: str, scores: tuple[int | None, ...], steps: int
) -> None:
    page = make_quiz_page(course)
    for number, bp in enumerate(scores, start=1):
        attempt = Attempt.objects.create(
            user=owner,
            quiz=page.quiz,
            number=number,
            page_key=page.translation_key,
            language="zh-hans",
            state=AttemptState.ABANDONED if bp is None else AttemptState.SUBMITTED,
            started_at=NOW,
            submitted_at=NOW,
            pass_bp=7_500,
            feedback_rule="after_submit",
            counts=counts,
            score_bp=bp,
            passed=None if bp is None else bp >= 7_500,
        )
        receivers.on_attempt(attempt=attempt)
    assert StepCompletion.objects.filter(kind=StepKind.QUIZ).count() == steps


def test_a_case_counts_when_submitted(owner: User, course: CoursePage) -> None:
    page = make_case_page(course)
    run: Any = SimpleNamespace(
        user=owner, page_key=page.translation_key, kind=RunKind.CASE, language="zh-hans", finished_at=NOW
    )
    receivers.on_run(run=run)
    assert StepCompletion.objects.filter(kind=StepKind.CASE).count() == 1


def test_a_role_play_counts_when_its_other_side_was_seen(owner: User, course: CoursePage) -> None:
    page = make_scenario_page(course)
    run: Any = SimpleNamespace(
        user=owner,
        page_key=page.translation_key,
        kind=RunKind.SCENARIO,
        language="zh-hans",
        finished_at=NOW,
        swap_seen_at=NOW,
    )
    receivers.on_run(run=run)
    assert not StepCompletion.objects.exists()
    receivers.on_swap(run=run)
    assert StepCompletion.objects.get().kind == StepKind.SCENARIO


# Duties ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("colleague", "manager", "owner")
def test_assigning_a_department_makes_duties_for_everybody_below(
    course: CoursePage, company: Department, hr: User
) -> None:
    company.refresh_from_db()
    assignment = assign(course, hr, department=company)
    assert assignment.duties.count() == Enrolment.objects.count() == StalePerson.objects.count() == 4
    assert set(Enrolment.objects.values_list("source", flat=True)) == {EnrolmentSource.ASSIGNED}
    assert AuditEntry.objects.get(action="courses.assign").detail["people"] == 4


def test_finishing_the_course_fulfils_the_duty(course: CoursePage, owner: User, hr: User) -> None:
    assign(course, hr, person=owner)
    for page in lessons_of(course):
        finish(owner, page)
    assert Duty.objects.get().completed_at == NOW


def test_a_course_finished_before_fulfils_a_new_duty(course: CoursePage, owner: User, hr: User) -> None:
    for page in lessons_of(course):
        finish(owner, page)
    assign(course, hr, person=owner)
    assert Duty.objects.get().completed_at == NOW


def test_nobody_owes_a_course_twice(
    course: CoursePage, quality: Department, owner: User, colleague: User, hr: User
) -> None:
    assign(course, hr, person=owner)
    planned = actions.plan(
        course_key=course.translation_key, department=quality, person=None, today=NOW.date()
    )
    assert (planned.people, planned.already, len(planned.new)) == (2, 1, 1)
    assign(course, hr, department=quality)
    assert Duty.objects.filter(user=owner).count() == 1


def test_past_days_are_refused(course: CoursePage, owner: User, hr: User) -> None:
    with pytest.raises(Refused) as refused:
        actions.assign(
            actor=hr, course=course, due_on=date(2026, 11, 23), required=True, now=NOW, person=owner
        )
    assert refused.value.code == "past_due"


def test_the_same_assignment_twice_is_refused(course: CoursePage, owner: User, hr: User) -> None:
    assign(course, hr, person=owner)
    with pytest.raises(Refused) as refused:
        assign(course, hr, person=owner)
    assert refused.value.code == "twice"


def test_assigning_to_nobody_is_refused(course: CoursePage, quality: Department, hr: User) -> None:
    with pytest.raises(Refused) as refused:
        assign(course, hr, department=quality)
    assert refused.value.code == "nobody"


def test_people_who_join_later_get_the_duty_with_time(
    course: CoursePage, quality: Department, owner: User, hr: User
) -> None:
    assign(course, hr, department=quality)
    late = make_person("newcomer", "新人", quality)
    assert actions.sync_duties(now=NOW) == 1
    assert actions.sync_duties(now=NOW) == 0
    assert Duty.objects.get(user=late).due_on == DUE
    later = make_person("later", "更晚", quality)
    actions.sync_duties(now=datetime(2027, 1, 4, 2, 0, tzinfo=UTC))
    assert Duty.objects.get(user=later).due_on == date(2027, 1, 18)


def test_people_who_left_get_no_duty(course: CoursePage, quality: Department, owner: User, hr: User) -> None:
    gone = make_person("gone", "走了", quality)
    Posting.objects.filter(user=gone).update(end_on=date(2026, 1, 1))
    assert assign(course, hr, department=quality).duties.count() == 1


def test_the_daily_task_syncs(course: CoursePage, quality: Department, owner: User, hr: User) -> None:
    assign(course, hr, department=quality)
    make_person("newcomer", "新人", quality)
    sync_duties()
    assert Duty.objects.count() == 2


def test_withdrawing_frees_and_is_recorded_once(course: CoursePage, owner: User, hr: User) -> None:
    assignment = assign(course, hr, person=owner)
    for _time in range(2):
        actions.withdraw(actor=hr, assignment_id=assignment.pk, now=NOW)
    assert AuditEntry.objects.filter(action="courses.withdraw").count() == 1
    for page in lessons_of(course):
        finish(owner, page)
    assert Duty.objects.get().completed_at is None


def test_waiving_keeps_the_reason(course: CoursePage, owner: User, hr: User) -> None:
    duty = assign(course, hr, person=owner).duties.get()
    actions.waive(actor=hr, duty_id=duty.pk, reason="  长期\n外派 ", now=NOW)
    duty.refresh_from_db()
    assert (duty.reason, duty.waived_by) == ("长期 外派", hr)


def test_waiving_without_a_reason_is_refused(course: CoursePage, owner: User, hr: User) -> None:
    duty = assign(course, hr, person=owner).duties.get()
    with pytest.raises(Refused) as refused:
        actions.waive(actor=hr, duty_id=duty.pk, reason=" \n ", now=NOW)
    assert refused.value.code == "reason"


def test_waiving_what_is_done_is_refused(course: CoursePage, owner: User, hr: User) -> None:
    duty = assign(course, hr, person=owner).duties.get()
    for page in lessons_of(course):
        finish(owner, page)
    with pytest.raises(Refused) as refused:
        actions.waive(actor=hr, duty_id=duty.pk, reason="外派", now=NOW)
    assert refused.value.code == "over"
