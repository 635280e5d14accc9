"""Plain functions that make the rows tests need."""

from datetime import date

from django.contrib.auth.models import Group
from django.test import Client

from people.actions import create_department
from people.models import Department, Posting, User
from people.permissions import ensure_roles

SINCE = date(2024, 1, 1)


def make_department(
    code: str, name_zh: str, name_en: str = "", *, parent: Department | None = None
) -> Department:
    """Make a department and renumber the tree."""
    return create_department(actor=None, code=code, name_zh=name_zh, name_en=name_en, parent=parent)


def make_person(
    username: str,
    name: str,
    department: Department,
    *,
    group: str = "",
    is_head: bool = False,
    start_on: date = SINCE,
) -> User:
    """Make a person posted to a department, in a role's group when named."""
    user = User.objects.create_user(
        username=username, password="testing-pass", name=name, employee_no=f"E-{username}"
    )
    Posting.objects.create(user=user, department=department, start_on=start_on, is_head=is_head)
    if group:
        if not Group.objects.filter(name=group).exists():
            ensure_roles()
        user.groups.add(Group.objects.get(name=group))
    return user


def client_of(user: User) -> Client:
    """Return a test client logged in as this person."""
    client = Client()
    client.force_login(user)
    return client
