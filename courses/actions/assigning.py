"""HR asks departments or persons to finish a course; duties follow from that, set-wise."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from courses import completion
from courses.models import CourseAssignment, CoursePage, Duty, Enrolment, EnrolmentSource
from courses.signals import evidence_changed, evidence_changed_for_many
from people.actions import record_audit
from people.models import Department, User, UserState
from people.queries import people_in

NEWCOMER_DAYS = 14
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Planned:
    """Whom an assignment would reach: ``new`` get the duty, of whom ``finished`` have done the course."""

    people: int
    new: frozenset[int]
    finished: int

    @property
    def already(self) -> int:
        """How many have an open duty for this course and get no second one."""
        return self.people - len(self.new)


def _members(department: Department | None, person: User | None, day: date) -> set[int]:
    if department is not None:
        return set(people_in(department, day).values_list("pk", flat=True))
    return {person.pk} if person is not None and person.state == UserState.ACTIVE else set()


def _owing(course_key: UUID) -> set[int]:
    """Return who has an open duty for the course."""
    open_duties = Duty.objects.filter(
        assignment__course_key=course_key,
        assignment__withdrawn_on__isnull=True,
        completed_at__isnull=True,
        waived_at__isnull=True,
    )
    return set(open_duties.values_list("user_id", flat=True))


def plan(*, course_key: UUID, department: Department | None, person: User | None, today: date) -> Planned:
    """Return whom an assignment would reach today; writes nothing."""
    members = _members(department, person, today)
    new = members - _owing(course_key)
    finished = Enrolment.objects.filter(course_key=course_key, completed_at__isnull=False)
    return Planned(len(members), frozenset(new), len(new & set(finished.values_list("user_id", flat=True))))


@transaction.atomic
def assign(
    *,
    actor: User | None,
    course: CoursePage,
    due_on: date,
    required: bool,
    now: datetime,
    department: Department | None = None,
    person: User | None = None,
) -> CourseAssignment:
    """Assign a course to a department with all below it, or to one person, and make the duties.

    Who has an open duty for the course gets no second one; who has finished it has fulfilled the new one.
    Raises Refused: past_due, twice, nobody.
    """
    today = timezone.localdate(now)
    if due_on < today:
        raise Refused("past_due", _("Choose a day that is not over yet."))
    titles: dict[str, str] = dict(
        CoursePage.objects.filter(translation_key=course.translation_key).values_list(
            "locale__language_code", "title"
        )
    )
    try:
        with transaction.atomic():
            assignment = CourseAssignment.objects.create(
                course_key=course.translation_key,
                course_code=course.key,
                title_zh=titles.get("zh-hans") or str(course.title),
                title_en=titles.get("en", ""),
                department=department,
                person=person,
                required=required,
                due_on=due_on,
                assigned_by=actor,
                created_at=now,
            )
    except IntegrityError as error:
        raise Refused("twice", _("This course is assigned there already with the same day.")) from error
    planned = plan(course_key=assignment.course_key, department=department, person=person, today=today)
    if not planned.people:
        raise Refused("nobody", _("Nobody works there today. Choose another department or person."))
    _make_duties(assignment, planned.new, due_on, now)
    record_audit(
        actor=actor,
        action="courses.assign",
        subject=str(assignment),
        assignment=assignment.pk,
        people=len(planned.new),
        due_on=due_on.isoformat(),
        required=required,
    )
    return assignment


def _make_duties(assignment: CourseAssignment, user_ids: frozenset[int], due_on: date, now: datetime) -> None:
    """Make duties and enrolments in bulk; a course finished before fulfils the duty at once."""
    key = assignment.course_key
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                user_id=user_id,
                course_key=key,
                title=assignment.title_zh,
                source=EnrolmentSource.ASSIGNED,
                enrolled_at=now,
            )
            for user_id in sorted(user_ids)
        ),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    finished = dict(
        Enrolment.objects.filter(course_key=key, completed_at__isnull=False).values_list(
            "user_id", "completed_at"
        )
    )
    Duty.objects.bulk_create(
        (
            Duty(user_id=user_id, assignment=assignment, due_on=due_on, completed_at=finished.get(user_id))
            for user_id in sorted(user_ids)
        ),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    evidence_changed_for_many.send(sender=Duty, user_ids=sorted(user_ids))


@transaction.atomic
def sync_duties(*, now: datetime) -> int:
    """Give everybody who has joined an assigned department since its duties; return how many were made."""
    today = timezone.localdate(now)
    made = 0
    standing = CourseAssignment.objects.filter(withdrawn_on__isnull=True, department__isnull=False)
    for assignment in standing.select_related("department").order_by("created_at", "pk"):
        have = set(assignment.duties.values_list("user_id", flat=True))
        members = _members(assignment.department, None, today) - have
        joined = frozenset(members - _owing(assignment.course_key)) if members else frozenset()
        if joined:
            due_on = completion.due_for_newcomer(assignment.due_on, today, NEWCOMER_DAYS)
            _make_duties(assignment, joined, due_on, now)
            made += len(joined)
    return made


@transaction.atomic
def withdraw(*, actor: User, assignment_id: int, now: datetime) -> CourseAssignment:
    """Take an assignment back: its duties no longer count, what was done stays. Repeating changes nothing."""
    assignment = CourseAssignment.objects.select_for_update().get(pk=assignment_id)
    if assignment.withdrawn_on is None:
        assignment.withdrawn_on = timezone.localdate(now)
        assignment.save(update_fields=["withdrawn_on"])
        record_audit(
            actor=actor, action="courses.withdraw", subject=str(assignment), assignment=assignment.pk
        )
        owed_by = sorted(assignment.duties.values_list("user_id", flat=True))
        evidence_changed_for_many.send(sender=Duty, user_ids=owed_by)
    return assignment


@transaction.atomic
def waive(*, actor: User, duty_id: int, reason: str, now: datetime) -> Duty:
    """Free one person from a duty, with a reason. Raises Refused: reason, over."""
    duty = Duty.objects.select_for_update().get(pk=duty_id)
    reason = " ".join(reason.replace("\x00", " ").split())
    if not reason:
        raise Refused("reason", _("Write down the reason; it is kept with the duty."))
    if duty.completed_at is not None or duty.waived_at is not None:
        raise Refused("over", _("This duty is done or waived already."))
    duty.waived_at, duty.waived_by, duty.reason = now, actor, reason[:200]
    duty.save(update_fields=["waived_at", "waived_by", "reason"])
    record_audit(
        actor=actor, action="courses.waive", subject=f"duty {duty.pk}", user=duty.user_id, reason=reason
    )
    evidence_changed.send(sender=Duty, user_id=duty.user_id)
    return duty
