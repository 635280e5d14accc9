"""The authoring desk in a browser: no other host is asked, no error in the console, no server error."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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
