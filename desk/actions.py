"""Writes of the desk: the health of content, and muting a finding."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.findings import worst
from core.refused import Refused
from desk.linting import findings_of
from desk.models import Health, LevelChoice, Mute
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
