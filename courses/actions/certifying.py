"""Handing in a piece of work, confirming it, issuing certificates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from courses import path_queries
from courses.certification import Standing
from courses.models import (
    Certificate,
    CertificateCourse,
    CoursePage,
    HandIn,
    HandInKind,
    HandInState,
    LearningPathPage,
)
from people.models import User

LONGEST = 4_000
LONGEST_SENTENCE = 400


@transaction.atomic
def hand_in(
    *,
    user: User,
    path: LearningPathPage,
    kind: HandInKind,
    text: str,
    confirmer_id: int,
    now: datetime,
    file: "UploadedFile[Any] | None" = None,
) -> HandIn:
    """Send a piece of work to one person; one that still waits is replaced.

    Raises Refused: empty, too_long, not_asked (the person may not confirm it), confirmed (already).
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused("empty", _("Write a few sentences about it; a file alone is not enough."))
    if len(text) > LONGEST:
        raise Refused("too_long", _("The text holds 4,000 characters at most. Put the rest into the file."))
    asked = path_queries.confirmers(user, timezone.localdate(now))
    confirmer = next((one for one in asked if one.user.pk == confirmer_id), None)
    if confirmer is None:
        raise Refused("not_asked", _("Choose your superior or a receiver from the list."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two windows send one after the other
    before = HandIn.objects.filter(user=user, path_key=path.translation_key)
    if before.filter(state=HandInState.CONFIRMED).exists():
        raise Refused("confirmed", _("Your work for this path is confirmed already."))
    before.filter(state=HandInState.SUBMITTED).update(state=HandInState.REPLACED)
    return HandIn.objects.create(
        user=user,
        path_key=path.translation_key,
        path_title=path.title,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind,
        text=text,
        file=file or "",
        file_name=(file.name or "")[-120:] if file else "",
        confirmer=confirmer.user,
        confirms_for=confirmer.confirms_for,
        submitted_at=now,
    )


@transaction.atomic
def decide(*, actor: User, hand_in_id: UUID, confirm: bool, sentence: str, now: datetime) -> HandIn:
    """Confirm a piece of work or return it with a sentence; the last condition brings the certificate.

    Raises Refused: not_found, over (decided or replaced already), reason, too_long.
    """
    mine = HandIn.objects.select_for_update(of=("self",)).filter(confirmer=actor, pk=hand_in_id)
    found = mine.first()
    if found is None:
        raise Refused("not_found", _("This piece of work is not addressed to you."))
    sentence = " ".join(sentence.replace("\x00", "").split())
    if len(sentence) > LONGEST_SENTENCE:
        raise Refused("too_long", _("The sentence holds 400 characters at most."))
    if found.state != HandInState.SUBMITTED:
        raise Refused("over", _("This piece of work was decided on or replaced meanwhile."))
    if not confirm and not sentence:
        raise Refused("reason", _("Say in one sentence what is missing, so that it can be mended."))
    found.state = HandInState.CONFIRMED if confirm else HandInState.RETURNED
    found.sentence, found.decided_at = sentence, now
    found.save(update_fields=["state", "sentence", "decided_at"])
    if confirm:
        issue_due(user_id=found.user_id, now=now)
    return found


def issue_due(*, user_id: int, now: datetime) -> list[Certificate]:
    """Issue every certificate a person has earned and does not hold yet."""
    due = path_queries.due_paths(user_id)
    return [issue(user_id=user_id, path_key=key, now=now) for key in due]


@transaction.atomic
def issue(*, user_id: int, path_key: UUID, now: datetime) -> Certificate:
    """Issue a path's certificate once, in the words of today; asked again, the first one is returned.

    Raises Refused: not_met (also for a path without a certificate).
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    held = Certificate.objects.filter(user=user, path_key=path_key).first()
    if held is not None:
        return held
    rules = path_queries.rules_of([path_key])
    found = path_queries.standings(user_id, rules).get(path_key)
    pages = LearningPathPage.objects.filter(translation_key=path_key, live=True).exclude(certificate="")
    words = {page.locale.language_code: page for page in pages.select_related("locale")}
    first = words.get("zh-hans") or next(iter(words.values()), None)
    if found is None or not found.complete or first is None:
        raise Refused("not_met", _("Not every condition is met yet; the page shows what is open."))
    made = _write(user, path_key, rules[path_key].mark_bp, (first, words.get("en")), now)
    _write_courses(made, found)
    return made


def _write(
    user: User,
    path_key: UUID,
    mark_bp: int,
    words: tuple[LearningPathPage, LearningPathPage | None],
    now: datetime,
) -> Certificate:
    first, english = words
    return Certificate.objects.create(
        user=user,
        path_key=path_key,
        name=user.get_full_name(),
        title_zh=first.certificate,
        title_en=english.certificate if english else "",
        path_zh=first.title,
        path_en=english.title if english else "",
        mark_bp=mark_bp,
        issued_at=now,
        is_demo=user.is_demo,
    )


def _write_courses(certificate: Certificate, found: Standing) -> None:
    keys = [course.key for course in found.courses]
    rows = CoursePage.objects.filter(translation_key__in=keys)
    titles = {
        (key, code): title
        for key, code, title in rows.values_list("translation_key", "locale__language_code", "title")
    }
    CertificateCourse.objects.bulk_create(
        CertificateCourse(
            certificate=certificate,
            position=position,
            title_zh=titles.get((course.key, "zh-hans")) or titles.get((course.key, "en"), ""),
            title_en=titles.get((course.key, "en"), ""),
            met_at=course.met_at or certificate.issued_at,
        )
        for position, course in enumerate(found.courses, start=1)
    )
