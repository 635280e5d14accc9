"""My learning: what is due, what is next, what is done, where I stand, who waits for my work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cases import queries as case_queries
from courses import path_queries, wording
from courses.completion import DutyState, duty_state
from courses.models import Certificate, Duty, Enrolment, HandIn, StepCompletion
from courses.queries import MyCourse, my_courses
from home import profile
from people.models import ServiceLink, User
from people.queries import department_on
from quizzes import queries as quiz_queries
from quizzes.models import DimensionChoice

MOST_LINKS = 6


@dataclass(frozen=True, slots=True)
class DueLine:
    """A course to finish, with its label; ``url`` is empty when it is not published in this language."""

    title: str
    url: str
    state: DutyState
    tag: str
    due_on: date
    required: bool
    assigned_to: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """A dimension beside the drawing."""

    label: str
    value: int | None
    corner: profile.Corner


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile as shown."""

    radar: profile.Radar
    lines: tuple[DimensionLine, ...]
    lowest: str
    drawable: bool


@dataclass(frozen=True, slots=True)
class Learning:
    """Everything on the page."""

    going_on: MyCourse | None
    due: tuple[DueLine, ...]
    also: tuple[MyCourse, ...]
    done: tuple[MyCourse, ...]
    past: tuple[Enrolment, ...]  # finished, and no longer offered
    profile: Profile
    waiting: Sequence[ServiceLink]
    department: str
    certificates: Sequence[Certificate]
    to_confirm: Sequence[HandIn]


def learning(user: User, today: date) -> Learning:
    """Return the page of a person. A fixed number of queries whatever there is to show."""
    mine = my_courses(user)
    due = due_lines(user, mine, today)
    unfinished = [course for course in mine if course.enrolled and not course.progress.finished]
    going_on = _going_on(user, unfinished, due)
    department = department_on(user, today)
    links = ServiceLink.objects.none() if department is None else _links(department.pk, today)
    return Learning(
        going_on=going_on,
        due=due,
        also=tuple(course for course in unfinished if course is not going_on),
        done=tuple(course for course in mine if course.progress.finished),
        past=past_courses(user, mine),
        profile=profile_of(user),
        waiting=list(links[:MOST_LINKS]),
        department=department.name if department else "",
        certificates=path_queries.certificates_of(user),
        to_confirm=path_queries.waiting_for(user),
    )


def past_courses(user: User, mine: Sequence[MyCourse]) -> tuple[Enrolment, ...]:
    """Return what a person finished that is not offered now: archived, or not in this language."""
    finished = Enrolment.objects.filter(user=user, completed_at__isnull=False)
    offered = {course.key for course in mine}
    return tuple(row for row in finished.order_by("-completed_at") if row.course_key not in offered)


def _going_on(user: User, unfinished: Sequence[MyCourse], due: Sequence[DueLine]) -> MyCourse | None:
    """Return the course worked on last, else the one due first."""
    by_key = {course.key: course for course in unfinished}
    steps = StepCompletion.objects.filter(user=user, course_key__in=by_key).order_by("-completed_at", "-pk")
    latest = steps.values_list("course_key", flat=True).first()
    if latest is not None:
        return by_key[latest]
    by_url = {course.outline.url: course for course in unfinished}
    return next((by_url[line.url] for line in due if line.url in by_url), next(iter(unfinished), None))


def due_lines(user: User, mine: Sequence[MyCourse], today: date) -> tuple[DueLine, ...]:
    """Return the open duties, the most urgent first."""
    by_key = {course.key: course for course in mine}
    duties = Duty.objects.filter(
        user=user,
        completed_at__isnull=True,
        waived_at__isnull=True,
        assignment__withdrawn_on__isnull=True,
    )
    lines = []
    for duty in duties.select_related("assignment__department").order_by("due_on", "pk"):
        course = by_key.get(duty.assignment.course_key)
        state = duty_state(duty.due_on, today, completed=False, waived=False)
        where = duty.assignment.department
        lines.append(
            DueLine(
                title=course.title if course else duty.assignment.title,
                url=course.outline.url if course else "",
                state=state,
                tag=wording.due_tag(state, duty.due_on, today),
                due_on=duty.due_on,
                required=duty.assignment.required,
                assigned_to=where.name if where else "",
                done=course.progress.done if course else 0,
                total=course.progress.total if course else 0,
            )
        )
    return tuple(lines)


def _links(department_id: int, today: date) -> Any:
    valid = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    links = ServiceLink.objects.filter(valid, still, provider=department_id)
    return links.select_related("customer").order_by("customer__tree_pre", "pk")


def profile_of(user: User) -> Profile:
    """Return a person's profile from the latest attempt of every quiz, case and role-play."""
    quizzes: dict[str, list[tuple[str, int, int | None]]] = {}
    for attempt in sorted(quiz_queries.outcomes([user.pk]), key=lambda one: one.submitted_at):
        quizzes[attempt.activity_key] = [
            (item.dimension, item.points, item.credit_bp) for item in attempt.items if item.voided_on is None
        ]
    runs: dict[str, list[tuple[str, int, int, int]]] = {}
    for run in sorted(case_queries.outcomes([user.pk]), key=lambda one: one.submitted_at):
        if run.status == "submitted":
            runs[f"{run.kind}:{run.activity_key}"] = [
                (point.dimension, point.points, point.low, point.high) for point in run.points
            ]
    found = profile.shares(profile.responses_of(quizzes, runs))
    drawing = profile.radar(found)
    weakest = profile.lowest(found)
    return Profile(
        radar=drawing,
        lines=tuple(
            DimensionLine(str(DimensionChoice(corner.share.dimension).label), corner.share.value, corner)
            for corner in drawing.corners
        ),
        lowest=str(DimensionChoice(weakest.dimension).label) if weakest else "",
        drawable=profile.drawable(found),
    )
