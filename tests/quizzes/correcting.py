"""A quiz to correct, attempts at it, and corrections, for tests."""

from datetime import datetime, timedelta
from typing import Any

from people.models import User
from quizzes import actions, content, correction_actions
from quizzes.models import Attempt, Correction, CorrectionKind, Question, QuestionVersion, Quiz
from tests.quizzes.factories import NOW, freeze, make_question, make_quiz, right_form

LATER = NOW + timedelta(minutes=5)


def four_questions() -> Quiz:
    """Make a quiz of four questions with one right option each; three of them pass."""
    return make_quiz(*(make_question(key=f"q-{n}") for n in range(4)))


def take(user: User, quiz: Quiz, right: str, now: datetime = NOW, *, submit: bool = True) -> Attempt:
    """Answer one letter a question: 1 rightly, 0 the second option, - not at all."""
    attempt = actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now, seed=lambda: 1)
    for item, mark in zip(attempt.items.select_related("version").order_by("position"), right, strict=True):
        question = content.parse(item.version.content)
        form = {"1": right_form(question), "0": {"option": [question.options[1].id]}, "-": {}}[mark]
        actions.save_answer(attempt=attempt, position=item.position, form=form, seq=1, now=now)
    return actions.submit(attempt=attempt, now=now) if submit else attempt


def correct_key(key: str, right: int) -> QuestionVersion:
    """Publish a version in which another option is right."""
    question = Question.objects.get(key=key)
    for place, option in enumerate(question.options.order_by("sort_order")):
        option.is_correct = place == right
        option.save()
    return freeze(question, now=LATER)


def carry_out(correction: Correction, actor: User) -> Correction:
    """Decide on a correction and work it off."""
    correction_actions.approve(actor=actor, correction=correction, now=NOW)
    correction_actions.work_off(now=lambda: LATER)
    return Correction.objects.get(pk=correction.pk)


def grade(attempt: Attempt) -> tuple[int | None, bool | None]:
    """Return (score in basis points, passed) as stored by now."""
    attempt.refresh_from_db()
    return attempt.score_bp, attempt.passed


def propose(actor: User, key: str, kind: CorrectionKind, **changes: Any) -> Correction:
    """Propose a correction of a question's newest version."""
    version = QuestionVersion.objects.filter(key=key).order_by("-number")[0]
    said: dict[str, Any] = {"reason": "答案有误", "now": NOW} | changes
    return correction_actions.propose(actor=actor, version=version, kind=kind, **said)
