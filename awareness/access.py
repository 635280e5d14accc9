"""Who may see which department's figures; a department outside one's scope does not exist for the asker."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from awareness.models import Snapshot, SnapshotUnit
from people.models import Department, Posting, User
from people.roles import Role, roles_of


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may open: everything, or the departments they head with all below."""

    everything: bool
    headed: tuple[Department, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing but one's own and the published figures."""
        return not self.everything and not self.headed

    def units(self) -> Q:
        """Return the filter on units of any snapshot."""
        if self.everything:
            return Q()
        return Q(code__in=Department.objects.filter(self.departments()).values("code"))

    def departments(self) -> Q:
        """Return the filter on departments of today."""
        if self.everything:
            return Q()
        where = Q(pk__in=[])
        for department in self.headed:
            where |= Q(tree_pre__gte=department.tree_pre, tree_pre__lte=department.tree_last)
        return where


def scope_of(user: User) -> Scope:
    """Return what this person may open of other people's departments."""
    roles = roles_of(user)
    if roles & {Role.HR, Role.ADMINISTRATOR}:
        return Scope(True, ())
    if Role.MANAGER not in roles:
        return Scope(False, ())
    heads = Posting.objects.on(timezone.localdate()).filter(user=user, is_head=True)
    departments = Department.objects.filter(pk__in=heads.values("department_id")).order_by("tree_pre")
    return Scope(False, tuple(departments))


def scope_or_404(user: User) -> Scope:
    """Return the scope of somebody who has one; everybody else finds nothing here."""
    scope = scope_of(user)
    if scope.is_empty:
        raise Http404
    return scope


def unit_code_or_404(scope: Scope, snapshot: Snapshot, asked: str) -> str | None:
    """Return the code to show: the one asked for, if in scope, else the top of the scope (None: root)."""
    if not asked:
        return None if scope.everything else scope.headed[0].code
    if not SnapshotUnit.objects.filter(scope.units(), snapshot=snapshot, code=asked).exists():
        raise Http404
    return asked
