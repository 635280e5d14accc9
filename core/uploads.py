"""Uploaded files that the background works off: kept as rows, held by a lease, never done twice.

Each step starts from the row (decision 2) and may be interrupted anywhere: reading begins anew, writing is
one transaction. Whoever works holds a lease; when it runs out, the next one takes the work up again.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.refused import Refused

log = logging.getLogger("neike.imports")

LEASE = timedelta(minutes=2)
MOST_TRIES = 3
KEPT = timedelta(hours=24)


class ImportState(models.TextChoices):
    """Where an uploaded file stands; the first and the third are worked off in the background."""

    UPLOADED = "uploaded", _("Waiting to be read")
    PREVIEWED = "previewed", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Waiting to be imported")
    APPLIED = "applied", _("Imported")
    FAILED = "failed", _("Not readable")
    DISCARDED = "discarded", _("Discarded")


AT_WORK = (ImportState.UPLOADED, ImportState.CONFIRMED)


class Upload(models.Model):
    """One uploaded file. A model of this kind adds ``uploaded_by`` and what the file is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    failure = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        """Whether the background has something to do with it."""
        return self.state in AT_WORK


AnyUpload = TypeVar("AnyUpload", bound=Upload)


def waiting(now: datetime) -> Q:
    """Return the condition of uploads that somebody has to work on and nobody works on."""
    return Q(state__in=AT_WORK) & (Q(leased_until=None) | Q(leased_until__lt=now))


def mine(upload: Upload) -> Any:
    """Return the upload's row as long as nobody has taken the work over: ``tries`` counts who took it."""
    rows = type(upload)._default_manager
    return rows.filter(pk=upload.pk, tries=upload.tries, state=upload.state)


def work_on(
    model: type[AnyUpload],
    *,
    pk: UUID,
    state: str,
    now: Callable[[], datetime],
    step: Callable[[AnyUpload], None],
    fail: Callable[[AnyUpload, str], None],
) -> bool:
    """Do an upload's next step in its owner's language, unless somebody else is at it; say whether it was.

    What cannot be worked on fails with a sentence; an accident is tried again a few times.
    """
    rows = model._default_manager
    leased = rows.filter(waiting(now()), pk=pk, state=state)
    if not leased.update(leased_until=now() + LEASE, tries=F("tries") + 1):
        return False
    upload: Any = rows.select_related("uploaded_by").get(pk=pk)
    with translation.override(upload.uploaded_by.language or translation.get_language()):
        if upload.tries > MOST_TRIES:  # each try before ended without a word: the process was killed
            fail(upload, _given_up())
            return True
        try:
            step(upload)
        except Refused as refused:
            fail(upload, str(refused))
        except Exception:
            log.exception("import failed", extra={"event": {"import": str(pk), "kind": model.__name__}})
            if upload.tries >= MOST_TRIES:
                fail(upload, _given_up())
    return True


def _given_up() -> str:
    return gettext("The file could not be worked on. Nothing was imported. Please try another one.")
