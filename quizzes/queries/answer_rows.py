"""The answers of first attempts as columns, for item analysis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from core.basis_points import FULL_BP
from quizzes.content import CHOICES, Content, parse
from quizzes.models import Attempt, AttemptItem, AttemptState, QuestionVersion
from quizzes.statistics import Marks

READ_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class FirstAttempt:
    """One first attempt: when it started, in which language it was taken, its score of one."""

    quiz_id: int
    language: str
    started_at: datetime
    score: float


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """The answers of first attempts.

    Rows of ``marks`` are in the order of attempt and position; ``quiz`` and ``language`` are per attempt.
    ``keys`` names the items, ``contents`` holds the newest content of each. ``chosen`` are (row, option id).
    """

    marks: Marks
    keys: list[str]
    contents: list[Content]
    quiz: NDArray[np.int64]
    language: list[str]
    score: NDArray[np.float64]
    chosen: list[tuple[int, str]]


def first_answers() -> AnswerColumns:
    """Read every submitted first attempt: each person's first try of a quiz.

    Questions a person marks and voided ones are left out. Three queries.
    """
    attempts = _first_attempts()
    versions, keys, contents = _versions()
    numbers = {pk: place for place, pk in enumerate(attempts)}
    rows = (
        AttemptItem.objects.filter(
            attempt__state=AttemptState.SUBMITTED,
            attempt__number=1,
            attempt__cycle=1,
            version__voided_on=None,
        )
        .exclude(version__kind="short_answer")
        .order_by("attempt_id", "position")
        .values_list("attempt_id", "version_id", "credit_bp", "points", "answered_at", "response")
    )
    choices = {place for place, content in enumerate(contents) if content.kind in CHOICES}
    columns: list[tuple[int, int, float, int, float]] = []
    chosen: list[tuple[int, str]] = []
    for attempt_id, version_id, credit, points, answered_at, response in rows.iterator(READ_AT_ONCE):
        if attempt_id not in numbers:
            continue
        item = versions[version_id]
        if response and item in choices:
            chosen += [(len(columns), option) for option in response.get("options", ())]
        columns.append(
            (
                numbers[attempt_id],
                item,
                np.nan if credit is None else credit / FULL_BP,
                points,
                np.nan if answered_at is None else answered_at.timestamp(),
            )
        )
    return _assembled(columns, list(attempts.values()), keys, contents, chosen)


def _first_attempts() -> dict[UUID, FirstAttempt]:
    rows = Attempt.objects.filter(state=AttemptState.SUBMITTED, number=1, cycle=1).order_by("pk")
    wanted = rows.values_list("pk", "quiz_id", "language", "started_at", "score_bp")
    return {
        pk: FirstAttempt(quiz_id, language, started_at, (score or 0) / FULL_BP)
        for pk, quiz_id, language, started_at, score in wanted.iterator(READ_AT_ONCE)
    }


def _versions() -> tuple[dict[int, int], list[str], list[Content]]:
    """Return {version id: item}, and per item its key and newest content: versions are one family."""
    items: dict[int, int] = {}
    places: dict[str, int] = {}
    newest: list[dict[str, Any]] = []
    rows = QuestionVersion.objects.exclude(kind="short_answer").order_by("key", "number")
    for pk, key, content in rows.values_list("pk", "key", "content"):
        if key not in places:
            places[key] = len(newest)
            newest.append(content)
        items[pk] = places[key]
        newest[places[key]] = content
    return items, list(places), [parse(content) for content in newest]


def _assembled(
    columns: list[tuple[int, int, float, int, float]],
    attempts: list[FirstAttempt],
    keys: list[str],
    contents: list[Content],
    chosen: list[tuple[int, str]],
) -> AnswerColumns:
    table = np.array(columns, dtype=float).reshape(len(columns), 5)
    attempt = table[:, 0].astype(np.intp)
    started = np.array([one.started_at.timestamp() for one in attempts], dtype=float)
    return AnswerColumns(
        marks=Marks(
            attempt=attempt,
            item=table[:, 1].astype(np.intp),
            credit=table[:, 2],
            points=table[:, 3],
            seconds=_seconds(attempt, table[:, 4], started),
        ),
        keys=keys,
        contents=contents,
        quiz=np.array([one.quiz_id for one in attempts], dtype=np.int64),
        language=[one.language for one in attempts],
        score=np.array([one.score for one in attempts], dtype=float),
        chosen=chosen,
    )


def _seconds(
    attempt: NDArray[np.intp], answered: NDArray[np.float64], started: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the seconds between each answer and the one saved before it in the same attempt.

    The first answer counts from the start. nan for an unanswered question.
    """
    order = np.lexsort((answered, attempt))
    before = np.empty(len(order))
    before[1:] = answered[order][:-1]
    first = np.ones(len(order), dtype=bool)
    first[1:] = attempt[order][1:] != attempt[order][:-1]
    before[first] = started[attempt[order][first]]
    seconds = np.empty(len(order))
    seconds[order] = np.maximum(answered[order] - before, 0)
    return seconds


def languages_of(columns: AnswerColumns) -> Iterable[str]:
    """Return the languages attempts were taken in, sorted."""
    return sorted(set(columns.language))
