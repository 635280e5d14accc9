"""Which pages learners have left records on: these are archived, never deleted."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from cases.models import Run
from courses.models import (
    Certificate,
    CourseAssignment,
    Enrolment,
    HandIn,
    LearnerNote,
    LessonFeedback,
    StepCompletion,
)
from quizzes.models import Attempt, SurveyResponse


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
