"""Plain functions that make the rows tests need."""

from datetime import date

from django.contrib.auth.models import Group
from django.test import Client

from people.models import Department, Posting, User

SINCE = date(2024, 1, 1)


def make_department(
    code: str, name_zh: str, name_en: str = "", *, parent: Department | None = None
) -> Department:
    """Make a department and renumber the tree in preorder."""
    made = Department.objects.create(code=code, name_zh=name_zh, name_en=name_en, parent=parent)
    _renumber()
    made.refresh_from_db()
    return made


def _renumber() -> None:
    children: dict[int | None, list[Department]] = {}
    for department in Department.objects.order_by("id"):
        children.setdefault(department.parent_id, []).append(department)
    number = 0

    def visit(department: Department, depth: int) -> None:
        nonlocal number
        number += 1
        department.tree_pre, department.depth = number, depth
        for child in children.get(department.pk, []):
            visit(child, depth + 1)
        department.tree_last = number
        department.save(update_fields=["tree_pre", "tree_last", "depth"])

    for top in children.get(None, []):
        visit(top, 0)


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
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def client_of(user: User) -> Client:
    """Return a test client logged in as this person."""
    client = Client()
    client.force_login(user)
    return client
