"""Certificates after a corrected result: put before HR, who let them stand or withdraw them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from courses import path_queries
from courses.models import Certificate, Examination, ExaminationState
from people.actions import record_audit
from people.models import User
from quizzes.models import Attempt, GradeEntry
from quizzes.queries import counted_tries

LONGEST_SENTENCE = 400


@transaction.atomic
def examine(*, grade: GradeEntry, now: datetime) -> Sequence[Examination]:
    """Put before HR the certificates that rested on a result which is lower now; nothing is withdrawn here.

    A certificate rests on a result when its path asks for the quiz and no try that counts reaches its mark.
    """
    attempt = grade.attempt
    held = list(Certificate.objects.filter(user=attempt.user_id).exclude(examinations__state="open"))
    if not held:
        return []
    rules = path_queries.rules_of({one.path_key for one in held})
    tries = Attempt.objects.filter(user=attempt.user_id, quiz=attempt.quiz_id).order_by("cycle", "number")
    counted = counted_tries(list(tries))
    best = max((one.score_bp or 0 for one in counted), default=0)
    shaken = [
        one
        for one in held
        if one.path_key in rules
        and any(attempt.quiz_id in course.quizzes for course in rules[one.path_key].courses)
        and best < one.mark_bp <= (grade.score_before_bp or 0)
    ]
    return Examination.objects.bulk_create(
        Examination(certificate=one, grade=grade, opened_at=now) for one in shaken
    )


@transaction.atomic
def decide_on_certificate(
    *, actor: User, examination: Examination, withdraw: bool, sentence: str, now: datetime
) -> Examination:
    """Let a certificate stand or withdraw it, with a sentence its holder reads; a later word replaces it.

    Raises Refused: own (nobody decides on their own certificate), reason, too_long.
    """
    rows = Examination.objects.select_for_update(of=("self",)).select_related("certificate")
    found = rows.get(pk=examination.pk)
    if found.certificate.user_id == actor.pk:
        raise Refused("own", _("This is your own certificate. Ask a colleague to decide on it."))
    line = " ".join(sentence.replace("\x00", "").split())
    if not line:
        raise Refused("reason", _("Say in one sentence why; the holder reads it."))
    if len(line) > LONGEST_SENTENCE:
        raise Refused("too_long", _("The sentence holds 400 characters at most."))
    state = ExaminationState.WITHDRAWN if withdraw else ExaminationState.KEPT
    if (found.state, found.sentence) == (state, line):
        return found
    found.state, found.sentence, found.decided_by, found.decided_at = state, line, actor, now
    found.save(update_fields=["state", "sentence", "decided_by", "decided_at"])
    record_audit(actor=actor, action=f"certificate.{state}", subject=str(found.certificate_id), sentence=line)
    return found
