"""The language switch keeps the page, also what is asked for in its address."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import SCREENS
from tests.browser.world import World

KEPT = [
    "courses",
    "lesson 2",
    "quiz offered",
    "quiz result",
    "case judged",
    "role-play",
    "role-play, other side",
    "self-assessment picture",
    "search",
    "index, department",
    "assignment",
    "roster preview",
]


@pytest.mark.parametrize("name", KEPT)
def test_the_switch_keeps_the_page(open_as: Callable[..., Page], world: World, name: str) -> None:
    screen = SCREENS[name]
    page = open_as(getattr(world, screen.who))
    page.goto(screen.address(world, "zh-hans"))
    page.locator("header a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert unquote(page.url) == world.url + unquote(screen.address(world, "en"))
    page.locator("header a[hreflang=zh-Hans]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert unquote(page.url) == world.url + unquote(screen.address(world, "zh-hans"))


def test_the_log_in_page_changes_its_language(open_as: Callable[..., Page], world: World) -> None:
    page = open_as()
    page.goto("/accounts/login/?next=/zh-hans/learn/")
    page.locator("header a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert unquote(page.url) == f"{world.url}/accounts/login/?next=/zh-hans/learn/"
