"""What a correction would do, which results it is about, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from core.basis_points import FULL_BP, ratio_bp
from quizzes import content
from quizzes.grading import Answered, Grade, GradeKind, counts, matched, regraded, reworded
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    Correction,
    CorrectionKind,
    CorrectionState,
    GradeEntry,
    QuestionVersion,
    Quiz,
)
from quizzes.scoring import credit_bp

Corrections = QuerySet[Correction]


def marked_by_key_of(version: QuestionVersion) -> list[QuestionVersion]:
    """Return the older versions of the question whose answers this version's key can mark."""
    key = content.parse(version.content)
    older = QuestionVersion.objects.filter(key=version.key, number__lt=version.number, voided_on=None)
    return [one for one in older.order_by("number") if matched(content.parse(one.content), key)]


def results_to_correct(correction: Correction) -> "QuerySet[AttemptItem]":
    """Return the answers that a decided correction has not reached yet; those of open attempts come later.

    Practice is left alone: it counts nowhere.
    """
    items = AttemptItem.objects.filter(attempt__item_tries=None).exclude(attempt__state=AttemptState.OPEN)
    if correction.kind == CorrectionKind.VOID:
        return items.filter(version=correction.version_id, voided=False)
    return items.filter(version__corrected_by=correction.version_id).exclude(marked_by=correction.version_id)


@dataclass(frozen=True, slots=True)
class Change:
    """One result before and after; neither a person nor an attempt can be told from it."""

    quiz_id: int
    submitted_at: datetime
    before: Grade
    after: Grade
    kept: bool
    quiz: Quiz | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would do to the results that stand."""

    examined: int
    changes: Sequence[Change]

    @property
    def newly_passed(self) -> int:
        """How many pass who did not."""
        return sum(one.after.passed and not one.before.passed for one in self.changes)

    @property
    def kept(self) -> int:
        """How many are below the pass mark afterwards and stay passed."""
        return sum(one.kept for one in self.changes)


def preview(correction: Correction) -> Preview:
    """Return what a proposed correction would do now; a fixed number of queries, however many results."""
    affected = _affected(correction)
    sums = _sums(affected)
    key = content.parse(correction.version.content)
    examined = set()
    names = ("attempt_id", "version__kind", "points", "credit_bp", "voided", "response")
    for pk, kind, points, credit, voided, response in affected.values_list(*names):
        examined.add(pk)
        old = Answered(content.Kind(kind), points, credit, voided)
        sums[pk] -= _Sum.of(old)
        if correction.kind == CorrectionKind.REGRADE and not voided:
            marked = credit if kind in content.UNMARKED else credit_bp(key, response)
            sums[pk] += _Sum.of(Answered(key.kind, points, marked, voided=False))
    changes = [_change(row, sums[row["pk"]]) for row in _results(affected)]
    quizzes = Quiz.objects.in_bulk({row.quiz_id for row in changes if row})
    moved = [replace(row, quiz=quizzes[row.quiz_id]) for row in changes if row]
    return Preview(len(examined), moved)


def _affected(correction: Correction) -> "QuerySet[AttemptItem]":
    """Return the answers a proposed correction is about, of attempts whose result stands."""
    items = AttemptItem.objects.filter(attempt__state=AttemptState.SUBMITTED, attempt__item_tries=None)
    if correction.kind == CorrectionKind.VOID:
        return items.filter(version=correction.version_id, voided=False)
    older = [one.pk for one in marked_by_key_of(correction.version)]
    return items.filter(version__in=older).exclude(marked_by=correction.version_id)


@dataclass(frozen=True, slots=True)
class _Sum:
    """Points that could be earned, and points times credit that were."""

    possible: int = 0
    earned: int = 0

    @classmethod
    def of(cls, one: Answered) -> "_Sum":
        return cls(one.points, one.points * (one.credit_bp or 0)) if counts(one) else cls()

    def __add__(self, other: "_Sum") -> "_Sum":
        return _Sum(self.possible + other.possible, self.earned + other.earned)

    def __sub__(self, other: "_Sum") -> "_Sum":
        return _Sum(self.possible - other.possible, self.earned - other.earned)


def _sums(affected: "QuerySet[AttemptItem]") -> dict[UUID, _Sum]:
    """Return {attempt: its points}, added up by the database: ``grading.counts`` in SQL; a test compares."""
    counted = AttemptItem.objects.filter(attempt__in=affected.values("attempt_id"), voided=False)
    counted = counted.exclude(version__kind__in=content.UNMARKED, credit_bp=None)
    earned = Sum(F("points") * Coalesce("credit_bp", 0))
    rows = counted.order_by().values("attempt_id").annotate(possible=Sum("points"), earned=earned)
    found: dict[UUID, _Sum] = defaultdict(_Sum)
    found.update({row["attempt_id"]: _Sum(row["possible"], row["earned"]) for row in rows})
    return found


def _results(affected: "QuerySet[AttemptItem]") -> Iterable[Any]:
    decisions = GradeEntry.objects.filter(
        attempt=OuterRef("pk"), kind__in=[GradeKind.OVERRIDDEN, GradeKind.LIFTED]
    )
    rows = Attempt.objects.filter(pk__in=affected.values("attempt_id")).order_by("-submitted_at", "pk")
    rows = rows.annotate(decision=Subquery(decisions.order_by("-number").values("kind")[:1]))
    return rows.values("pk", "quiz_id", "submitted_at", "score_bp", "passed", "pass_bp", "decision")


def _change(row: Any, points: _Sum) -> Change | None:
    """Return what becomes of one result, None where it stays; a person's decision outlives a correction."""
    before = Grade(row["score_bp"], row["passed"])
    score = ratio_bp(points.earned, points.possible * FULL_BP) if points.possible else None
    after = regraded(before, score, row["pass_bp"])
    if after == before or row["decision"] == GradeKind.OVERRIDDEN:
        return None
    kept = after.passed and score is not None and score < row["pass_bp"]
    return Change(row["quiz_id"], row["submitted_at"], before, after, kept)


def changes_of(correction: Correction) -> "QuerySet[GradeEntry]":
    """Return the results a correction changed, as the ledger has them."""
    rows = correction.grades.select_related("attempt__quiz").order_by("-attempt__submitted_at", "pk")
    return rows.exclude(score_before_bp=F("score_after_bp"), passed_before=F("passed_after"))


@dataclass(frozen=True, slots=True)
class OlderVersion:
    """An older version as a corrected key meets it: whether it can mark its answers, and mended words."""

    version: QuestionVersion
    marked: bool
    words: Sequence[tuple[str, str]]


def older_versions(version: QuestionVersion) -> list[OlderVersion]:
    """Return the older versions of a question, and what of their words was changed since."""
    key = content.parse(version.content)
    rows = QuestionVersion.objects.filter(key=version.key, number__lt=version.number, voided_on=None)
    found = []
    for one in rows.order_by("-number"):
        seen = content.parse(one.content)
        marked = matched(seen, key)
        found.append(OlderVersion(one, marked, reworded(seen, key) if marked else ()))
    return found


def versions_with_results(key: str) -> "QuerySet[QuestionVersion]":
    """Return the versions of a question, the newest first, with the number of results each is part of."""
    submitted = Count("attempt_items", filter=Q(attempt_items__attempt__state=AttemptState.SUBMITTED))
    rows = QuestionVersion.objects.filter(key=key).annotate(results=submitted)
    return rows.select_related("corrected_by", "question").order_by("-number")


def corrections_listed() -> Corrections:
    """Return all corrections, those that wait for a decision first."""
    first = Case(When(state=CorrectionState.PROPOSED, then=0), default=1)
    rows = Correction.objects.select_related("version", "proposed_by", "decided_by")
    return rows.order_by(first, "-proposed_at")
