"""Answers that arrive after the deadline, within the grace: accepted, marked late, told plainly."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import User
from quizzes import actions, content, queries
from quizzes.answers_report import HEAD, row_of
from quizzes.models import Attempt, Quiz
from quizzes.override_actions import for_person, give
from tests.factories import client_of
from tests.quizzes.factories import NOW, make_question, make_quiz, right_form

pytestmark = pytest.mark.django_db
LIMIT = timedelta(minutes=20)
SECOND = timedelta(seconds=1)
SAID = "已照常接收"


@pytest.fixture
def quiz(db: None) -> Quiz:
    return make_quiz(*(make_question() for _turn in range(3)), time_limit_minutes=20, grace_seconds=30)


@pytest.fixture
def attempt(owner: User, quiz: Quiz) -> Attempt:
    return actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)


def answer(attempt: Attempt, position: int, now: datetime, *, seq: int = 1, right: bool = True) -> None:
    form = right_form(content.parse(attempt.items.get(position=position).version.content)) if right else {}
    assert actions.save_answer(attempt=attempt, position=position, form=form, seq=seq, now=now).kept


def test_an_answer_in_the_grace_counts_and_is_kept_as_late(attempt: Attempt) -> None:
    for position, late_by in ((1, -SECOND), (2, timedelta()), (3, SECOND)):
        answer(attempt, position, NOW + LIMIT + late_by)
    done = actions.submit(attempt=attempt, now=NOW + LIMIT + 2 * SECOND)
    assert queries.late_positions(done) == [3]
    assert (done.score_bp, done.passed) == (10_000, True)


def test_what_was_given_in_time_stays_in_time_when_it_is_sent_again(attempt: Attempt) -> None:
    answer(attempt, 1, NOW)
    answer(attempt, 1, NOW + LIMIT + SECOND, seq=2)
    answer(attempt, 2, NOW + LIMIT + SECOND)
    answer(attempt, 2, NOW + LIMIT + 2 * SECOND, seq=2)
    assert queries.late_positions(attempt) == [2]


def test_an_answer_taken_back_is_not_late(attempt: Attempt) -> None:
    answer(attempt, 1, NOW + LIMIT + SECOND)
    answer(attempt, 1, NOW + LIMIT + 2 * SECOND, seq=2, right=False)
    assert queries.late_positions(attempt) == []


def test_without_a_deadline_nothing_is_late(owner: User) -> None:
    free = actions.start(
        user=owner, quiz=make_quiz(make_question()), page_key=None, language="zh-hans", now=NOW
    )
    answer(free, 1, NOW + 1_000 * LIMIT)
    assert queries.late_positions(free) == []


@pytest.mark.parametrize(("percent", "late"), [(101, []), (100, [1])])
def test_who_is_given_more_time_was_not_late(
    hr: User, owner: User, attempt: Attempt, percent: int, late: list[int]
) -> None:
    answer(attempt, 1, NOW + LIMIT + SECOND)
    give(
        actor=hr,
        quiz=attempt.quiz,
        target=for_person(owner),
        rules={"time_percent": percent},
        reason="视力不便",
        expires_on=timezone.localdate(NOW) + timedelta(days=30),
        now=NOW + LIMIT + 2 * SECOND,
    )
    assert queries.late_positions(attempt) == late


@pytest.mark.parametrize("late", [True, False])
def test_the_learner_is_told_which(attempt: Attempt, late: bool) -> None:
    for position in (1, 3):
        answer(attempt, position, NOW + LIMIT + (SECOND if late else -SECOND))
    actions.submit(attempt=attempt, now=NOW + LIMIT + 2 * SECOND)
    page = result(client_of(attempt.user), attempt)
    assert (SAID in page) == late
    assert ("第 1, 3 题的答案是时间到后" in page) == late


def test_the_learner_is_told_while_a_person_marks(owner: User) -> None:
    quiz = make_quiz(make_question("short_answer", by_hand=True), time_limit_minutes=20)
    attempt = actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    answer(attempt, 1, NOW + LIMIT + SECOND)
    actions.submit(attempt=attempt, now=NOW + LIMIT + 2 * SECOND)
    assert SAID in result(client_of(owner), attempt)


def result(client: Client, attempt: Attempt) -> str:
    return client.get(f"/zh-hans/quiz/{attempt.pk}/result/").text


def test_the_export_of_answers_says_so(attempt: Attempt) -> None:
    answer(attempt, 1, NOW)
    answer(attempt, 2, NOW + LIMIT + SECOND)
    done = actions.submit(attempt=attempt, now=NOW + LIMIT + 2 * SECOND)
    rows = [row_of(one) for one in queries.shown_answers([done], 1)]
    column = [str(title) for title in HEAD].index("时间到后收到")
    assert [row[column] for row in rows] == ["", "是", ""]
