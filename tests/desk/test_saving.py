"""Saving and deleting at the desk: nothing published is taken back, nothing foreign goes, no server error."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.models import Page
from wagtail.users.models import UserProfile

from courses.models import CourseIndexPage, CoursePage, LessonPage
from people.models import User
from people.permissions import ensure_roles
from tests.courses.builders import make_course, make_lesson, make_site
from tests.factories import client_of

pytestmark = pytest.mark.django_db
NAME = {"wagtail_site_name": "内客学堂"}


@pytest.fixture
def lesson(db: None) -> LessonPage:
    """A draft of a lesson."""
    course = make_course(make_site()["zh-hans"], lessons=0)
    made = make_lesson(course, "c1m1", live=False)
    made.save_revision()
    ensure_roles()
    return made


@pytest.fixture
def desk(lesson: LessonPage, trainer: User) -> Client:
    """A trainer's browser."""
    return client_of(trainer)


def test_an_autosave_under_way_does_not_take_a_publication_back(lesson: LessonPage, trainer: User) -> None:
    form_class: Any = LessonPage.get_edit_handler().get_form_class()
    stale = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    data = {"title": "半路上的草稿", "slug": "c1m1", "key": "c1m1", "minutes": "10", "body-count": "0"}
    form = form_class(data, instance=stale, parent_page=lesson.get_parent(), for_user=trainer)
    form.defer_required_fields()
    assert form.is_valid(), form.errors
    lesson.get_latest_revision().publish()
    saved = form.save(commit=not stale.live)
    saved.save_revision(user=trainer)
    page = LessonPage.objects.get(pk=lesson.pk)
    assert page.live
    assert page.title != "半路上的草稿"
    assert page.get_latest_revision_as_object().title == "半路上的草稿"


@pytest.mark.parametrize(
    "path",
    [
        "pages/{lesson}/edit/",
        "pages/add/courses/lessonpage/{course}/",
        "pages/{course}/copy/",
        "snippets/cases/case/add/",
        "snippets/cases/scenario/add/",
        "snippets/quizzes/question/add/",
        "snippets/quizzes/quiz/add/",
        "snippets/courses/glossaryterm/add/",
        "images/add/",
        "account/",
    ],
)
def test_a_form_without_fields_is_never_an_error_of_ours(desk: Client, lesson: LessonPage, path: str) -> None:
    desk.raise_request_exception = False
    before = Page.objects.count()
    address = path.format(lesson=lesson.pk, course=lesson.get_parent().pk)
    answer = desk.post(f"/cms/{address}", {})
    assert answer.status_code in {200, 302, 400}
    assert answer.status_code != 400 or "刷新页面" in answer.text
    assert Page.objects.count() == before


@pytest.mark.parametrize(
    "path", ["quizzes/question", "quizzes/survey", "cases/case", "cases/scenario", "courses/glossaryterm"]
)
def test_lists_are_headed_in_the_language_of_the_desk(path: str, administrator: User) -> None:
    ensure_roles()
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": "en"})
    page = client_of(administrator).get(f"/cms/snippets/{path}/")
    with override("en"):
        heads = {str(column.label) for column in page.context["table"].columns.values()}
    assert {"Updated", "Status"} <= heads


def own_course(trainer: User) -> CoursePage:
    """Return a course with a lesson, both made by the trainer."""
    index = CourseIndexPage.objects.get(locale__language_code="zh-hans")
    course = make_course(index, "c9", lessons=1)
    Page.objects.filter(path__startswith=course.path).update(owner=trainer)
    return course


def test_an_own_course_without_records_is_deleted_with_its_lessons(desk: Client, trainer: User) -> None:
    course = own_course(trainer)
    desk.post(f"/cms/pages/{course.pk}/delete/", NAME)
    assert not Page.objects.filter(pk=course.pk).exists()


def test_an_own_course_is_deleted_from_the_list_too(desk: Client, trainer: User) -> None:
    course = own_course(trainer)
    desk.post(f"/cms/bulk/wagtailcore/page/delete/?id={course.pk}", NAME)
    assert not Page.objects.filter(path__startswith=course.path).exists()


def test_what_others_made_is_left_to_administrators(desk: Client, trainer: User, administrator: User) -> None:
    course = own_course(trainer)
    Page.objects.filter(pk=course.get_children().get().pk).update(owner=administrator)
    for address in (f"pages/{course.pk}/delete/", f"bulk/wagtailcore/page/delete/?id={course.pk}"):
        assert "不都是由您创建" in desk.post(f"/cms/{address}", NAME, follow=True).text
    assert Page.objects.filter(pk=course.pk).exists()
    client_of(administrator).post(f"/cms/pages/{course.pk}/delete/", NAME)
    assert not Page.objects.filter(pk=course.pk).exists()


def test_what_holds_everything_is_never_deleted(desk: Client, lesson: LessonPage) -> None:
    for depth in (2, 3):
        page = lesson.get_ancestors().get(depth=depth)
        desk.post(f"/cms/pages/{page.pk}/delete/", NAME)
        desk.post(f"/cms/bulk/wagtailcore/page/delete/?id={page.pk}", NAME)
        assert Page.objects.filter(pk=page.pk).exists()
