"""Every screen in both languages: accessible, as wide as the phone, readable in the dark and on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.looking import everything
from tests.browser.screens import SCREENS
from tests.browser.watching import Watch
from tests.browser.world import World


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_fit_for_everybody(
    world: World, open_as: Callable[..., Page], watch: Watch, name: str, language: str
) -> None:
    screen = SCREENS[name]
    if screen.status >= 400:
        watch.expected.append("Failed to load resource")
    page = open_as(getattr(world, screen.who, None), language=language)
    answer = page.goto(screen.address(world, language))
    assert answer is not None
    assert answer.status == screen.status
    assert everything(page, language) == []
