"""What finished activities mean for a course: the step is done by its rule."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.models import Run, RunKind
from courses.actions import complete_step, issue_due, refuse_step_of_locked
from courses.actions.examining import examine
from courses.duties import assignments_of
from courses.models import StepKind
from people.models import User
from quizzes.models import Attempt, SurveyResponse
from quizzes.models.grades import GradeEntry
from quizzes.queries import has_passed


def on_attempt_starting(*, attempt: Attempt, **_kwargs: Any) -> None:
    """Nothing is begun in a course that asks for others first."""
    if attempt.page_key:
        refuse_step_of_locked(attempt.user, attempt.page_key)


def on_assignments_asked(*, user_id: int, quiz_id: int, **_kwargs: Any) -> set[int]:
    """Return the numbers of the assignments in force because of which a person takes a quiz."""
    return assignments_of(user_id, quiz_id)


def on_run_starting(*, user: User, page_key: UUID, **_kwargs: Any) -> None:
    """The same for cases and role-plays."""
    refuse_step_of_locked(user, page_key)


def on_attempt(*, attempt: Attempt, **_kwargs: Any) -> None:
    """A quiz counts once passed, by the rule which try counts."""
    if attempt.passed and attempt.page_key and has_passed(attempt):
        complete_step(
            user=attempt.user,
            step_key=attempt.page_key,
            kind=StepKind.QUIZ,
            language=attempt.language,
            now=attempt.submitted_at or timezone.now(),
        )
    issue_due(user_id=attempt.user.pk, now=timezone.now())


def on_grades(*, entries: Sequence[GradeEntry], **_kwargs: Any) -> None:
    """A result corrected upwards counts as if it had been so all along; no correction takes a step away."""
    for entry in entries:
        if entry.passed_after and not entry.passed_before:
            on_attempt(attempt=entry.attempt)
        elif entry.score_after_bp > (entry.score_before_bp or 0):
            issue_due(user_id=entry.attempt.user_id, now=timezone.now())
        elif entry.score_after_bp < (entry.score_before_bp or 0):
            examine(grade=entry, now=timezone.now())


def on_response(*, response: SurveyResponse, **_kwargs: Any) -> None:
    """A self-assessment counts once submitted, whatever was answered."""
    if response.page_key:
        complete_step(
            user=response.user,
            step_key=response.page_key,
            kind=StepKind.SURVEY,
            language=response.language,
            now=response.submitted_at or timezone.now(),
        )


def on_run(*, run: Run, **_kwargs: Any) -> None:
    """A case counts once submitted; a role-play counts when its other side has been seen (``on_swap``)."""
    if run.kind == RunKind.CASE:
        complete_step(
            user=run.user,
            step_key=run.page_key,
            kind=StepKind.CASE,
            language=run.language,
            now=run.finished_at or timezone.now(),
        )
    else:
        issue_due(user_id=run.user.pk, now=timezone.now())


def on_swap(*, run: Run, **_kwargs: Any) -> None:
    """A role-play counts once it was played to an ending and seen from the other side."""
    complete_step(
        user=run.user,
        step_key=run.page_key,
        kind=StepKind.SCENARIO,
        language=run.language,
        now=run.swap_seen_at or timezone.now(),
    )
    issue_due(user_id=run.user.pk, now=timezone.now())
