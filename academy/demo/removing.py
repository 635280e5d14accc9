"""Removing the demonstration company: its people's rows first, then what they stood in."""

from django.core.cache import caches
from django.db import transaction
from django.db.models import Model, Q

from awareness.models import PersonScore, Snapshot, SnapshotPerson, StalePerson
from cases.models import Run
from courses.models import CourseAssignment, Duty, Enrolment, LearnerNote, StepCompletion
from people.models import AuditEntry, Department, Posting, RosterImport, ServiceLink, User
from quizzes.models import Attempt, SurveyResponse

HISTORY: tuple[type[Model], ...] = (
    PersonScore,
    StalePerson,
    Attempt,
    SurveyResponse,
    Run,
    Duty,
    Enrolment,
    StepCompletion,
    LearnerNote,
    Posting,
)


def remove() -> int:
    """Remove it all in one transaction and return how many people went."""
    people = User.objects.filter(is_demo=True)
    count = people.count()
    with transaction.atomic():
        SnapshotPerson.objects.filter(snapshot__is_demo=True).delete()
        Snapshot.objects.filter(is_demo=True).delete()
        for model in HISTORY:
            model._default_manager.filter(user__in=people).delete()
        given = CourseAssignment.objects.filter(
            Q(department__is_demo=True) | Q(person__in=people) | Q(assigned_by__in=people)
        )
        Duty.objects.filter(assignment__in=given).delete()
        given.delete()
        RosterImport.objects.filter(uploaded_by__in=people).delete()
        AuditEntry.objects.filter(actor__in=people).delete()
        departments = Department.objects.filter(is_demo=True)
        ServiceLink.objects.filter(Q(provider__in=departments) | Q(customer__in=departments)).delete()
        people.delete()
        departments.update(parent=None, successor=None)
        departments.delete()
    caches["authored"].clear()
    return count
