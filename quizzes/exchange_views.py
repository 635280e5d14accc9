"""Importing and exporting questions at the desk."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refused import Refused
from core.workbook import Sheet, workbook_response
from desk.queries import with_health
from quizzes import access, export_actions, import_actions
from quizzes.exchange import samples
from quizzes.exchange.bank import items_of
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Problem
from quizzes.exchange.words import FIELDS, place, sentence
from quizzes.exchange.writing import TARGETS, losses_of
from quizzes.exchange_forms import ExportForm, ImportForm
from quizzes.models import ImportedQuestion, ImportState, Judgement, Question, QuestionImport, QuestionKind
from quizzes.queries import imports
from quizzes.telling import told
from quizzes.viewsets import QuestionFilterSet, QuestionViewSet

RECENT = 8
PER_PAGE = 25
MOST_TICKED = 1_000


def _language() -> str:
    return "en" if get_language() == "en" else "zh"


# Import --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file of questions and lead to its preview."""
    user = access.author(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = import_actions.upload_questions(
            actor=user,
            file_name=said["file"].name,
            content=said["content"],
            language=said["language"],
            module=said["module"],
            dimension=said["dimension"],
        )
        if len(said["content"]) <= import_actions.SMALL_FILE:
            import_actions.work_on(pk=made.pk, state=made.state, now=timezone.now)
        return redirect("question_import", made.pk)
    mine = QuestionImport.objects.filter(uploaded_by=user).defer("content")
    recent = mine.exclude(state=ImportState.DISCARDED)
    context = {"form": form, "recent": recent.order_by("-created_at")[:RECENT], "examples": samples.EXAMPLES}
    return render(request, "quizzes/import_upload.html", context)


@require_safe
def example(request: HttpRequest, name: str) -> HttpResponse:
    """Give a short example of a text format."""
    access.author(request)
    text = samples.EXAMPLES.get(name)
    if text is None:
        raise Http404
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Give an empty table with the right heads, one example of each type below them."""
    access.author(request)
    heads, lines = samples.table(_language())
    notes = [str(note) for note in samples.NOTES]
    return workbook_response(
        "question-template.xlsx",
        [
            Sheet(name=_("Questions"), head=heads, rows=lines),
            Sheet(
                name=_("How to fill it in"), head=[_("How to fill it in")], rows=[[note] for note in notes]
            ),
        ],
    )


@require_safe
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Show how far an upload is, what was understood of it, or what became of it."""
    found = access.my_question_import(request, pk)
    if found.is_at_work:
        return render(request, "quizzes/import_progress.html", {"upload": found})
    if found.state != ImportState.PREVIEWED:
        return render(request, "quizzes/import_done.html", {"upload": found})
    return render(request, "quizzes/import_preview.html", _preview(request, found))


def _preview(request: HttpRequest, found: QuestionImport) -> dict[str, Any]:
    counts = imports.import_counts(found)
    default = Judgement.WRONG if counts.wrong else ""
    shown = request.GET.get("show", default)
    page = Paginator(imports.previewed(found, shown), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "upload": found,
        "counts": counts,
        "categories": imports.new_categories(found),
        "shown": shown,
        "page": page,
        "rows": [_told(row) for row in page],
        "notes": [line for row in found.questions.filter(judgement=Judgement.NOTE) for line in _lines(row)],
        "tabs": [
            ("", _("All"), counts.total),
            (Judgement.GOOD, Judgement.GOOD.label, counts.good),
            (Judgement.KNOWN, Judgement.KNOWN.label, counts.known),
            (Judgement.WRONG, Judgement.WRONG.label, counts.wrong),
        ],
    }


def _told(row: ImportedQuestion) -> dict[str, Any]:
    return {
        "row": row,
        "place": place(row.place),
        "question": told(row.item) if row.item else None,
        "lines": _lines(row),
    }


def _lines(row: ImportedQuestion) -> list[tuple[str, str, bool]]:
    """Return (where, sentence, whether it keeps the question out) of a row's problems."""
    problems = [
        (Problem(one["place"], one["code"], tuple(one["about"].items())), one["stops"])
        for one in row.problems
    ]
    return [(place(problem.place), sentence(problem), stops) for problem, stops in problems]


@require_safe
def problems(request: HttpRequest, pk: str) -> HttpResponse:
    """Give every problem of an upload as a sheet to work through."""
    found = access.my_question_import(request, pk)
    rows = [line[:2] for row in found.questions.exclude(problems=[]) for line in _lines(row)]
    head = [_("Where"), _("What to do")]
    return workbook_response("question-problems.xlsx", [Sheet(name=_("Problems"), head=head, rows=rows)])


@require_POST
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Import what the preview showed: everything, or only the good ones."""
    found = access.my_question_import(request, pk)
    try:
        now = timezone.now()
        found = import_actions.confirm_import(upload=found, only_good="only_good" in request.POST, now=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("question_import", found.pk)
    if (found.total or 0) <= import_actions.FEW:
        import_actions.work_on(pk=found.pk, state=ImportState.CONFIRMED, now=timezone.now)
    return redirect("question_import", found.pk)


@require_POST
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """Throw an uploaded file away."""
    import_actions.discard_import(upload=access.my_question_import(request, pk))
    messages.info(request, _("The upload has been discarded. Nothing was changed."))
    return redirect("question_upload")


# Export --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Say what a format cannot hold of the chosen questions, then give the file."""
    user = access.author(request)
    form = ExportForm({"format": Format.XLSX.value, "language": _language(), **request.GET.dict()})
    if not form.is_valid():
        raise Http404
    wanted, language = Format(form.cleaned_data["format"]), form.cleaned_data["language"]
    asked = _chosen(request)
    items = items_of(asked)
    if request.method == "POST" and items:
        content = export_actions.export_questions(actor=user, items=items, wanted=wanted, language=language)
        return _download(content, wanted)
    chosen = request.GET.copy()
    for name in ("format", "language", "p"):
        chosen.pop(name, None)
    losses = [
        (QuestionKind(loss.kind).label, FIELDS[loss.what], loss.count)
        for loss in losses_of(items, wanted, language)
    ]
    context = {
        "form": form,
        "chosen": chosen.urlencode(),
        "wanted": wanted,
        "language": language,
        "bilingual": TARGETS[wanted].bilingual,
        "count": len(items),
        "left": sum(item.kind in TARGETS[wanted].kinds for item in items),
        "losses": losses,
    }
    return render(request, "quizzes/export.html", context)


def _chosen(request: HttpRequest) -> QuerySet[Question]:
    """Return the ticked questions, else those that the list's filters and search left."""
    ticked = request.GET.getlist("id")
    if ticked and "all" not in ticked:
        return Question.objects.filter(pk__in=[int(pk) for pk in ticked if pk.isdecimal()][:MOST_TICKED])
    listed = with_health(Question.objects.order_by("key"))
    found = QuestionFilterSet(request.GET, queryset=listed, request=request).qs
    words = request.GET.get("q", "")[:100]
    fields = QuestionViewSet.search_fields
    return (
        found.filter(reduce(or_, (Q(**{f"{name}__icontains": words}) for name in fields))) if words else found
    )


def _download(content: bytes, target: Format) -> HttpResponse:
    name = f"questions-{timezone.localdate():%Y%m%d}-{target.value}.{TARGETS[target].suffix}"
    return HttpResponse(
        content,
        content_type=TARGETS[target].mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
