"""A small demonstration company for tests: the real description with fewer departments and people."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from academy.demo.calendar import Calendar
from academy.demo.making import read_company
from courses import actions as courses
from courses.models import CourseAssignment, CoursePage

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar.of(TODAY, ZONE)
KEPT = ("QY", "SC", "SCW", "SCW1", "SCW2", "SCL", "QA", "QA2", "HR", "IT", "FN", "FN3")


def small_company(*, most: int = 8) -> dict[str, Any]:
    """Return about sixty people in twelve departments of at most so many each."""
    company = read_company()
    company["departments"] = {
        code: [zh, en, parent, min(size, most)]
        for code, (zh, en, parent, size) in company["departments"].items()
        if code in KEPT
    }
    company["hand_overs"] = [row for row in company["hand_overs"] if {row[0], row[1]} <= set(KEPT)]
    company["waves"] = [row for row in company["waves"] if row[1] in KEPT]
    return company


def assign_c1(to: dict[str, Any]) -> CourseAssignment:
    """Assign the first course of the academy; due today."""
    course = CoursePage.objects.get(key="c1", locale__language_code="zh-hans")
    return courses.assign(course=course, due_on=TODAY, required=True, now=NOW, **to)
