"""The answers of first attempts as columns, for item analysis."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast
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
    one_at_a_time: bool


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

    Practice, questions a person marks and voided ones are left out. Three queries.
    """
    attempts = _first_attempts()
    versions, keys, contents = _versions()
    numbers = {pk: place for place, pk in enumerate(attempts)}
    choices = {place for place, content in enumerate(contents) if content.kind in CHOICES}
    rows: list[tuple[int, int, int, float, int, float]] = []
    chosen: list[tuple[int, str]] = []
    for pk, version_id, position, credit, points, answered_at, response in _answers():
        attempt, item = numbers.get(pk), versions.get(version_id)
        if attempt is None or item is None:
            continue
        if item in choices:
            chosen += [(len(rows), option) for option in _options_of(response)]
        answered = np.nan if answered_at is None else answered_at.timestamp()
        rows.append(
            (attempt, position, item, np.nan if credit is None else credit / FULL_BP, points, answered)
        )
    return _assembled(rows, list(attempts.values()), keys, contents, chosen)


def _answers() -> Iterator[tuple[str, int, int, int | None, int, datetime | None, str | None]]:
    """Yield all answers. Whose attempt it is and which version are looked up here, not joined.

    Ids and answers stay texts: reading a million of them as objects would take most of the time.
    """
    texts = {"attempt_text": Cast("attempt_id", TextField()), "response_text": Cast("response", TextField())}
    rows = AttemptItem.objects.annotate(**texts).order_by()
    names = ("attempt_text", "version_id", "position", "credit_bp", "points", "answered_at", "response_text")
    yield from rows.values_list(*names).iterator(READ_AT_ONCE)


@lru_cache(maxsize=READ_AT_ONCE)
def _options_of(response: str | None) -> tuple[str, ...]:
    """Return the options an answer chose; most answers are alike."""
    return tuple((json.loads(response) or {}).get("options", ())) if response else ()


def _first_attempts() -> dict[str, FirstAttempt]:
    rows = Attempt.objects.filter(
        state=AttemptState.SUBMITTED, number=1, cycle=1, item_tries__isnull=True
    ).order_by("pk")
    rows = rows.annotate(text=Cast("pk", TextField()))
    wanted = rows.values_list("text", "quiz_id", "language", "started_at", "score_bp", "one_at_a_time")
    return {
        pk: FirstAttempt(quiz_id, language, started_at, (score or 0) / FULL_BP, single)
        for pk, quiz_id, language, started_at, score, single in wanted.iterator(READ_AT_ONCE)
    }


def _versions() -> tuple[dict[int, int], list[str], list[Content]]:
    """Return {version id: item} of what counts, and per item its key and newest content.

    Versions of a question are one family; voided ones count nowhere.
    """
    items: dict[int, int] = {}
    places: dict[str, int] = {}
    newest: list[dict[str, Any]] = []
    rows = QuestionVersion.objects.exclude(kind="short_answer").order_by("key", "number")
    for pk, key, content, voided_on in rows.values_list("pk", "key", "content", "voided_on"):
        if key not in places:
            places[key] = len(newest)
            newest.append(content)
        newest[places[key]] = content
        if voided_on is None:
            items[pk] = places[key]
    return items, list(places), [parse(content) for content in newest]


def _assembled(
    rows: list[tuple[int, int, int, float, int, float]],
    attempts: list[FirstAttempt],
    keys: list[str],
    contents: list[Content],
    chosen: list[tuple[int, str]],
) -> AnswerColumns:
    table = np.array(rows, dtype=float).reshape(len(rows), 6)
    order = np.lexsort((table[:, 1], table[:, 0]))
    place = np.empty(len(rows), dtype=np.intp)
    place[order] = np.arange(len(rows))
    table = table[order]
    attempt = table[:, 0].astype(np.intp)
    started = np.array([one.started_at.timestamp() for one in attempts], dtype=float)
    single = np.array([one.one_at_a_time for one in attempts], dtype=bool)
    saved = np.lexsort((table[:, 5], attempt))
    return AnswerColumns(
        marks=Marks(
            attempt=attempt,
            item=table[:, 2].astype(np.intp),
            credit=table[:, 3],
            points=table[:, 4],
            seconds=_seconds(saved, attempt, table[:, 5], started),
            timed=single[attempt] & ~np.isnan(table[:, 5]) & _came_next(saved, attempt, table[:, 1]),
        ),
        keys=keys,
        contents=contents,
        quiz=np.array([one.quiz_id for one in attempts], dtype=np.int64),
        language=[one.language for one in attempts],
        score=np.array([one.score for one in attempts], dtype=float),
        chosen=[(int(place[row]), option) for row, option in chosen],
    )


def _seconds(
    order: NDArray[np.intp],
    attempt: NDArray[np.intp],
    answered: NDArray[np.float64],
    started: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the seconds between each answer and the one saved before it in the same attempt.

    ``order`` are the rows by attempt and time. The first answer counts from the start. nan for an unanswered
    question.
    """
    before = np.empty(len(order))
    before[1:] = answered[order][:-1]
    first = _first(attempt[order])
    before[first] = started[attempt[order][first]]
    seconds = np.empty(len(order))
    seconds[order] = np.maximum(answered[order] - before, 0)
    return seconds


def _came_next(
    order: NDArray[np.intp], attempt: NDArray[np.intp], position: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Say for each answer whether the one saved before it was to the question before it.

    True of the first question if it was answered first.
    """
    before = np.zeros(len(order))
    before[1:] = position[order][:-1]
    before[_first(attempt[order])] = 0
    came = np.empty(len(order), dtype=bool)
    came[order] = position[order] == before + 1
    return came


def _first(attempt: NDArray[np.intp]) -> NDArray[np.bool_]:
    first = np.ones(len(attempt), dtype=bool)
    first[1:] = attempt[1:] != attempt[:-1]
    return first


def languages_of(columns: AnswerColumns) -> Iterable[str]:
    """Return the languages attempts were taken in, sorted."""
    return sorted(set(columns.language))
