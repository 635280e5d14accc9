"""Corrections of results: previewed, decided by two, carried out in batches, never twice; no pass is lost."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awareness.models import StalePerson
from core.refused import Refused
from people.models import Department, User
from quizzes import actions, correction_actions, grading_actions, queries
from quizzes.grading import Grade
from quizzes.models import (
    Attempt,
    AttemptItem,
    Correction,
    CorrectionKind,
    CorrectionState,
    GradeEntry,
    Question,
    QuestionVersion,
    Quiz,
)
from quizzes.release import Visible
from tests.factories import make_person
from tests.quizzes.correcting import LATER, carry_out, correct_key, four_questions, grade, propose, take
from tests.quizzes.factories import NOW

EVERYTHING = Visible(True, True, True, True)
VOID, REGRADE = CorrectionKind.VOID, CorrectionKind.REGRADE


@pytest.fixture
def quiz(db: None) -> Quiz:
    """A quiz of four questions with one right option each; three of them pass."""
    return four_questions()


@pytest.fixture
def second(company: Department) -> User:
    """Another trainer."""
    return make_person("second", "陆教员", company, group="trainer")


# Taking a question out -------------------------------------------------------------------------------------


def test_a_question_taken_out_is_in_neither_part_of_the_score(
    company: Department, quiz: Quiz, trainer: User, second: User
) -> None:
    up, down, same = (
        take(make_person(f"p{right}", f"学员{right}", company), quiz, right)
        for right in ("0110", "1110", "0000")
    )
    correction = propose(trainer, "q-0", VOID)
    told = queries.preview(correction)
    assert (told.examined, len(told.changes), told.newly_passed, told.kept) == (3, 2, 0, 1)
    done = carry_out(correction, second)
    assert grade(up) == (6_667, False)
    assert grade(down) == (6_667, True)
    assert grade(same) == (0, False)
    assert (done.state, done.total, done.examined, done.changed) == (CorrectionState.DONE, 3, 3, 2)
    row = down.grades.get(kind="voided")
    assert (row.score_before_bp, row.score_after_bp, row.passed_after, row.reason) == (
        7_500, 6_667, True, "答案有误",
    )  # fmt: skip
    assert row.given_by == second
    assert row.correction == done
    assert not same.grades.filter(kind="voided").exists()


def test_the_preview_says_what_then_happens(
    company: Department, quiz: Quiz, trainer: User, second: User
) -> None:
    people = [make_person(f"p{n}", f"学员{n}", company) for n in range(16)]
    tries = [take(user, quiz, f"{n:04b}") for n, user in enumerate(people)]
    for kind, right in ((VOID, None), (REGRADE, 1)):
        key = "q-1" if kind == VOID else "q-2"
        if right is not None:
            correct_key(key, right)
        correction = propose(trainer, key, kind)
        before = {one.pk: grade(one) for one in tries}
        told = queries.preview(correction)
        carry_out(correction, second)
        moved = {pk for pk, old in before.items() if grade(Attempt.objects.get(pk=pk)) != old}
        assert len(told.changes) == len(moved) == Correction.objects.get(pk=correction.pk).changed
        expected = Counter((change.before, change.after) for change in told.changes)
        ledger = GradeEntry.objects.filter(correction=correction)
        happened = Counter(
            (Grade(row.score_before_bp or 0, bool(row.passed_before)), Grade(row.score_bp, row.passed))
            for row in ledger
        )
        assert expected == happened


def test_an_attempt_that_was_open_is_marked_rightly_and_the_question_is_drawn_no_more(
    owner: User, colleague: User, quiz: Quiz, trainer: User, second: User
) -> None:
    opened = take(owner, quiz, "0110", submit=False)
    correction_actions.approve(actor=second, correction=propose(trainer, "q-0", VOID), now=NOW)
    assert grade(actions.submit(attempt=opened, now=NOW)) == (6_667, False)
    assert opened.grades.count() == 1
    correction_actions.work_off(now=lambda: LATER)
    assert opened.grades.count() == 1
    fresh = actions.start(user=colleague, quiz=quiz, page_key=None, language="zh-hans", now=LATER)
    assert "q-0" not in set(fresh.items.values_list("version__key", flat=True))


def test_a_submission_that_slips_past_is_found(owner: User, quiz: Quiz, trainer: User, second: User) -> None:
    """As if it had read the version before the decision and been written after the work was done."""
    correction, opened = propose(trainer, "q-0", VOID), take(owner, quiz, "0110", submit=False)
    correction_actions.approve(actor=second, correction=correction, now=NOW)
    correction_actions.work_off(now=lambda: NOW)
    assert Correction.objects.get().state == CorrectionState.APPROVED
    QuestionVersion.objects.filter(key="q-0").update(voided_on=None)
    attempt = actions.submit(attempt=opened, now=NOW)
    QuestionVersion.objects.filter(key="q-0").update(voided_on=NOW.date())
    correction_actions.work_off(now=lambda: LATER)
    assert Correction.objects.get().state == CorrectionState.DONE
    assert grade(attempt) == (6_667, False)


def test_nobody_takes_a_question_out_alone(quiz: Quiz, trainer: User, second: User) -> None:
    correction = propose(trainer, "q-0", VOID)
    with pytest.raises(Refused) as refused:
        correction_actions.approve(actor=trainer, correction=correction, now=NOW)
    assert refused.value.code == "own"
    assert QuestionVersion.objects.get(key="q-0").voided_on is None
    correction_actions.approve(actor=second, correction=correction, now=NOW)
    assert correction_actions.approve(actor=second, correction=correction, now=LATER).decided_at == NOW


def test_what_was_declined_or_taken_back_changes_nothing(
    owner: User, quiz: Quiz, trainer: User, second: User
) -> None:
    attempt = take(owner, quiz, "0110")
    for actor, state in ((second, CorrectionState.DECLINED), (trainer, CorrectionState.TAKEN_BACK)):
        correction = propose(trainer, "q-0", VOID)
        decided = correction_actions.decline(actor=actor, correction=correction, sentence="题目没错", now=NOW)
        assert decided.state == state
        with pytest.raises(Refused) as refused:
            correction_actions.approve(actor=second, correction=correction, now=NOW)
        assert refused.value.code == "over"
    correction_actions.work_off(now=lambda: LATER)
    assert attempt.grades.count() == 1
    with pytest.raises(Refused) as refused:
        correction_actions.decline(
            actor=second, correction=propose(trainer, "q-0", VOID), sentence="", now=NOW
        )
    assert refused.value.code == "reason"


def test_one_correction_of_a_version_waits_at_a_time(quiz: Quiz, trainer: User, second: User) -> None:
    propose(trainer, "q-0", VOID)
    for changes, code in (({}, "pending"), ({"reason": " "}, "reason")):
        with pytest.raises(Refused) as refused:
            propose(second, "q-0", VOID, **changes)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        propose(trainer, "q-1", REGRADE)
    assert refused.value.code == "nothing"


# Marking again ---------------------------------------------------------------------------------------------


def test_answers_are_marked_by_the_corrected_key(
    owner: User, colleague: User, quiz: Quiz, trainer: User
) -> None:
    up, down = take(owner, quiz, "0110"), take(colleague, quiz, "1110")
    opened = take(make_person("late", "晚", Department.objects.get(code="CO")), quiz, "0110", submit=False)
    newer = correct_key("q-0", 1)
    assert grade(up) == (5_000, False)
    done = carry_out(propose(trainer, "q-0", REGRADE), trainer)
    assert (done.state, done.changed) == (CorrectionState.DONE, 2)
    assert grade(up) == (7_500, True)
    assert grade(down) == (5_000, True)
    item = up.items.get(version__key="q-0")
    assert (item.version.number, item.marked_by, item.credit_bp) == (1, newer, 10_000)
    assert grade(actions.submit(attempt=opened, now=LATER)) == (7_500, True)
    shown = queries.reviews_of(up, "zh", shown=EVERYTHING)[0]
    assert [line.right for line in shown.lines if line.chosen] == [True]
    assert set(StalePerson.objects.values_list("user__username", flat=True)) >= {"zhouning", "qiu"}


def test_a_version_with_other_options_stays_as_it_was(owner: User, quiz: Quiz, trainer: User) -> None:
    attempt = take(owner, quiz, "0110")
    question = Question.objects.get(key="q-0")
    question.options.all()[0].delete()
    correct_key("q-0", 1)
    with pytest.raises(Refused) as refused:
        propose(trainer, "q-0", REGRADE)
    assert refused.value.code == "nothing"
    assert grade(attempt) == (5_000, False)
    older = queries.older_versions(QuestionVersion.objects.get(key="q-0", number=2))
    assert [one.marked for one in older] == [False]


def test_a_decision_outlives_a_correction(owner: User, quiz: Quiz, trainer: User) -> None:
    attempt = take(owner, quiz, "0110")
    grading_actions.override(actor=trainer, attempt=attempt, grade=Grade(9_000, True), reason="补考", now=NOW)
    correct_key("q-0", 1)
    correction = propose(trainer, "q-0", REGRADE)
    assert queries.preview(correction).changes == []
    assert carry_out(correction, trainer).changed == 0
    assert grade(attempt) == (9_000, True)
    grading_actions.lift(actor=trainer, attempt=attempt, reason="弄错了人", now=LATER)
    assert grade(attempt) == (7_500, True)


def test_work_broken_off_goes_on_and_nothing_is_done_twice(
    company: Department, quiz: Quiz, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(7):
        take(make_person(f"p{n}", f"学员{n}", company), quiz, "0110")
    correct_key("q-0", 1)
    correction = propose(trainer, "q-0", REGRADE)
    correction_actions.approve(actor=trainer, correction=correction, now=NOW)
    monkeypatch.setattr(correction_actions, "BATCH", 3)
    real: Callable[..., Any] = grading_actions.apply
    calls = []

    def breaks(changes: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        real(changes)

    monkeypatch.setattr(correction_actions, "apply", breaks)
    correction_actions.work_off(now=lambda: LATER)
    half = Correction.objects.get(pk=correction.pk)
    assert (half.state, half.examined, half.changed) == (CorrectionState.APPROVED, 3, 3)
    assert AttemptItem.objects.filter(marked_by__isnull=False).count() == 3
    correction_actions.work_off(now=lambda: LATER)
    done = Correction.objects.get(pk=correction.pk)
    assert (done.state, done.examined, done.changed) == (CorrectionState.DONE, 7, 7)
    correction_actions.work_off(now=lambda: LATER)
    assert GradeEntry.objects.filter(correction=correction).count() == 7


def test_two_workers_do_not_do_the_same_work(owner: User, quiz: Quiz, trainer: User) -> None:
    take(owner, quiz, "0110")
    correct_key("q-0", 1)
    correction = propose(trainer, "q-0", REGRADE)
    correction_actions.approve(actor=trainer, correction=correction, now=NOW)
    Correction.objects.update(leased_until=LATER + timedelta(seconds=1))
    assert correction_actions.work_off(now=lambda: LATER) == 0
    assert correction_actions.work_off(now=lambda: LATER + timedelta(seconds=2)) == 1


def test_a_preview_costs_the_same_however_many_results(
    company: Department, quiz: Quiz, trainer: User
) -> None:
    correction, counts = propose(trainer, "q-0", VOID), []
    for start, end in ((0, 2), (2, 12)):
        for n in range(start, end):
            take(make_person(f"p{n}", f"学员{n}", company), quiz, "1010")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert queries.preview(correction).examined == end
        counts.append(len(captured))
    assert counts[0] == counts[1]
