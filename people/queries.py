"""Questions about people, departments and days."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from people.models import Department, DepartmentQuerySet, Posting, User
from people.tree import path_to


def department_on(user: User, day: date) -> Department | None:
    """Return the department a person belonged to on ``day``; of overlapping postings the later start wins."""
    posting = (
        Posting.objects.on(day)
        .filter(user=user)
        .select_related("department")
        .order_by("-start_on", "-pk")
        .first()
    )
    return posting.department if posting else None


def departments_on(user_ids: Collection[int] | None, day: date) -> dict[int, int]:
    """Return {user id: department id} on ``day`` in one query; None asks for everybody.

    People without a posting that day are left out.
    """
    postings = Posting.objects.on(day).order_by("start_on", "pk")
    if user_ids is not None:
        postings = postings.filter(user__in=user_ids)
    return dict(postings.values_list("user_id", "department_id"))


def people_in(department: Department, day: date) -> QuerySet[User]:
    """Return the people posted to ``department`` or below it on ``day``, by name."""
    inside = Posting.objects.in_force(day).filter(
        department__tree_pre__gte=department.tree_pre, department__tree_pre__lte=department.tree_last
    )
    return User.objects.filter(pk__in=inside.values("user")).order_by("name", "pk")


def headcounts(day: date) -> dict[int, int]:
    """Return {department id: people posted there directly on ``day``}; empty departments are left out."""
    rows = Posting.objects.in_force(day).order_by().values_list("department").annotate(people=Count("user"))
    return dict(rows)


def headcounts_below(day: date) -> dict[int, int]:
    """Return {department id: people on ``day`` in it and everything below it}, for every department."""
    direct = headcounts(day)
    totals = dict.fromkeys(Department.objects.values_list("pk", flat=True), 0)
    parents = dict(Department.objects.values_list("pk", "parent_id"))
    for department_id, people in direct.items():
        for above in path_to(department_id, parents):
            totals[above] += people
    return totals


def departments_headed(user: User, day: date) -> DepartmentQuerySet:
    """Return the departments a person heads on ``day``."""
    headed = Posting.objects.in_force(day).filter(user=user, is_head=True)
    return Department.objects.filter(pk__in=headed.values("department"))


def subtrees_of(departments: Collection[Department]) -> DepartmentQuerySet:
    """Return these departments and everything below them."""
    if not departments:
        return Department.objects.none()
    ranges = Q()
    for department in departments:
        ranges |= Q(tree_pre__gte=department.tree_pre, tree_pre__lte=department.tree_last)
    return Department.objects.filter(ranges)


def heads_of(department_ids: Collection[int], day: date) -> dict[int, list[User]]:
    """Return {department id: its heads on ``day``}; departments without one are left out."""
    postings = Posting.objects.in_force(day).filter(department__in=department_ids, is_head=True)
    heads: dict[int, list[User]] = {}
    for posting in postings.select_related("user"):
        heads.setdefault(posting.department_id, []).append(posting.user)
    return heads
