"""Making the demonstration company: the organisation, then three quarters, each closed before the next."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from academy.demo.activity_plan import plan_activity
from academy.demo.calendar import Calendar, read_waves
from academy.demo.course_writing import CourseWriter
from academy.demo.organisation import write_company
from academy.demo.people_plan import plan_people
from academy.demo.reading import read_material
from academy.demo.writing import ActivityWriter
from academy.loading.files import read_yaml
from awareness import actions as awareness

SEED = 20261124
ASSIGNS = "xulan"
CLOSES_AT = time(2, 0)


def read_company() -> dict[str, Any]:
    """Return the description of the company."""
    found: dict[str, Any] = read_yaml("demo", "company.yaml")
    return found


def make(company: dict[str, Any], *, now: datetime, say: Callable[[str], object]) -> int:
    """Make the company and its history in one transaction; return how many people it has.

    ``say`` is told in a few lines how far it is.
    """
    calendar = Calendar.of(timezone.localdate(now), timezone.get_default_timezone())
    people = plan_people(company, seed=SEED, today=calendar.today)
    with transaction.atomic():
        ids = write_company(company, people, calendar)
        say(f"  {len(ids.departments)} departments, {len(ids.users)} people")
        material = read_material()
        plans = plan_activity(company, people, material, calendar, seed=SEED)
        activity = ActivityWriter(ids, material, calendar)
        waves = read_waves(company["waves"], calendar)
        courses = CourseWriter(ids, material, waves, ids.users[ASSIGNS])
        for quarter, span in zip(calendar.quarters, calendar.spans(), strict=True):
            rows = courses.write(plans, span) + activity.write(plans, span)
            if quarter.end <= calendar.today:
                awareness.close_quarter(quarter, now=calendar.at(quarter.end, CLOSES_AT))
            else:
                awareness.rebuild_quarter(now=now)
            say(f"  {quarter.label}: {rows} records of learning, index computed")
    return len(people)
