"""Daily work on courses."""

from celery import shared_task
from django.utils import timezone

from courses import actions


@shared_task(name="courses.tasks.sync_duties")
def sync_duties() -> None:
    """Give people who joined a department the courses assigned to it."""
    actions.sync_duties(now=timezone.now())
