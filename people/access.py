"""The doors: who may open what. What is not yours is not there (404): an answer tells nothing."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from people.models import Department, DepartmentQuerySet, RosterImport, User
from people.queries import departments_headed, subtrees_of
from people.roles import Role, roles_of

Row = TypeVar("Row", bound=Model)

SEES_EVERY_DEPARTMENT = frozenset({Role.HR, Role.ADMINISTRATOR})


def person(request: HttpRequest) -> User:
    """Return who asks. Only for views behind the login, which is every view not marked otherwise."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def own_or_404(queryset: QuerySet[Row], request: HttpRequest, pk: object, *, owner: str = "user") -> Row:
    """Return the row of ``queryset`` with this key that belongs to who asks, by the field ``owner``."""
    try:
        row = queryset.filter(**{owner: person(request)}, pk=pk).first()
    except (ValidationError, ValueError, TypeError) as error:
        raise Http404 from error
    if row is None:
        raise Http404
    return row


def require(request: HttpRequest, *roles: Role) -> User:
    """Return who asks if they have one of ``roles``; to anybody else the page does not exist."""
    user = person(request)
    if roles_of(user).isdisjoint(roles):
        raise Http404
    return user


def departments_seen_by(user: User) -> DepartmentQuerySet:
    """Return the departments whose published figures a person may see today.

    HR and administrators: all. A manager: those headed today and everything below. Everybody else: none.
    """
    roles = roles_of(user)
    if roles & SEES_EVERY_DEPARTMENT:
        return Department.objects.all()
    if Role.MANAGER in roles:
        return subtrees_of(departments_headed(user, timezone.localdate()))
    return Department.objects.none()


def department_seen_or_404(request: HttpRequest, pk: str | int) -> Department:
    """Return a department whose figures who asks may see."""
    try:
        department = departments_seen_by(person(request)).filter(pk=pk).first()
    except (ValueError, TypeError) as error:
        raise Http404 from error
    if department is None:
        raise Http404
    return department


def my_roster_import(request: HttpRequest, pk: object) -> RosterImport:
    """Return the roster that this member of HR uploaded."""
    require(request, Role.HR, Role.ADMINISTRATOR)
    return own_or_404(RosterImport.objects.all(), request, pk, owner="uploaded_by")
