"""What waits for a marker, without a person in it, and what a learner reads of it afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from quizzes.content import parse
from quizzes.marking import Step, rubric
from quizzes.models import Attempt, AttemptItem, Mark, MarkingTask, Quiz

OVERDUE_AFTER = timedelta(days=7)
WAITING = (Step.FIRST, Step.SECOND, Step.SETTLE)


def waiting_for(user_id: int) -> "QuerySet[MarkingTask]":
    """Return the answers a person may mark, the oldest first: not their own, none they have marked."""
    rows = MarkingTask.objects.filter(step__in=WAITING).exclude(item__attempt__user=user_id)
    rows = rows.exclude(pk__in=Mark.objects.filter(marker=user_id).values("task"))
    return rows.order_by("waiting_since", "pk")


def quizzes_waiting(user_id: int) -> "QuerySet[Quiz]":
    """Return the quizzes a person may mark answers of."""
    return Quiz.objects.filter(pk__in=waiting_for(user_id).order_by().values("quiz")).order_by("key")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for markers: all of it, what is overdue, since when."""

    count: int
    overdue: int
    oldest: datetime | None


def waiting(now: datetime) -> Waiting:
    """Return how much waits for markers; one query."""
    late = Count("pk", filter=Q(waiting_since__lt=now - OVERDUE_AFTER))
    found = MarkingTask.objects.filter(step__in=WAITING).aggregate(
        count=Count("pk"), overdue=late, oldest=Min("waiting_since")
    )
    return Waiting(found["count"], found["overdue"], found["oldest"])


@dataclass(frozen=True, slots=True)
class Remark:
    """What markers said about one answer: criteria with their points, comments; no names."""

    position: int
    levels: Sequence[tuple[str, int, int]]
    comments: Sequence[str]


def remarks_of(attempt: Attempt, language: str, *, comments: bool) -> list[Remark]:
    """Return what markers said about an attempt's answers; the word that settled it stands alone."""
    items = attempt.items.filter(marking__step=Step.DONE).select_related("version", "marking")
    found = []
    for item in items.prefetch_related("marking__marks").order_by("position"):
        marks = list(item.marking.marks.all())
        last = marks[-1]
        said = [last] if last.step == Step.SETTLE else marks
        levels = [
            (one.text.show(language), last.points.get(one.id, 0), one.points)
            for one in rubric(parse(item.version.content))
        ]
        found.append(Remark(item.position, levels, [one.comment for one in said if one.comment and comments]))
    return found


@dataclass(frozen=True, slots=True)
class SoFar:
    """A result that waits: points counted already of how many, and the questions a person reads."""

    earned: str
    possible: int
    waiting: Sequence[int]


def so_far(attempt: Attempt) -> SoFar:
    """Return what of a waiting result is counted already; points with two decimals at most, cut."""
    rows: list[AttemptItem] = list(
        attempt.items.select_related("version", "marking").filter(voided=False).order_by("position")
    )
    waits = [row.position for row in rows if row.credit_bp is None and hasattr(row, "marking")]
    counted = [row for row in rows if row.position not in waits and not _unmarked(row)]
    earned = sum(row.points * (row.credit_bp or 0) for row in counted)
    whole, part = divmod(earned // 100, 100)
    shown = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    return SoFar(shown, sum(row.points for row in counted), waits)


def _unmarked(row: AttemptItem) -> bool:
    return row.version.kind == "short_answer" and row.credit_bp is None
