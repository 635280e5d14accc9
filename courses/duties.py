"""Duties as facts for the index and for completion lists: who owes which course, until when, done or not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from courses.models import CoursePage, Duty
from people.models import UserState
from quizzes.models import QuizPage

READ_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class DutyFact:
    """One duty as it stands; being waived or withdrawn takes it out of every count.

    ``given_at`` is when the course was assigned; who joined the department later got the duty later.
    """

    duty_id: int
    user_id: int
    course_code: str
    required: bool
    due_on: date | None
    completed_at: datetime | None
    waived_at: datetime | None
    withdrawn_on: date | None
    given_at: datetime

    @property
    def waived(self) -> bool:
        """Whether the person was freed from it."""
        return self.waived_at is not None


def duties(user_ids: Collection[int] | None) -> Iterable[DutyFact]:
    """Yield the duties of these people (everybody with None) in one query."""
    rows = Duty.objects.order_by("pk")
    if user_ids is not None:
        rows = rows.filter(user_id__in=user_ids)
    for row in rows.values_list(
        "pk",
        "user_id",
        "assignment__course_code",
        "assignment__required",
        "due_on",
        "completed_at",
        "waived_at",
        "assignment__withdrawn_on",
        "assignment__created_at",
    ).iterator(READ_AT_ONCE):
        yield DutyFact(*row)


def overdue(today: date) -> QuerySet[Duty]:
    """Return the required duties past their date of people who work here, the longest overdue first."""
    rows = Duty.objects.filter(
        completed_at__isnull=True,
        waived_at__isnull=True,
        due_on__lt=today,
        assignment__required=True,
        assignment__withdrawn_on__isnull=True,
        user__state=UserState.ACTIVE,
    )
    return rows.select_related("user", "assignment").order_by("due_on", "user__employee_no", "pk")


def assignments_of(user_id: int, quiz_id: int) -> set[int]:
    """Return the numbers of the assignments in force that ask a person for a course with this quiz."""
    paths = QuizPage.objects.filter(quiz=quiz_id).values_list("path", flat=True)
    above = {path[: -QuizPage.steplen] for path in paths}
    courses = CoursePage.objects.filter(path__in=above).values("translation_key")
    owed = Duty.objects.filter(
        user=user_id,
        waived_at__isnull=True,
        assignment__withdrawn_on__isnull=True,
        assignment__course_key__in=courses,
    )
    return set(owed.values_list("assignment_id", flat=True))
