"""The rules of a quiz as the server keeps them: waiting, windows, grace, overdue tries, which try counts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.refused import Refused
from people.models import User
from quizzes import actions, content, queries
from quizzes.models import Attempt, AttemptState, ClosedBy, FeedbackRule, Quiz
from quizzes.policy import Counts
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page, right_form

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
pytestmark = pytest.mark.django_db


def a_quiz(questions: int = 2, **rules: Any) -> Quiz:
    return make_quiz(*(make_question() for _turn in range(questions)), **rules)


def begin(user: User, quiz: Quiz, now: datetime = NOW) -> Attempt:
    return actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now)


def answer(attempt: Attempt, position: int = 1, now: datetime = NOW) -> actions.Saved:
    form = right_form(content.parse(attempt.items.get(position=position).version.content))
    return actions.save_answer(attempt=attempt, position=position, form=form, seq=1, now=now)


def take(user: User, quiz: Quiz, right: int, now: datetime = NOW) -> Attempt:
    attempt = begin(user, quiz, now)
    for position in range(1, right + 1):
        answer(attempt, position, now)
    return actions.submit(attempt=attempt, now=now)


def refusal(user: User, quiz: Quiz, now: datetime = NOW) -> str:
    tries = Attempt.objects.count()
    with pytest.raises(Refused) as refused:
        begin(user, quiz, now)
    assert Attempt.objects.count() == tries
    assert "%" not in str(refused.value)
    return refused.value.code


def test_the_second_try_waits(owner: User) -> None:
    quiz = a_quiz(second_delay_minutes=60, later_delay_minutes=180)
    take(owner, quiz, 1)
    assert refusal(owner, quiz, NOW + HOUR - timedelta(seconds=1)) == "wait"
    take(owner, quiz, 1, NOW + HOUR)
    assert refusal(owner, quiz, NOW + 3 * HOUR) == "wait"
    assert begin(owner, quiz, NOW + 4 * HOUR).number == 3


def test_waiting_runs_from_the_deadline_of_a_try_that_ran_out(owner: User) -> None:
    quiz = a_quiz(second_delay_minutes=60, time_limit_minutes=10)
    begin(owner, quiz)
    assert refusal(owner, quiz, NOW + 69 * MINUTE) == "wait"
    assert begin(owner, quiz, NOW + 70 * MINUTE).number == 2


def test_no_try_before_the_opening(owner: User) -> None:
    quiz = a_quiz(opens_at=NOW + HOUR)
    assert refusal(owner, quiz) == "not_open_yet"
    assert begin(owner, quiz, NOW + HOUR).number == 1


def test_no_try_after_the_closing(owner: User) -> None:
    quiz = a_quiz(closes_at=NOW)
    assert refusal(owner, quiz) == "closed_already"


def test_no_try_that_could_only_begin_after_the_closing(owner: User) -> None:
    quiz = a_quiz(closes_at=NOW + HOUR, second_delay_minutes=60)
    take(owner, quiz, 1)
    assert refusal(owner, quiz) == "no_time_left"


def test_the_closing_ends_an_open_try(owner: User) -> None:
    quiz = a_quiz(closes_at=NOW + 15 * MINUTE, time_limit_minutes=20)
    attempt = begin(owner, quiz)
    assert attempt.deadline_at == NOW + 15 * MINUTE
    with pytest.raises(Refused) as refused:
        answer(attempt, now=NOW + 16 * MINUTE)
    assert refused.value.code == "time_is_up"
    assert actions.close_overdue(now=NOW + 16 * MINUTE) == 0
    attempt.refresh_from_db()
    assert (attempt.state, attempt.closed_by) == (AttemptState.SUBMITTED, ClosedBy.DEADLINE)


def test_an_open_try_goes_on_when_the_rules_change(owner: User) -> None:
    quiz = a_quiz(time_limit_minutes=20)
    attempt = begin(owner, quiz)
    Quiz.objects.update(closes_at=NOW, grace_seconds=0, overdue_rule="abandon", sequential=True)
    assert answer(attempt, now=NOW + 20 * MINUTE + timedelta(seconds=5)).kept


@pytest.mark.parametrize("grace", [0, 30])
def test_the_grace_is_the_quizs_own(owner: User, grace: int) -> None:
    attempt = begin(owner, a_quiz(time_limit_minutes=20, grace_seconds=grace))
    last = NOW + 20 * MINUTE + timedelta(seconds=grace)
    assert answer(attempt, now=last).kept
    assert actions.close_overdue(now=last) == 0
    assert actions.close_overdue(now=last + timedelta(seconds=1)) == 1


def test_a_try_can_be_given_up_when_its_time_is_up(owner: User) -> None:
    quiz = a_quiz(time_limit_minutes=20, overdue_rule="abandon", attempt_limit=2)
    attempt = begin(owner, quiz)
    answer(attempt)
    assert actions.close_overdue(now=NOW + HOUR) == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score_bp, attempt.passed) == (AttemptState.ABANDONED, None, None)
    assert attempt.submitted_at == NOW + 20 * MINUTE
    # What was answered stays marked: from half on it counts for the awareness index.
    (outcome,) = queries.outcomes([owner.pk])
    assert (outcome.status, [one.credit_bp for one in outcome.items]) == ("abandoned", [10_000, None])
    begin(owner, quiz, NOW + HOUR)
    assert queries.offer(owner.pk, quiz, NOW + HOUR).tries_left == 0


def test_submitting_too_late_gives_the_try_up_too(owner: User) -> None:
    attempt = begin(owner, a_quiz(time_limit_minutes=20, overdue_rule="abandon"))
    assert actions.submit(attempt=attempt, now=NOW + HOUR).state == AttemptState.ABANDONED
    in_time = begin(owner, attempt.quiz, NOW + HOUR)
    assert actions.submit(attempt=in_time, now=NOW + HOUR).state == AttemptState.SUBMITTED


def test_a_try_that_was_given_up_shows_no_right_answers(owner: User, settings: Any) -> None:
    rules: dict[str, Any] = {"overdue_rule": "abandon", "feedback_rule": FeedbackRule.AFTER_SUBMIT}
    page = make_quiz_page(a_quiz(time_limit_minutes=20, attempt_limit=2, **rules))
    attempt = begin(owner, page.quiz, timezone.now() - HOUR)
    actions.close_overdue(now=timezone.now())
    me = client_of(owner)
    shown = me.get(f"/zh-hans/quiz/{attempt.pk}/result/")
    assert shown.status_code == 200
    assert not shown.context["shown"].anything
    assert "None" not in shown.content.decode()
    assert "解析" not in shown.content.decode()
    assert me.get(page.url).status_code == 200


def test_a_try_that_is_over_says_so_before_it_is_closed(owner: User) -> None:
    attempt = begin(owner, a_quiz(time_limit_minutes=20, overdue_rule="abandon"), timezone.now() - HOUR)
    assert client_of(owner).get(f"/zh-hans/quiz/{attempt.pk}/").context["overdue_rule"] == "abandon"
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.OPEN


@pytest.mark.parametrize(
    ("counts", "scores", "counted", "passed"),
    [
        (Counts.BEST, (1, 2, 0), 10_000, True),
        (Counts.LATEST, (1, 2, 0), 0, False),
        (Counts.LATEST, (1, 0, 2), 10_000, True),
        (Counts.FIRST, (1, 2, 2), 5_000, False),
        (Counts.FIRST, (2, 0, 0), 10_000, True),
    ],
)
def test_which_try_counts(
    owner: User, counts: Counts, scores: tuple[int, ...], counted: int, passed: bool
) -> None:
    quiz = a_quiz(counts=counts)
    for place, right in enumerate(scores):
        take(owner, quiz, right, NOW + place * HOUR)
    found = queries.standing(owner.pk, quiz)
    assert (found.counted_bp, found.passed, found.first_bp) == (counted, passed, scores[0] * 5_000)


def test_a_try_given_up_or_open_never_counts_as_the_first_or_latest(owner: User) -> None:
    quiz = a_quiz(counts="latest", overdue_rule="abandon", time_limit_minutes=20)
    take(owner, quiz, 2)
    begin(owner, quiz, NOW + MINUTE)
    assert queries.standing(owner.pk, quiz).passed
    actions.close_overdue(now=NOW + HOUR)
    assert queries.standing(owner.pk, quiz).passed


def test_questions_are_shuffled_once_and_stay(owner: User, colleague: User) -> None:
    quiz = a_quiz(8, shuffle_questions=True)
    seeds = iter(range(1_000))
    orders = set()
    for user in (owner, colleague):
        attempt = actions.start(
            user=user, quiz=quiz, page_key=None, language="en", now=NOW, seed=lambda: next(seeds)
        )
        order = tuple(attempt.items.order_by("position").values_list("version_id", flat=True))
        again = begin(user, quiz, NOW + MINUTE)
        assert tuple(again.items.order_by("position").values_list("version_id", flat=True)) == order
        orders.add(order)
    assert len(orders) == 2


def test_options_stand_in_the_order_written_with_the_attempt(owner: User, colleague: User) -> None:
    quiz = a_quiz(6)
    orders = set()
    for user in (owner, colleague):
        attempt = begin(user, quiz)
        written = tuple(tuple(item.option_order) for item in queries.items_of(attempt))
        for _look in range(2):
            seen = queries.questions_of(attempt, "zh-hans")
            assert tuple(tuple(field.id for field in one.fields) for one in seen) == written
        for item, order in zip(queries.items_of(attempt), written, strict=True):
            assert sorted(order) == sorted(row["id"] for row in item.version.content["options"])
        orders.add(written)
    assert len(orders) == 2


@pytest.fixture
def me(owner: User) -> Client:
    return client_of(owner)


def test_the_page_tells_the_rules_in_plain_words(me: Client) -> None:
    now = timezone.now()
    quiz = a_quiz(
        attempt_limit=3, second_delay_minutes=90, later_delay_minutes=2 * 1_440, time_limit_minutes=20,
        opens_at=now - HOUR, closes_at=now + HOUR, overdue_rule="abandon", counts="first", sequential=True,
    )  # fmt: skip
    page = make_quiz_page(quiz, locale_id=1)
    text = me.get(page.url).content.decode()
    for words in ("可以考 3 次", "90 分钟", "2 天", "20 分钟", "第一次", "不能返回"):
        assert words in text


@pytest.mark.parametrize(
    "rules",
    [
        {"opens_at": NOW + timedelta(days=36_000)},
        {"closes_at": NOW},
        {"second_delay_minutes": 5_000},
        {"attempt_limit": 1},
    ],
)
def test_the_page_offers_no_button_that_would_be_refused(me: Client, owner: User, rules: Any) -> None:
    page = make_quiz_page(a_quiz())
    take(owner, page.quiz, 1, timezone.now())
    Quiz.objects.update(**rules)
    shown = me.get(page.url).content.decode()
    assert "data-hindrance" in shown
    assert "/start/" not in shown
    assert me.post(f"/zh-hans/quiz/{page.translation_key}/start/")["Location"] == page.url
    assert "/start/" not in me.get(f"/zh-hans/quiz/{Attempt.objects.get().pk}/result/").content.decode()
