"""Taking a course and finishing its steps."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from core.refused import Refused
from courses import completion
from courses.models import (
    CoursePage,
    Duty,
    Enrolment,
    EnrolmentSource,
    PrerequisiteRule,
    StepCompletion,
    StepKind,
)
from courses.places import FIELDS, STEP, Outline, Row, outlines
from courses.queries import locked_by
from courses.signals import evidence_changed
from people.models import User


@transaction.atomic
def enrol(*, user: User, course_key: UUID, title: str, now: datetime) -> Enrolment:
    """Enrol a person by their own choice; once enrolled it changes nothing."""
    enrolment, _made = Enrolment.objects.get_or_create(
        user=user,
        course_key=course_key,
        defaults={"title": title, "source": EnrolmentSource.SELF, "enrolled_at": now},
    )
    return enrolment


@transaction.atomic
def begin(*, user: User, course: Outline, now: datetime) -> Enrolment:
    """Enrol a person who asks for a course, unless it is held back. Raises Refused: locked."""
    refuse_locked(user, course.key)
    return enrol(user=user, course_key=course.key, title=course.title, now=now)


def refuse_locked(user: User, course_key: UUID) -> None:
    """Raise Refused (locked) when a course asks for others first and nothing of it has been done yet."""
    missing = locked_by(user, course_key)
    if missing:
        raise Refused(
            "locked",
            _("This course opens once you have finished %(courses)s.") % {"courses": _list(missing)},
        )


def _list(titles: Iterable[str]) -> str:
    return pgettext("between titles", ", ").join(_("“%(course)s”") % {"course": title} for title in titles)


def finish_lesson(*, user: User, step_key: UUID, language: str, now: datetime) -> Outline | None:
    """Note that a lesson was read, as ``complete_step`` does. Raises Refused: locked."""
    outline = course_of_step(step_key, StepKind.LESSON, language)
    if outline is None:
        return None
    refuse_locked(user, outline.key)
    return complete_step(user=user, step_key=step_key, kind=StepKind.LESSON, language=language, now=now)


def refuse_step_of_locked(user: User, step_key: UUID) -> None:
    """Raise Refused (locked) when an activity stands in a course that is held back from this person."""
    steps = Page.objects.filter(translation_key=step_key, live=True).values_list("path", flat=True)
    above = [path[:-STEP] for path in steps]
    locking = CoursePage.objects.filter(path__in=above, prerequisite_rule=PrerequisiteRule.LOCK)
    for course_key in set(locking.values_list("translation_key", flat=True)):
        refuse_locked(user, course_key)


@transaction.atomic
def complete_step(
    *, user: User, step_key: UUID, kind: StepKind, language: str, now: datetime
) -> Outline | None:
    """Note that a person finished a step, and finish the course and its duties with the last one.

    The steps that count are those live in the language the person works in. Returns the course the step
    belongs to, None when no live course has such a step (an activity outside courses). The first time
    counts; repeating it changes nothing.
    """
    outline = course_of_step(step_key, kind, language)
    if outline is None:
        return None
    enrolment = enrol(user=user, course_key=outline.key, title=outline.title, now=now)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # the last two steps at once
    StepCompletion.objects.get_or_create(
        user=user,
        course_key=outline.key,
        step_key=step_key,
        defaults={"kind": kind, "completed_at": now},
    )
    done = StepCompletion.objects.filter(user=user, course_key=outline.key).values_list("step_key", flat=True)
    if enrolment.completed_at is None and completion.all_done(outline.step_keys, set(done)):
        enrolment.completed_at = max(now, enrolment.enrolled_at)
        enrolment.save(update_fields=["completed_at"])
    if enrolment.completed_at is not None:
        _complete_duties(user, outline.key, now)
    return outline


def _complete_duties(user: User, course_key: UUID, now: datetime) -> None:
    owed = Duty.objects.filter(
        user=user,
        assignment__course_key=course_key,
        assignment__withdrawn_on__isnull=True,
        completed_at__isnull=True,
    )
    if owed.update(completed_at=now):
        evidence_changed.send(sender=Duty, user_id=user.pk)


def course_of_step(step_key: UUID, kind: StepKind, language: str) -> Outline | None:
    """Return the live course, in this language, whose live step has this key and kind."""
    steps = Page.objects.filter(translation_key=step_key, live=True, locale__language_code=language)
    rows = [Row(*fields) for fields in steps.values_list(*FIELDS)]
    parents = [row.path[:-STEP] for row in rows if row.kind == kind]
    courses = CoursePage.objects.filter(path__in=parents, live=True).values_list(*FIELDS)
    found = outlines(Row(*fields) for fields in courses)
    return found[0] if found else None
