"""A person's attempts and where they stand with a quiz."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from quizzes.bands import band_of
from quizzes.content import parse
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    Quiz,
)
from quizzes.player import Shown, show
from quizzes.release import Stage, Visible, decode, visible
from quizzes.review import Review, review, withheld


def attempts_of(user_id: int, quiz: Quiz) -> list[Attempt]:
    """Return a person's attempts at a quiz, the first one first."""
    return list(Attempt.objects.filter(user_id=user_id, quiz=quiz).order_by("cycle", "number"))


def items_of(attempt: Attempt) -> list[AttemptItem]:
    """Return the questions of an attempt with their versions, in order; one query."""
    return list(attempt.items.select_related("version").order_by("position"))


def questions_of(attempt: Attempt, language: str) -> list[Shown]:
    """Return the questions of an open attempt as its learner sees them: without any key or feedback."""
    return [
        show(
            parse(item.version.content),
            item.option_order,
            item.response,
            language=language,
            position=item.position,
            seq=item.response_seq,
            flagged=item.flagged,
        )
        for item in items_of(attempt)
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with a quiz: the first try measures, the best one passes."""

    tries: int = 0
    first_bp: int | None = None
    best_bp: int | None = None
    passed: bool = False
    open_id: UUID | None = None


def standings(user_id: int, quiz_ids: Collection[int] | None = None) -> dict[int, Standing]:
    """Return {quiz id: standing} of a person in one query; quizzes never started are left out."""
    attempts = Attempt.objects.filter(user_id=user_id).order_by("cycle", "number")
    if quiz_ids is not None:
        attempts = attempts.filter(quiz_id__in=quiz_ids)
    rows: dict[int, list[Attempt]] = {}
    for attempt in attempts:
        rows.setdefault(attempt.quiz_id, []).append(attempt)
    return {quiz_id: _standing(tries) for quiz_id, tries in rows.items()}


def _standing(tries: Sequence[Attempt]) -> Standing:
    scores = [attempt.score_bp for attempt in tries if attempt.score_bp is not None]
    return Standing(
        tries=len(tries),
        first_bp=scores[0] if scores else None,
        best_bp=max(scores, default=None),
        passed=any(attempt.passed for attempt in tries),
        open_id=next((attempt.pk for attempt in tries if attempt.state == AttemptState.OPEN), None),
    )


def standing(user_id: int, quiz: Quiz) -> Standing:
    """Return where a person stands with one quiz."""
    return standings(user_id, [quiz.pk]).get(quiz.pk, Standing())


def tries_left(quiz: Quiz, stands: Standing) -> int | None:
    """Return how many more attempts a person may start; None means as many as they like."""
    return None if quiz.attempt_limit is None else max(0, quiz.attempt_limit - stands.tries)


def visible_of(attempt: Attempt, quiz: Quiz, stands: Standing, now: datetime) -> Visible:
    """Return what the learner may see of an attempt now, by the rule frozen onto it."""
    no_more = tries_left(quiz, stands) == 0 and stands.open_id is None
    stage = Stage(attempt.submitted_at, settled=stands.passed or no_more)
    return visible(decode(attempt.feedback_rule), stage, now)


def reviews_of(attempt: Attempt, language: str, *, shown: Visible) -> list[Review]:
    """Return the questions of a finished attempt as far as its learner may see them; none without ``own``."""
    if not shown.own:
        return []
    return [
        withheld(
            review(
                parse(item.version.content),
                item.response,
                item.credit_bp,
                item.option_order,
                language=language,
                released=shown.right,
            ),
            shown,
        )
        for item in items_of(attempt)
    ]


def band_text(attempt: Attempt, language: str) -> str:
    """Return what the quiz says to people with the score of a finished attempt, "" if it says nothing.

    The words are the newest ones, so that a mended sentence reaches everybody; the score is the attempt's.
    """
    band = band_of([row.band for row in attempt.quiz.bands.all()], attempt.score_bp or 0)
    return band.text.show(language) if band else ""


def finished_attempts(user_id: int, quiz: Quiz) -> list[Attempt]:
    """Return a person's finished attempts at a quiz, the newest first."""
    tries = Attempt.objects.filter(user_id=user_id, quiz=quiz).exclude(state=AttemptState.OPEN)
    return list(tries.order_by("-cycle", "-number"))
