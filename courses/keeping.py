"""Which pages are not deleted at the desk: containers, what learners have records on, what others made."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from cases.models import Run
from courses.models import (
    ActivityIndexPage,
    Certificate,
    CourseAssignment,
    CourseIndexPage,
    Enrolment,
    HandIn,
    LearnerNote,
    LessonFeedback,
    StepCompletion,
)
from people.models import User
from people.roles import Role, roles_of
from quizzes.models import Attempt, SurveyResponse

# What stands this high is the frame of a language, not content.
FRAME_DEPTH = 2


def reason_to_keep(page: Page, user: User) -> str:
    """Return the sentence that says why somebody does not delete a page, "" when they may."""
    about = {"title": page.title}
    if page.depth <= FRAME_DEPTH or isinstance(page.specific, CourseIndexPage | ActivityIndexPage):
        return _("“%(title)s” holds the content of a language and is not deleted.") % about
    if has_records(page):
        text = _(
            "Learners have records on “%(title)s” or below it, so it is not deleted. Archive it instead."
        )
        return text % about
    others = page.get_descendants(inclusive=True).exclude(owner=user)
    if not page.is_leaf() and Role.ADMINISTRATOR not in roles_of(user) and others.exists():
        return (
            _("Not everything in “%(title)s” was made by you. Archive it, or let an administrator delete it.")
            % about
        )
    return ""


def has_records(page: Page) -> bool:
    """Say whether somebody did, owes or wrote something on a page or below it, in either language."""
    keys = set(page.get_descendants(inclusive=True).values_list("translation_key", flat=True))
    return any(_records(keys))


def _records(keys: Iterable[UUID]) -> Iterable[bool]:
    yield Enrolment.objects.filter(course_key__in=keys).exists()
    yield CourseAssignment.objects.filter(course_key__in=keys).exists()
    yield StepCompletion.objects.filter(Q(step_key__in=keys) | Q(course_key__in=keys)).exists()
    yield LearnerNote.objects.filter(lesson_key__in=keys).exists()
    yield LessonFeedback.objects.filter(lesson_key__in=keys).exists()
    yield Attempt.objects.filter(page_key__in=keys).exists()
    yield SurveyResponse.objects.filter(page_key__in=keys).exists()
    yield Run.objects.filter(page_key__in=keys).exists()
    yield HandIn.objects.filter(path_key__in=keys).exists()
    yield Certificate.objects.filter(path_key__in=keys).exists()
