"""Writing the demonstration company itself: departments, people, postings, hand-overs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from academy.demo.calendar import Calendar
from academy.demo.people_plan import Person
from people.actions import renumber
from people.models import Department, Posting, ServiceLink, User
from people.permissions import ensure_roles

PASSWORD = "neike-demo"  # noqa: S105 - shown on the screen on purpose; made-up people only
BATCH = 1_000


@dataclass(frozen=True)
class Ids:
    """Primary keys by user name and by department code."""

    users: Mapping[str, int]
    departments: Mapping[str, int]


def write_company(company: Mapping[str, Any], people: Sequence[Person], calendar: Calendar) -> Ids:
    """Write the organisation and return where its people and departments are."""
    departments = _departments(company)
    users = _users(people, calendar)
    _postings(people, users, departments)
    _groups(people, users)
    _hand_overs(company, departments)
    return Ids(users, departments)


def _departments(company: Mapping[str, Any]) -> dict[str, int]:
    made: dict[str, int] = {}
    for code, (name_zh, name_en, parent, _size) in company["departments"].items():
        made[code] = Department.objects.create(
            code=code, name_zh=name_zh, name_en=name_en, parent_id=made.get(parent), is_demo=True
        ).pk
    renumber()
    return made


def _users(people: Sequence[Person], calendar: Calendar) -> dict[str, int]:
    """Write everybody with the one password, which is hashed once."""
    hashed = make_password(PASSWORD)
    User.objects.bulk_create(
        (
            User(
                username=person.username,
                employee_no=person.employee_no,
                name=person.name,
                language=person.language,
                password=hashed,
                date_joined=calendar.at(person.posts[0].start_on, time(8, 30)),
                is_demo=True,
            )
            for person in people
        ),
        batch_size=BATCH,
    )
    return dict(User.objects.filter(is_demo=True).values_list("username", "pk"))


def _postings(people: Sequence[Person], users: Mapping[str, int], departments: Mapping[str, int]) -> None:
    Posting.objects.bulk_create(
        (
            Posting(
                user_id=users[person.username],
                department_id=departments[post.department],
                start_on=post.start_on,
                end_on=post.end_on,
                is_head=post.is_head,
                title=post.title,
            )
            for person in people
            for post in person.posts
        ),
        batch_size=BATCH,
    )


def _groups(people: Sequence[Person], users: Mapping[str, int]) -> None:
    ensure_roles()
    for person in people:
        if person.group:
            User.objects.get(pk=users[person.username]).groups.add(Group.objects.get(name=person.group))


def _hand_overs(company: Mapping[str, Any], departments: Mapping[str, int]) -> None:
    ServiceLink.objects.bulk_create(
        ServiceLink(
            provider_id=departments[provider],
            customer_id=departments[customer],
            deliverable_zh=name_zh,
            deliverable_en=name_en,
        )
        for provider, customer, name_zh, name_en in company["hand_overs"]
    )
