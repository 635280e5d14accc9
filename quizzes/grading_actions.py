"""Grades: the one of a submission, and those a person decides; every one is written into the ledger."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.basis_points import FULL_BP
from core.refused import Refused
from people.models import User
from quizzes import content, queries
from quizzes.grading import Answered, Given, Grade, GradeKind, Standing, fold, score_bp
from quizzes.models import Attempt, AttemptItem, AttemptState, ClosedBy, GradeEntry, MarkingTask
from quizzes.policy import Overdue
from quizzes.practising import Practice, practised_credit_bp
from quizzes.scoring import is_answered
from quizzes.signals import attempt_finished, grades_changed

LONGEST_REASON = 500


def reason_of(text: str) -> str:
    """Return a reason as one line. Raises Refused: reason (none given), too_long."""
    line = " ".join(text.replace("\x00", "").split())
    if not line:
        raise Refused("reason", _("Give a reason. The people concerned read it beside their result."))
    if len(line) > LONGEST_REASON:
        raise Refused("too_long", _("The reason holds 500 characters at most."))
    return line


def credit(item: AttemptItem, practice: Practice | None = None) -> None:
    """Mark one answer by the key that is right today, on the row in memory; marks of a person stay."""
    key = item.version.corrected_by or item.version
    question = content.parse(key.content)
    item.voided = item.version.voided_on is not None
    item.marked_by = item.version.corrected_by
    if question.kind not in content.UNMARKED:
        item.credit_bp = practised_credit_bp(question, item.response, item.progress, practice)
    elif question.by_hand and not is_answered(question, item.response):
        item.credit_bp = 0


def waits(item: AttemptItem) -> bool:
    """Say whether a credited answer is one that a person still has to mark."""
    by_hand: bool = item.version.content.get("by_hand", False)
    return by_hand and not item.voided and item.credit_bp is None


def answered(item: AttemptItem) -> Answered:
    """Return what of a question matters for the score."""
    kind = content.Kind(item.version.kind)
    return Answered(kind, item.points, item.credit_bp, item.voided)


def finish(attempt: Attempt, *, now: datetime, closed_by: ClosedBy) -> None:
    """Mark what can be marked and flip the state; the caller holds the lock.

    Answers that a person marks become tasks, and the result stands once the last of them is done. Practice
    waits for nobody.
    """
    items = queries.items_of(attempt)
    for item in items:
        credit(item, attempt.practice)
    fields = ["credit_bp"]
    if any(item.voided or item.marked_by_id for item in items):
        fields += ["voided", "marked_by"]
    AttemptItem.objects.bulk_update(items, fields)
    attempt.closed_by = closed_by
    attempt.submitted_at = min(now, attempt.deadline_at) if attempt.deadline_at else now
    if closed_by == ClosedBy.DEADLINE and attempt.overdue_rule == Overdue.ABANDON:
        attempt.state = AttemptState.ABANDONED
        attempt.save(update_fields=["state", "closed_by", "submitted_at"])
        attempt_finished.send(type(attempt), attempt=attempt)
        return
    waiting = [] if attempt.practice else [item for item in items if waits(item)]
    if not waiting:
        stand(attempt, items, GradeKind.SUBMITTED, now=attempt.submitted_at)
        return
    attempt.state = AttemptState.WAITING
    attempt.save(update_fields=["state", "closed_by", "submitted_at"])
    MarkingTask.objects.bulk_create(
        MarkingTask(item=item, quiz_id=attempt.quiz_id, waiting_since=attempt.submitted_at)
        for item in waiting
    )


def stand(attempt: Attempt, items: Sequence[AttemptItem], kind: GradeKind, **fields: Any) -> None:
    """Let a result stand: score, first row of the ledger, news to the apps above. The caller holds a lock."""
    attempt.score_bp = score_bp([answered(item) for item in items]) or 0
    attempt.passed = attempt.score_bp >= attempt.pass_bp
    attempt.state = AttemptState.SUBMITTED
    attempt.save(update_fields=["score_bp", "passed", "state", "closed_by", "submitted_at"])
    first = Standing(Grade(attempt.score_bp, attempt.passed), None)
    entry(attempt, kind, first, None, number=1, **fields).save(force_insert=True)
    attempt_finished.send(type(attempt), attempt=attempt)


def standing_of(attempt: Attempt, entries: Sequence[GradeEntry]) -> Standing:
    """Return what an attempt's ledger adds up to; without one, what its row says."""
    if not entries:
        return Standing(Grade(attempt.score_bp or 0, bool(attempt.passed)), None)
    first = entries[0]
    before = (
        None if first.score_before_bp is None else Grade(first.score_before_bp, bool(first.passed_before))
    )
    return fold(before, (Given(GradeKind(row.kind), Grade(row.score_bp, row.passed)) for row in entries))


def entry(
    attempt: Attempt, kind: GradeKind, given: Standing, before: Standing | None, **fields: Any
) -> GradeEntry:
    """Return a row of the ledger, unsaved; ``given`` is what stands with it, ``before`` without it.

    What the row itself gives is the decision of a person or what was computed, as its kind says.
    """
    own = given.decided if kind is GradeKind.OVERRIDDEN else given.computed
    after, old = given.grade, before.grade if before else None
    assert own is not None  # noqa: S101 - a row gives something; this tells the type checker
    assert after is not None  # noqa: S101
    return GradeEntry(
        attempt=attempt,
        kind=kind.value,
        score_bp=own.score_bp,
        passed=own.passed,
        score_before_bp=old.score_bp if old else None,
        passed_before=old.passed if old else None,
        score_after_bp=after.score_bp,
        passed_after=after.passed,
        given_at=fields.pop("now"),
        is_demo=fields.pop("is_demo") if "is_demo" in fields else attempt.user.is_demo,
        **fields,
    )


def apply(changes: Iterable[GradeEntry]) -> None:
    """Write rows of the ledger and what stands with them, and tell the apps above. The caller holds locks."""
    rows = list(changes)
    GradeEntry.objects.bulk_create(rows)
    moved = []
    for row in rows:
        row.attempt.score_bp, row.attempt.passed = row.score_after_bp, row.passed_after
        if (row.score_before_bp, row.passed_before) != (row.score_after_bp, row.passed_after):
            moved.append(row)
    if moved:
        Attempt.objects.bulk_update([row.attempt for row in moved], ["score_bp", "passed"])
        grades_changed.send(GradeEntry, entries=moved)


@transaction.atomic
def override(*, actor: User, attempt: Attempt, grade: Grade, reason: str, now: datetime) -> GradeEntry:
    """Put a person's decision in the place of what the answers add up to; the learner reads the reason.

    Sent twice, the second time changes nothing. Raises Refused: own (nobody decides on their own result),
    open, range, reason, too_long.
    """
    locked, entries = _locked(actor, attempt)
    before = standing_of(locked, entries)
    line = reason_of(reason)
    if not 0 <= grade.score_bp <= FULL_BP:
        raise Refused("range", _("Give a score between 0 and 100 per cent."))
    last = entries[-1] if entries else None
    if before.decided == grade and last is not None and last.reason == line:
        return last
    after = Standing(before.computed, grade)
    return _decided(
        locked, entries, GradeKind.OVERRIDDEN, before, after, given_by=actor, reason=line, now=now
    )


@transaction.atomic
def lift(*, actor: User, attempt: Attempt, reason: str, now: datetime) -> GradeEntry:
    """Take a decision back: what the answers add up to stands again.

    Raises Refused: own, open, nothing (no decision stands), reason, too_long.
    """
    locked, entries = _locked(actor, attempt)
    before = standing_of(locked, entries)
    if before.decided is None:
        raise Refused("nothing", _("No decision stands on this result any more."))
    after = Standing(before.computed, None)
    line = reason_of(reason)
    return _decided(locked, entries, GradeKind.LIFTED, before, after, given_by=actor, reason=line, now=now)


def _locked(actor: User, attempt: Attempt) -> tuple[Attempt, list[GradeEntry]]:
    rows = Attempt.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    locked = rows.get(pk=attempt.pk)
    if locked.user_id == actor.pk:
        raise Refused("own", _("This is your own result. Ask a colleague to decide on it."))
    if locked.state != AttemptState.SUBMITTED:
        raise Refused("open", _("This attempt has no result yet."))
    return locked, list(locked.grades.order_by("number"))


def _decided(
    attempt: Attempt,
    entries: Sequence[GradeEntry],
    kind: GradeKind,
    before: Standing,
    after: Standing,
    **fields: Any,
) -> GradeEntry:
    number = entries[-1].number + 1 if entries else 1
    row = entry(attempt, kind, after, before, number=number, **fields)
    apply([row])
    return row
