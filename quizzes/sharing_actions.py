"""Compare first attempts, open a pair for the record, decide on it; no result ever changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from people.actions import record_audit
from people.models import User
from quizzes.models import SharingDecision, SharingOutcome, SharingPair, SharingRun
from quizzes.queries.sharing import Spread, keys_of, papers_between, spread_of
from quizzes.sharing import Answer, Asked, Likeness, Paper, alike, is_conspicuous, likeness, one_in

ONCE_A_DAY = timedelta(hours=23)  # however often it is asked: a comparison is one risk of a false alarm
SETTLED = timedelta(
    hours=1
)  # until then papers whose time was up are submitted, dated back to their deadline
LOOK_BACK = timedelta(days=31)  # at most, also after a standstill
LONGEST_REASON = 1_000

Two = tuple[UUID, Paper, UUID, Paper]


@transaction.atomic
def compare(*, now: datetime) -> int:
    """Compare what was submitted since the last comparison; return how many pairs are new in the review.

    Compared are first attempts at the same quiz by people who stood in the same department, submitted within
    24 hours of one another. Works once a day, however often it is called. Tells nobody, touches no score.
    """
    until = now - SETTLED
    last = SharingRun.objects.order_by("-until").first()
    if last and until - last.until < ONCE_A_DAY:
        return 0
    since = max(last.until, until - LOOK_BACK) if last else until - LOOK_BACK
    pairs, similar = _similar(since, until)
    found = [(two, one) for two, one in _judged(similar, until) if is_conspicuous(one, pairs)]
    run = SharingRun.objects.create(until=until, pairs=pairs, compared_at=now)
    SharingPair.objects.bulk_create(
        [_pair(run, two, one) for two, one in found], batch_size=500, ignore_conflicts=True
    )
    return len(found)


def _similar(since: datetime, until: datetime) -> tuple[int, list[Two]]:
    """Return how many pairs were compared, and those alike enough to be tested."""
    compared, similar = 0, []
    for group in papers_between(since, until):
        ids, papers = list(group), list(group.values())
        count, places = alike(papers, since=since.timestamp())
        compared += count
        similar += [(ids[one], papers[one], ids[other], papers[other]) for one, other in places]
    return compared, similar


def _judged(similar: list[Two], until: datetime) -> Iterator[tuple[Two, Likeness]]:
    versions = {version for _one, paper, _other, _paper in similar for version in paper.answers}
    if not versions:
        return
    keys, spread = keys_of(versions), spread_of(versions, until)
    for two in similar:
        found = likeness(_asked(two[1], two[3], keys, spread))
        if found is not None:
            yield two, found


def _asked(one: Paper, other: Paper, keys: dict[int, tuple[Answer, int]], spread: Spread) -> list[Asked]:
    """Return the questions both answered; what others answered is counted without the two themselves."""
    asked = []
    for version in sorted(one.answers.keys() & other.answers.keys()):
        mine, theirs = one.answers[version], other.answers[version]
        others = spread[version].copy()
        others.subtract((mine, theirs))
        key, wrong_ways = keys[version]
        asked.append(Asked(mine, theirs, key, wrong_ways, others))
    return asked


def _pair(run: SharingRun, two: Two, found: Likeness) -> SharingPair:
    first, second = sorted((two[0], two[2]))
    return SharingPair(
        run=run,
        first_id=first,
        second_id=second,
        common=found.common,
        identical=found.identical,
        identical_wrong=found.identical_wrong,
        one_in=one_in(found.chance),
    )


def opened(*, actor: User, pair: SharingPair) -> None:
    """Record that somebody looks at two people's names and answers."""
    record_audit(
        actor=actor,
        action="sharing.open",
        subject=f"pair {pair.pk}",
        people=[pair.first.user_id, pair.second.user_id],
        quiz=pair.first.quiz.key,
    )


@transaction.atomic
def decide(*, actor: User, pair: SharingPair, outcome: str, reason: str, now: datetime) -> SharingDecision:
    """Close a pair for good, with a reason; no result changes.

    Raises Refused: decided, outcome, reason, long.
    """
    locked = SharingPair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if SharingDecision.objects.filter(pair=locked).exists():
        raise Refused("decided", _("Somebody has decided on this already. The decision stands below."))
    if outcome not in SharingOutcome.values:
        raise Refused("outcome", _("Choose what came of it."))
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refused("reason", _("Write down the reason; it is kept with the decision."))
    if len(reason) > LONGEST_REASON:
        raise Refused("long", _("The reason is too long. Say it in at most 1,000 characters."))
    made = SharingDecision.objects.create(
        pair=locked, outcome=outcome, reason=reason, decided_by=actor, decided_at=now
    )
    record_audit(
        actor=actor,
        action="sharing.decide",
        subject=f"pair {pair.pk}",
        people=[pair.first.user_id, pair.second.user_id],
        outcome=outcome,
    )
    return made
