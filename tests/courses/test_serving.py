"""Lessons from memory: nothing old is shown, nothing of one reader reaches another, the cost is fixed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.test import Client, RequestFactory
from wagtail.models import Page, PageViewRestriction

from core.kept import _STORES
from courses import actions
from courses.models import CourseIndexPage, CoursePage, LessonPage, StepKind
from courses.places import around, rows_where
from courses.serving import Drawn, _draw
from people.models import User
from people.roles import Role
from tests.courses.builders import make_course, make_lesson
from tests.courses.test_views import NOW, body_with_notes, note_url
from tests.factories import client_of


def shown(client: Client, page: Page) -> str:
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return answer.text


def elsewhere(change: Callable[[], object]) -> None:
    """Make a change as another process would: what this process remembers learns nothing of it."""
    remembered, _lock = _STORES["authored"]
    before = dict(remembered)
    change()
    remembered.clear()
    remembered.update(before)


def test_a_publication_elsewhere_is_seen_by_the_next_request(
    owner: User, site: dict[str, CourseIndexPage]
) -> None:
    lesson = make_lesson(make_course(site["zh-hans"]), "c1m9")
    client = client_of(owner)
    shown(client, lesson)
    assert "新的第一句" not in shown(client, lesson)

    def publish() -> None:
        page = LessonPage.objects.get(pk=lesson.pk)
        page.body = [("text", "<p>新的第一句</p>")]
        page.save_revision().publish()

    elsewhere(publish)
    assert "新的第一句" in shown(client, lesson)
    elsewhere(lambda: LessonPage.objects.get(pk=lesson.pk).unpublish())
    assert client.get(lesson.get_url()).status_code == 404
    elsewhere(lambda: LessonPage.objects.get(pk=lesson.pk).save_revision().publish())
    assert "新的第一句" in shown(client, lesson)
    with_group = Group.objects.create(name="pilot")

    def close() -> None:
        kind = PageViewRestriction.GROUPS
        row = PageViewRestriction.objects.create(page=lesson.get_parent(), restriction_type=kind)
        row.groups.add(with_group)

    elsewhere(close)
    assert client.get(lesson.get_url()).status_code == 404
    elsewhere(lambda: owner.groups.add(with_group))
    assert "新的第一句" in shown(client, lesson)


def test_a_draft_is_not_shown(owner: User, course: CoursePage) -> None:
    lesson = make_lesson(course, "c1m9")
    client = client_of(owner)
    shown(client, lesson)
    lesson.body = [("text", "<p>还没有写完的一句</p>")]
    lesson.save_revision()
    assert "还没有写完的一句" not in shown(client, lesson)


def test_steps_that_are_added_renamed_moved_or_hidden_change_the_contents(
    owner: User, course: CoursePage
) -> None:
    lesson = LessonPage.objects.get(key="c1m1")
    other = LessonPage.objects.get(key="c1m2")
    client = client_of(owner)
    assert other.title in shown(client, lesson)
    assert "第 1 步，共 2 步" in shown(client, lesson)
    added = make_lesson(course, "c1m9", title="后来加的一节")
    assert "后来加的一节" in shown(client, lesson)
    assert "第 1 步，共 3 步" in shown(client, lesson)
    added.refresh_from_db()
    lesson.refresh_from_db()
    added.move(lesson, "left")
    lesson.refresh_from_db()
    assert "第 2 步，共 3 步" in shown(client, lesson)
    Page.objects.filter(pk=other.pk).update(title="改过的名字")
    assert "改过的名字" in shown(client, lesson)
    Page.objects.filter(pk=other.pk).update(live=False)
    assert "改过的名字" not in shown(client, lesson)


def test_an_old_address_is_gone_with_the_move(owner: User, course: CoursePage) -> None:
    lesson = LessonPage.objects.get(key="c1m1")
    client, old = client_of(owner), lesson.get_url()
    shown(client, lesson)
    lesson.slug = "another"
    lesson.save_revision().publish()
    assert client.get(old).status_code == 404
    assert client.get(old.replace("c1m1", "another")).status_code == 200


def test_nothing_of_one_reader_reaches_another(owner: User, colleague: User, course: CoursePage) -> None:
    lesson = make_lesson(course, "c1m9", body=None)
    lesson.body = body_with_notes()
    lesson.save()
    mine, theirs = client_of(owner), client_of(colleague)
    actions.complete_step(
        user=owner, step_key=lesson.translation_key, kind=StepKind.LESSON, language="zh-hans", now=NOW
    )
    mine.post(note_url(lesson, "r1"), {"seq": 1, "text": "只有我看见"})
    mine.post(note_url(lesson, "k1"), {"seq": 1, "tick": ["two"]})
    for _time in range(2):  # drawn, then from memory
        own, other = shown(mine, lesson), shown(theirs, lesson)
        for words in (owner.name, "只有我看见", " checked", "已完成 1 / 3 步"):
            assert words in own
            assert words not in other
        assert colleague.name in other
        assert colleague.name not in own
    for kept in (shown(theirs, lesson), shown(mine, lesson)):
        assert kept.count('name="csrfmiddlewaretoken"') == 5  # out, two notes, done, feedback


def test_messages_are_shown_once_and_to_whom_they_belong(
    owner: User, colleague: User, course: CoursePage
) -> None:
    lesson = make_lesson(course, "c1m9")
    lesson.body = body_with_notes()
    lesson.save()
    mine, theirs = client_of(owner), client_of(colleague)
    answer = mine.post(note_url(lesson, "r1"), {"seq": 1, "text": "甲"})
    assert answer.status_code == 302
    assert "笔记已保存" not in shown(theirs, lesson)
    assert "笔记已保存" in shown(mine, lesson)
    assert "笔记已保存" not in shown(mine, lesson)


def test_navigation_follows_the_reader_roles(
    owner: User, hr: User, trainer: User, course: CoursePage
) -> None:
    lesson = LessonPage.objects.get(key="c1m1")
    assert "/people/roster/" in shown(client_of(hr), lesson)
    assert "/people/roster/" not in shown(client_of(owner), lesson)
    assert "/cms/" in shown(client_of(trainer), lesson)
    assert "/cms/" not in shown(client_of(owner), lesson)
    owner.groups.add(Group.objects.get(name="trainer"))
    assert "/cms/" in shown(client_of(owner), lesson)


def test_what_is_drawn_for_many_holds_only_holes(course: CoursePage, owner: User) -> None:
    row = rows_where(LessonPage.objects.filter(key="c1m1"))[0]
    drawn = _draw(around(row), frozenset({Role.EMPLOYEE}))
    assert isinstance(drawn, Drawn)
    html = "".join(piece for piece in drawn.sketch.pieces if isinstance(piece, str))
    assert owner.name not in html
    assert {("name",), ("csrf",), ("messages",), ("onward",)} <= set(drawn.sketch.pieces)


def test_preview_shows_the_unsaved_text_and_nothing_personal(
    owner: User, trainer: User, course: CoursePage
) -> None:
    lesson = make_lesson(course, "c1m9")
    shown(client_of(owner), lesson)
    lesson.title = "还没有保存的标题"
    lesson.body = body_with_notes()
    request = RequestFactory(SERVER_NAME="localhost").get("/cms/")
    request.user = trainer
    preview = lesson.make_preview_request(request, "")
    preview.render()
    text = preview.content.decode()
    assert "还没有保存的标题" in text
    assert "谁替你多做了一遍" in text
    assert "disabled" in text
    assert "还没有保存的标题" not in shown(client_of(owner), lesson)


def test_each_language_is_drawn_for_itself(owner: User, site: dict[str, CourseIndexPage]) -> None:
    make_course(site["zh-hans"], "c1")
    make_course(site["en"], "c2")
    client = client_of(owner)
    assert "第 1 步，共 2 步" in shown(client, LessonPage.objects.get(key="c1m1"))
    assert "Step 1 of 2" in shown(client, LessonPage.objects.get(key="c2m1"))


@pytest.mark.parametrize("lessons", [5, 60])
def test_a_lesson_costs_six_queries_once_it_is_known(
    owner: User,
    site: dict[str, CourseIndexPage],
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
    lessons: int,
) -> None:
    make_course(site["zh-hans"], lessons=lessons)
    page = LessonPage.objects.get(key="c1m3")
    page.body = body_with_notes()
    page.save()
    client = client_of(owner)
    shown(client, page)
    session = 0 if settings.SESSION_ENGINE.endswith("cached_db") else 1
    with django_assert_num_queries(5 + session):  # person, place, roles, what is done, notes
        shown(client, page)
    caches["authored"].clear()
    with django_assert_max_num_queries(12):
        shown(client, page)
