"""What a person can do with a quiz now: the rules in force, where they stand, whether a try can begin."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quizzes.models import Attempt, AttemptState, Quiz
from quizzes.policy import Hindrance, Policy
from quizzes.queries.attempts import Standing, attempts_of, standing_of
from quizzes.queries.policies import policy_of
from quizzes.release import Stage, Visible, decode, visible


@dataclass(frozen=True, slots=True)
class Offer:
    """A quiz as offered to one person at one moment.

    ``until`` is the day the first exception ends that is in the rules, None without any; ``tries_left`` None
    means as many as they like.
    """

    policy: Policy
    until: date | None
    standing: Standing
    finished: tuple[Attempt, ...]
    tries_left: int | None
    next_from: datetime | None
    hindrance: Hindrance | None

    @property
    def minutes(self) -> int | None:
        """How many minutes a try has, cut to whole ones."""
        return None if self.policy.limit is None else int(self.policy.limit.total_seconds()) // 60

    @property
    def last_day(self) -> date | None:
        """The last day on which all the exceptions in the rules hold."""
        return None if self.until is None else self.until - timedelta(days=1)

    @property
    def no_more(self) -> bool:
        """Whether no try is open and none can ever begin."""
        return self.standing.open_id is None and self.tries_left == 0


def ends_of(attempts: list[Attempt]) -> list[datetime]:
    """Return when each of these attempts ended; an open one counts with its start."""
    return [attempt.submitted_at or attempt.started_at for attempt in attempts]


def offer(user_id: int, quiz: Quiz, now: datetime) -> Offer:
    """Return what a quiz offers a person now."""
    attempts = attempts_of(user_id, quiz)
    arranged = policy_of(user_id, quiz, now)
    policy = arranged.policy
    ended = ends_of(attempts)
    finished = [attempt for attempt in attempts if attempt.state != AttemptState.OPEN]
    next_from = policy.next_from(ended)
    return Offer(
        policy=policy,
        until=arranged.until,
        standing=standing_of(attempts),
        finished=tuple(reversed(finished)),
        tries_left=policy.tries_left(len(attempts)),
        next_from=next_from if next_from is not None and next_from > now else None,
        hindrance=policy.hindrance(ended, now),
    )


def visible_of(attempt: Attempt, found: Offer, now: datetime) -> Visible:
    """Return what the learner may see of a finished attempt now, by the rule frozen onto it.

    One that was given up has no result: it shows nothing, or its questions could be read for a try's price.
    """
    if attempt.state not in {AttemptState.SUBMITTED, AttemptState.WAITING}:
        return Visible()
    settled = found.standing.passed or found.no_more
    stage = Stage(attempt.submitted_at, closes_at=found.policy.closing, settled=settled)
    return visible(decode(attempt.feedback_rule), stage, now)
