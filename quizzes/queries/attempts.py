"""A person's attempts and where they stand with a quiz."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.languages import foreign, shown_in
from quizzes.bands import band_of
from quizzes.content import parse
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    Quiz,
)
from quizzes.player import Shown, show
from quizzes.policy import Counts, may_count
from quizzes.queries.grades import marked_content
from quizzes.release import Visible
from quizzes.review import Review, review, withheld
from quizzes.scoring import credit_bp


def attempts_of(user_id: int, quiz: Quiz) -> list[Attempt]:
    """Return a person's attempts at a quiz, the first one first."""
    return list(Attempt.objects.filter(user_id=user_id, quiz=quiz).order_by("cycle", "number"))


def items_of(attempt: Attempt) -> list[AttemptItem]:
    """Return the questions of an attempt with their versions, in order; one query."""
    return list(attempt.items.select_related("version__corrected_by").order_by("position"))


def questions_of(attempt: Attempt, language: str) -> list[Shown]:
    """Return the questions of an open attempt as its learner sees them: without any key or feedback."""
    return [_question(item, shown_in(item.version.content, language), language) for item in items_of(attempt)]


def _question(item: AttemptItem, told: str, language: str) -> Shown:
    question = show(
        parse(item.version.content),
        item.option_order,
        item.response,
        language=told,
        position=item.position,
        seq=item.response_seq,
        flagged=item.flagged,
    )
    return replace(question, foreign=foreign(told, language), certainty=item.certainty)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with a quiz; ``counted_bp`` is the score that counts for passing."""

    tries: int = 0
    first_bp: int | None = None
    counted_bp: int | None = None
    counts: Counts = Counts.BEST
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
    return {quiz_id: standing_of(tries) for quiz_id, tries in rows.items()}


def standing_of(tries: Sequence[Attempt]) -> Standing:
    """Return where a person stands after these attempts, the first one first."""
    counted = counted_tries(tries)
    scores = [attempt.score_bp for attempt in tries if attempt.score_bp is not None]
    return Standing(
        tries=len(tries),
        first_bp=scores[0] if scores else None,
        counted_bp=max((one.score_bp for one in counted if one.score_bp is not None), default=None),
        counts=Counts(tries[-1].counts) if tries else Counts.BEST,
        passed=any(attempt.passed for attempt in counted),
        open_id=next((attempt.pk for attempt in tries if attempt.state == AttemptState.OPEN), None),
    )


def counted_tries(tries: Sequence[Attempt]) -> Sequence[Attempt]:
    """Return the scored attempts of which the best counts, by the rule the newest of them was begun under."""
    scored = [attempt for attempt in tries if attempt.state == AttemptState.SUBMITTED]
    return may_count(Counts(scored[-1].counts), scored) if scored else ()


def standing(user_id: int, quiz: Quiz) -> Standing:
    """Return where a person stands with one quiz."""
    return standings(user_id, [quiz.pk]).get(quiz.pk, Standing())


def has_passed(attempt: Attempt) -> bool:
    """Say whether the attempt's person has passed its quiz, by the rule which try counts."""
    return standing(attempt.user_id, attempt.quiz).passed


def reviews_of(attempt: Attempt, language: str, *, shown: Visible) -> list[Review]:
    """Return the questions of a finished attempt as far as its learner may see them; none without ``own``."""
    if not shown.own:
        return []
    return [_review_of(attempt, item, language, shown) for item in items_of(attempt)]


def _review_of(attempt: Attempt, item: AttemptItem, language: str, shown: Visible) -> Review:
    """In practice the verdict is about the answer, not about what wrong tries took off its credit."""
    content, told = marked_content(item), shown_in(item.version.content, language)
    credit = credit_bp(content, item.response) if attempt.practice else item.credit_bp
    row = review(content, item.response, credit, item.option_order, language=told, released=shown.right)
    row = replace(row, checks=item.checks, hints=item.hints_taken, certainty=item.certainty)
    return withheld(replace(row, foreign=foreign(told, language)), shown)


def late_positions(attempt: Attempt) -> list[int]:
    """Return the numbers of the questions that were answered after the deadline, within the grace."""
    return list(attempt.items.filter(late=True).order_by("position").values_list("position", flat=True))


def band_text(attempt: Attempt, language: str) -> str:
    """Return what the quiz says to people with the score of a finished attempt, "" if it says nothing.

    The words are the newest ones, so that a mended sentence reaches everybody; the score is the attempt's.
    """
    band = band_of([row.band for row in attempt.quiz.bands.all()], attempt.score_bp or 0)
    return band.text.show(language) if band else ""
