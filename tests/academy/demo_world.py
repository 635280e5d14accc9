"""A small demonstration company for tests: the real description with fewer departments and people."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from academy.demo.calendar import Calendar
from academy.demo.making import read_company

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar.of(TODAY, ZONE)
KEPT = ("QY", "SC", "SCW", "SCW1", "SCW2", "SCL", "QA", "QA2", "HR", "IT", "FN", "FN3")
MOST = 8


def small_company() -> dict[str, Any]:
    """Return about sixty people in twelve departments."""
    company = read_company()
    company["departments"] = {
        code: [zh, en, parent, min(size, MOST)]
        for code, (zh, en, parent, size) in company["departments"].items()
        if code in KEPT
    }
    company["hand_overs"] = [row for row in company["hand_overs"] if {row[0], row[1]} <= set(KEPT)]
    company["waves"] = [row for row in company["waves"] if row[1] in KEPT]
    return company
