"""Corrections: a question is taken out of results, or answers are marked again by a corrected key.

What is decided is written onto the version at once, so that attempts submitted from then on are marked
rightly. Results that stand are brought up to date in the background, some at a time; an answer says itself
whether that has happened, so that the work may be interrupted anywhere and is never done twice.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from people.actions import record_audit
from people.models import User
from quizzes import queries
from quizzes.grading import GradeKind, Standing, regraded, score_bp
from quizzes.grading_actions import answered, apply, credit, entry, reason_of, standing_of
from quizzes.marking_actions import drop, let_stand
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    Correction,
    CorrectionKind,
    CorrectionState,
    GradeEntry,
    QuestionVersion,
)

log = logging.getLogger("neike.corrections")

LEASE = timedelta(minutes=2)
BATCH = 100
# So many results are brought up to date within the request that decided on it.
FEW = 100
# A submission that read the version before the decision has ended by then, one way or the other.
SETTLED = timedelta(minutes=1)
Row = TypeVar("Row", AttemptItem, GradeEntry)
KINDS = {CorrectionKind.VOID: GradeKind.VOIDED, CorrectionKind.REGRADE: GradeKind.REGRADED}


def propose(
    *, actor: User, version: QuestionVersion, kind: CorrectionKind, reason: str, now: datetime
) -> Correction:
    """Put a correction up for decision; nothing changes yet.

    Raises Refused: reason, too_long, pending (one waits already), nothing (void already, or no older answers
    that this key could mark).
    """
    line = reason_of(reason)
    if kind == CorrectionKind.VOID and version.voided_on is not None:
        raise Refused("nothing", _("This version was taken out of results already."))
    if kind == CorrectionKind.REGRADE and not queries.marked_by_key_of(version):
        raise Refused(
            "nothing",
            _("There is no older version whose answers this key could mark. Take that one out instead."),
        )
    try:
        with transaction.atomic():
            made = Correction.objects.create(
                kind=kind, version=version, reason=line, proposed_by=actor, proposed_at=now
            )
            _audit(actor, "propose", made)
    except IntegrityError as error:
        raise Refused("pending", _("A correction of this version waits for a decision already.")) from error
    return made


def _audit(actor: User, verb: str, correction: Correction) -> None:
    record_audit(
        actor=actor,
        action=f"results.{correction.kind}.{verb}",
        subject=str(correction.version),
        reason=correction.reason,
        sentence=correction.sentence,
    )


@transaction.atomic
def approve(*, actor: User, correction: Correction, now: datetime) -> Correction:
    """Decide that a correction is carried out; asked twice it is decided once.

    Taking a question out needs a second person. Raises Refused: own, over (declined or taken back meanwhile).
    """
    locked = _open(correction)
    if locked.state in {CorrectionState.APPROVED, CorrectionState.DONE}:
        return locked
    if locked.state != CorrectionState.PROPOSED:
        raise _over()
    if locked.kind == CorrectionKind.VOID and locked.proposed_by_id == actor.pk:
        raise Refused("own", _("You proposed this yourself. Ask a colleague to decide on it."))
    if locked.kind == CorrectionKind.VOID:
        QuestionVersion.objects.filter(pk=locked.version_id).update(voided_on=timezone.localdate(now))
    else:
        older = queries.marked_by_key_of(locked.version)
        QuestionVersion.objects.filter(pk__in=[one.pk for one in older]).update(corrected_by=locked.version)
    locked.state, locked.decided_by, locked.decided_at = CorrectionState.APPROVED, actor, now
    standing = queries.results_to_correct(locked).filter(attempt__state=AttemptState.SUBMITTED)
    locked.total = standing.values("attempt_id").distinct().count()
    locked.save(update_fields=["state", "decided_by", "decided_at", "total"])
    _audit(actor, "approve", locked)
    return locked


@transaction.atomic
def decline(*, actor: User, correction: Correction, sentence: str, now: datetime) -> Correction:
    """Decide that nothing changes, with a sentence; whoever proposed it takes it back instead.

    Raises Refused: reason, too_long, over.
    """
    locked = _open(correction)
    if locked.state != CorrectionState.PROPOSED:
        raise _over()
    own = locked.proposed_by_id == actor.pk
    locked.sentence = "" if own and not sentence.strip() else reason_of(sentence)
    locked.state = CorrectionState.TAKEN_BACK if own else CorrectionState.DECLINED
    locked.decided_by, locked.decided_at = actor, now
    locked.save(update_fields=["state", "sentence", "decided_by", "decided_at"])
    _audit(actor, locked.state, locked)
    return locked


def _open(correction: Correction) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("version")
    return rows.get(pk=correction.pk)


def _over() -> Refused:
    return Refused("over", _("This correction was decided on meanwhile. The page shows how."))


# Carrying out --------------------------------------------------------------------------------------------


def work_off(*, now: Callable[[], datetime]) -> int:
    """Bring results up to date for everything decided; return how many corrections were worked on."""
    due = _due(now()).order_by("decided_at").values_list("pk", flat=True)
    return sum(work_on(pk=pk, now=now) for pk in list(due))


def _due(moment: datetime) -> "queries.Corrections":
    free = Q(leased_until=None) | Q(leased_until__lt=moment)
    return Correction.objects.filter(free, state=CorrectionState.APPROVED)


def work_on(*, pk: UUID, now: Callable[[], datetime], most: int | None = None) -> bool:
    """Carry out a correction, ``most`` results at once, unless somebody else is at it; say whether we did."""
    if not _due(now()).filter(pk=pk).update(leased_until=now() + LEASE, tries=F("tries") + 1):
        return False
    correction = Correction.objects.select_related("version").get(pk=pk)
    mine = Correction.objects.filter(pk=pk, tries=correction.tries, state=CorrectionState.APPROVED)
    examined = 0
    try:
        while most is None or examined < most:
            found = _batch(correction, now())
            examined += found
            if not found:
                break
            if not mine.update(leased_until=now() + LEASE):
                return True
        _close(correction, now())
    except Exception:
        log.exception("correction failed", extra={"event": {"correction": str(pk)}})
    mine.update(leased_until=None)
    return True


def _close(correction: Correction, moment: datetime) -> None:
    """Call a correction carried out once nothing is left, and nothing can have slipped past it."""
    decided = correction.decided_at or moment
    if moment - decided >= SETTLED and not queries.results_to_correct(correction).exists():
        Correction.objects.filter(pk=correction.pk, state=CorrectionState.APPROVED).update(
            state=CorrectionState.DONE, finished_at=moment
        )


@transaction.atomic
def _batch(correction: Correction, now: datetime) -> int:
    """Bring some results up to date and return how many those were."""
    waiting = queries.results_to_correct(correction).order_by("attempt_id")
    ids = list(waiting.values_list("attempt_id", flat=True).distinct()[:BATCH])
    rows = Attempt.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    attempts = list(rows.filter(pk__in=ids).order_by("pk"))
    left = set(queries.results_to_correct(correction).filter(attempt__in=ids).values_list("pk", flat=True))
    items = _by_attempt(
        AttemptItem.objects.filter(attempt__in=ids)
        .select_related("version__corrected_by")
        .order_by("position")
    )
    ledgers = _by_attempt(GradeEntry.objects.filter(attempt__in=ids).order_by("number"))
    touched = [item for rows in items.values() for item in rows if item.pk in left]
    for item in touched:
        credit(item)
    AttemptItem.objects.bulk_update(touched, ["credit_bp", "voided", "marked_by"])
    changes = [
        row
        for attempt in attempts
        if (row := _corrected(attempt, items[attempt.pk], ledgers[attempt.pk], correction, now))
    ]
    apply(changes)
    drop(touched)
    let_stand(ids, actor=None, now=now)
    moved = sum(
        (row.score_before_bp, row.passed_before) != (row.score_after_bp, row.passed_after) for row in changes
    )
    standing = sum(attempt.state == AttemptState.SUBMITTED for attempt in attempts)
    Correction.objects.filter(pk=correction.pk).update(
        examined=F("examined") + standing, changed=F("changed") + moved
    )
    return len(attempts)


def _by_attempt(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.attempt_id].append(row)
    return found


def _corrected(
    attempt: Attempt,
    items: Sequence[AttemptItem],
    ledger: Sequence[GradeEntry],
    correction: Correction,
    now: datetime,
) -> GradeEntry | None:
    """Return the row of the ledger a correction adds, None where the answers are worth the same as before."""
    before = standing_of(attempt, ledger)
    if attempt.state != AttemptState.SUBMITTED or before.computed is None:
        return None
    computed = regraded(before.computed, score_bp([answered(item) for item in items]), attempt.pass_bp)
    if computed == before.computed:
        return None
    return entry(
        attempt,
        KINDS[CorrectionKind(correction.kind)],
        Standing(computed, before.decided),
        before,
        number=ledger[-1].number + 1 if ledger else 1,
        given_by=correction.decided_by,
        correction=correction,
        reason=correction.reason,
        now=now,
    )
