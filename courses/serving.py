"""How pages are served: lessons by the short way, everything else by Wagtail; both closed the same."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET
from wagtail import views as wagtail_views

from courses.access import is_open
from courses.frames import lesson_frame
from courses.models import StepKind
from courses.places import Place, find
from people.access import person


def serve(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Show the page at this address; what is unpublished or closed to who asks is not there."""
    place = find(request, path)
    if place is not None and not is_open(place, person(request)):
        raise Http404
    if place is None or place.row.kind != StepKind.LESSON:
        return wagtail_views.serve(request, path)
    return lesson(request, place)


@require_GET
def lesson(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Show a lesson with the reader's marks and notes; authored HTML comes from the cache."""
    frame = lesson_frame(place, person(request).pk)
    return render(request, "courses/lesson_page.html", {"frame": frame})
