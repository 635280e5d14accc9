"""Setting the password of a quiz, and checking what somebody typed."""

import unicodedata
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.refused import Refused
from people.actions import record_audit
from people.models import User
from quizzes.models import PasswordTry, Quiz, QuizPassword

SHORTEST, LONGEST = 4, 64
MOST_WRONG = 5
PAUSE = timedelta(minutes=15)


def _plain(typed: str) -> str:
    """Return what was typed with full-width signs made narrow and without spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip()


@transaction.atomic
def set_password(*, actor: User, quiz: Quiz, typed: str, now: datetime) -> None:
    """Ask for this password from now on; it is kept hashed only. Raises Refused: length."""
    password = _plain(typed)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("length", _("A password has 4 to 64 signs."))
    QuizPassword.objects.update_or_create(
        quiz=quiz, defaults={"encoded": make_password(password), "set_by": actor, "set_at": now}
    )
    PasswordTry.objects.filter(quiz=quiz).delete()
    record_audit(actor=actor, action="quizzes.password_set", subject=quiz.key)


@transaction.atomic
def remove_password(*, actor: User, quiz: Quiz) -> None:
    """Ask for no password any more. Repeating changes nothing."""
    gone, _rows = QuizPassword.objects.filter(quiz=quiz).delete()
    if gone:
        record_audit(actor=actor, action="quizzes.password_removed", subject=quiz.key)


def refusal(*, user: User, quiz: Quiz, typed: str, now: datetime) -> Refused | None:
    """Return why what was typed lets nobody in, None when it is right.

    The caller holds the person's lock and commits, also when refused: wrong tries must stay counted.
    """
    if not typed:
        return Refused("password_needed", _("This quiz asks for a password. Type it, then begin."))
    row = PasswordTry.objects.filter(user=user, quiz=quiz).first()
    row = row or PasswordTry(user=user, quiz=quiz, last_at=now)
    if row.wrong >= MOST_WRONG:
        if now < row.last_at + PAUSE:
            until = date_format(timezone.localtime(row.last_at + PAUSE), "H:i")
            sentence = _("The password was wrong too often. You can type it again from %(time)s.")
            return Refused("password_pause", sentence % {"time": until})
        row.wrong = 0
    if check_password(_plain(typed), QuizPassword.objects.get(quiz=quiz).encoded):
        PasswordTry.objects.filter(user=user, quiz=quiz).delete()
        return None
    row.wrong, row.last_at = row.wrong + 1, now
    row.save()
    left = MOST_WRONG - row.wrong
    told = ngettext(
        "The password is not right. You can type it %(n)s more time.",
        "The password is not right. You can type it %(n)s more times.",
        left,
    )
    return Refused("password_wrong", told % {"n": left})
