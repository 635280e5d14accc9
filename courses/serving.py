"""How pages are served: lessons by the short way, everything else by Wagtail; both closed the same."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from wagtail import views as wagtail_views

from core.sketch import Drawing, Name, Sketch
from courses.access import is_open
from courses.authored import AuthoredLesson, lesson_at
from courses.frames import Reader, done_keys, fixed_words, lesson_frame, notes_of, outline_with, own_words
from courses.models import StepKind
from courses.places import Outline, Place, address, find
from people.access import person
from people.models import User
from people.roles import Role, roles_of

# What stands around a lesson and is not its place's (the notice of a demonstration) is drawn anew after this.
SKETCH_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lesson drawn for people of the same roles, with the place and the text it was drawn from."""

    place: Place
    outline: Outline
    lesson: AuthoredLesson
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Anybody:
    """Stands for the reader while a page is drawn for many: it has a hole for a name and nothing else."""

    name: str
    _roles: frozenset[Role]
    is_authenticated: bool = True


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
    """Show a lesson: what is everybody's comes from the process's memory, what is the reader's own is read.

    Three queries beside the place: roles, what is done, and the notes when the lesson has any.
    """
    user = person(request)
    drawn = _drawn(place, roles_of(user))
    reader = Reader(done_keys(user.pk, drawn.outline.key), notes_of(user.pk, place.row.key, drawn.lesson))
    words = own_words(place.row, drawn.outline, drawn.lesson, reader) | _frame_words(request, user)
    return HttpResponse(drawn.sketch.fill(words))


def _frame_words(request: HttpRequest, user: User) -> dict[Name, str]:
    messages = get_messages(request)
    said = render_to_string("components/messages.html", {"messages": messages}) if len(messages) else ""
    return {("csrf",): get_token(request), ("name",): user.name, ("messages",): said}


def _drawn(place: Place, roles: frozenset[Role]) -> Drawn:
    name = f"sketch:{place.row.pk}:{get_language()}:{'.'.join(sorted(roles))}"
    known: Drawn | None = caches["authored"].get(name)
    if known is None or known.place is not place:
        known = _draw(place, roles)
        caches["authored"].set(name, known, SKETCH_SECONDS)
    return known


def _draw(place: Place, roles: frozenset[Role]) -> Drawn:
    """Draw a lesson; the template sees a stand-in in place of the reader, so nothing personal gets in."""
    outline, text, drawing = outline_with(place, place.row), lesson_at(place.row), Drawing()
    request = HttpRequest()
    request.method = "GET"  # what the language switch asks before it offers to show the page again
    request.path = unquote(address(place.row.url_path))
    request.user = Anybody(drawing.hole("name"), roles)  # type: ignore[assignment]
    frame = lesson_frame(place.row, outline, text, drawing.hole)
    context = {"frame": frame, "request": request, "csrf_token": drawing.hole("csrf")}
    html = render_to_string("courses/lesson_page.html", context)
    return Drawn(place, outline, text, drawing.cut(html, fixed_words(text)))
