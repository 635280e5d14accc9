"""Finished quizzes and self-assessments, as the index reads them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    QuizPurpose,
    ResponseState,
    SurveyItemKind,
    SurveyResponse,
    SurveyVersion,
)

READ_AT_ONCE = 2_000
UNFINISHED = (AttemptState.OPEN, AttemptState.WAITING)


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """One question of a finished attempt; ``credit_bp`` is None when nobody answered it."""

    key: str
    version: int
    dimension: str
    points: int
    credit_bp: int | None
    voided_on: date | None


@dataclass(frozen=True, slots=True)
class QuizOutcome:
    """One finished attempt, as it happened."""

    attempt_id: UUID
    user_id: int
    activity_key: str
    cycle: int
    submitted_at: datetime
    status: str
    items: tuple[ItemOutcome, ...]


def outcomes(user_ids: Collection[int] | None) -> Iterable[QuizOutcome]:
    """Yield the finished course quizzes of these people (everybody with None) in two queries.

    Module checks and practice count nowhere, whatever became of their quiz; an own answer counts once a
    person has marked it.
    """
    attempts = Attempt.objects.exclude(state__in=UNFINISHED).order_by("pk")
    items = AttemptItem.objects.exclude(version__kind="short_answer", credit_bp=None).exclude(
        attempt__state__in=UNFINISHED
    )
    if user_ids is not None:
        attempts = attempts.filter(user_id__in=user_ids)
        items = items.filter(attempt__user_id__in=user_ids)
    found: dict[UUID, list[ItemOutcome]] = {}
    for row in items.order_by("attempt_id", "position").values(
        "attempt_id",
        "points",
        "credit_bp",
        key=F("version__key"),
        version_number=F("version__number"),
        dimension=F("version__dimension"),
        void_day=F("version__voided_on"),
    ):
        found.setdefault(row["attempt_id"], []).append(
            ItemOutcome(
                row["key"],
                row["version_number"],
                row["dimension"],
                row["points"],
                row["credit_bp"],
                row["void_day"],
            )
        )
    counted = attempts.filter(
        quiz__purpose=QuizPurpose.COURSE, item_tries__isnull=True, submitted_at__isnull=False
    )
    finished = counted.values("pk", "user_id", "cycle", "submitted_at", "state", key=F("quiz__key"))
    for done in finished.iterator(READ_AT_ONCE):
        assert done["submitted_at"] is not None  # noqa: S101 - the filter above says so; this tells the type checker
        yield QuizOutcome(
            done["pk"],
            done["user_id"],
            done["key"],
            done["cycle"],
            done["submitted_at"],
            done["state"],
            tuple(found.get(done["pk"], ())),
        )


@dataclass(frozen=True, slots=True)
class SelfForm:
    """One submitted self-assessment."""

    response_id: UUID
    user_id: int
    submitted_at: datetime
    seconds: int
    answers: dict[str, int]


def self_forms(user_ids: Collection[int] | None) -> Iterable[SelfForm]:
    """Yield the submitted self-assessments of these people (everybody with None)."""
    forms = SurveyResponse.objects.filter(state=ResponseState.SUBMITTED).order_by("pk")
    if user_ids is not None:
        forms = forms.filter(user_id__in=user_ids)
    for form in forms.prefetch_related("answers").iterator(READ_AT_ONCE):
        answers = {answer.code: answer.value for answer in form.answers.all()}
        if form.submitted_at is not None and form.seconds is not None:
            yield SelfForm(form.pk, form.user_id, form.submitted_at, form.seconds, answers)


@dataclass(frozen=True, slots=True)
class SelfItem:
    """One statement of the self-assessment, in the order displayed."""

    code: str
    position: int
    dimension: str
    reverse: bool
    expected: int | None


def self_items(version: SurveyVersion | None = None) -> Sequence[SelfItem]:
    """Return the statements of a version, the newest one unless given; empty before any is published."""
    version = version or SurveyVersion.objects.order_by("-created_at", "-pk").first()
    if version is None:
        return ()
    return [
        SelfItem(
            code=row["code"],
            position=position,
            dimension=row["dimension"] if row["kind"] == SurveyItemKind.CONTENT else "",
            reverse=row["reverse"],
            expected=row["expected"],
        )
        for position, row in enumerate(version.content["items"], start=1)
    ]
