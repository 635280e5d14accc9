"""The quiz player in a browser: lost connection, two tabs, impatience, going back, an edited question."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from people.models import User
from quizzes.models import Attempt, AttemptState, Question, QuizPage
from tests.browser.driving import answer, contents_of, open_attempt
from tests.browser.watching import Watch
from tests.browser.world import World, quiz_page
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page

OFFLINE, NEWER = "ERR_INTERNET_DISCONNECTED", "status of 409"


def begin(page: Page, user: User, quiz: str = "all-kinds") -> Attempt:
    page.goto(str(quiz_page(quiz).get_url()))
    page.locator('main form[action$="/start/"] button').click()
    page.wait_for_url("**/quiz/*/")
    return open_attempt(user)


def answered(attempt: Attempt) -> list[int]:
    return [item.position for item in attempt.items.order_by("position") if item.response]


def test_answers_given_offline_arrive_when_the_connection_is_back(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch
) -> None:
    watch.expected.append(OFFLINE)
    context = open_context(learner)
    page = context.new_page()
    attempt = begin(page, learner)
    questions = contents_of(attempt)
    answer(page, 1, questions[0])
    expect(page.locator("[data-state]")).to_contain_text("已保存")
    context.set_offline(True)
    page.locator('[data-question="1"] button[value=next]').click()
    answer(page, 2, questions[1])
    expect(page.locator("[data-state]")).to_contain_text("没有连上网络")
    expect(page.locator("[data-state]")).to_have_class("state unsaved")
    assert answered(attempt) == [1]
    context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("已保存")
    assert answered(attempt) == [1, 2]

    page.reload()
    right = [option.id for option in questions[1].options if option.correct]
    ticked = page.locator('[data-question="2"] input[name=option]:checked')
    expect(ticked).to_have_count(len(right))
    assert {one.get_attribute("value") for one in ticked.all()} == set(right)


def test_answers_given_offline_survive_closing_the_page(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch
) -> None:
    watch.expected.append(OFFLINE)
    context = open_context(learner)
    page = context.new_page()
    attempt = begin(page, learner)
    context.set_offline(True)
    answer(page, 1, contents_of(attempt)[0])
    expect(page.locator("[data-state]")).to_contain_text("没有连上网络")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"/zh-hans/quiz/{attempt.pk}/?q=1")
    expect(page.locator('[data-question="1"] input:checked')).to_have_count(1)
    assert answered(attempt) == [1]


def test_submitting_offline_waits_and_hands_in_nothing_half(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch
) -> None:
    watch.expected.append(OFFLINE)
    context = open_context(learner)
    page = context.new_page()
    attempt = begin(page, learner)
    context.set_offline(True)
    answer(page, 1, contents_of(attempt)[0])
    expect(page.locator("[data-state]")).to_contain_text("没有连上网络")
    page.locator("[data-check]").click()
    expect(page.locator("[data-state]")).to_have_class("state unsaved")
    assert not page.url.endswith("/check/")
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.OPEN
    context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("已保存")
    page.locator("[data-check]").click()
    page.wait_for_url("**/check/")
    context.set_offline(True)
    page.locator("[data-submit] button").click()
    expect(page.locator("[data-state]")).to_contain_text("没有连上网络")
    context.set_offline(False)
    page.locator("[data-submit] button").click()
    page.wait_for_url("**/result/")


def test_two_tabs_never_overwrite_a_newer_answer(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch
) -> None:
    watch.expected.append(NEWER)
    context = open_context(learner)
    here, there = context.new_page(), context.new_page()
    attempt = begin(here, learner)
    there.goto(f"/zh-hans/quiz/{attempt.pk}/?q=1")
    options = contents_of(attempt)[0].options
    first, second = options[0].id, options[1].id
    here.locator(f'input[value="{first}"]').check()
    expect(here.locator("[data-state]")).to_contain_text("已保存")
    there.locator(f'input[value="{second}"]').click()
    expect(there.locator("[data-trouble]")).to_be_visible()
    expect(there.locator(f'input[value="{first}"]')).to_be_checked()
    assert attempt.items.get(position=1).response == {"options": [first]}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_double_click_makes_one_result_and_back_leads_to_it(
    open_as: Callable[..., Page], learner: User, javascript: bool
) -> None:
    page = open_as(learner, java_script_enabled=javascript)
    attempt = begin(page, learner)
    page.goto(f"/zh-hans/quiz/{attempt.pk}/check/")
    page.locator("[data-submit] button").dblclick()
    expect(page).to_have_url(re.compile("/result/$"))  # the first of the two ways there is broken off
    assert Attempt.objects.filter(user=learner).count() == 1
    attempt.refresh_from_db()
    submitted_at = attempt.submitted_at
    assert attempt.state == AttemptState.SUBMITTED
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有及格")
    attempt.refresh_from_db()
    assert attempt.submitted_at == submitted_at


# Practice --------------------------------------------------------------------------------------------------


@pytest.fixture
def practice(world: World) -> QuizPage:
    """A practice of a choice, a typed answer and an ordering."""
    questions = [make_question(kind) for kind in ("single_choice", "fill_blank", "ordering")]
    key = f"practice-{questions[0].key}"
    return make_quiz_page(make_quiz(*questions, key=key, purpose="check", feedback_rule="practice"))


def kept(attempt: Attempt) -> dict[int, object]:
    """Return what is kept and was not checked."""
    return {item.position: item.response for item in attempt.items.exclude(response=None).filter(checks=0)}


def test_what_is_chosen_in_practice_and_not_checked_is_not_lost(
    open_as: Callable[..., Page], learner: User, practice: QuizPage
) -> None:
    page = open_as(learner)
    attempt = begin(page, learner, practice.quiz.key)
    option = contents_of(attempt)[0].options[1].id
    page.locator(f'input[value="{option}"]').check()
    expect(page.locator("[data-state]")).to_contain_text("已保存")
    expect(page.locator('[data-to="1"]')).to_have_class("answered")
    page.reload()
    expect(page.locator(f'input[value="{option}"]')).to_be_checked()

    page.locator('[data-to="2"]').click()
    page.wait_for_url("**?q=2")
    page.locator("[name=text]").press_sequentially("顾客")
    page.reload()  # at once: before the pause after typing is over
    expect(page.locator("[name=text]")).to_have_value("顾客")
    page.locator("[name=text]").fill("客户")
    page.locator('[data-to="3"]').click()
    page.wait_for_url("**?q=3")
    page.locator("[data-order] li").nth(1).locator("button[name=move]").first.click()
    order = [one.get_attribute("value") for one in page.locator("[data-order] input").all()]
    page.go_back()
    expect(page.locator("[name=text]")).to_have_value("客户")
    page.go_forward()
    expect(page.locator("[name=keep]")).to_be_checked()
    assert kept(attempt) == {1: {"options": [option]}, 2: {"text": "客户"}, 3: {"options": order}}

    page.locator("#answer button[formaction$='/check/']").last.click()
    expect(page.locator("#checked")).to_be_visible()
    assert attempt.items.get(position=3).checks == 1


def test_practice_goes_on_when_the_connection_is_back(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch, practice: QuizPage
) -> None:
    """Also on the page of a question that is done, where there is nothing to fill in."""
    watch.expected.append(OFFLINE)
    context = open_context(learner)
    page = context.new_page()
    attempt = begin(page, learner, practice.quiz.key)
    first, second = contents_of(attempt)[:2]
    answer(page, 1, first)
    page.locator("#answer button[formaction$='/check/']").last.click()
    expect(page.locator("#checked")).to_be_visible()
    page.goto(f"/zh-hans/quiz/{attempt.pk}/?q=2")
    context.set_offline(True)
    answer(page, 2, second)
    page.locator("h1").click(force=True)
    expect(page.locator("[data-state]")).to_contain_text("没有连上网络")
    page.locator("button[form=answer][value=next]").click()
    expect(page.locator("[data-state]")).to_have_class("state unsaved")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"/zh-hans/quiz/{attempt.pk}/?q=1")
    expect(page.locator('[data-to="2"]')).to_have_class("answered")
    assert kept(attempt) == {2: {"text": "客户"}}


def test_practice_without_scripts_keeps_what_its_buttons_send(
    open_as: Callable[..., Page], learner: User, practice: QuizPage
) -> None:
    page = open_as(learner, java_script_enabled=False)
    attempt = begin(page, learner, practice.quiz.key)
    option = contents_of(attempt)[0].options[1].id
    page.locator(f'input[value="{option}"]').check()
    page.locator("button[form=answer][value=next]").click()
    page.locator("[name=text]").fill("客户")
    page.locator("button[form=answer][value=previous]").click()
    expect(page.locator(f'input[value="{option}"]')).to_be_checked()
    assert kept(attempt) == {1: {"options": [option]}, 2: {"text": "客户"}}


# An edited question ----------------------------------------------------------------------------------------


def test_an_open_attempt_keeps_its_question_and_the_next_gets_the_new_one(
    open_as: Callable[..., Page], learner: User, world: World
) -> None:
    question = make_question("single_choice", "edited-question", stem_zh="旧的题干", stem_en="Old stem")
    make_quiz_page(make_quiz(question, key="edited"))
    page = open_as(learner)
    attempt = begin(page, learner, "edited")
    expect(page.locator("legend")).to_have_text("旧的题干")

    desk = open_as(world.trainer)
    desk.goto(f"/cms/snippets/quizzes/question/edit/{question.pk}/")
    desk.fill("[name=stem_zh]", "新的题干")
    desk.locator("footer button[data-w-dropdown-target=toggle]").click()
    desk.locator("button[name=action-publish]").click()
    expect(desk.locator(".messages")).to_be_visible()
    assert Question.objects.get(pk=question.pk).stem_zh == "新的题干"

    page.reload()
    expect(page.locator("legend")).to_have_text("旧的题干")
    page.goto(f"/zh-hans/quiz/{attempt.pk}/check/")
    page.locator("[data-submit] button").click()
    expect(page.locator("main")).to_contain_text("旧的题干")
    page.locator('main form[action$="/start/"] button').click()
    expect(page.locator("legend")).to_have_text("新的题干")
    page.goto(f"/zh-hans/quiz/{attempt.pk}/result/")
    expect(page.locator("main")).to_contain_text("旧的题干")
