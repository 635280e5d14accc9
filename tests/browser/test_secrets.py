"""No key and no hidden text leaves the server before its time; strangers find nothing."""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page, expect

from cases import dialogue
from cases.models import CasePage, Run, RunKind, ScenarioPage
from people.models import User
from tests.browser.driving import answer, contents_of, open_attempt
from tests.browser.screens import SCREENS
from tests.browser.watching import Watch
from tests.browser.world import World, quiz_page

SHORTEST = 6  # shorter texts occur by chance


def told(texts: Iterable[str], sent: str) -> list[str]:
    return [text for text in texts if len(text) >= SHORTEST and text in sent]


def test_no_answer_key_before_submission(
    open_as: Callable[..., Page], learner: User, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_as(learner)
    watch.record(monkeypatch)
    page.goto(str(quiz_page("c1-quiz").get_url()))
    page.locator('main form[action$="/start/"] button').click()
    page.wait_for_url("**/quiz/*/")
    attempt = open_attempt(learner)
    questions = contents_of(attempt)
    for position, question in enumerate(questions, start=1):
        answer(page, position, question)
        page.locator(f'[data-question="{position}"] .onwards button').last.click()
    page.wait_for_url("**/check/")
    page.goto(f"/en/quiz/{attempt.pk}/")
    sent = "\n".join(watch.bodies)
    assert questions[0].stem.zh in sent
    keys = [text for question in questions for text in (question.explanation.zh, question.explanation.en)]
    keys += [
        text
        for question in questions
        for option in question.options
        for text in (option.feedback.zh, option.feedback.en)
    ]
    assert len(told(keys, "\n".join(keys))) > len(questions)
    assert told(keys, sent) == []
    assert told(["is_correct", '"correct"', "feedback_zh", "accepted_zh"], sent) == []

    page.goto(f"/zh-hans/quiz/{attempt.pk}/check/")
    page.locator("[data-submit] button").click()
    page.wait_for_url("**/result/")
    assert told(keys, "\n".join(watch.bodies))


def test_no_hidden_text_before_a_choice(
    open_as: Callable[..., Page], learner: User, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_as(learner)
    watch.record(monkeypatch)
    page.goto(str(ScenarioPage.objects.live().filter(locale__language_code="zh-hans")[0].get_url()))
    page.locator('main form[action$="/start/"] button').click()
    page.wait_for_url("**/role-play/**")
    run = Run.objects.get(user=learner)
    graph = dialogue.parse(run.version.content)
    hidden = [
        text
        for scene in graph.scenes
        for choice in scene.choices
        for text in (choice.customer_felt.zh, choice.consequence.zh)
    ]
    hidden += [text for ending in graph.endings for text in (ending.text.zh, ending.role_swap.zh)]
    assert told([graph.scenes[0].text.zh], "\n".join(watch.bodies))
    assert told(hidden, "\n".join(watch.bodies)) == []


def test_no_feedback_before_judging(
    open_as: Callable[..., Page], learner: User, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_as(learner)
    watch.record(monkeypatch)
    page.goto(str(CasePage.objects.live().filter(locale__language_code="zh-hans")[0].get_url()))
    page.locator('main form[action$="/start/"] button').click()
    page.wait_for_url("**/case/**")
    content = Run.objects.get(user=learner, kind=RunKind.CASE).version.content
    hidden = [option["feedback"]["zh"] for asked in content["judgements"] for option in asked["options"]]
    assert hidden
    assert told(hidden, "\n".join(watch.bodies)) == []


def test_a_stranger_finds_nothing_of_others(
    open_as: Callable[..., Page], learner: User, world: World, watch: Watch
) -> None:
    watch.expected.append("status of 404")
    page = open_as(learner)
    personal = ("/quiz/", "/case/", "/role-play/", "/self-check/", "/assign/", "/people/", "/completion/")
    open_ones = []
    for name, screen in SCREENS.items():
        path = screen.address(world, "zh-hans")
        if not any(part in path for part in personal):
            continue
        answer_given = page.goto(path)
        assert answer_given is not None
        if answer_given.status != 404:
            open_ones.append((name, path, answer_given.status))
    assert open_ones == []
    expect(page.get_by_role("heading", level=1)).to_be_visible()
