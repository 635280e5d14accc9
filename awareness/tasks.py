"""Periodic work of the index; each body calls one action."""

from celery import shared_task
from django.utils import timezone

from awareness import actions


@shared_task(name="awareness.tasks.refresh_provisional")
def refresh_provisional() -> None:
    """Bring the open quarter's figures up to date with what people finished since the last run."""
    actions.refresh_provisional(now=timezone.now())


@shared_task(name="awareness.tasks.rebuild_open_quarter")
def rebuild_open_quarter() -> None:
    """Compute everybody again from evidence; postings, due dates and the calendar move by themselves."""
    actions.rebuild_quarter(now=timezone.now())


@shared_task(name="awareness.tasks.close_finished_quarters")
def close_finished_quarters() -> None:
    """Close the last quarter once it is over."""
    actions.close_finished_quarters(now=timezone.now())
