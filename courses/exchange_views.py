"""Importing and exporting whole courses at the desk."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refused import Refused
from core.uploads import ImportState
from core.workbook import Sheet, workbook_response
from courses import access
from courses.actions import exporting, importing
from courses.exchange import kinds, planning
from courses.exchange.collecting import Collected, collect
from courses.exchange.writing import check_size
from courses.exchange_forms import CourseForm
from courses.models import CourseImport, CoursePage
from desk.access import author
from quizzes.models import Category

RECENT = 8
BECOMES = {
    planning.MADE: gettext_lazy("New draft"),
    planning.FILED: gettext_lazy("New category"),
    planning.USED: gettext_lazy("Is here already, word for word: used as it stands"),
    planning.COPIED: gettext_lazy("Belongs to the copy alone: new, under a new short name"),
    planning.RENAMED: gettext_lazy("Another one of this name is here: new draft under a new short name"),
}


def _kind(word: str) -> str:
    """Return what people call a kind of page or definition."""
    if word == kinds.CATEGORY:
        return str(Category._meta.verbose_name)
    model = kinds.PAGES[word[5:]] if word.startswith("page_") else kinds.DEFINITIONS[word]
    return str(model._meta.verbose_name)


# Import --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take the zip of a course and lead to its preview."""
    user = author(request)
    form = CourseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = importing.upload_course(actor=user, file_name=file.name, content=file.read())
        if file.size <= importing.SMALL_FILE:
            importing.work_on(pk=made.pk, state=made.state, now=timezone.now)
        return redirect("course_import", made.pk)
    mine = CourseImport.objects.filter(uploaded_by=user).defer("content", "preview")
    recent = mine.exclude(state=ImportState.DISCARDED).order_by("-created_at")[:RECENT]
    return render(request, "courses/desk/import_upload.html", {"form": form, "recent": recent})


@require_safe
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Show how far an upload is, what would become of it, or what became of it."""
    found = access.my_course_import(request, pk)
    if found.is_at_work:
        return render(request, "courses/desk/import_progress.html", {"upload": found})
    if found.state != ImportState.PREVIEWED:
        pages = CoursePage.objects.filter(translation_key=found.course_key).select_related("locale")
        context = {"upload": found, "pages": pages.order_by("locale__pk") if found.course_key else ()}
        return render(request, "courses/desk/import_done.html", context)
    return render(request, "courses/desk/import_preview.html", _preview(found))


def _preview(found: CourseImport) -> dict[str, Any]:
    told = found.preview
    lines = [
        {**line, "kind": _kind(line["kind"]), "said": BECOMES[line["becomes"]]}
        for line in told.get("lines", ())
    ]
    twin = told.get("twin")
    return {
        "upload": found,
        "told": told,
        "titles": list(told.get("titles", {}).values()),
        "twin": CoursePage.objects.filter(pk=twin["pk"]).first() if twin else None,
        "counts": _counted((line["kind"], line["language"]) for line in lines),
        "pages": [line for line in lines if line["language"]],
        "definitions": [line for line in lines if not line["language"]],
        "stopping": [one for one in told["problems"] if one["stops"]],
        "notices": [one for one in told["problems"] if not one["stops"]],
    }


@require_safe
def problems(request: HttpRequest, pk: str) -> HttpResponse:
    """Give everything that is said about an upload as a sheet to work through."""
    found = access.my_course_import(request, pk)
    said = found.preview.get("problems", ())
    rows = [[one["file"], one["where"], one["text"]] for one in said]
    head = [_("File"), _("Where"), _("What to do")]
    return workbook_response("course-problems.xlsx", [Sheet(name=_("Problems"), head=head, rows=rows)])


@require_POST
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Import what the preview showed; the background writes it."""
    found = access.my_course_import(request, pk)
    try:
        importing.confirm_course(upload=found, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("course_import", found.pk)


@require_POST
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """Throw an uploaded course away."""
    importing.discard_course(upload=access.my_course_import(request, pk))
    messages.info(request, _("The upload has been discarded. Nothing was changed."))
    return redirect("course_upload")


# Export --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a course's file holds, then give it."""
    user = author(request)
    course = access.course_at_the_desk(request, pk)
    if request.method == "POST":
        try:
            content = exporting.export_course(actor=user, course=course, now=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("course_export", pk)
        return _download(content, course)
    found = collect(course)
    try:
        size, refusal = check_size(found), ""
    except Refused as refused:
        size, refusal = 0, str(refused)
    context = {"course": course, "counts": _counts(found), "found": found, "size": size, "refusal": refusal}
    return render(request, "courses/desk/export.html", context)


def _counts(found: Collected) -> list[tuple[str, int]]:
    pages = (
        (f"page_{kinds.word_of(type(page))}", language)
        for language, listed in found.pages.items()
        for page, _record in listed
    )
    definitions = ((word, "") for word, _key in found.definitions)
    return [(_kind(word), number) for word, number in _counted([*pages, *definitions])]


def _counted(listed: Iterable[tuple[str, str]]) -> list[tuple[str, int]]:
    """Return how many there are of each kind; a page in two languages is one."""
    most: dict[str, int] = {}
    for (kind, _language), number in Counter(listed).items():
        most[kind] = max(most.get(kind, 0), number)
    return list(most.items())


def _download(content: bytes, course: CoursePage) -> HttpResponse:
    name = f"course-{course.key}-{timezone.localdate():%Y%m%d}.zip"
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
