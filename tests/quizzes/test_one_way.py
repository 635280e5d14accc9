"""One question at a time and no way back, held by the server on every channel.

Moodle let sequential quizzes be left by its web service (MSA-22-0027) and, mended, again by another request
(MSA-23-0030): whatever position is asked for or sent to, as a page, a form or the browser's queue.
"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User
from quizzes import actions, content
from quizzes.models import Attempt, AttemptState
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page, right_form

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
CHANNELS = pytest.mark.parametrize("headers", [{}, JSON], ids=["form", "queue"])


@pytest.fixture
def me(owner: User) -> Client:
    return client_of(owner)


def begin(client: Client, count: int = 4, **rules: Any) -> Attempt:
    quiz = make_quiz(*(make_question(stem_zh=f"题干{n}甲") for n in range(1, count + 1)), **rules)
    page = make_quiz_page(quiz)
    client.post(f"/zh-hans/quiz/{page.translation_key}/start/")
    return Attempt.objects.get()


@pytest.fixture
def attempt(me: Client) -> Attempt:
    return begin(me, sequential=True)


def address(attempt: Attempt, rest: str = "") -> str:
    return f"/zh-hans/quiz/{attempt.pk}/{rest}"


def send(client: Client, attempt: Attempt, position: int, *, headers: Any = None, **more: str) -> Any:
    form = right_form(content.parse(attempt.items.get(position=position).version.content))
    return client.post(address(attempt, f"{position}/"), form | {"seq": "1"} | more, headers=headers or {})


def leave(client: Client, attempt: Attempt, position: int, **more: str) -> Any:
    return send(client, attempt, position, go="next", **more)


def reached(attempt: Attempt) -> int:
    attempt.refresh_from_db()
    return attempt.reached


def rows(attempt: Attempt) -> list[tuple[object, ...]]:
    return list(attempt.items.order_by("position").values_list("response", "response_seq", "flagged"))


def stems(answer: Any) -> list[int]:
    text = answer.content.decode()
    return [n for n in range(1, 5) if f"题干{n}甲" in text]


def test_it_works_without_javascript(me: Client, attempt: Attempt) -> None:
    for position in range(1, 5):
        assert stems(me.get(address(attempt))) == [position]
        went = leave(me, attempt, position)
        assert went["Location"] == address(attempt, f"?q={position + 1}" if position < 4 else "check/")
    assert me.get(address(attempt, "check/")).context["unanswered"] == []
    me.post(address(attempt, "submit/"))
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score_bp) == (AttemptState.SUBMITTED, 10_000)


@pytest.mark.parametrize("asked", ["", "?q=1", "?q=2", "?q=3", "?q=4", "?q=99", "?q=-1", "?q=x", "?q=1&q=4"])
def test_only_the_question_reached_is_ever_shown(me: Client, attempt: Attempt, asked: str) -> None:
    leave(me, attempt, 1)
    assert stems(me.get(address(attempt, asked))) == [2]
    assert reached(attempt) == 2


@CHANNELS
def test_a_question_that_was_left_cannot_be_answered_again(
    me: Client, attempt: Attempt, headers: Any
) -> None:
    leave(me, attempt, 1)
    before = rows(attempt)
    refused = me.post(address(attempt, "1/"), {"seq": "9", "go": "next"}, headers=headers)
    assert refused.status_code == (422 if headers else 302)
    assert (rows(attempt), reached(attempt)) == (before, 2)


@CHANNELS
@pytest.mark.parametrize("position", [2, 3, 4])
def test_a_later_question_cannot_be_answered_before_its_turn(
    me: Client, attempt: Attempt, headers: Any, position: int
) -> None:
    before = rows(attempt)
    refused = send(me, attempt, position, headers=headers, go="next")
    assert refused.status_code == (422 if headers else 302)
    assert (rows(attempt), reached(attempt)) == (before, 1)


@pytest.mark.parametrize("position", ["0", "5", "99", str(10**18)])
def test_positions_that_are_not_there_lead_nowhere(me: Client, attempt: Attempt, position: str) -> None:
    assert me.post(address(attempt, f"{position}/"), {"seq": "1"}, headers=JSON).status_code == 404
    assert reached(attempt) == 1


@pytest.mark.parametrize("go", ["previous", "stay", "check", "", "1", "last"])
def test_only_going_on_leaves_a_question(me: Client, attempt: Attempt, go: str) -> None:
    leave(me, attempt, 1)
    send(me, attempt, 2, go=go)
    assert reached(attempt) == 2
    assert stems(me.get(address(attempt))) == [2]


def test_the_queue_saves_without_leaving(me: Client, attempt: Attempt) -> None:
    assert send(me, attempt, 1, headers=JSON, go="next").status_code == 200
    assert reached(attempt) == 1


def test_leaving_twice_goes_on_once(me: Client, attempt: Attempt) -> None:
    for _turn in range(2):
        assert leave(me, attempt, 1)["Location"] == address(attempt, "?q=2")
    assert reached(attempt) == 2


def test_an_answer_that_arrives_again_after_leaving_is_acknowledged(me: Client, attempt: Attempt) -> None:
    leave(me, attempt, 1)
    assert send(me, attempt, 1, headers=JSON).json()["seq"] == 1


def test_an_older_answer_does_not_leave(me: Client, attempt: Attempt) -> None:
    send(me, attempt, 1, headers=JSON, seq="5")
    me.post(address(attempt, "1/"), {"seq": "4", "go": "next"})
    assert reached(attempt) == 1


def test_a_question_can_be_left_without_an_answer(me: Client, attempt: Attempt) -> None:
    me.post(address(attempt, "1/"), {"seq": "1", "go": "next"})
    assert reached(attempt) == 2
    assert me.get(address(attempt, "check/")).context["unanswered"] == [1, 2, 3, 4]
    assert "?q=" not in me.get(address(attempt, "check/")).content.decode()


def test_the_last_question_stays_open_until_the_end(me: Client, attempt: Attempt) -> None:
    for position in range(1, 5):
        leave(me, attempt, position)
    assert reached(attempt) == 4
    assert send(me, attempt, 4, headers=JSON, seq="2").status_code == 200


def test_the_way_back_is_not_offered(me: Client, attempt: Attempt) -> None:
    leave(me, attempt, 1)
    shown = me.get(address(attempt)).content.decode()
    for words in ('value="previous"', "data-to=", 'name="flagged"'):
        assert words not in shown


def test_one_at_a_time_allows_the_way_back(me: Client) -> None:
    attempt = begin(me, one_at_a_time=True)
    leave(me, attempt, 1)
    assert stems(me.get(address(attempt))) == [2]
    assert stems(me.get(address(attempt, "?q=1"))) == [1]
    assert send(me, attempt, 4, headers=JSON).status_code == 200
    assert 'value="previous"' in me.get(address(attempt, "?q=2")).content.decode()


def test_without_the_rule_every_question_is_on_the_page(me: Client) -> None:
    assert stems(me.get(address(begin(me)))) == [1, 2, 3, 4]


def test_leaving_takes_few_queries(attempt: Attempt) -> None:
    with CaptureQueriesContext(connection) as asked:
        actions.save_answer(attempt=attempt, position=1, form={}, seq=1, now=timezone.now(), leaves=True)
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= 5
