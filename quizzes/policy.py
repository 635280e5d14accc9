"""By which rules a person takes a quiz: the quiz's own, with what was granted laid over them.

Precedence, weakest first: the quiz, an assignment, a department (the nearest one above the person wins), the
person. At the same level what is for this quiz goes before what is for every quiz, then the newer before the
older. Each rule is decided for itself: a person's extra time does not undo the department's longer window.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

Try = TypeVar("Try")
USUAL_PERCENT = 100
USUAL_GRACE = 5


class Counts(StrEnum):
    """Which try counts for passing; the awareness index has its own rule, whatever stands here."""

    BEST = "best"
    LATEST = "latest"
    FIRST = "first"


class Overdue(StrEnum):
    """What becomes of a try whose time is up."""

    SUBMIT = "submit"
    ABANDON = "abandon"


class Hindrance(StrEnum):
    """Why no try can begin now."""

    NO_TRIES_LEFT = "no_tries_left"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED_ALREADY = "closed_already"
    NO_TIME_LEFT = "no_time_left"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force; ``time_percent`` is the share of the usual time a person gets (150: half more).

    Delays run from the end of one try to the start of the next: from the first to the second, and later.
    """

    attempt_limit: int | None = None
    counts: Counts = Counts.BEST
    second_delay_minutes: int = 0
    later_delay_minutes: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit_minutes: int | None = None
    time_percent: int = USUAL_PERCENT
    grace_seconds: int = USUAL_GRACE
    overdue_rule: Overdue = Overdue.SUBMIT
    one_at_a_time: bool = False
    sequential: bool = False
    shuffle_questions: bool = False
    shuffle_options: bool = True
    asks_password: bool = False

    @property
    def limit(self) -> timedelta | None:
        """How long a try may take, extra time included."""
        if self.time_limit_minutes is None:
            return None
        return timedelta(seconds=self.time_limit_minutes * 60 * self.time_percent // USUAL_PERCENT)

    @property
    def closing(self) -> datetime | None:
        """When the quiz closes for this person: extra time moves the end as far as it lengthens the try.

        Without a time limit the window itself is the time, and is lengthened.
        """
        if self.closes_at is None or self.time_percent == USUAL_PERCENT:
            return self.closes_at
        if self.time_limit_minutes is not None:
            usual = timedelta(minutes=self.time_limit_minutes)
        elif self.opens_at is not None:
            usual = self.closes_at - self.opens_at
        else:
            return self.closes_at
        return self.closes_at + usual * (self.time_percent - USUAL_PERCENT) / USUAL_PERCENT

    def deadline(self, started_at: datetime) -> datetime | None:
        """Return when a try begun at this moment is over: its time is up, or the quiz closes before."""
        limit = None if self.limit is None else started_at + self.limit
        return min((end for end in (limit, self.closing) if end is not None), default=None)

    def tries_left(self, tries: int) -> int | None:
        """Return how many more tries may begin; None means as many as one likes."""
        return None if self.attempt_limit is None else max(0, self.attempt_limit - tries)

    def next_from(self, ended: Sequence[datetime]) -> datetime | None:
        """Return from when the next try may begin after these, None when no delay is asked."""
        if not ended:
            return None
        minutes = self.second_delay_minutes if len(ended) == 1 else self.later_delay_minutes
        return max(ended) + timedelta(minutes=minutes) if minutes else None

    def hindrance(self, ended: Sequence[datetime], now: datetime) -> Hindrance | None:
        """Return what stands against beginning a try now; ``ended`` are the ends of all tries before it.

        Windows are half-open: a quiz is open from its opening on, and closed at its closing.
        """
        opening, closing, next_from = self.opens_at, self.closing, self.next_from(ended)
        if self.tries_left(len(ended)) == 0:
            return Hindrance.NO_TRIES_LEFT
        if closing is not None and now >= closing:
            return Hindrance.CLOSED_ALREADY
        if closing is not None and next_from is not None and next_from >= closing:
            return Hindrance.NO_TIME_LEFT
        if opening is not None and now < opening:
            return Hindrance.NOT_OPEN_YET
        return Hindrance.WAIT if next_from is not None and now < next_from else None

    def copied(self) -> dict[str, Any]:
        """Return the rules that an attempt keeps from its start on, whatever is changed afterwards."""
        copied = {name: getattr(self, name) for name in COPIED}
        return copied | {"one_at_a_time": self.one_at_a_time or self.sequential}


COPIED = ("counts", "grace_seconds", "overdue_rule", "one_at_a_time", "sequential", "time_percent")
RULES = tuple(one.name for one in fields(Policy))


class Level(IntEnum):
    """Whom an exception is for; the greater one wins."""

    ASSIGNMENT = 1
    DEPARTMENT = 2
    PERSON = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One exception: which rules it sets, for whom, how near, until when (that day not included)."""

    level: Level
    values: Mapping[str, Any]
    given_at: datetime
    expires_on: date
    depth: int = 0
    this_quiz: bool = True
    withdrawn: bool = False

    def holds(self, today: date) -> bool:
        """Say whether it is in force on a day."""
        return not self.withdrawn and today < self.expires_on


def effective(own: Policy, changes: Iterable[Change], today: date) -> Policy:
    """Return the rules in force on a day: the quiz's own with the exceptions that reach one person."""
    ranked = sorted(
        (change for change in changes if change.holds(today)),
        key=lambda one: (one.level, one.depth, one.this_quiz, one.given_at),
    )
    values: dict[str, Any] = {}
    for change in ranked:
        values |= {name: value for name, value in change.values.items() if value is not None}
    return replace(own, **values)


def may_count(counts: Counts, tries: Sequence[Try]) -> Sequence[Try]:
    """Return the tries (first to last) of which the best one counts for passing."""
    if counts == Counts.FIRST:
        return tries[:1]
    return tries[-1:] if counts == Counts.LATEST else tries


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the later of two deadlines; None means without end."""
    return None if one is None or other is None else max(one, other)
