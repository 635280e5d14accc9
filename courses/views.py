"""The learner's screens: courses, lessons' buttons and notes, the glossary."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Page

from core.refused import Refused
from courses import access, actions, completion, queries
from courses.authored import NoteBlock, lesson_at
from courses.frames import done_keys, note_view
from courses.glossary import groups, terms
from courses.models import LessonPage, NoteKind
from courses.places import Place, address, outline_of, outlines, rows_where
from people.access import person

LONGEST_QUERY = 80
MOST_DIGITS = 11


@require_GET
def course_list(request: HttpRequest) -> HttpResponse:
    """Show every open course and path with the reader's state."""
    cards, paths = queries.course_cards(person(request))
    return render(request, "courses/list.html", {"cards": cards, "paths": paths})


@require_POST
def start(request: HttpRequest, course_key: UUID) -> HttpResponse:
    """Enrol the reader and lead to the next open step."""
    user = person(request)
    place = access.course_or_404(request, course_key)
    course = outlines([place.row])[0]
    try:
        actions.begin(user=user, course=course, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(course.url)
    mine = queries.my_course(course, user)
    return redirect(mine.next_step.url if mine.next_step else course.url)


@require_POST
def lesson_done(request: HttpRequest, lesson_key: UUID) -> HttpResponse:
    """Note that the lesson was read and lead to the next step."""
    user = person(request)
    place = access.lesson_or_404(request, lesson_key)
    try:
        outline = actions.finish_lesson(
            user=user, step_key=place.row.key, language=get_language() or "", now=timezone.now()
        )
    except Refused as refused:
        return _refused(request, place, refused)
    if outline is None:
        raise Http404
    return redirect(_after(user.pk, place))


@require_GET
def next_step(request: HttpRequest, step_key: UUID) -> HttpResponse:
    """Lead from a finished step to the next one, or to the course when all is done."""
    if not rows_where(Page.objects.filter(translation_key=step_key)):
        messages.info(request, _("This page is not available in this language yet."))
        return redirect("home:my_learning")
    return redirect(_after(person(request).pk, access.step_or_404(request, step_key)))


def _after(user_id: int, place: Place) -> str:
    """Return where to go after a step: the next open one, else its course, else back to what is above."""
    above = place.above[-2]
    if above.model != "courses.coursepage":
        return address(above.url_path)
    course = outline_of(above, place.beside)
    key = completion.step_after(course.step_keys, done_keys(user_id, course.key), place.row.key)
    return next((step.url for step in course.steps if step.key == key), course.url)


@require_GET
def module(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to the lesson with this short name in the language being shown, or say that it is not there."""
    opened = queries.open_rows(rows_where(LessonPage.objects.filter(key=key)), person(request))
    if opened:
        return redirect(address(opened[0].url_path))
    messages.info(request, _("This lesson is not available in this language yet."))
    return redirect("courses:list")


@require_POST
def note(request: HttpRequest, lesson_key: UUID, block_id: str) -> HttpResponse:
    """Keep what a learner wrote or ticked: JSON for the script, a way back for the plain form."""
    user = person(request)
    place = access.lesson_or_404(request, lesson_key)
    block = lesson_at(place.row).note_blocks.get(block_id)
    if block is None:
        raise Http404
    ticks = _ticks(request, block)
    try:
        kept = actions.save_note(
            user=user,
            lesson_key=place.row.key,
            block_id=block_id,
            kind=NoteKind(block.kind),
            seq=_whole(request.POST.get("seq", "")),
            text="" if block.is_checklist else request.POST.get("text", ""),
            ticks=ticks,
            now=timezone.now(),
        )
    except actions.Stale as stale:
        return _conflict(request, place, block, stale)
    except Refused as refused:
        return _refused(request, place, refused)
    if _wants_json(request):
        return JsonResponse({"seq": kept.seq + 1, "state": _("Saved.")})
    messages.success(request, _("Your note is saved."))
    return redirect(f"{address(place.row.url_path)}#note-{block_id}")


def _ticks(request: HttpRequest, block: NoteBlock) -> list[str]:
    known = {point for point, _text in block.points}
    return [tick for tick in request.POST.getlist("tick") if tick in known]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def _wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def _conflict(request: HttpRequest, place: Place, block: NoteBlock, stale: actions.Stale) -> HttpResponse:
    """Show both notes, so that nothing typed is lost."""
    if _wants_json(request):
        return JsonResponse({"state": str(stale)}, status=409)
    context = {
        "note": note_view(block, stale.note),
        "mine": request.POST.get("text", ""),
        "lesson_key": place.row.key,
        "back": address(place.row.url_path),
        "sentence": str(stale),
    }
    return render(request, "courses/note_conflict.html", context, status=409)


def _refused(request: HttpRequest, place: Place, refused: Refused) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"state": str(refused)}, status=400)
    messages.error(request, str(refused))
    return redirect(address(place.row.url_path))


@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """Show the terms, all or those that contain what was asked for."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    found = terms(asked)
    shown = groups(found, person(request))
    return render(request, "courses/glossary.html", {"groups": shown, "asked": asked, "count": len(found)})
