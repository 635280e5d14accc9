"""Periodic housekeeping of accounts and uploads."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from people.roster_actions import clear_old_rosters


@shared_task(name="people.tasks.clear_sessions")
def clear_sessions() -> None:
    """Remove sessions that have expired."""
    call_command("clearsessions")


@shared_task(name="people.tasks.clear_rosters")
def clear_rosters() -> None:
    """Clear uploaded rosters that nobody confirmed."""
    clear_old_rosters(timezone.now())
