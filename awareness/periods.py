"""Quarters and evidence windows: half-open spans of local calendar dates."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Self

from awareness.formula import Component, Formula

MONTHS_A_QUARTER: Final = 3
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``start`` up to, not including, ``end``."""

    start: date
    end: date

    def has_day(self, day: date | None) -> bool:
        """Say whether a local date lies in the span; no date lies in none."""
        return day is not None and self.start <= day < self.end

    def has_moment(self, moment: datetime) -> bool:
        """Say whether a local clock time lies in the span; an event at exactly 00:00 of ``end`` does not.

        Raises ValueError for a time that carries a zone: convert it to local time first, or a quarter in
        Shanghai would begin at eight in the morning.
        """
        return self.start <= local_day(moment) < self.end


def local_day(moment: datetime) -> date:
    """Return the calendar day of a local clock time; raises ValueError if the time carries a zone."""
    if moment.tzinfo is not None:
        raise ValueError("Give local clock times without a zone.")
    return moment.date()


@dataclass(frozen=True, slots=True)
class Quarter:
    """A reporting period: a local calendar quarter; its end is the cutoff, exclusive."""

    label: str
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start.day != 1 or self.end <= self.start:
            raise ValueError("A quarter starts on the first day of a month and ends after it starts.")

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the calendar quarter that ``day`` lies in, labelled like ``2025Q1``."""
        number = (day.month - 1) // MONTHS_A_QUARTER
        start = date(day.year, number * MONTHS_A_QUARTER + 1, 1)
        return cls(f"{day.year}Q{number + 1}", start, add_months(start, MONTHS_A_QUARTER))

    @classmethod
    def labelled(cls, label: str) -> Self:
        """Return the calendar quarter with a label like ``2025Q1``; raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})Q([1-4])", label, re.ASCII)
        if found is None:
            raise ValueError(f"{label} is not a quarter; write it like 2025Q1.")
        return cls.of(date(int(found[1]), MONTHS_A_QUARTER * int(found[2]), 1))

    @property
    def span(self) -> Span:
        """The days of the quarter."""
        return Span(self.start, self.end)

    @property
    def last_day(self) -> date:
        """The day whose roster and department tree count for the whole quarter."""
        return self.end - timedelta(days=1)

    def previous(self) -> "Quarter":
        """Return the calendar quarter before this one."""
        return Quarter.of(self.start - timedelta(days=1))

    def next(self) -> "Quarter":
        """Return the calendar quarter after this one."""
        return Quarter.of(self.end)

    def window(self, component: Component, formula: Formula) -> Span:
        """Return the evidence window of a component: its quarters up to and including this one."""
        back = MONTHS_A_QUARTER * (formula.window_quarters[component] - 1)
        return Span(add_months(self.start, -back), self.end)


def add_months(first: date, months: int) -> date:
    """Return the first day of the month ``months`` after (negative: before) the month of ``first``."""
    count = first.year * MONTHS_A_YEAR + first.month - 1 + months
    return date(count // MONTHS_A_YEAR, count % MONTHS_A_YEAR + 1, 1)
