"""Every write of the index: refresh after a submission, rebuild from evidence, close a quarter."""

import json
import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from awareness import publishing
from awareness.formula import DAI_1_0_0, to_json
from awareness.models import (
    FormulaVersion,
    PersonScore,
    Snapshot,
    SnapshotPerson,
    SnapshotStatus,
    StalePerson,
)
from awareness.periods import Quarter
from awareness.scoring import COLUMNS, compute_scores

log = logging.getLogger("neike.awareness")

LOCK_SECONDS = 600
REFRESH_BATCH = 500
PERSON_BATCH = 1_000


def formula_for(period: str) -> FormulaVersion:
    """Return the formula in force in a quarter; the first one is made when nothing is stored yet."""
    version = FormulaVersion.objects.filter(first_period__lte=period).order_by("-first_period", "-pk").first()
    if version is not None:
        return version
    return FormulaVersion.objects.get_or_create(
        version=DAI_1_0_0.version,
        defaults={
            "constants": json.loads(json.dumps(to_json(DAI_1_0_0))),
            "digest": DAI_1_0_0.digest,
            "first_period": "2000Q1",
            "reason": "The first edition of the index.",
        },
    )[0]


def refresh_provisional(*, now: datetime) -> int:
    """Compute the people in the outbox again, then the open quarter's figures; return how many people.

    One worker at a time; who is finished again meanwhile keeps a new token and stays in the outbox.
    """
    if not StalePerson.objects.exists() or not _lock():
        return 0
    try:
        return _refresh(now)
    finally:
        _unlock()


def _refresh(now: datetime) -> int:
    quarter = Quarter.of(timezone.localdate(now))
    version = formula_for(quarter.label)
    done = 0
    while True:
        claimed = list(StalePerson.objects.values_list("user_id", "token")[:REFRESH_BATCH])
        if not claimed:
            break
        with transaction.atomic():
            compute_scores([user_id for user_id, _token in claimed], quarter, version, now=now)
            StalePerson.objects.filter(token__in=[token for _user, token in claimed]).delete()
        done += len(claimed)
    publishing.publish(quarter, version, now=now)
    return done


def rebuild_quarter(*, now: datetime, day: date | None = None) -> None:
    """Compute everybody of a quarter from evidence and publish its provisional figures.

    ``day`` names the quarter by one of its days, today unless given. Rows that differ from what the small
    refreshes had stored are logged as an alarm: both must always say the same.
    """
    quarter = Quarter.of(day or timezone.localdate(now))
    version = formula_for(quarter.label)
    before = _digests(quarter, version)
    with transaction.atomic():
        compute_scores(None, quarter, version, now=now)
        after = _digests(quarter, version)
        publishing.publish(quarter, version, now=now)
    stale = set(StalePerson.objects.values_list("user_id", flat=True))
    moved = [user for user in before if before[user] != after.get(user) and user not in stale]
    if moved:
        log.warning(
            "scores moved in a rebuild", extra={"event": {"period": quarter.label, "people": len(moved)}}
        )


def _digests(quarter: Quarter, version: FormulaVersion) -> dict[int, str]:
    rows = PersonScore.objects.filter(period=quarter.label, formula=version)
    return dict(rows.values_list("user_id", "evidence_digest"))


def close_finished_quarters(*, now: datetime) -> bool:
    """Close the quarter before the current one, once; return whether there was something to close."""
    over = Quarter.of(timezone.localdate(now)).previous()
    return close_quarter(over, now=now)


def close_quarter(quarter: Quarter, *, now: datetime) -> bool:
    """Freeze a quarter that is over: figures, contributions, completion; the database keeps it from change.

    Returns False when the quarter is not over, is closed already, or nobody has anything in it.
    """
    version = formula_for(quarter.label)
    closed = Snapshot.objects.filter(period=quarter.label, status=SnapshotStatus.CLOSED)
    if timezone.localdate(now) < quarter.end or closed.exists():
        return False
    with transaction.atomic():
        compute_scores(None, quarter, version, now=now)
        if not _somebody_counts(quarter, version):
            transaction.set_rollback(True)
            return False
        published = _close(quarter, version, now)
    log.info(
        "quarter closed", extra={"event": {"period": quarter.label, "people": published.snapshot.eligible}}
    )
    return True


def _somebody_counts(quarter: Quarter, version: FormulaVersion) -> bool:
    """Say whether anybody has a score; evidence from later quarters only leaves rows without one."""
    anything = Q(*((f"{column}__isnull", False) for column in COLUMNS.values()), _connector=Q.OR)
    return PersonScore.objects.filter(anything, period=quarter.label, formula=version).exists()


def _close(quarter: Quarter, version: FormulaVersion, now: datetime) -> publishing.Published:
    published = publishing.publish(quarter, version, now=now)
    _keep_contributions(published)
    Snapshot.objects.filter(pk=published.snapshot.pk).update(status=SnapshotStatus.CLOSED)
    return published


@transaction.atomic
def drop_demo_snapshots() -> list[Snapshot]:
    """Delete every snapshot the demonstration company has part in; return them as they were.

    The triggers let these go, and only these. ``publish_again`` takes them when the people are gone.
    """
    dropped = list(Snapshot.objects.filter(is_demo=True).select_related("formula"))
    SnapshotPerson.objects.filter(snapshot__is_demo=True).delete()
    Snapshot.objects.filter(is_demo=True).delete()
    return dropped


@transaction.atomic
def publish_again(dropped: Iterable[Snapshot], *, now: datetime) -> int:
    """Publish these quarters anew for who is left; return how many had anything of theirs in it.

    A closed quarter is closed again from the scores kept at its end, as of that moment; the open one is
    computed anew.
    """
    published = 0
    for old in dropped:
        quarter = Quarter.labelled(old.period)
        if old.status != SnapshotStatus.CLOSED:
            compute_scores(None, quarter, old.formula, now=now)
        if not _somebody_counts(quarter, old.formula):
            PersonScore.objects.filter(period=old.period, formula=old.formula).delete()
        elif old.status == SnapshotStatus.CLOSED:
            _close(quarter, old.formula, old.computed_at)
            published += 1
        else:
            publishing.publish(quarter, old.formula, now=now)
            published += 1
    return published


def _keep_contributions(published: publishing.Published) -> None:
    scores = PersonScore.objects.filter(
        period=published.snapshot.period, formula_id=published.snapshot.formula_id
    )
    fields = ("user_id", *COLUMNS.values(), "evidence_digest")
    SnapshotPerson.objects.bulk_create(
        (
            SnapshotPerson(snapshot=published.snapshot, home_code=published.homes[row["user_id"]], **row)
            for row in scores.values(*fields).iterator(PERSON_BATCH)
            if row["user_id"] in published.homes
        ),
        batch_size=PERSON_BATCH,
    )


def _lock() -> bool:
    return bool(cache.add("awareness-refresh", 1, LOCK_SECONDS))


def _unlock() -> None:
    cache.delete("awareness-refresh")
