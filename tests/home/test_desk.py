"""The authoring desk as trainers find it: menu, first page, every entry opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu, reports_menu
from wagtail.models import Page

from courses import translating
from courses.models import LessonPage
from people.models import User
from people.permissions import ensure_roles
from tests.courses.builders import make_course, make_lesson, make_site
from tests.factories import client_of
from tests.quizzes.factories import make_question

pytestmark = pytest.mark.django_db
HOME = "/cms/"


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser, with the pages of a site in two languages."""
    make_site()
    ensure_roles()
    return client_of(trainer)


def shown(desk: Client, menu: Menu = admin_menu) -> list[MenuItem]:
    request = desk.get(HOME).wsgi_request
    return sorted(menu.menu_items_for_request(request), key=lambda item: item.order)


def test_a_trainer_finds_their_own_menu(desk: Client) -> None:
    labels = [str(item.label) for item in shown(desk)]
    assert labels == ["课程", "题库", "案例", "演练", "问卷", "评分", "图片", "文档", "报告"]


def test_an_administrator_keeps_the_tree_and_the_settings(administrator: User) -> None:
    ensure_roles()
    names = {item.name for item in shown(client_of(administrator))}
    assert {"explorer", "settings"} <= names
    assert "help" not in names


def test_every_entry_opens(desk: Client) -> None:
    items = shown(desk) + shown(desk, reports_menu)
    addresses = [item.url for item in items if not isinstance(item, SubmenuMenuItem)]
    for item in items:
        if isinstance(item, SubmenuMenuItem):
            addresses += [one.url for one in item.menu.menu_items_for_request(desk.get(HOME).wsgi_request)]
    assert len(addresses) > 10
    assert {address: desk.get(address, follow=True).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_nothing_on_the_first_page_leads_to_another_host(desk: Client) -> None:
    assert "wagtail.org" not in desk.get(HOME).text


def test_drafts_are_listed_with_who_and_what(desk: Client, trainer: User) -> None:
    assert "已全部发布" in desk.get(HOME).text
    question = make_question(key="q-wait", live=False)
    question.save_revision(user=trainer)
    page = desk.get(HOME).text
    assert "q-wait" in page
    assert "江雯" in page
    assert "尚未发布" in page


def test_a_translation_is_behind_once_the_source_is_published_again(desk: Client) -> None:
    zh, en = _pair_of_lessons()
    assert translating.behind().count() == 0
    _published(zh, minutes=5)
    assert [page.pk for page in translating.behind()] == [en.pk]
    assert "原文已再次发布" in desk.get(HOME).text
    _published(en, minutes=6)
    assert translating.behind().count() == 0


def test_a_page_without_translation_is_named(desk: Client) -> None:
    zh, en = _pair_of_lessons()
    before = translating.missing().count()
    en.unpublish()
    LessonPage.objects.filter(pk=zh.pk).update(last_published_at=None)
    assert "另一种语言尚未发布" in desk.get(HOME).text
    assert translating.missing().count() == before + 1


def _pair_of_lessons() -> tuple[LessonPage, LessonPage]:
    indexes = {page.locale.language_code: page for page in Page.objects.filter(depth=3).specific()}
    source = make_course(indexes["zh-hans"], lessons=0)
    course = make_course(indexes["en"], lessons=0, translation_key=source.translation_key)
    zh = make_lesson(source, "c1m1")
    en = make_lesson(course, "c1m1", translation_key=zh.translation_key)
    _published(source, minutes=0)
    _published(course, minutes=1)
    _published(zh, minutes=0)
    _published(en, minutes=1)
    return zh, en


def _published(page: Page, *, minutes: int) -> None:
    Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now() + timedelta(minutes=minutes))


def test_the_first_page_asks_as_often_for_few_drafts_as_for_many(desk: Client, trainer: User) -> None:
    counts = []
    for size in (2, 12):
        for number in range(size):
            make_question(key=f"q-{size}-{number}", live=False).save_revision(user=trainer)
        desk.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            desk.get(HOME)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_the_first_page_counts_no_pages(desk: Client) -> None:
    assert "个页面</" not in desk.get(HOME).text.replace("\n", "").replace(" ", "")
