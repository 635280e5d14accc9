"""Papers to compare with one another, how other people answered, and the pairs HR looks at."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, TextField
from django.db.models.functions import Cast

from people.models import User
from quizzes.content import CHOICES, Content, Kind, parse
from quizzes.models import Attempt, AttemptItem, AttemptState, QuestionVersion, QuizPurpose, SharingPair
from quizzes.sharing import SECONDS_APART, Answer, Paper

YEAR = timedelta(days=365)
READ_AT_ONCE = 5_000
CHOICE_KINDS = sorted(kind.value for kind in CHOICES)

Spread = dict[int, Counter[Answer]]


def answer_of(response: Mapping[str, Any] | None) -> Answer:
    """Return the options an answer chose, sorted; empty where nothing was answered."""
    return tuple(sorted((response or {}).get("options", ())))


def _first_attempts(after: datetime, until: datetime) -> QuerySet[Attempt]:
    """First tries, submitted in (after, until], of quizzes that count."""
    return Attempt.objects.filter(
        state=AttemptState.SUBMITTED,
        number=1,
        cycle=1,
        quiz__purpose=QuizPurpose.COURSE,
        submitted_at__gt=after,
        submitted_at__lte=until,
    )


def papers_between(since: datetime, until: datetime) -> list[dict[UUID, Paper]]:
    """Return the papers to compare, {attempt: paper} per quiz and department; two queries.

    They reach back a day before ``since``, for the pairs whose later paper is newer. Questions people do not
    choose from, and voided ones, are left out.
    """
    attempts = _first_attempts(since - timedelta(seconds=SECONDS_APART), until).filter(
        department__isnull=False
    )
    places = attempts.order_by("submitted_at", "pk")
    answers = _answers_of(attempts)
    groups: dict[tuple[int, int | None], dict[UUID, Paper]] = {}
    for pk, at, quiz_id, department_id in places.values_list(
        "pk", "submitted_at", "quiz_id", "department_id"
    ):
        if at is not None and pk in answers:
            groups.setdefault((quiz_id, department_id), {})[pk] = Paper(at.timestamp(), answers[pk])
    return list(groups.values())


def _answers_of(attempts: QuerySet[Attempt]) -> dict[UUID, dict[int, Answer]]:
    """Return {attempt: {version: answer}}, questions without an answer left out."""
    items = AttemptItem.objects.filter(
        attempt__in=attempts.order_by().values("pk"), version__kind__in=CHOICE_KINDS, version__voided_on=None
    )
    rows = items.order_by().values_list("attempt_id", "version_id", "response")
    answers: dict[UUID, dict[int, Answer]] = {}
    for attempt_id, version_id, response in rows.iterator(READ_AT_ONCE):
        answer = answer_of(response)
        if answer:
            answers.setdefault(attempt_id, {})[version_id] = answer
    return answers


def spread_of(version_ids: Collection[int], until: datetime) -> Spread:
    """Return how often first attempts of the last year gave which answer to these questions; one query."""
    rows = (
        AttemptItem.objects.filter(
            attempt__in=_first_attempts(until - YEAR, until).values("pk"), version_id__in=version_ids
        )
        .annotate(text=Cast("response", TextField()))
        .order_by()
        .values_list("version_id", "text")
        .annotate(times=Count("pk"))
    )
    spread: Spread = {version_id: Counter() for version_id in version_ids}
    for version_id, text, times in rows:
        answer = answer_of(json.loads(text)) if text else ()
        if answer:
            spread[version_id][answer] += times
    return spread


def keys_of(version_ids: Collection[int]) -> dict[int, tuple[Answer, int]]:
    """Return {version: (right answer, how many wrong answers there can be)}; one query."""
    rows = QuestionVersion.objects.filter(pk__in=version_ids).values_list("pk", "content")
    return {pk: _key(parse(content)) for pk, content in rows}


def _key(content: Content) -> tuple[Answer, int]:
    right = tuple(sorted(option.id for option in content.options if option.correct))
    count = len(content.options)
    return right, 2**count - 2 if content.kind is Kind.MULTIPLE_CHOICE else count - 1


def sharing_pairs(reader: User) -> QuerySet[SharingPair]:
    """Return the pairs a member of HR may look at: all but those that are about themselves."""
    pairs = SharingPair.objects.select_related(
        "run", "first__quiz", "first__department", "first__user", "second__user", "decision__decided_by"
    )
    return pairs.exclude(first__user=reader).exclude(second__user=reader)


def sharing_queue(reader: User, *, closed: bool) -> QuerySet[SharingPair]:
    """Return the pairs waiting for a decision, or those that have one; the newest first."""
    return sharing_pairs(reader).filter(decision__isnull=not closed)


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two chose: the number the question had in their paper, and the texts."""

    number: int
    texts: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One question both answered."""

    stem: str
    sides: tuple[Side, Side]
    same: bool


def compared(pair: SharingPair, language: str) -> list[Compared]:
    """Return the questions both people answered by choosing, in the first one's order; one query.

    Nothing tells the right answer where neither of them gave it.
    """
    items = AttemptItem.objects.filter(
        attempt_id__in=(pair.first_id, pair.second_id), version__kind__in=CHOICE_KINDS
    ).select_related("version")
    by_person: dict[UUID, dict[int, AttemptItem]] = {pair.first_id: {}, pair.second_id: {}}
    for item in items.order_by("position"):
        if answer_of(item.response):
            by_person[item.attempt_id][item.version_id] = item
    first, second = by_person[pair.first_id], by_person[pair.second_id]
    return [
        _compared(item, second[version_id], language)
        for version_id, item in first.items()
        if version_id in second
    ]


def _compared(one: AttemptItem, other: AttemptItem, language: str) -> Compared:
    content = parse(one.version.content)
    return Compared(
        stem=content.stem.show(language),
        sides=(_side(content, one, language), _side(content, other, language)),
        same=answer_of(one.response) == answer_of(other.response),
    )


def _side(content: Content, item: AttemptItem, language: str) -> Side:
    answer = answer_of(item.response)
    known = {option.id: option.text.show(language) for option in content.options}
    order = item.option_order or list(known)
    return Side(
        number=item.position,
        texts=tuple(known[uid] for uid in order if uid in answer and uid in known),
        right=answer == _key(content)[0],
    )
