"""The quiz player in a browser: lost connection, two tabs, impatience, going back, an edited question."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from people.models import User
from quizzes.models import Attempt, AttemptState, Question, QuizPage
from tests.browser.driving import answer, contents_of, open_attempt
from tests.browser.watching import Watch
from tests.browser.world import World, quiz_page
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page

OFFLINE, NEWER, OVER = "ERR_INTERNET_DISCONNECTED", "status of 409", "status of 410"


def begin(page: Page, user: User, quiz: str = "all-kinds") -> Attempt:
    page.goto(str(quiz_page(quiz).get_url()))
    page.locator('main form[action$="/start/"] button').click()
    page.wait_for_url("**/quiz/*/")
    return open_attempt(user)


def hand_in(page: Page, attempt: Attempt) -> None:
    page.goto(f"/zh-hans/quiz/{attempt.pk}/check/")
    page.locator("[data-submit] button").click()
    page.wait_for_url("**/result/")


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


def test_two_devices_tell_each_other_and_lose_nothing(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch
) -> None:
    watch.expected += [NEWER, OVER]
    computer, phone = open_context(learner).new_page(), open_context(learner, size=(360, 780)).new_page()
    attempt = begin(computer, learner)
    phone.goto(f"/zh-hans/quiz/{attempt.pk}/?q=1")
    first, second = (question.options for question in contents_of(attempt)[:2])
    computer.locator(f'input[value="{first[0].id}"]').check()
    expect(computer.locator("[data-state]")).to_contain_text("已保存")
    phone.locator(f'input[value="{first[1].id}"]').click()
    expect(phone.locator("[data-trouble]")).to_contain_text("另一个窗口")
    expect(phone.locator(f'input[value="{first[0].id}"]')).to_be_checked()
    phone.locator('[data-question="1"] button[value=next]').click()
    phone.locator(f'input[value="{second[2].id}"]').check()
    expect(phone.locator("[data-state]")).to_contain_text("已保存")

    computer.locator('[data-question="1"] button[value=next]').click()
    computer.locator(f'input[value="{second[0].id}"]').click()
    expect(computer.locator("[data-trouble]")).to_contain_text("另一个窗口")
    expect(computer.locator(f'input[value="{second[2].id}"]')).to_be_checked()
    expect(computer.locator(f'input[value="{second[0].id}"]')).not_to_be_checked()
    computer.locator(f'input[value="{second[0].id}"]').check()
    expect(computer.locator("[data-state]")).to_contain_text("已保存")
    both = sorted([second[0].id, second[2].id])
    assert [attempt.items.get(position=n).response for n in (1, 2)] == [
        {"options": [first[0].id]},
        {"options": both},
    ]

    hand_in(computer, attempt)
    phone.locator(f'input[value="{second[1].id}"]').click()  # too late: shown what was handed in
    phone.wait_for_url("**/result/")
    assert attempt.items.get(position=2).response == {"options": both}


# Time ------------------------------------------------------------------------------------------------------


def begin_timed(page: Page, learner: User, seconds: float, *, grace: int = 1) -> Attempt:
    """Begin a try that ends soon; the page learns it when it is loaded again."""
    attempt = begin(page, learner)
    end = timezone.now() + timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=end, grace_seconds=grace)
    page.goto(f"/zh-hans/quiz/{attempt.pk}/?q=1")
    return attempt


def counted(attempt: Attempt) -> dict[int, int | None]:
    """Return {position: credit} of what was answered in a try that has its result."""
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED
    rows = attempt.items.exclude(response=None).order_by("position")
    return dict(rows.values_list("position", "credit_bp"))


def test_time_runs_out_before_the_open_page(open_as: Callable[..., Page], learner: User) -> None:
    page = open_as(learner)
    attempt = begin_timed(page, learner, 8)
    answer(page, 1, contents_of(attempt)[0])
    expect(page.locator("[data-state]")).to_contain_text("已保存")
    expect(page.get_by_role("heading", level=1)).to_have_text("时间到", timeout=30_000)
    page.locator("main form button").click()
    page.wait_for_url("**/result/")
    assert counted(attempt) == {1: 10_000}


def test_time_runs_out_offline_and_what_had_arrived_counts(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch
) -> None:
    watch.expected += [OFFLINE, OVER]
    context = open_context(learner)
    page = context.new_page()
    attempt = begin_timed(page, learner, 10)
    first, second = contents_of(attempt)[:2]
    answer(page, 1, first)
    expect(page.locator("[data-state]")).to_contain_text("已保存")
    context.set_offline(True)
    page.locator('[data-question="1"] button[value=next]').click()
    answer(page, 2, second)
    expect(page.locator("[data-timer]")).to_have_text("时间到", timeout=30_000)
    expect(page.locator('[data-question="2"]')).to_be_visible()  # no error page of the browser instead
    context.set_offline(False)
    page.wait_for_url(re.compile(r"/quiz/[^/]+/(result/)?$"))
    page = context.new_page()  # the other one may still be on its way to the result
    page.goto(f"/zh-hans/quiz/{attempt.pk}/")
    if not page.url.endswith("/result/"):
        page.locator("main form button").click()
        page.wait_for_url("**/result/")
    assert counted(attempt) == {1: 10_000}


def test_an_answer_that_arrives_within_the_grace_counts(
    open_context: Callable[..., BrowserContext], learner: User, watch: Watch
) -> None:
    watch.expected.append(OFFLINE)
    context = open_context(learner)
    page = context.new_page()
    attempt = begin_timed(page, learner, 6, grace=120)
    context.set_offline(True)
    answer(page, 1, contents_of(attempt)[0])
    expect(page.locator("[data-timer]")).to_contain_text("0:00")
    context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("已保存")
    hand_in(page, attempt)
    assert counted(attempt) == {1: 10_000}


# Impatience ------------------------------------------------------------------------------------------------


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
