"""Deleting what learners used is answered by archiving: out of the lists, history readable."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courses.keeping import has_records
from courses.models import (
    Certificate,
    CoursePage,
    Enrolment,
    HandIn,
    HandInKind,
    LearningPathPage,
    LessonPage,
    StepCompletion,
)
from desk import actions
from desk.archiving import is_archived, kind_of
from desk.models import Archived
from people.models import User
from people.permissions import ensure_roles
from quizzes import actions as quiz_actions
from quizzes.models import Attempt, AttemptItem, Question
from tests.courses.builders import make_course, make_site
from tests.factories import client_of
from tests.quizzes.factories import NOW, make_question, make_quiz

pytestmark = pytest.mark.django_db
LEARN = "/zh-hans/learn/"


@pytest.fixture
def course(db: None) -> CoursePage:
    """A course of one lesson."""
    return make_course(make_site()["zh-hans"], lessons=1)


@pytest.fixture
def desk(trainer: User, course: CoursePage) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


@pytest.fixture
def finished(owner: User, course: CoursePage) -> Client:
    """The browser of somebody who finished the course."""
    client = client_of(owner)
    lesson = LessonPage.objects.child_of(course).get()
    client.post(f"/zh-hans/learn/course/{course.translation_key}/start/")
    client.post(f"/zh-hans/learn/lesson/{lesson.translation_key}/done/")
    assert Enrolment.objects.get().completed_at
    return client


def archive_address(one: Any) -> str:
    return f"/cms/desk/archive/{kind_of(one).pk}/{one.pk}/"


def test_deleting_a_page_with_records_leads_to_archiving(
    desk: Client, finished: Client, course: CoursePage
) -> None:
    lesson = LessonPage.objects.child_of(course).get()
    answer = desk.post(f"/cms/pages/{lesson.pk}/delete/")
    assert answer["Location"] == archive_address(lesson)
    assert has_records(course)
    desk.post(f"/cms/bulk/wagtailcore/page/delete/?id={course.pk}", {"next": "/cms/"})
    assert LessonPage.objects.filter(pk=lesson.pk).exists()
    assert StepCompletion.objects.exists()


def test_a_page_nobody_used_is_deleted(desk: Client, course: CoursePage) -> None:
    lesson = LessonPage.objects.child_of(course).get()
    desk.post(f"/cms/pages/{lesson.pk}/delete/")
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_an_archived_course_leaves_the_lists_and_its_history_stays(
    desk: Client, finished: Client, course: CoursePage
) -> None:
    assert "没有要删除" not in desk.get(archive_address(course)).text
    assert course.title in finished.get(LEARN).text
    before = (Enrolment.objects.count(), StepCompletion.objects.count())
    desk.post(archive_address(course))
    assert is_archived(course)
    assert course.title not in finished.get(LEARN).text
    assert finished.get(course.url).status_code == 404
    mine = finished.get("/zh-hans/my/").text
    assert course.title in mine
    assert "不再开放" in mine
    assert (Enrolment.objects.count(), StepCompletion.objects.count()) == before
    assert course.title in desk.get("/cms/desk/archive/").text


def test_what_is_brought_back_is_a_draft_until_it_is_published(desk: Client, course: CoursePage) -> None:
    desk.post(archive_address(course))
    desk.post(archive_address(course))
    course.refresh_from_db()
    assert (is_archived(course), course.live) == (False, False)
    desk.post(archive_address(course))
    course.save_revision().publish()
    assert not is_archived(course)


def test_archiving_a_question_keeps_what_was_answered(desk: Client, owner: User) -> None:
    question = make_question(key="q-used")
    other = make_question(key="q-other")
    quiz = make_quiz(question, other)
    attempt = quiz_actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    answer = desk.post(f"/cms/snippets/quizzes/question/delete/{question.pk}/")
    assert answer["Location"] == archive_address(question)
    desk.post(archive_address(question))
    assert not Question.objects.get(pk=question.pk).live
    assert AttemptItem.objects.filter(attempt=attempt, version__key="q-used").exists()
    assert client_of(owner).get(f"/zh-hans/quiz/attempt/{attempt.pk}/").status_code in {200, 404}
    quiz_actions.submit(attempt=Attempt.objects.get(), now=NOW)
    again = quiz_actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    assert [row.version.key for row in again.items.all()] == ["q-other"]


def test_archiving_twice_does_nothing_more(desk: Client, trainer: User, course: CoursePage) -> None:
    for _time in range(2):
        actions.archive(course, user=trainer, now=timezone.now())
    assert Archived.objects.count() == 1


def test_only_those_who_write_archive(owner: User, hr: User, course: CoursePage) -> None:
    for user in (owner, hr):
        client = client_of(user)
        assert client.post(archive_address(course)).status_code in {302, 403, 404}
        assert client.get("/cms/desk/archive/").status_code in {302, 403, 404}
    assert not Archived.objects.exists()


@pytest.mark.parametrize("path", ["1/999999", "999999/1"])
def test_what_cannot_be_archived_is_not_there(desk: Client, path: str) -> None:
    assert desk.get(f"/cms/desk/archive/{path}/", follow=True).status_code == 404


def test_the_button_stands_in_the_editor_and_the_lists(desk: Client, course: CoursePage) -> None:
    question = make_question()
    assert archive_address(course) in desk.get(f"/cms/pages/{course.pk}/edit/").text
    assert archive_address(question) in desk.get("/cms/snippets/quizzes/question/").text


def path_beside(course: CoursePage) -> LearningPathPage:
    index = course.get_parent()
    page = LearningPathPage(title="入门", slug="p1", key="p1", summary="两门课。", locale=index.locale)
    made: LearningPathPage = index.add_child(instance=page)
    return made


def test_a_path_with_a_certificate_is_kept(course: CoursePage, owner: User) -> None:
    path = path_beside(course)
    assert not has_records(path)
    Certificate.objects.create(
        user=owner, path_key=path.translation_key, name="周宁", title_zh="证书", path_zh="入门",
        mark_bp=8_000, issued_at=NOW,
    )  # fmt: skip
    assert has_records(path)


def test_a_path_with_work_handed_in_is_kept(course: CoursePage, owner: User) -> None:
    path = path_beside(course)
    HandIn.objects.create(
        user=owner, path_key=path.translation_key, path_title="入门", number=1,
        kind=HandInKind.values[0], text="一份交接单", confirms_for="仓库", submitted_at=NOW,
    )  # fmt: skip
    assert has_records(path)
