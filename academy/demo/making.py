"""Making the demonstration company: people, duties and three quarters of activity, written set-wise."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from academy.demo.people_plan import Person, plan_people
from academy.demo.quiz_history import write_attempts, write_forms
from academy.demo.run_history import write_runs
from academy.loading.files import read_yaml
from awareness import actions as awareness
from awareness.periods import Quarter
from courses.models import CourseAssignment, CoursePage, Duty, Enrolment, EnrolmentSource
from people.actions import renumber
from people.models import Department, Posting, ServiceLink, User

SEED = 20261124
PASSWORD = "neike-demo"  # noqa: S105 - shown on the screen on purpose; made-up people only
BATCH = 1_000


def company() -> dict[str, Any]:
    """Return the description of the company."""
    found: dict[str, Any] = read_yaml("demo", "company.yaml")
    return found


def make(*, today: date) -> int:
    """Make the company and its history; return how many people it has."""
    plan = company()
    people = plan_people(plan, seed=SEED, today=today)
    with transaction.atomic():
        departments = _departments(plan)
        users = _users(people, departments)
        _hand_overs(plan, departments)
        _history(people, users, today)
    now = datetime.now(UTC)
    quarter = Quarter.of(today)
    for past in (quarter.previous().previous(), quarter.previous()):
        awareness.close_quarter(past, now=now)
    awareness.rebuild_quarter(now=now)
    return len(users)


def _departments(plan: dict[str, Any]) -> dict[str, Department]:
    made: dict[str, Department] = {}
    for code, (zh, en, parent, _size) in plan["departments"].items():
        made[code] = Department.objects.create(
            code=code, name_zh=zh, name_en=en, parent=made.get(parent), is_demo=True
        )
    renumber()
    return made


def _users(people: Sequence[Person], departments: dict[str, Department]) -> dict[str, User]:
    hashed = make_password(PASSWORD)
    User.objects.bulk_create(
        (
            User(
                username=one.username,
                employee_no=one.employee_no,
                name=one.name,
                language=one.language,
                password=hashed,
                is_demo=True,
            )
            for one in people
        ),
        batch_size=BATCH,
    )
    users = {user.username: user for user in User.objects.filter(is_demo=True)}
    Posting.objects.bulk_create(
        (
            Posting(
                user=users[one.username],
                department=departments[post.department],
                start_on=post.start_on,
                end_on=post.end_on,
                is_head=post.is_head,
                title=post.title,
            )
            for one in people
            for post in one.posts
        ),
        batch_size=BATCH,
    )
    groups = {group.name: group for group in Group.objects.all()}
    for one in people:
        if one.group:
            users[one.username].groups.add(groups[one.group])
    return users


def _hand_overs(plan: dict[str, Any], departments: dict[str, Department]) -> None:
    ServiceLink.objects.bulk_create(
        ServiceLink(
            provider=departments[provider],
            customer=departments[customer],
            deliverable_zh=zh,
            deliverable_en=en,
        )
        for provider, customer, zh, en in plan["hand_overs"]
    )


def _history(people: Sequence[Person], users: dict[str, User], today: date) -> None:
    """Write three quarters: a wave of the course in each, quizzes, role-plays and cases, self-assessments."""
    chance = random.Random(SEED)  # noqa: S311 - made-up history
    course = CoursePage.objects.filter(locale__language_code="zh-hans").order_by("path").first()
    quarters = [Quarter.of(today).previous().previous(), Quarter.of(today).previous(), Quarter.of(today)]
    halves = [people[0::3], people[1::3], people[2::3]]
    for place, quarter in enumerate(quarters):
        end = min(quarter.end, today)
        days = (end - quarter.start).days - 1
        start = datetime.combine(quarter.start, datetime.min.time(), UTC)
        wave = [one for one in halves[place] if one.posts[0].start_on < quarter.start]
        everybody = [one for one in people if one.posts[0].start_on < quarter.start]
        if course is not None:
            due_on = quarter.start + timedelta(days=45 if place < 2 else 40)  # noqa: PLR2004
            span = (start, end)
            _duties(course, [(one, users[one.username]) for one in wave], due_on, span, chance)
        write_attempts(wave, users, start, days, chance, better=0.03 * place)
        write_runs(wave, users, start, days, chance)
        write_forms(everybody[place::2], users, start, days, chance)


def _duties(
    course: CoursePage,
    wave: Sequence[tuple[Person, User]],
    due_on: date,
    span: tuple[datetime, date],
    chance: random.Random,
) -> None:
    start, end = span
    top = Department.objects.get(parent=None, is_demo=True)
    titles = dict(
        CoursePage.objects.filter(translation_key=course.translation_key).values_list(
            "locale__language_code", "title"
        )
    )
    assignment = CourseAssignment.objects.create(
        course_key=course.translation_key,
        course_code=course.key,
        title_zh=titles["zh-hans"],
        title_en=titles.get("en") or "",
        department=top,
        due_on=due_on,
        created_at=start,
    )
    duties, enrolments = [], []
    for one, user in wave:
        finishes = chance.random() < one.diligence
        finished = start + timedelta(days=chance.triangular(3, 60, 35), hours=2) if finishes else None
        if finished is not None and finished.date() >= end:
            finished = None
        duties.append(Duty(user=user, assignment=assignment, due_on=due_on, completed_at=finished))
        enrolments.append(
            Enrolment(
                user=user,
                course_key=course.translation_key,
                title=course.title,
                source=EnrolmentSource.ASSIGNED,
                enrolled_at=start,
                completed_at=finished,
            )
        )
    Duty.objects.bulk_create(duties, batch_size=BATCH)
    Enrolment.objects.bulk_create(enrolments, batch_size=BATCH, ignore_conflicts=True)
