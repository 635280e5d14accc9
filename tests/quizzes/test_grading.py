"""The ledger of grades: folded, written once, changed by nobody."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.refused import Refused
from people.models import Department, User
from quizzes import actions, content, grading_actions
from quizzes.grading import Answered, Given, Grade, GradeKind, fold, matched, regraded, reworded, score_bp
from quizzes.models import Attempt, GradeEntry, Quiz
from tests.factories import make_person
from tests.quizzes.factories import NOW, make_content, make_question, make_quiz, right_form

LOW, HIGH, TOP = Grade(4_000, False), Grade(8_000, True), Grade(10_000, True)
RIGHT, WRONG = 10_000, 0


# Pure ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "rows", "stands"),
    [
        (None, [], None),
        (LOW, [], LOW),
        (None, [("submitted", LOW)], LOW),
        (None, [("submitted", LOW), ("regraded", HIGH)], HIGH),
        (None, [("submitted", LOW), ("overridden", TOP)], TOP),
        (None, [("submitted", LOW), ("overridden", TOP), ("regraded", HIGH)], TOP),
        (None, [("submitted", LOW), ("overridden", TOP), ("regraded", HIGH), ("lifted", HIGH)], HIGH),
        (LOW, [("overridden", TOP), ("lifted", LOW)], LOW),
        (None, [("marked", HIGH), ("voided", LOW)], LOW),
    ],
)
def test_a_ledger_folds_to_what_stands(
    before: Grade | None, rows: list[tuple[str, Grade]], stands: Grade | None
) -> None:
    assert fold(before, [Given(GradeKind(kind), grade) for kind, grade in rows]).grade == stands


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ([("single_choice", 1, RIGHT, False), ("single_choice", 1, WRONG, False)], 5_000),
        ([("single_choice", 1, RIGHT, False), ("single_choice", 1, None, False)], 5_000),
        ([("single_choice", 1, RIGHT, False), ("single_choice", 3, WRONG, True)], 10_000),
        ([("single_choice", 1, RIGHT, False), ("short_answer", 3, None, False)], 10_000),
        ([("single_choice", 1, RIGHT, False), ("short_answer", 3, 0, False)], 2_500),
        ([("single_choice", 1, RIGHT, True)], None),
        ([], None),
    ],
)
def test_what_counts_is_divided_by_what_counts(answers: list[Any], score: int | None) -> None:
    rows = [Answered(content.Kind(kind), *rest) for kind, *rest in answers]
    assert score_bp(rows) == score


@pytest.mark.parametrize(
    ("before", "score", "after"),
    [
        (LOW, 7_500, Grade(7_500, True)),
        (HIGH, 5_000, Grade(5_000, True)),
        (LOW, 3_000, Grade(3_000, False)),
        (HIGH, None, HIGH),
        (LOW, None, LOW),
    ],
)
def test_no_correction_takes_a_pass_away(before: Grade, score: int | None, after: Grade) -> None:
    assert regraded(before, score, 7_500) == after


def changed(kind: str, **texts: dict[str, str]) -> Any:
    """Return content of a type with some option texts changed: ``text={"o1": ...}``."""
    seen = make_content(kind)
    rows = [
        {
            "id": option.id,
            "text": {"zh": texts.get("text", {}).get(option.id, option.text.zh), "en": option.text.en},
            "match": {"zh": texts.get("match", {}).get(option.id, option.match.zh), "en": option.match.en},
            "feedback": {"zh": "", "en": ""},
            "correct": not option.correct,
            "points": 0,
        }
        for option in seen.options
    ]
    return make_content(kind, options=rows)


def test_answers_are_marked_by_another_key_only_where_options_stayed_themselves() -> None:
    seen = make_content("single_choice")
    assert matched(seen, changed("single_choice"))
    assert matched(seen, changed("single_choice", text={"o1": "绿色"}))
    assert reworded(seen, changed("single_choice", text={"o1": "绿色"})) == [("绿", "绿色")]
    assert not matched(seen, changed("single_choice", text={"o0": "绿", "o1": "红"}))
    assert not matched(make_content("matching"), changed("matching", match={"o0": "右二", "o1": "右一"}))
    assert not matched(seen, make_content("multiple_choice"))
    fewer = make_content("single_choice", options=[])
    assert not matched(seen, fewer)
    assert matched(make_content("numeric"), make_content("numeric", number="95", options=[]))


# The ledger ------------------------------------------------------------------------------------------------


def attempt_of(user: User, quiz: Quiz, right: int, now: datetime = NOW) -> Attempt:
    """Let somebody take a quiz and answer the first so many questions rightly, the others not at all."""
    attempt = actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now, seed=lambda: 1)
    for item in attempt.items.select_related("version").order_by("position")[:right]:
        form = right_form(content.parse(item.version.content))
        actions.save_answer(attempt=attempt, position=item.position, form=form, seq=1, now=now)
    return actions.submit(attempt=attempt, now=now)


@pytest.fixture
def quiz(db: None) -> Quiz:
    """A quiz of four questions with one right option each."""
    return make_quiz(*(make_question(key=f"q-{n}") for n in range(4)))


def test_a_submission_is_the_first_row_of_the_ledger(owner: User, quiz: Quiz) -> None:
    attempt = attempt_of(owner, quiz, 3)
    row = attempt.grades.get()
    assert (row.number, row.kind, row.score_bp, row.passed) == (1, "submitted", 7_500, True)
    assert (row.score_before_bp, row.passed_before, row.given_by, row.reason) == (None, None, None, "")
    assert (row.score_after_bp, row.passed_after, row.given_at) == (7_500, True, NOW)
    actions.submit(attempt=attempt, now=NOW)
    assert attempt.grades.count() == 1


def test_the_database_changes_no_grade(owner: User, quiz: Quiz, trainer: User) -> None:
    attempt = attempt_of(owner, quiz, 3)
    grading_actions.override(actor=trainer, attempt=attempt, grade=LOW, reason="代答", now=NOW)
    for deed in (
        lambda: attempt.grades.update(score_bp=1),
        lambda: attempt.grades.update(reason="别的"),
        lambda: attempt.grades.all().delete(),
        attempt.delete,
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            deed()
    attempt.grades.update(given_by=None)
    assert attempt.grades.count() == 2


def test_a_made_up_persons_grades_may_go(company: Department, quiz: Quiz) -> None:
    user = make_person("made-up", "演示", company)
    User.objects.filter(pk=user.pk).update(is_demo=True)
    attempt = attempt_of(User.objects.get(pk=user.pk), quiz, 1)
    attempt.delete()
    assert not GradeEntry.objects.exists()


def test_no_number_is_given_twice(owner: User, quiz: Quiz) -> None:
    attempt = attempt_of(owner, quiz, 3)
    first = attempt.grades.get()
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


# Decisions -------------------------------------------------------------------------------------------------


def test_a_decision_stands_until_it_is_taken_back(owner: User, quiz: Quiz, trainer: User) -> None:
    attempt = attempt_of(owner, quiz, 1)
    row = grading_actions.override(
        actor=trainer, attempt=attempt, grade=HIGH, reason=" 网络中断，\n补考口试 ", now=NOW
    )
    attempt.refresh_from_db()
    assert (attempt.score_bp, attempt.passed) == (8_000, True)
    assert (row.reason, row.given_by, row.score_before_bp, row.passed_before) == (
        "网络中断， 补考口试",
        trainer,
        2_500,
        False,
    )
    again = grading_actions.override(
        actor=trainer, attempt=attempt, grade=HIGH, reason="网络中断， 补考口试", now=NOW
    )
    assert again == row
    grading_actions.lift(actor=trainer, attempt=attempt, reason="弄错了人", now=NOW)
    attempt.refresh_from_db()
    assert (attempt.score_bp, attempt.passed) == (2_500, False)
    assert [row.kind for row in attempt.grades.order_by("number")] == ["submitted", "overridden", "lifted"]


def test_an_attempt_older_than_the_ledger_keeps_its_grade_as_what_was_before(
    owner: User, quiz: Quiz, trainer: User
) -> None:
    old = Attempt.objects.create(
        user=owner, quiz=quiz, number=1, language="zh-hans", state="submitted", started_at=NOW,
        submitted_at=NOW, pass_bp=7_500, feedback_rule="after_submit", score_bp=5_000, passed=False,
    )  # fmt: skip
    row = grading_actions.override(actor=trainer, attempt=old, grade=HIGH, reason="补考", now=NOW)
    assert (row.number, row.score_before_bp, row.passed_before) == (1, 5_000, False)
    grading_actions.lift(actor=trainer, attempt=old, reason="弄错了人", now=NOW)
    old.refresh_from_db()
    assert (old.score_bp, old.passed) == (5_000, False)


@pytest.mark.parametrize(
    ("grade", "reason", "code"),
    [
        (HIGH, "  \n", "reason"),
        (HIGH, "长" * 501, "too_long"),
        (Grade(10_001, True), "补考", "range"),
        (Grade(-1, True), "补考", "range"),
    ],
)
def test_what_is_no_decision_is_refused(
    company: Department, trainer: User, grade: Grade, reason: str, code: str
) -> None:
    attempt = attempt_of(make_person("p", "学员", company), make_quiz(make_question()), 0)
    with pytest.raises(Refused) as refused:
        grading_actions.override(actor=trainer, attempt=attempt, grade=grade, reason=reason, now=NOW)
    assert refused.value.code == code
    assert attempt.grades.count() == 1


def test_nobody_decides_on_their_own_result_nor_on_an_open_one(
    owner: User, quiz: Quiz, trainer: User
) -> None:
    mine = attempt_of(trainer, quiz, 1)
    opened = actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    for attempt, code in ((mine, "own"), (opened, "open")):
        with pytest.raises(Refused) as refused:
            grading_actions.override(actor=trainer, attempt=attempt, grade=HIGH, reason="补考", now=NOW)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        grading_actions.lift(actor=trainer, attempt=attempt_of(owner, quiz, 1), reason="补考", now=NOW)
    assert refused.value.code == "nothing"
