"""Doors of this app: what is not published, or closed to a person, is not there."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction

from courses.models import CourseImport, CoursePage, HandIn, HandInState, LearningPathPage, LessonPage
from courses.places import Place, around, rows_where
from desk.access import author
from people.access import own_or_404, person
from people.models import User


def closed_paths(user: User) -> list[str]:
    """Return the tree paths whose pages are closed to this person. One query while nothing is restricted.

    Pages for certain groups are open to those groups; shared passwords are not offered in this product.
    """
    restrictions = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN)
    rows = list(restrictions.values_list("page__path", "restriction_type", "groups"))
    if not rows or user.is_superuser:
        return []
    mine = set(user.groups.values_list("pk", flat=True))
    opened = {path for path, kind, group in rows if kind == PageViewRestriction.GROUPS and group in mine}
    return sorted({path for path, _kind, _group in rows} - opened)


def is_open(place: Place, user: User) -> bool:
    """Return whether a person may read the page at this place."""
    if not place.open:
        return False
    return not place.restricted or not any(place.row.path.startswith(path) for path in closed_paths(user))


def _place_or_404(request: HttpRequest, model: type[Page], key: UUID) -> Place:
    found = rows_where(model.objects.filter(translation_key=key))
    place = around(found[0]) if found else None
    if place is None or not is_open(place, person(request)):
        raise Http404
    return place


def course_or_404(request: HttpRequest, key: UUID) -> Place:
    """Return the published course of this key in the language being shown, if it is open to who asks."""
    return _place_or_404(request, CoursePage, key)


def path_or_404(request: HttpRequest, key: UUID) -> Place:
    """Return the published learning path of this key in the language being shown, if open to who asks."""
    return _place_or_404(request, LearningPathPage, key)


def hand_in_or_404(request: HttpRequest, pk: UUID) -> HandIn:
    """Return a piece of work to its owner and to the person asked; one replaced by a newer is the owner's."""
    user = person(request)
    mine, asked = Q(user=user), Q(confirmer=user) & ~Q(state=HandInState.REPLACED)
    found = HandIn.objects.select_related("user", "confirmer").filter(mine | asked, pk=pk).first()
    if found is None:
        raise Http404
    return found


def my_course_import(request: HttpRequest, pk: object) -> CourseImport:
    """Return the zip of a course this author uploaded, without its bytes."""
    author(request)
    return own_or_404(CourseImport.objects.defer("content"), request, pk, owner="uploaded_by")


def course_at_the_desk(request: HttpRequest, pk: int) -> CoursePage:
    """Return a course that who asks may edit, published or not."""
    found = CoursePage.objects.filter(pk=pk).first()
    if found is None or not found.permissions_for_user(author(request)).can_edit():
        raise Http404
    return found


def lesson_or_404(request: HttpRequest, key: UUID) -> Place:
    """Return the published lesson of this key in the language being shown, if it is open to who asks."""
    return _place_or_404(request, LessonPage, key)


def step_or_404(request: HttpRequest, key: UUID) -> Place:
    """Return the published page of this key in the language being shown, if it is open to who asks."""
    return _place_or_404(request, Page, key)
