"""The days of the demonstration: three quarters up to today, and what HR assigned when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from academy.demo.events import Wave
from awareness.periods import Quarter

GIVEN_AT = time(9, 30)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today, the zone whose clock people live by, and the three quarters, the current one last."""

    today: date
    zone: tzinfo
    quarters: tuple[Quarter, Quarter, Quarter]

    @classmethod
    def of(cls, today: date, zone: tzinfo) -> "Calendar":
        """Return the calendar of a day."""
        current = Quarter.of(today)
        last = current.previous()
        return cls(today, zone, (last.previous(), last, current))

    def at(self, day: date, clock: time) -> datetime:
        """Return a moment of local time."""
        return datetime.combine(day, clock, self.zone)

    def day_of(self, moment: datetime) -> date:
        """Return the local day of a moment."""
        return moment.astimezone(self.zone).date()

    def spans(self) -> "list[Span]":
        """Return the stretches between the ends of the quarters, the last one up to today."""
        ends = [quarter.start for quarter in self.quarters[1:]] + [self.today]
        moments = [self.at(day, time()) for day in ends]
        return [Span(start, end) for start, end in zip([None, *moments], moments, strict=False)]

    def quarter_of(self, day: date) -> int:
        """Return which of the three quarters a day lies in (0 also for earlier days)."""
        return sum(day >= quarter.start for quarter in self.quarters[1:])


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; without a start it reaches back to the beginning."""

    start: datetime | None
    end: datetime

    def has(self, moment: datetime | None) -> bool:
        """Say whether a moment lies in it; its end does not."""
        return moment is not None and (self.start is None or self.start <= moment) and moment < self.end

    def until_now(self, moment: datetime | None) -> datetime | None:
        """Return the moment unless it is still to come at the end of the stretch."""
        return moment if moment is not None and moment < self.end else None


def workday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def read_waves(rows: Sequence[Sequence[Any]], calendar: Calendar) -> list[Wave]:
    """Return the assignments that were made before today, the first one first.

    Raises ValueError for a day that is written in any other way than ``q0+7`` or ``today-20``.
    """
    waves = []
    for course, department, when, days in rows:
        day = workday(_day(when, calendar))
        if day < calendar.today:
            due_on = workday(day + timedelta(days=days))
            waves.append(Wave(course, department, calendar.at(day, GIVEN_AT), due_on))
    return sorted(waves, key=lambda wave: wave.given_at)


def _day(text: str, calendar: Calendar) -> date:
    found = re.fullmatch(r"(?:q([012])\+|today-)(\d+)", text)
    if found is None:
        raise ValueError(f"{text} is not a day; write it like q0+7 or today-20.")
    days = timedelta(days=int(found[2]))
    return calendar.quarters[int(found[1])].start + days if found[1] else calendar.today - days


def parents_of(company: Mapping[str, Any]) -> dict[str, str | None]:
    """Return {department: the one it belongs to}."""
    return {code: row[2] for code, row in company["departments"].items()}
