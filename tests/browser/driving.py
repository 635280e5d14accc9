"""What people do with a mouse or a finger: read, answer, judge, play. Works with and without JavaScript."""

from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Locator, Page, expect

from cases import dialogue
from cases.models import CasePage, Run, ScenarioPage
from courses.models import LessonPage
from people.models import User
from quizzes import content
from quizzes.content import Content, Kind
from quizzes.models import Attempt, AttemptState, QuizPage
from quizzes.scoring import RIGHT
from tests.journeys.walks import course_c1

MAIN = "main "


def path_of(page: Page) -> str:
    """Return the path of the address, readable."""
    return unquote(urlsplit(page.url).path)


def log_in(page: Page, login: str, password: str) -> None:
    """Log in with the form."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main form button[type=submit]")


def open_attempt(user: User) -> Attempt:
    """Return the attempt somebody is in."""
    return Attempt.objects.filter(user=user, state=AttemptState.OPEN).latest("started_at")


def contents_of(attempt: Attempt) -> list[Content]:
    """Return the questions of an attempt with their keys, in order."""
    items = attempt.items.select_related("version").order_by("position")
    return [content.parse(item.version.content) for item in items]


def answer(page: Page, position: int, question: Content) -> None:
    """Give the right answer to the question that is shown."""
    section = page.locator(f'[data-question="{position}"]')
    if question.kind is Kind.ORDERING:
        _put_in_order(page, position, [option.id for option in question.options])
        section.locator("input[name=keep]").check()
    elif question.kind is Kind.MATCHING:
        for option in filter(lambda option: option.text.zh, question.options):
            section.locator(f'select[name="pair:{option.id}"]').select_option(option.id)
    elif question.kind in {Kind.GRID, Kind.BLANKS}:
        _answer_parts(section, question)
    elif question.kind in {Kind.NUMERIC, Kind.FILL_BLANK, Kind.SHORT_ANSWER}:
        accepted = question.accepted.get("zh") or ["我写的"]
        typed = str(question.number) if question.kind is Kind.NUMERIC else accepted[0]
        section.locator("[name=text]").fill(typed)
    else:
        for option in filter(lambda option: option.correct, question.options):
            section.locator(f'input[value="{option.id}"]').check()


def _answer_parts(section: Locator, question: Content) -> None:
    for option in question.options:
        if question.kind is Kind.GRID:
            section.locator(f'[name="mark:{option.id}"][value="{RIGHT[option.correct]}"]').check()
        else:
            section.locator(f'[name="blank:{option.id}"]').fill(option.text.zh.split("|")[0])


def _put_in_order(page: Page, position: int, wanted: list[str]) -> None:
    for place, option in enumerate(wanted):
        while _order(page, position).index(option) > place:
            before = _order(page, position)
            page.locator(f'[data-question="{position}"] button[value="{option}:up"]').click()
            expect(
                page.locator(f'[data-question="{position}"] input[name=order]').nth(before.index(option) - 1)
            ).to_have_value(option)


def _order(page: Page, position: int) -> list[str]:
    rows = page.locator(f'[data-question="{position}"] input[name=order]')
    return [str(row.get_attribute("value")) for row in rows.all()]


def take_quiz(page: Page, user: User) -> None:
    """Begin the offered quiz, answer everything right and hand in."""
    page.locator('main form[action$="/start/"] button').click()
    page.wait_for_url("**/quiz/*/**")
    for position, question in enumerate(contents_of(open_attempt(user)), start=1):
        answer(page, position, question)
        page.locator(f'[data-question="{position}"] .onwards button').last.click()
    page.wait_for_url("**/check/")
    page.locator("[data-submit] button").click()
    page.wait_for_url("**/result/")


def judge_case(page: Page) -> None:
    """Begin the offered case and judge it, always by the first option."""
    page.locator('main form[action$="/start/"] button').first.click()
    page.wait_for_url("**/case/**")
    for fieldset in page.locator("main fieldset").all():
        fieldset.locator("input").first.check()
    page.locator("main button[name=submit]").click()
    expect(page.locator("main .verdicts").first).to_be_visible()


def play(page: Page, user: User) -> Run:
    """Begin the offered role-play, take the best choices, read the other side and return."""
    page.locator('main form[action$="/start/"] button').first.click()
    page.wait_for_url("**/role-play/**")
    run = Run.objects.filter(user=user, kind="scenario").latest("started_at")
    graph = dialogue.parse(run.version.content)
    state = dialogue.opening(graph)
    while state.scene is not None:
        best = max(state.scene.choices, key=lambda choice: sum(choice.effects.values()))
        expect(page.locator("input[name=scene]")).to_have_value(state.scene.key)
        page.locator(f'input[name=choice][value="{best.key}"]').check()
        page.locator("main form .button").first.click()
        state = dialogue.advance(graph, state, best.key)
    page.locator('main a[href$="/other-side/"]').click()
    expect(page.locator("main .felt").first).to_be_visible()
    page.locator('main form[action$="/seen/"] button').click()
    page.wait_for_url(f"**/role-play/{run.pk}/")
    run.refresh_from_db()
    return run


def take_step(page: Page, user: User, step: Any) -> None:
    """Do a step of a course, then press the button that leads on."""
    if isinstance(step, LessonPage):
        page.locator('main .steps form[action$="/done/"] button').click()
        return
    if isinstance(step, QuizPage):
        take_quiz(page, user)
    elif isinstance(step, CasePage):
        judge_case(page)
    elif isinstance(step, ScenarioPage):
        play(page, user)
    page.locator('main a.button[href*="/learn/next/"]').click()


def take_c1(page: Page, user: User) -> list[str]:
    """Take course C1 from its own page by nothing but its buttons; return the addresses it led to."""
    page.goto(course_c1().get_url())
    page.locator('main form[action$="/start/"] button').click()
    led = []
    for step in course_c1().get_children().live().specific():
        page.wait_for_url(f"**{step.get_url()}")
        led.append(path_of(page))
        take_step(page, user, step)
    page.wait_for_load_state()
    return led
