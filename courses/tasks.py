"""Daily work on courses, and the work on uploaded ones."""

from celery import shared_task
from django.utils import timezone

from courses import actions
from courses.actions import importing


@shared_task(name="courses.tasks.sync_duties")
def sync_duties() -> None:
    """Give people who joined a department the courses assigned to it."""
    actions.sync_duties(now=timezone.now())


@shared_task(name="courses.tasks.work_off_imports")
def work_off_imports() -> None:
    """Read uploaded courses and write confirmed ones."""
    importing.work_off(now=timezone.now)


@shared_task(name="courses.tasks.clear_imports")
def clear_imports() -> None:
    """Discard uploaded courses that nobody confirmed."""
    importing.clear_old_courses(timezone.now())
