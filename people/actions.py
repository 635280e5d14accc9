"""Every change to people and departments: one transaction each, recorded in the audit log."""

from datetime import date
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from people.models import AuditEntry, Department, Posting, User, UserState
from people.roles import Role, roles_of
from people.tree import number


def record_audit(*, actor: User | None, action: str, subject: str, **detail: Any) -> AuditEntry:
    """Write down who did what; call it inside the transaction of the deed. ``detail`` must be JSON."""
    return AuditEntry.objects.create(actor=actor, action=action, subject=subject[:120], detail=detail)


def renumber() -> None:
    """Give every department its preorder numbers, siblings as they were added; writes only what moved.

    Raises Refused when departments belong to one another in a circle.
    """
    departments = {row.pk: row for row in Department.objects.select_for_update().order_by("pk")}
    places = number({row.pk: row.parent_id for row in departments.values()})
    if len(places) < len(departments):
        raise Refused("circle", _("A department cannot belong to itself or to a department below it."))
    moved = []
    for pk, place in places.items():
        row = departments[pk]
        if (row.tree_pre, row.tree_last, row.depth) != (place.pre, place.last, place.depth):
            row.tree_pre, row.tree_last, row.depth = place.pre, place.last, place.depth
            moved.append(row)
    Department.objects.bulk_update(moved, ["tree_pre", "tree_last", "depth"], batch_size=200)


@transaction.atomic
def create_department(
    *,
    actor: User | None,
    code: str,
    name_zh: str,
    name_en: str = "",
    parent: Department | None = None,
    valid_from: date | None = None,
    is_demo: bool = False,
) -> Department:
    """Add a department to the tree."""
    if Department.objects.filter(code=code).exists():
        raise Refused("code_taken", _("There is already a department with this code."))
    department = Department.objects.create(
        code=code, name_zh=name_zh, name_en=name_en, parent=parent, valid_from=valid_from, is_demo=is_demo
    )
    renumber()
    record_audit(actor=actor, action="department.create", subject=code, name=name_zh)
    department.refresh_from_db()
    return department


@transaction.atomic
def move_department(*, actor: User | None, department: Department, parent: Department | None) -> None:
    """Put a department, with everything below it, under another one."""
    department.parent = parent
    department.save(update_fields=["parent"])
    renumber()
    record_audit(
        actor=actor,
        action="department.move",
        subject=department.code,
        parent=parent.code if parent else None,
    )
    department.refresh_from_db()


@transaction.atomic
def close_department(
    *, actor: User | None, department: Department, on: date, successor: Department | None = None
) -> None:
    """Close a department as of ``on``; refused while people are still posted to it or departments below."""
    department = Department.objects.select_for_update().get(pk=department.pk)
    open_later = Q(end_on__isnull=True) | Q(end_on__gt=on)
    if Posting.objects.filter(open_later, department=department).exists():
        raise Refused("people_left", _("People are still posted to this department; transfer them first."))
    if department.children.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).exists():
        raise Refused("children_left", _("Departments still belong to this one; move or close them first."))
    if successor is not None and successor.pk == department.pk:
        raise Refused("own_successor", _("A department cannot continue itself; choose another one."))
    if department.valid_from is not None and on <= department.valid_from:
        raise Refused("closed_early", _("The closing date must lie after the opening date."))
    department.valid_to, department.successor = on, successor
    department.save(update_fields=["valid_to", "successor"])
    record_audit(actor=actor, action="department.close", subject=department.code, on=on.isoformat())


@transaction.atomic
def post(
    *,
    actor: User | None,
    user: User,
    department: Department,
    start_on: date,
    is_head: bool = False,
    title: str = "",
) -> Posting:
    """Post a person to a department from ``start_on``, until their next posting if there is one.

    Ends the posting that covers the day before; one that starts the same day is corrected in place.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if not Department.objects.valid_on(start_on).filter(pk=department.pk).exists():
        raise Refused("department_closed", _("The department does not exist on that day; choose another."))
    own = Posting.objects.filter(user=user)
    posting = own.filter(start_on=start_on).first() or Posting(user=user, start_on=start_on)
    own.on(start_on).filter(start_on__lt=start_on).update(end_on=start_on)
    following = own.filter(start_on__gt=start_on).order_by("start_on").first()
    posting.department, posting.is_head, posting.title = department, is_head, title
    posting.end_on = following.start_on if following else None
    posting.save()
    record_audit(
        actor=actor,
        action="person.post",
        subject=user.username,
        department=department.code,
        start_on=start_on.isoformat(),
        is_head=is_head,
    )
    return posting


def transfer(
    *,
    actor: User | None,
    user: User,
    department: Department,
    on: date,
    is_head: bool = False,
    title: str = "",
) -> Posting:
    """Move a person who is posted somewhere to another department as of ``on``."""
    if not Posting.objects.on(on).filter(user=user).exists():
        raise Refused("not_posted", _("This person has no department on that day; post them to one first."))
    return post(actor=actor, user=user, department=department, start_on=on, is_head=is_head, title=title)


@transaction.atomic
def end_posting(*, actor: User | None, user: User, on: date) -> None:
    """End a person's posting; ``on`` is the first day it no longer holds. Later postings are not touched."""
    User.objects.select_for_update().get(pk=user.pk)
    current = Posting.objects.on(on).filter(user=user)
    if current.filter(start_on=on).exists():
        raise Refused("ends_at_start", _("A posting must last at least one day; choose a later date."))
    current.update(end_on=on)
    record_audit(actor=actor, action="person.end_posting", subject=user.username, on=on.isoformat())


def end_sessions(user: User) -> int:
    """End every session of a person at once; return how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def deactivate(*, actor: User | None, user: User, on: date) -> None:
    """Let a person leave as of ``on``: no login, no session, no open posting; the records stay.

    The password goes too, which ends even sessions that allauth has not listed.
    """
    if actor is not None and actor.pk == user.pk:
        raise Refused("oneself", _("You cannot deactivate your own account; ask another administrator."))
    refuse_last_administrator(user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.state, locked.is_active = UserState.LEFT, False
    locked.set_unusable_password()
    locked.save(update_fields=["state", "is_active", "password"])
    Posting.objects.filter(user=user, start_on__gte=on).delete()
    Posting.objects.on(on).filter(user=user).update(end_on=on)
    sessions = end_sessions(user)
    record_audit(
        actor=actor, action="person.deactivate", subject=user.username, on=on.isoformat(), sessions=sessions
    )
    user.refresh_from_db(fields=["state", "is_active", "password"])


@transaction.atomic
def choose_first_password(*, user: User, password: str) -> None:
    """Replace an initial password by the person's own."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record_audit(actor=user, action="person.first_password", subject=user.username)


def refuse_last_administrator(user: User) -> None:
    """Raise Refused when nobody else could administer the academy."""
    if Role.ADMINISTRATOR not in roles_of(user):
        return
    others = User.objects.filter(Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True), is_active=True)
    if not others.exclude(pk=user.pk).exists():
        raise Refused("last_administrator", _("This is the last administrator; name another one first."))


@transaction.atomic
def reactivate(*, actor: User | None, user: User) -> None:
    """Let a person who had left log in again, with a new password; a posting is given separately."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.state, locked.is_active = UserState.ACTIVE, True
    locked.save(update_fields=["state", "is_active"])
    record_audit(actor=actor, action="person.reactivate", subject=user.username)
    user.refresh_from_db(fields=["state", "is_active"])
