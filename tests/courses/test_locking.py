"""A course that asks for others first: locked until they are finished, never for who has begun."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from core.refused import Refused
from courses import actions
from courses.models import (
    CourseIndexPage,
    CoursePage,
    Enrolment,
    LessonPage,
    PrerequisiteRule,
    StepCompletion,
)
from courses.models.pages import CoursePrerequisite
from people.models import User
from quizzes import actions as quizzes
from quizzes.models import Attempt, QuizItem
from tests.courses.builders import make_course, make_quiz_page
from tests.factories import client_of
from tests.quizzes.factories import make_question

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def second(course: CoursePage, site: dict[str, CourseIndexPage]) -> CoursePage:
    """Course c2, which asks for c1 first."""
    made = make_course(site["zh-hans"], "c2", prerequisite_rule=PrerequisiteRule.LOCK)
    CoursePrerequisite.objects.create(page=made, course=course)
    return made


@pytest.fixture
def reader(owner: User) -> Client:
    """The owner's browser."""
    return client_of(owner)


def read(user: User, course: CoursePage) -> None:
    for lesson in LessonPage.objects.child_of(course):
        actions.finish_lesson(user=user, step_key=lesson.translation_key, language="zh-hans", now=NOW)


def done(user: User, course: CoursePage) -> int:
    return StepCompletion.objects.filter(user=user, course_key=course.translation_key).count()


def press(client: Client, what: str, key: object) -> str:
    """Press a button; return the screen that follows."""
    return client.post(f"/zh-hans/learn/{what}/{key}/", follow=True).text


def test_a_lesson_cannot_be_ticked_off_and_the_sentence_names_the_course(
    owner: User, second: CoursePage
) -> None:
    with pytest.raises(Refused, match="课程 c1") as refused:
        read(owner, second)
    assert refused.value.code == "locked"
    assert done(owner, second) == 0


def test_it_opens_once_the_other_is_finished(owner: User, course: CoursePage, second: CoursePage) -> None:
    read(owner, course)
    read(owner, second)
    assert done(owner, second) == 2


def test_half_of_the_other_is_not_enough(owner: User, course: CoursePage, second: CoursePage) -> None:
    lesson = LessonPage.objects.child_of(course)[0]
    actions.finish_lesson(user=owner, step_key=lesson.translation_key, language="zh-hans", now=NOW)
    with pytest.raises(Refused):
        read(owner, second)


def test_who_has_begun_goes_on(owner: User, course: CoursePage, second: CoursePage) -> None:
    second.prerequisite_rule = PrerequisiteRule.ADVISE
    second.save()
    lesson = LessonPage.objects.child_of(second)[0]
    actions.finish_lesson(user=owner, step_key=lesson.translation_key, language="zh-hans", now=NOW)
    second.prerequisite_rule = PrerequisiteRule.LOCK
    second.save()
    read(owner, second)
    assert done(owner, second) == 2


def test_a_recommendation_holds_nobody_back(owner: User, second: CoursePage) -> None:
    second.prerequisite_rule = PrerequisiteRule.ADVISE
    second.save()
    read(owner, second)
    assert done(owner, second) == 2


def test_its_quiz_cannot_be_started(owner: User, second: CoursePage) -> None:
    page = make_quiz_page(second, "c2-quiz")
    QuizItem.objects.create(quiz=page.quiz, slot=1, question=make_question(), sort_order=1)
    with pytest.raises(Refused, match="课程 c1"):
        quizzes.start(user=owner, quiz=page.quiz, page_key=page.translation_key, language="zh-hans", now=NOW)
    assert not Attempt.objects.exists()


def test_reading_stays_open_and_the_screens_say_why(reader: Client, owner: User, second: CoursePage) -> None:
    lesson = LessonPage.objects.child_of(second)[0]
    assert reader.get(lesson.url).status_code == 200
    locked = reader.get(second.url).text
    assert "课程 c1" in locked
    assert "先学完这些课程" in locked
    assert "建议先学" not in locked
    assert "学完《课程 c1》后" in press(reader, "course", f"{second.translation_key}/start")
    assert "学完《课程 c1》后" in press(reader, "lesson", f"{lesson.translation_key}/done")
    assert not Enrolment.objects.filter(user=owner).exists()
    assert done(owner, second) == 0
