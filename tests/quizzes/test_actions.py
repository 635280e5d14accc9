"""Start, answer, submit, close: what is kept and each refusal."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.refused import Refused
from people.models import Department, User
from quizzes import actions, content, tasks
from quizzes.models import Attempt, AttemptItem, AttemptState, ClosedBy, Quiz, QuizDraw, QuizItem
from quizzes.signals import attempt_finished
from tests.quizzes.factories import ROWS, freeze, make_question, make_quiz, right_form

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
pytestmark = pytest.mark.django_db


def begin(user: User, quiz: Quiz, now: datetime = NOW) -> Attempt:
    return actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now)


def right(attempt: Attempt, position: int) -> dict[str, list[str]]:
    return right_form(content.parse(attempt.items.get(position=position).version.content))


def answer(attempt: Attempt, position: int = 1, seq: int = 1, now: datetime = NOW) -> actions.Saved:
    return actions.save_answer(
        attempt=attempt, position=position, form=right(attempt, position), seq=seq, now=now
    )


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert str(refused.value)
    return refused.value.code


@pytest.fixture
def quiz(db: None) -> Quiz:
    return make_quiz(*(make_question(kind) for kind in ROWS), time_limit_minutes=20, attempt_limit=2)


def test_it_works(owner: User, quality: Department, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    assert (attempt.number, attempt.department, attempt.pass_bp) == (1, quality, quiz.pass_bp)
    assert attempt.deadline_at == NOW + timedelta(minutes=20)
    for item in attempt.items.all():
        answer(attempt, item.position)
    done = actions.submit(attempt=attempt, now=NOW + timedelta(minutes=3))
    assert (done.state, done.score_bp, done.passed) == (AttemptState.SUBMITTED, 10_000, True)
    assert (done.closed_by, done.submitted_at) == (ClosedBy.LEARNER, NOW + timedelta(minutes=3))
    credits = dict(done.items.values_list("version__kind", "credit_bp"))
    assert credits == {kind: None if kind == "short_answer" else 10_000 for kind in ROWS}


def test_what_nobody_answered_counts_as_not_earned(owner: User) -> None:
    attempt = begin(owner, make_quiz(make_question(), make_question()))
    answer(attempt)
    done = actions.submit(attempt=attempt, now=NOW)
    assert (done.score_bp, done.passed) == (5_000, False)
    assert done.items.get(position=2).credit_bp is None


def test_starting_again_resumes_and_never_redraws(owner: User, quiz: Quiz) -> None:
    first = begin(owner, quiz)
    drawn = list(first.items.values_list("version_id", "option_order"))
    assert begin(owner, quiz, NOW + timedelta(minutes=5)) == first
    assert list(first.items.values_list("version_id", "option_order")) == drawn


def test_no_more_tries_than_allowed(owner: User, quiz: Quiz) -> None:
    for _turn in range(2):
        actions.submit(attempt=begin(owner, quiz), now=NOW)
    with pytest.raises(Refused) as refused:
        begin(owner, quiz)
    assert code_of(refused) == "no_tries_left"


@pytest.mark.parametrize("number", [1, 2])
def test_the_database_allows_one_open_try_and_each_number_once(owner: User, quiz: Quiz, number: int) -> None:
    first = begin(owner, quiz)
    if number == first.number:
        actions.submit(attempt=first, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            user=owner, quiz=quiz, number=number, language="zh-hans", started_at=NOW, pass_bp=0
        )


def test_a_start_that_saw_nothing_of_the_other_ends_with_its_attempt(
    owner: User, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if two starts had both looked before either wrote: the second gets what the first has made."""
    first = begin(owner, quiz)
    monkeypatch.setattr("quizzes.queries.attempts_of", lambda *_asked: [])
    assert begin(owner, quiz, NOW + timedelta(seconds=1)) == first
    assert Attempt.objects.count() == 1


def test_a_try_that_ran_out_is_closed_even_if_no_other_is_left(owner: User, quiz: Quiz) -> None:
    actions.submit(attempt=begin(owner, quiz), now=NOW)
    second = begin(owner, quiz)
    with pytest.raises(Refused):
        begin(owner, quiz, NOW + timedelta(hours=1))
    second.refresh_from_db()
    assert second.state == AttemptState.SUBMITTED


def test_an_empty_quiz_does_not_start(owner: User) -> None:
    with pytest.raises(Refused) as refused:
        begin(owner, make_quiz(make_question(live=False)))
    assert code_of(refused) == "nothing_to_ask"
    assert not Attempt.objects.exists()


def test_retired_and_unpublished_questions_are_not_drawn(owner: User) -> None:
    kept, retired, hidden = (make_question() for _turn in range(3))
    quiz = make_quiz(kept, retired, hidden)
    type(kept).objects.filter(pk=retired.pk).update(retired=True)
    type(kept).objects.filter(pk=hidden.pk).update(live=False)
    assert [item.version.key for item in begin(owner, quiz).items.all()] == [kept.key]


def test_alternatives_are_asked_in_turn(owner: User) -> None:
    first, second = make_question(), make_question()
    quiz = make_quiz(first)
    QuizItem.objects.create(quiz=quiz, slot=1, question=second)
    seen = []
    for _turn in range(2):
        attempt = begin(owner, quiz)
        seen += [item.version.key for item in attempt.items.all()]
        actions.submit(attempt=attempt, now=NOW)
    assert sorted(seen) == sorted([first.key, second.key])


def test_draws_follow_their_criteria(owner: User) -> None:
    wanted = make_question(module="c2m1", difficulty="hard", dimension="ownership")
    make_question(module="c2m1", difficulty="easy", dimension="ownership")
    make_question("short_answer", module="c2m1", difficulty="hard", dimension="ownership")
    quiz = make_quiz()
    QuizDraw.objects.create(quiz=quiz, count=3, module="c2m1", difficulty="hard", dimension="ownership")
    assert [item.version.key for item in begin(owner, quiz).items.all()] == [wanted.key]


def test_an_open_attempt_keeps_its_version(owner: User) -> None:
    question = make_question()
    attempt = begin(owner, make_quiz(question))
    type(question).objects.filter(pk=question.pk).update(stem_zh="改过的题目")
    newer = freeze(question)
    assert newer.number == 2
    assert attempt.items.get().version.number == 1
    assert content.parse(attempt.items.get().version.content).stem.zh == question.stem_zh


def test_an_answer_sent_twice_is_kept_once(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    assert answer(attempt, seq=4) == answer(attempt, seq=4)
    assert AttemptItem.objects.filter(attempt=attempt, response_seq=4).count() == 1


def test_an_older_answer_never_replaces_a_newer_one(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    answer(attempt, seq=5)
    older = actions.save_answer(attempt=attempt, position=1, form={}, seq=4, now=NOW)
    item = attempt.items.get(position=1)
    assert (older.kept, older.seq, older.response) == (False, 5, item.response)


def test_an_answer_can_be_taken_back(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    answer(attempt, seq=1)
    actions.save_answer(attempt=attempt, position=1, form={}, seq=2, now=NOW)
    item = attempt.items.get(position=1)
    assert (item.response, item.answered_at) == (None, None)


def test_a_question_can_be_flagged_without_answering(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    actions.save_answer(attempt=attempt, position=2, form={}, seq=1, now=NOW, flagged=True)
    assert attempt.items.get(position=2).flagged
    actions.save_answer(attempt=attempt, position=2, form={}, seq=1, now=NOW, flagged=False)
    assert not attempt.items.get(position=2).flagged


def test_no_answer_after_submission(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    actions.submit(attempt=Attempt.objects.get(), now=NOW)
    with pytest.raises(Refused) as refused:
        answer(attempt)
    assert code_of(refused) == "closed"


def test_an_answer_within_the_grace_is_kept(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    assert answer(attempt, now=NOW + timedelta(minutes=20, seconds=5)).kept


def test_no_answer_after_the_time(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    with pytest.raises(Refused) as refused:
        answer(attempt, now=NOW + timedelta(minutes=20, seconds=6))
    assert code_of(refused) == "time_is_up"
    attempt.refresh_from_db()
    assert (attempt.state, attempt.submitted_at) == (AttemptState.SUBMITTED, attempt.deadline_at)


def test_no_answer_to_a_question_that_is_not_there(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    for position in (0, 99, 10**30):
        with pytest.raises(Refused) as refused:
            actions.save_answer(attempt=attempt, position=position, form={}, seq=1, now=NOW)
        assert code_of(refused) == "no_such_question"


def test_no_answer_that_does_not_fit(owner: User) -> None:
    attempt = begin(owner, make_quiz(make_question(), make_question()))
    foreign = right(attempt, 2)
    with pytest.raises(Refused) as refused:
        actions.save_answer(attempt=attempt, position=1, form=foreign, seq=1, now=NOW)
    assert code_of(refused) == "not_an_answer"


def test_submitting_twice_returns_the_same_result_and_tells_once(owner: User, quiz: Quiz) -> None:
    told: list[Attempt] = []

    def hear(attempt: Attempt, **_rest: object) -> None:
        told.append(attempt)

    attempt_finished.connect(hear)
    try:
        attempt = begin(owner, quiz)
        first = actions.submit(attempt=attempt, now=NOW)
        second = actions.submit(attempt=attempt, now=NOW + timedelta(minutes=1))
    finally:
        attempt_finished.disconnect(hear)
    assert (first.score_bp, first.submitted_at) == (second.score_bp, second.submitted_at)
    assert len(told) == 1


def test_overdue_attempts_are_submitted_in_the_background(owner: User, colleague: User, quiz: Quiz) -> None:
    late = begin(owner, quiz, NOW - timedelta(minutes=21))
    running = begin(colleague, quiz, NOW)
    assert actions.close_overdue(now=NOW) == 1
    late.refresh_from_db()
    running.refresh_from_db()
    assert (late.closed_by, running.state) == (ClosedBy.DEADLINE, AttemptState.OPEN)


def test_the_task_closes_what_is_overdue(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz, datetime.fromisoformat("2020-01-01T10:00:00+08:00"))
    tasks.close_overdue()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED


def test_saving_takes_few_queries(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    form = right(attempt, 1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actions.save_answer(attempt=attempt, position=1, form=form, seq=1, now=NOW)
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= 3
