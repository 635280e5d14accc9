"""A learner's word on a lesson: the last one counts."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.refused import Refused
from courses.models import LessonFeedback, Verdict
from people.models import User

LONGEST_SENTENCE = 300


def say(*, user: User, lesson_key: UUID, verdict: str, sentence: str, now: datetime) -> LessonFeedback:
    """Keep what a learner says about a lesson in place of what they said before.

    Raises Refused: verdict (not one of the two), too_long.
    """
    sentence = " ".join(sentence.replace("\x00", "").split())
    if verdict not in Verdict.values:
        raise Refused("verdict", _("Choose “Helpful” or “Not clear”."))
    if len(sentence) > LONGEST_SENTENCE:
        raise Refused("too_long", _("One sentence of at most 300 characters, please. Shorten it."))
    said, _made = LessonFeedback.objects.update_or_create(
        user=user,
        lesson_key=lesson_key,
        defaults={"verdict": verdict, "sentence": sentence, "said_at": now},
    )
    return said
