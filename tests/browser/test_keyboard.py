"""The quiz and the role-play with a keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from cases.models import Run, RunState, ScenarioPage
from people.models import User
from quizzes.models import Attempt
from tests.browser.driving import contents_of, open_attempt
from tests.browser.world import quiz_page

MOST_STOPS = 60


def go_to(page: Page, selector: str) -> None:
    """Press Tab until something that matches has the focus."""
    for _ in range(MOST_STOPS):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached on {page.url}")


def press(page: Page, selector: str) -> None:
    """Go to a button or link and press Enter."""
    go_to(page, selector)
    page.keyboard.press("Enter")


def test_a_quiz_is_taken_with_the_keyboard(open_as: Callable[..., Page], learner: User) -> None:
    page = open_as(learner)
    page.goto(str(quiz_page("all-kinds").get_url()))
    press(page, 'main form[action$="/start/"] button')
    page.wait_for_url("**/quiz/*/")
    attempt = open_attempt(learner)
    kinds = [question.kind.value for question in contents_of(attempt)]
    for position, kind in enumerate(kinds, start=1):
        here = f'[data-question="{position}"] '
        expect(page.locator(f"{here}legend").first).to_be_visible()
        if kind == "ordering":
            press(page, f'{here}button[name=move][value$=":down"]')
            expect(page.locator("[data-order-say]").nth(0)).to_be_attached()
            assert page.evaluate("document.activeElement.name") == "move"
        elif kind == "matching":
            go_to(page, f"{here}select")
            page.keyboard.press("ArrowDown")
        elif kind == "blanks":
            go_to(page, f'{here}[name^="blank:"]')
            page.keyboard.type("7")
        elif kind in {"statement_grid", "judgement"}:
            go_to(page, f'{here}[name^="mark:"]')
            page.keyboard.press("Space")
        elif kind in {"numeric", "fill_blank", "short_answer"}:
            go_to(page, f"{here}[name=text]")
            page.keyboard.type("7")
        else:
            go_to(page, f"{here}input[name=option]")
            page.keyboard.press("Space")
        press(page, f"{here}.onwards button:last-child")
    page.wait_for_url("**/check/")
    assert attempt.items.filter(response__isnull=True).count() == 0
    press(page, "[data-submit] button")
    page.wait_for_url("**/result/")
    assert Attempt.objects.get(user=learner).submitted_at is not None


def test_a_role_play_is_played_with_the_keyboard(open_as: Callable[..., Page], learner: User) -> None:
    page = open_as(learner)
    page.goto(str(ScenarioPage.objects.live().filter(locale__language_code="zh-hans")[0].get_url()))
    press(page, 'main form[action$="/start/"] button')
    page.wait_for_url("**/role-play/**")
    while page.locator("input[name=choice]").count():
        scene = page.locator("input[name=scene]").input_value()
        go_to(page, "input[name=choice]")
        page.keyboard.press("ArrowDown")
        press(page, "form[data-part=form] .button")
        page.wait_for_function(
            "(scene) => document.querySelector('input[name=scene]')?.value !== scene", arg=scene
        )
        if page.locator("input[name=choice]").count():
            assert page.evaluate("document.activeElement.id") == "latest"
    press(page, 'a[href$="/other-side/"]')
    page.wait_for_url("**/other-side/")
    press(page, 'form[action$="/seen/"] button')
    page.wait_for_url("**/role-play/*/")
    assert Run.objects.get(user=learner).state == RunState.FINISHED
