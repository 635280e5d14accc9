"""Checking what changed without the editor: loaded, imported, published by schedule."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from desk import actions, linting, queries


@shared_task(name="desk.tasks.check_content")
def check_content() -> None:
    """Check every piece that was never checked or changed since, as trainers would see it."""
    now = timezone.now()
    for model in linting.models():
        for one in queries.stale(model).iterator(chunk_size=200):
            actions.check(one.get_latest_revision_as_object(), now=now)


@shared_task(name="desk.tasks.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and unpublish what is due by its schedule."""
    call_command("publish_scheduled")
