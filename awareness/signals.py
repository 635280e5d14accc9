"""Whoever does something that counts is put into the outbox in the same transaction."""

import uuid
from collections.abc import Sequence
from typing import Any

from awareness.models import StalePerson

AT_ONCE = 1_000


def mark_stale(user_id: int) -> None:
    """Note that this person's scores must be computed again; a new token tells a running refresh so."""
    StalePerson.objects.update_or_create(user_id=user_id, defaults={"token": uuid.uuid4()})


def mark_many_stale(user_ids: Sequence[int]) -> None:
    """Note the same for many people, in one statement a thousand."""
    StalePerson.objects.bulk_create(
        (StalePerson(user_id=user_id, token=uuid.uuid4()) for user_id in user_ids),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["token"],
    )


def on_attempt(*, attempt: Any, **_kwargs: Any) -> None:
    """Take note of a finished quiz attempt."""
    mark_stale(attempt.user_id)


def on_grades(*, entries: Sequence[Any], **_kwargs: Any) -> None:
    """Take note of results that were corrected or decided on."""
    mark_many_stale(sorted({entry.attempt.user_id for entry in entries}))


def on_response(*, response: Any, **_kwargs: Any) -> None:
    """Take note of a submitted self-assessment."""
    mark_stale(response.user_id)


def on_run(*, run: Any, **_kwargs: Any) -> None:
    """Take note of a finished case or role-play."""
    mark_stale(run.user_id)


def on_evidence(*, user_id: int, **_kwargs: Any) -> None:
    """Take note of a duty that was made, waived or done."""
    mark_stale(user_id)


def on_evidence_for_many(*, user_ids: Sequence[int], **_kwargs: Any) -> None:
    """Take note of duties that were made or withdrawn for many people."""
    mark_many_stale(user_ids)
