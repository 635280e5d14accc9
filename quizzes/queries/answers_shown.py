"""The answers to a quiz as they were shown and given, without anything that tells whose they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from core.basis_points import FULL_BP
from quizzes.content import parse, public
from quizzes.models import Attempt, AttemptItem, AttemptState, Quiz
from quizzes.review import Verdict, review

FEWEST_PEOPLE = 5  # as many as the index asks for before it says anything about a group


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer as its learner saw the question: texts in the language of the attempt.

    ``paper`` counts the attempts in the order of their random ids, ``options`` are in the order shown,
    ``parts`` are what was chosen with what was put beside it, ``typed`` is what was written.
    ``earned`` is None for what nobody answered or a person marks, ``seconds`` since the answer saved before.
    ``late`` if it arrived after the deadline, within the grace.
    """

    paper: int
    number: int
    language: str
    position: int
    key: str
    version: int
    kind: str
    stem: str
    options: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    typed: str
    verdict: Verdict
    earned: float | None
    points: int
    seconds: int | None
    late: bool


def finished(quiz: Quiz) -> QuerySet[Attempt]:
    """Return the submitted attempts of a quiz by their random ids: an order that tells nothing."""
    return Attempt.objects.filter(quiz=quiz, state=AttemptState.SUBMITTED).order_by("pk")


def people_behind(attempts: QuerySet[Attempt]) -> int:
    """Return how many people took these attempts."""
    return attempts.order_by().values("user_id").distinct().count()


def shown_answers(attempts: Sequence[Attempt], first: int) -> list[ShownAnswer]:
    """Return the answers of these attempts question by question; ``first`` is the first paper's number.

    One query, whatever their number.
    """
    numbers = {attempt.pk: place for place, attempt in enumerate(attempts, start=first)}
    rows = AttemptItem.objects.filter(attempt__in=list(numbers)).select_related("version")
    by_paper: dict[UUID, list[AttemptItem]] = {}
    for row in rows.order_by("position"):
        by_paper.setdefault(row.attempt_id, []).append(row)
    return [
        _shown(attempt, numbers[attempt.pk], row, seconds)
        for attempt in attempts
        for row, seconds in _timed(attempt, by_paper.get(attempt.pk, []))
    ]


def _timed(attempt: Attempt, rows: Sequence[AttemptItem]) -> Iterable[tuple[AttemptItem, int | None]]:
    """Yield each answer with the seconds since the one saved before it, the first since the start."""
    taken: dict[int, int] = {}
    before = attempt.started_at
    for row in sorted(
        (row for row in rows if row.answered_at), key=lambda row: (row.answered_at, row.position)
    ):
        answered = row.answered_at or before
        taken[row.position] = max(0, int((answered - before).total_seconds()))
        before = answered
    for row in rows:
        yield row, taken.get(row.position)


def _shown(attempt: Attempt, paper: int, row: AttemptItem, seconds: int | None) -> ShownAnswer:
    content = parse(row.version.content)
    seen = review(
        content, row.response, row.credit_bp, row.option_order, language=attempt.language, released=True
    )
    shown = public(content, row.option_order, attempt.language)
    return ShownAnswer(
        paper=paper,
        number=attempt.number,
        language=attempt.language,
        position=row.position,
        key=row.version.key,
        version=row.version.number,
        kind=row.version.kind,
        stem=seen.stem,
        options=tuple(one.text for one in (*shown.options, *shown.choices) if one.text),
        parts=tuple((line.text, line.match) for line in seen.lines if line.chosen),
        typed=seen.typed,
        verdict=seen.verdict,
        earned=None if row.credit_bp is None else round(row.points * row.credit_bp / FULL_BP, 2),
        points=row.points,
        seconds=seconds,
        late=row.late,
    )
