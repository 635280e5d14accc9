"""A learner's private notes: saved as they are written, the newer one wins, nothing is overwritten unseen."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from courses.models import LearnerNote, NoteKind
from people.models import User

LONGEST = 4_000
MOST_TICKS = 30
HIGHEST_SEQ = 2_000_000_000


class Stale(Refused):
    """The note was changed elsewhere since it was shown; ``note`` is what is kept now."""

    def __init__(self, note: LearnerNote) -> None:
        super().__init__(
            "stale", _("This note was changed in another window. Compare both, then save again.")
        )
        self.note = note


@transaction.atomic
def save_note(
    *,
    user: User,
    lesson_key: UUID,
    block_id: str,
    kind: NoteKind,
    seq: int,
    now: datetime,
    text: str = "",
    ticks: Collection[str] = (),
) -> LearnerNote:
    """Keep what a learner wrote or ticked; ``seq`` is one more than that of the note they saw.

    The same content again is accepted whatever its number, so that repeating a request does no harm.
    Raises Stale (with the note kept now) and Refused: too_long.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST or len(ticks) > MOST_TICKS or not 0 < seq < HIGHEST_SEQ:
        raise Refused("too_long", _("A note holds 4,000 characters at most. Shorten it and save again."))
    kept, _made = LearnerNote.objects.get_or_create(
        user=user,
        lesson_key=lesson_key,
        block_id=block_id,
        defaults={"kind": kind, "updated_at": now},
    )
    note = LearnerNote.objects.select_for_update().get(pk=kept.pk)
    if note.text == text and note.ticks == sorted(ticks) and note.seq:
        return note
    if seq <= note.seq:
        raise Stale(note)
    note.kind, note.text, note.ticks = kind, text, sorted(ticks)
    note.seq, note.updated_at = seq, now
    note.save(update_fields=["kind", "text", "ticks", "seq", "updated_at"])
    return note
