"""Removing the demonstration company: its people's rows first, then what they stood in."""

from django.core.cache import caches
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from awareness.models import PersonScore, Snapshot, SnapshotPerson, StalePerson
from cases.models import Run
from courses.models import CourseAssignment, Duty, Enrolment, LearnerNote, StepCompletion
from people.actions import renumber
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


@transaction.atomic
def remove() -> int:
    """Remove it all in one transaction and return how many people went.

    Real people who had been posted to a department of the demonstration, or assigned something by its HR,
    keep everything but that posting and that person's name.
    """
    people = User.objects.filter(is_demo=True)
    departments = Department.objects.filter(is_demo=True)
    count = people.count()
    SnapshotPerson.objects.filter(snapshot__is_demo=True).delete()
    Snapshot.objects.filter(is_demo=True).delete()
    for model in HISTORY:
        model._default_manager.filter(user__in=people).delete()
    _assignments(people, departments)
    RosterImport.objects.filter(uploaded_by__in=people).delete()
    AuditEntry.objects.filter(actor__in=people).delete()
    people.delete()
    _departments(departments)
    caches["authored"].clear()
    return count


def _assignments(people: QuerySet[User], departments: QuerySet[Department]) -> None:
    given = CourseAssignment.objects.filter(Q(department__in=departments) | Q(person__in=people))
    Duty.objects.filter(assignment__in=given).delete()
    given.delete()
    CourseAssignment.objects.filter(assigned_by__in=people).update(assigned_by=None)
    Duty.objects.filter(waived_by__in=people).update(waived_by=None, waived_at=None, reason="")


def _departments(departments: QuerySet[Department]) -> None:
    Posting.objects.filter(department__in=departments).delete()
    ServiceLink.objects.filter(Q(provider__in=departments) | Q(customer__in=departments)).delete()
    codes = list(departments.values_list("pk", flat=True))
    Department.objects.filter(Q(parent__in=codes) | Q(pk__in=codes)).update(parent=None)
    Department.objects.filter(Q(successor__in=codes) | Q(pk__in=codes)).update(successor=None)
    departments.delete()
    renumber()
