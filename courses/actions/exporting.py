"""Giving a course out: the file and the note of who took it, written together."""

from datetime import datetime

from django.db import transaction

from courses.exchange.collecting import collect
from courses.exchange.writing import file_of
from courses.models import CoursePage
from people.actions import record_audit
from people.models import User


@transaction.atomic
def export_course(*, actor: User, course: CoursePage, now: datetime) -> bytes:
    """Return the zip of a course with all its answer keys; the audit log keeps who took it.

    Raises Refused when the course is too large to travel in one file.
    """
    found = collect(course)
    content = file_of(found, now=now)
    record_audit(
        actor=actor,
        action="courses.export",
        subject=course.key,
        questions=found.count("question"),
        files=len(found.files),
    )
    return content
