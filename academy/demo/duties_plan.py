"""Which duties come to a person: on the day of assigning, or on the day they join the department."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from academy.demo.calendar import Calendar
from academy.demo.events import DutyPlan, Wave
from academy.demo.people_plan import Person
from courses.actions.assigning import NEWCOMER_DAYS
from courses.completion import due_for_newcomer
from people.tree import path_to

# When the daily task looks for people who have joined.
LOOKS_AT = time(6, 0)


@dataclass(frozen=True, slots=True)
class World:
    """What duties follow from."""

    calendar: Calendar
    waves: Sequence[Wave]
    parents: Mapping[str, str | None]

    def covers(self, wave: Wave, person: Person, day: date) -> bool:
        """Say whether a person stands inside the wave's department on a day."""
        department = person.department_on(day)
        return department is not None and wave.department in path_to(department, self.parents)


def first_duty(world: World, person: Person, course: str) -> DutyPlan | None:
    """Return the duty that starts a person's way through a course, None if none ever comes."""
    found = [_arrival(world, person, wave) for wave in world.waves if wave.course == course]
    return min((duty for duty in found if duty), key=lambda duty: duty.given_at, default=None)


def later_duties(
    world: World, person: Person, first: DutyPlan, completed_at: datetime | None
) -> list[DutyPlan]:
    """Return the duties for the same course that come once the first is fulfilled: they are done at once.

    While a duty is open nobody gets a second one for the same course; the daily look makes up for it.
    """
    if completed_at is None:
        return []
    look = _next_look(world.calendar, completed_at)
    later = []
    for wave in world.waves:
        duty = _arrival(world, person, wave)
        if wave.course != first.wave.course or wave == first.wave or duty is None:
            continue
        if duty.given_at <= completed_at:
            duty = _at_look(world, person, wave, look)
        if duty is not None and world.calendar.day_of(duty.given_at) < world.calendar.today:
            later.append(duty)
    return later


def _arrival(world: World, person: Person, wave: Wave) -> DutyPlan | None:
    """Return the duty as it would come if nothing else were owed."""
    day = world.calendar.day_of(wave.given_at)
    if world.covers(wave, person, day):
        return DutyPlan(wave, wave.given_at, wave.due_on)
    for post in person.posts:
        if day < post.start_on < world.calendar.today and world.covers(wave, person, post.start_on):
            return _at_look(world, person, wave, post.start_on)
    return None


def _at_look(world: World, person: Person, wave: Wave, day: date) -> DutyPlan | None:
    if not world.covers(wave, person, day):
        return None
    due_on = due_for_newcomer(wave.due_on, day, NEWCOMER_DAYS)
    return DutyPlan(wave, world.calendar.at(day, LOOKS_AT), due_on)


def _next_look(calendar: Calendar, moment: datetime) -> date:
    day = calendar.day_of(moment)
    return day if moment < calendar.at(day, LOOKS_AT) else day + timedelta(days=1)
