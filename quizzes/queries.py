"""What screens and the index read: versions to draw from, a person's attempts, finished outcomes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q

from quizzes.content import parse
from quizzes.draw import Place
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    DimensionChoice,
    FeedbackRule,
    Question,
    QuestionVersion,
    Quiz,
    QuizPurpose,
    ResponseState,
    Survey,
    SurveyItemKind,
    SurveyResponse,
    SurveyVersion,
)
from quizzes.player import Shown, show
from quizzes.review import Review, review
from quizzes.selfcheck import MODULES, picture

READ_AT_ONCE = 2_000
GROUP = 5


def newest_versions(questions: Q) -> dict[str, int]:
    """Return {key: id of the newest version} of the live questions matching a filter."""
    rows = (
        QuestionVersion.objects.filter(
            question__in=Question.objects.filter(questions, live=True, retired=False)
        )
        .order_by("number")
        .values_list("key", "pk")
    )
    return dict(rows)


def places_of(quiz: Quiz) -> list[Place]:
    """Return the places of a quiz with the versions that may fill them now; empty pools are left out."""
    slots: dict[int, list[str]] = {}
    for slot, key in quiz.items.order_by("slot", "sort_order").values_list("slot", "question__key"):
        slots.setdefault(slot, []).append(key)
    fixed = newest_versions(Q(key__in=[key for keys in slots.values() for key in keys])) if slots else {}
    places = [
        Place(tuple(fixed[key] for key in keys if key in fixed)) for _slot, keys in sorted(slots.items())
    ]
    for rule in quiz.draws.all():
        wanted = {
            name: value for name in ("module", "difficulty", "dimension") if (value := getattr(rule, name))
        }
        pool = newest_versions(Q(**wanted) & ~Q(kind="short_answer"))
        places.append(Place(tuple(pool[key] for key in sorted(pool)), rule.count))
    return [place for place in places if place.pool]


def times_seen(user_id: int, version_ids: Collection[int]) -> dict[int, int]:
    """Return how often a person has had each of these questions, in any of its versions."""
    keys = dict(QuestionVersion.objects.filter(pk__in=version_ids).values_list("pk", "key"))
    rows = (
        AttemptItem.objects.filter(attempt__user_id=user_id, version__key__in=keys.values())
        .values_list("version__key")
        .annotate(times=Count("pk"))
    )
    seen = dict(rows)
    return {pk: seen.get(key, 0) for pk, key in keys.items()}


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


def releases_answers(attempt: Attempt, stands: Standing) -> bool:
    """Say whether the right answers of a finished attempt may be shown, by the rule copied onto it."""
    if attempt.state == AttemptState.OPEN:
        return False
    if attempt.feedback_rule == FeedbackRule.AFTER_SUBMIT or stands.passed:
        return True
    return tries_left(attempt.quiz, stands) == 0 and stands.open_id is None


def reviews_of(attempt: Attempt, language: str, *, released: bool) -> list[Review]:
    """Return the questions of a finished attempt as its learner sees them afterwards."""
    return [
        review(
            parse(item.version.content),
            item.response,
            item.credit_bp,
            item.option_order,
            language=language,
            released=released,
        )
        for item in items_of(attempt)
    ]


def finished_attempts(user_id: int, quiz: Quiz) -> list[Attempt]:
    """Return a person's finished attempts at a quiz, the newest first."""
    tries = Attempt.objects.filter(user_id=user_id, quiz=quiz).exclude(state=AttemptState.OPEN)
    return list(tries.order_by("-cycle", "-number"))


def forms_of(user_id: int, survey: Survey) -> list[SurveyResponse]:
    """Return a person's forms of a self-assessment, the newest first."""
    return list(
        SurveyResponse.objects.filter(user_id=user_id, version__survey=survey).order_by("-started_at")
    )


def question_count(quiz: Quiz) -> int:
    """Return how many questions an attempt will have; two queries."""
    slots = quiz.items.values("slot").distinct().count()
    return slots + sum(quiz.draws.values_list("count", flat=True))


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

    Module checks are practice and count nowhere; questions that a person marks are in no automatic score.
    """
    attempts = Attempt.objects.exclude(state=AttemptState.OPEN).order_by("pk")
    items = AttemptItem.objects.exclude(version__kind="short_answer").exclude(
        attempt__state=AttemptState.OPEN
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
        voided=F("version__voided_on"),
    ):
        found.setdefault(row["attempt_id"], []).append(
            ItemOutcome(
                row["key"],
                row["version_number"],
                row["dimension"],
                row["points"],
                row["credit_bp"],
                row["voided"],
            )
        )
    finished = attempts.filter(quiz__purpose=QuizPurpose.COURSE, submitted_at__isnull=False).values(
        "pk", "user_id", "cycle", "submitted_at", "state", key=F("quiz__key")
    )
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


def unanswered(response: SurveyResponse) -> list[int]:
    """Return the numbers (from 1, as displayed) of the statements of a form that have no answer."""
    answered = set(response.answers.values_list("code", flat=True))
    items = response.version.content["items"]
    return [number for number, item in enumerate(items, start=1) if item["code"] not in answered]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as displayed, with the person's own answer."""

    number: int
    code: str
    text: str
    value: int | None
    seq: int


def statements(response: SurveyResponse, language: str) -> list[list[Statement]]:
    """Return the statements of a form in groups of five, in the order of its version."""
    known = {row.code: row for row in response.answers.all()}
    rows = [
        Statement(
            number=number,
            code=item["code"],
            text=_in(item["text"], language),
            value=known[item["code"]].value if item["code"] in known else None,
            seq=known[item["code"]].seq if item["code"] in known else 0,
        )
        for number, item in enumerate(response.version.content["items"], start=1)
    ]
    return [rows[place : place + GROUP] for place in range(0, len(rows), GROUP)]


def _in(text: dict[str, str], language: str) -> str:
    return text["en"] if language == "en" and text["en"] else text["zh"]


def survey_text(response: SurveyResponse, name: str, language: str) -> str:
    """Return the ``title`` or ``instruction`` of a form's version in a language."""
    return _in(response.version.content[name], language)


@dataclass(frozen=True, slots=True)
class Advice:
    """A competency as its author sees it, with the lesson that trains it."""

    label: str
    share_bp: int
    module: str


@dataclass(frozen=True, slots=True)
class SelfPicture:
    """What a submitted form tells its author."""

    bars: tuple[Advice, ...]
    strength: Advice | None
    practice: Advice | None


def picture_of(response: SurveyResponse) -> SelfPicture:
    """Return the picture of a submitted form, with names and lessons."""
    answers = dict(response.answers.values_list("code", "value"))
    drawn = picture(response.version.content["items"], answers)
    bars = {
        bar.dimension: Advice(
            str(DimensionChoice(bar.dimension.value).label), bar.share_bp, MODULES[bar.dimension]
        )
        for bar in drawn.bars
    }
    return SelfPicture(
        tuple(bars.values()),
        bars[drawn.strength] if drawn.strength else None,
        bars[drawn.practice] if drawn.practice else None,
    )
