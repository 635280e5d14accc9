"""The authoring desk in a browser: no other host is asked, no error in the console, no server error."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from courses.models import LessonPage
from quizzes.models import Question
from tests.browser.authoring import settle
from tests.browser.world import World

BOTH = [
    "",
    "pages/",
    "images/",
    "documents/",
    "snippets/quizzes/question/",
    "snippets/quizzes/question/add/",
    "snippets/quizzes/quiz/",
    "snippets/quizzes/quiz/add/",
    "snippets/quizzes/survey/",
    "snippets/cases/case/",
    "snippets/cases/case/add/",
    "snippets/cases/scenario/",
    "reports/site-history/",
]
ADMINISTRATORS = ["users/", "groups/", "sites/", "locales/", "collections/"]


@pytest.mark.parametrize("path", BOTH)
def test_a_trainers_desk_keeps_to_this_host(open_as: Callable[..., Page], world: World, path: str) -> None:
    visit(open_as(world.trainer), path)


@pytest.mark.parametrize("path", ADMINISTRATORS)
def test_an_administrators_desk_does_too(open_as: Callable[..., Page], world: World, path: str) -> None:
    visit(open_as(world.administrator), path)


def visit(page: Page, path: str) -> None:
    answer = page.goto(f"/cms/{path}")
    assert answer is not None
    assert answer.status == 200
    page.wait_for_load_state("networkidle")
    expect(page.locator("#main")).to_be_attached()


def test_the_lists_heads_are_chinese(open_as: Callable[..., Page], world: World) -> None:
    page = open_as(world.trainer)
    page.goto("/cms/snippets/quizzes/quiz/")
    expect(page.locator("thead th").nth(1)).to_have_text("标题")
    page.goto("/cms/snippets/quizzes/question/")
    expect(page.get_by_role("columnheader", name="题目")).to_be_visible()
    assert page.locator("tbody .icon-false, tbody .icon-cross").count() == 0


def test_the_button_waits_for_the_autosave_that_creates(open_as: Callable[..., Page], world: World) -> None:
    """Sent beside it, the form would create the same thing twice, and be refused."""
    page = open_as(world.trainer)
    page.goto("/cms/snippets/quizzes/question/add/")
    settle(page)
    page.fill("[name=key]", "q-race-01")
    page.select_option("[name=kind]", "short_answer")
    page.get_by_role("tab", name="归属").click()
    page.fill("[name=module]", "c1m1")
    page.select_option("[name=dimension]", "understanding")
    page.get_by_role("tab", name="题目").click()
    page.route("**/cms/snippets/quizzes/question/add/", slowly)
    with page.expect_request(lambda asked: asked.method == "POST"):
        page.fill("[name=stem_zh]", "交接清单的第一行写什么？")
        page.fill("[name=stem_en]", "What does the first line say?")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".messages")).to_contain_text("已更新")
    assert Question.objects.get(key="q-race-01").latest_revision.as_object().stem_en


def slowly(route: Route) -> None:
    """Answer a request late, as a slow line does."""
    route.request.frame.page.wait_for_timeout(1_500)
    route.continue_()


def test_the_last_words_before_the_button_are_kept(open_as: Callable[..., Page], world: World) -> None:
    """The editor of running text puts them into the form a quarter of a second later."""
    page = open_as(world.trainer)
    lesson = LessonPage.objects.filter(live=True, locale__language_code="zh-hans").first()
    assert lesson
    page.goto(f"/cms/pages/{lesson.pk}/edit/")
    settle(page)
    area = page.locator(".public-DraftEditor-content").first
    area.press_sequentially("最后几个字")
    page.evaluate("document.querySelector('main form[data-edit-form]').requestSubmit()")
    expect(page.locator(".messages")).to_contain_text("已更新")
    lesson.refresh_from_db()
    assert "最后几个字" in str(lesson.get_latest_revision_as_object().body.raw_data)
