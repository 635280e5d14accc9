"""The roles a person can have: groups that code creates, and the manager, who heads a department."""

from enum import StrEnum

from django.db.models import DateField, Exists, IntegerField, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.compiled import Compiled, Slot
from people.models import Posting, User


class Role(StrEnum):
    """Stable names; each but EMPLOYEE and MANAGER is a Django group of that name."""

    EMPLOYEE = "employee"
    TRAINER = "trainer"
    HR = "hr"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.EMPLOYEE: _("Employee"),
    Role.TRAINER: _("Trainer"),
    Role.HR: _("HR"),
    Role.MANAGER: _("Manager"),
    Role.ADMINISTRATOR: _("Administrator"),
}
GROUP_ROLES = (Role.TRAINER, Role.HR, Role.ADMINISTRATOR)


def _heads_and_groups() -> "QuerySet[User, tuple[bool, str]]":
    posted = Posting.objects.in_force(Slot("today", DateField()))
    heading = posted.filter(user=OuterRef("pk"), is_head=True)
    people = User.objects.filter(pk=Slot("user", IntegerField())).annotate(heads=Exists(heading))
    return people.values_list("heads", "groups__name")


_HEADS_AND_GROUPS = Compiled(_heads_and_groups)


def roles_of(user: User) -> frozenset[Role]:
    """Return the roles a person has today; one query, remembered on the user object for the request."""
    known: frozenset[Role] | None = getattr(user, "_roles", None)
    if known is not None:
        return known
    roles = {Role.EMPLOYEE}
    for heads, group in _HEADS_AND_GROUPS.rows(today=timezone.localdate(), user=user.pk):
        if heads:
            roles.add(Role.MANAGER)
        if group in GROUP_ROLES:
            roles.add(Role(group))
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    result = frozenset(roles)
    user._roles = result  # type: ignore[attr-defined]  # one request's memory, not a field
    return result
