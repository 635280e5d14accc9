"""Whoever does something that counts is put into the outbox in the same transaction."""

import uuid
from typing import Any

from awareness.models import StalePerson


def mark_stale(user_id: int) -> None:
    """Note that this person's scores must be computed again; a new token tells a running refresh so."""
    StalePerson.objects.update_or_create(user_id=user_id, defaults={"token": uuid.uuid4()})


def on_attempt(*, attempt: Any, **_kwargs: Any) -> None:
    """Take note of a finished quiz attempt."""
    mark_stale(attempt.user_id)


def on_response(*, response: Any, **_kwargs: Any) -> None:
    """Take note of a submitted self-assessment."""
    mark_stale(response.user_id)


def on_run(*, run: Any, **_kwargs: Any) -> None:
    """Take note of a finished case or role-play."""
    mark_stale(run.user_id)


def on_evidence(*, user_id: int, **_kwargs: Any) -> None:
    """Take note of a duty that was made, waived or done."""
    mark_stale(user_id)
