"""Removing the demonstration company: its people's rows first, then what they stood in."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.cache import caches
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from awareness import actions as awareness
from awareness.models import PersonScore, StalePerson
from cases.models import Run
from courses.models import (
    Certificate,
    CertificateCourse,
    CourseAssignment,
    CourseImport,
    Duty,
    Enrolment,
    EnrolmentSource,
    HandIn,
    HandInState,
    LearnerNote,
    LessonFeedback,
    StepCompletion,
)
from courses.models.certificates import private_storage
from desk.models import Mute
from people.actions import renumber
from people.models import AuditEntry, Department, Posting, RosterImport, ServiceLink, User
from quizzes.models import Attempt, QuestionImport, QuizOverride, SharingDecision, SurveyResponse

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
    LessonFeedback,
    Posting,
)


@transaction.atomic
def remove(*, now: datetime) -> int:
    """Remove it all in one transaction and return how many people went.

    Real people who had been posted to a department of the demonstration, or assigned something by its HR,
    keep everything but that posting and that person's name. Findings a person of the demonstration muted are
    told again; similar answers such a person decided on wait again. Quarters that were closed with both in
    them are closed again with the real people alone.
    """
    people = User.objects.filter(is_demo=True)
    departments = Department.objects.filter(is_demo=True)
    count = people.count()
    quarters = awareness.drop_demo_snapshots()
    _works(people)
    SharingDecision.objects.filter(decided_by__in=people).delete()
    for model in HISTORY:
        model._default_manager.filter(user__in=people).delete()
    _exceptions(people)
    _assignments(people, departments)
    RosterImport.objects.filter(uploaded_by__in=people).delete()
    QuestionImport.objects.filter(uploaded_by__in=people).delete()
    CourseImport.objects.filter(uploaded_by__in=people).delete()
    AuditEntry.objects.filter(actor__in=people).delete()
    Mute.objects.filter(muted_by__in=people).delete()
    people.delete()
    _departments(departments)
    awareness.publish_again(quarters, now=now)
    caches["authored"].clear()
    return count


def _works(people: QuerySet[User]) -> None:
    """Remove made-up people's certificates and works; real people's works lose only the made-up reader."""
    CertificateCourse.objects.filter(certificate__user__in=people).delete()
    Certificate.objects.filter(user__in=people).delete()
    works = HandIn.objects.filter(user__in=people)
    for name in works.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(private_storage().delete, name))
    works.delete()
    addressed = HandIn.objects.filter(confirmer__in=people)
    addressed.filter(state=HandInState.SUBMITTED).update(state=HandInState.REPLACED)
    addressed.update(confirmer=None)


def _assignments(people: QuerySet[User], departments: QuerySet[Department]) -> None:
    given = CourseAssignment.objects.filter(Q(department__in=departments) | Q(person__in=people))
    owed = Duty.objects.filter(assignment__in=given)
    learners = set(owed.values_list("user_id", "assignment__course_key"))
    owed.delete()
    given.delete()
    for user_id, course_key in learners:
        _untouched(user_id, course_key).delete()
    CourseAssignment.objects.filter(assigned_by__in=people).update(assigned_by=None)
    Duty.objects.filter(waived_by__in=people).update(waived_by=None, waived_at=None, reason="")


def _exceptions(people: QuerySet[User]) -> None:
    """Remove what was granted to the demonstration; real people keep theirs, without the made-up name."""
    QuizOverride.objects.filter(is_demo=True).delete()
    QuizOverride.objects.filter(given_by__in=people).update(given_by=None)
    QuizOverride.objects.filter(withdrawn_by__in=people).update(withdrawn_by=None)


def _untouched(user_id: int, course_key: UUID) -> QuerySet[Enrolment]:
    """Return the enrolment that came with a duty, when nothing of the course was done and nothing is owed."""
    done = StepCompletion.objects.filter(user_id=user_id, course_key=course_key)
    owed = Duty.objects.filter(user_id=user_id, assignment__course_key=course_key)
    if done.exists() or owed.exists():
        return Enrolment.objects.none()
    return Enrolment.objects.filter(user_id=user_id, course_key=course_key, source=EnrolmentSource.ASSIGNED)


def _departments(departments: QuerySet[Department]) -> None:
    Posting.objects.filter(department__in=departments).delete()
    ServiceLink.objects.filter(Q(provider__in=departments) | Q(customer__in=departments)).delete()
    codes = list(departments.values_list("pk", flat=True))
    Department.objects.filter(Q(parent__in=codes) | Q(pk__in=codes)).update(parent=None)
    Department.objects.filter(Q(successor__in=codes) | Q(pk__in=codes)).update(successor=None)
    departments.delete()
    renumber()
