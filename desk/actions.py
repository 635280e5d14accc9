"""Writes of the desk: the health of content, and muting a finding."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.findings import worst
from core.refused import Refused
from desk.archiving import can_be_archived, companions
from desk.archiving import kind_of as archive_kind
from desk.linting import findings_of
from desk.models import Archived, Health, LevelChoice, Mute
from desk.queries import kind_of, open_findings
from people.models import User

LONGEST_REASON = 300
LONGEST_PLACE = 200


def check(one: Model, *, now: datetime) -> Health:
    """Check a piece of content as it stands in memory and keep the result."""
    found = open_findings(one)
    row, _made = Health.objects.update_or_create(
        content_type=kind_of(one),
        object_id=one.pk,
        defaults={"worst": worst(found) or LevelChoice.NONE, "count": len(found), "checked_at": now},
    )
    return row


@transaction.atomic
def mute(*, user: User, one: Model, code: str, where: str, reason: str, now: datetime) -> Mute:
    """Mute a warning or hint of a piece, with a reason. Muting again replaces the reason.

    Raises Refused when no reason is given, or when there is no such finding that may be muted.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("no_reason", _("Say in a few words why this does not hold here."))
    if len(reason) > LONGEST_REASON:
        raise Refused("too_long", _("Say it in at most %(most)s characters.") % {"most": LONGEST_REASON})
    found = [line for line in findings_of(one) if (line.code, line.where[:LONGEST_PLACE]) == (code, where)]
    if not found or any(line.is_error for line in found):
        raise Refused("not_mutable", _("This finding is gone, or it is an error, which cannot be muted."))
    row, _made = Mute.objects.update_or_create(
        content_type=kind_of(one),
        object_id=one.pk,
        code=code,
        where=where,
        defaults={"reason": reason, "muted_by": user, "muted_at": now},
    )
    check(one, now=now)
    return row


@transaction.atomic
def unmute(*, one: Model, code: str, where: str, now: datetime) -> None:
    """Let a finding count again."""
    Mute.objects.filter(content_type=kind_of(one), object_id=one.pk, code=code, where=where).delete()
    check(one, now=now)


@transaction.atomic
def archive(one: Any, *, user: User, now: datetime) -> None:
    """Take a piece, its translations and what it takes along out of every learner's list. Nothing is deleted.

    Archiving twice does nothing more.
    """
    together = list(one.get_translations(inclusive=True)) if isinstance(one, Page) else [one]
    for piece in together:
        for other in [piece, *companions(piece)]:
            if getattr(other, "live", False):
                other.unpublish(user=user)
        Archived.objects.get_or_create(
            content_type=archive_kind(piece),
            object_id=piece.pk,
            defaults={"title": str(piece)[:255], "archived_by": user, "archived_at": now},
        )


@transaction.atomic
def bring_back(one: Any) -> None:
    """Let a piece and its translations be drafts again; learners see them once they are published."""
    together = list(one.get_translations(inclusive=True)) if isinstance(one, Page) else [one]
    for piece in together:
        Archived.objects.filter(content_type=archive_kind(piece), object_id=piece.pk).delete()


def on_published(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Publishing says that a piece is in use again."""
    if can_be_archived(instance):
        Archived.objects.filter(content_type=archive_kind(instance), object_id=instance.pk).delete()
