"""What completes a course: decisions only, from the steps that are live now and what a person has done.

A course changes under its learners. Steps that were removed no longer count, steps that were added are
offered, and a course once finished stays finished (its date is kept by the enrolment).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

WHOLE = 100
SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is: ``done`` of ``total`` live steps, and the next one to take (None: all done)."""

    done: int
    total: int
    next_key: UUID | None
    finished: bool

    @property
    def percent(self) -> int:
        """Whole percent, cut, between 0 and 100; a finished course is whole whatever was added since."""
        if self.finished:
            return WHOLE
        return self.done * WHOLE // self.total if self.total else 0

    @property
    def added_since(self) -> int:
        """How many steps a finished course has that were not there, or not done, when it was finished."""
        return self.total - self.done if self.finished else 0


def progress(steps: Sequence[UUID], done: Collection[UUID], *, finished: bool = False) -> Progress:
    """Return how far a person is in a course of these live steps; ``done`` may name vanished ones."""
    open_steps = [key for key in steps if key not in done]
    return Progress(
        done=len(steps) - len(open_steps),
        total=len(steps),
        next_key=open_steps[0] if open_steps else None,
        finished=finished,
    )


def all_done(steps: Sequence[UUID], done: Collection[UUID]) -> bool:
    """Return whether every live step is done; a course without steps can be finished by nobody."""
    return bool(steps) and all(key in done for key in steps)


def step_after(steps: Sequence[UUID], done: Collection[UUID], current: UUID) -> UUID | None:
    """Return the next open step behind ``current``, else the first open one, else None (all done)."""
    place = steps.index(current) + 1 if current in steps else 0
    for key in [*steps[place:], *steps[:place]]:
        if key not in done and key != current:
            return key
    return None


def missing_first(wanted: Sequence[UUID], finished: Collection[UUID]) -> list[UUID]:
    """Return the courses that should be finished before this one and are not, in the order given."""
    return [key for key in wanted if key not in finished]


def may_begin(*, locks: bool, missing: Collection[str], begun: bool) -> bool:
    """Return whether a course may be worked on: a lock holds back only who has done nothing in it yet."""
    return begun or not locks or not missing


class DutyState(StrEnum):
    """Where a duty stands on a day."""

    DONE = "done"
    WAIVED = "waived"
    LATE = "late"
    SOON = "soon"
    OPEN = "open"


def duty_state(due_on: date, today: date, *, completed: bool, waived: bool) -> DutyState:
    """Return where a duty stands: the day it is due is still in time; ``SOON`` is two weeks or less."""
    if completed:
        return DutyState.DONE
    if waived:
        return DutyState.WAIVED
    if due_on < today:
        return DutyState.LATE
    return DutyState.SOON if (due_on - today).days <= SOON_DAYS else DutyState.OPEN


def due_for_newcomer(due_on: date, today: date, grace_days: int) -> date:
    """Return the day a person who joins now owes the course: never sooner than ``grace_days`` from now."""
    return max(due_on, date.fromordinal(today.toordinal() + grace_days))
