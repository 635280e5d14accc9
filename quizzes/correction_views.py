"""Corrections of results at the desk: propose, see what would change, decide, watch."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refused import Refused
from quizzes import access, correction_actions, queries
from quizzes.content import default_order, parse
from quizzes.models import Correction, CorrectionKind, CorrectionState, QuestionVersion
from quizzes.review import review

PER_PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List corrections, those that wait first; a short name leads to its question."""
    access.author(request)
    key = request.GET.get("question", "").strip()
    if key and QuestionVersion.objects.filter(key=key).exists():
        return redirect("question_results", key)
    page = Paginator(queries.corrections_listed(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [_row(one) for one in page], "asked": key}
    return render(request, "quizzes/corrections.html", context)


def _row(correction: Correction) -> dict[str, Any]:
    return {"correction": correction, "stem": parse(correction.version.content).stem.show(_language())}


def _language() -> str:
    return "en" if get_language() == "en" else "zh"


@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Show the versions of a question, and which results each is part of."""
    access.author(request)
    versions = access.versions_or_404(key)
    context = {
        "key": key,
        "question": versions[0].question,
        "versions": [_told(one) for one in versions],
        "waiting": Correction.objects.filter(version__key=key, state=CorrectionState.PROPOSED).first(),
        "kinds": CorrectionKind.choices,
    }
    return render(request, "quizzes/question_results.html", context)


def _told(version: QuestionVersion) -> dict[str, Any]:
    """Return a version with its key in words: right options, or what else is right."""
    content = parse(version.content)
    shown = review(content, None, None, default_order(content), language=_language(), released=True)
    right = [line.text for line in shown.lines if line.right] or list(shown.key_lines)
    return {"version": version, "stem": shown.stem, "right": [text for text in right if text]}


@require_POST
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Put a correction up for decision and lead to its preview."""
    actor = access.author(request)
    version = access.version_or_404(key, request.POST.get("version", ""))
    said = request.POST.get("kind", "")
    kind = CorrectionKind(said) if said in CorrectionKind.values else None
    if kind is None:
        messages.error(request, _("Choose what is to become of the answers."))
        return redirect("question_results", key)
    reason = request.POST.get("reason", "")
    try:
        made = correction_actions.propose(
            actor=actor, version=version, kind=kind, reason=reason, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("question_results", key)
    return redirect("correction", made.pk)


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a correction would change, how far it is, or what it changed."""
    user = access.author(request)
    correction = access.correction_or_404(pk)
    told = queries.preview(correction) if correction.state == CorrectionState.PROPOSED else None
    changes = told.changes if told else queries.changes_of(correction)
    context = {
        "correction": correction,
        "told": _told(correction.version),
        "preview": told,
        "changed": len(told.changes) if told else correction.changed,
        "page": Paginator(changes, PER_PAGE).get_page(request.GET.get("page")),
        "older": queries.older_versions(correction.version) if _marks_again(correction) else (),
        "mine": correction.proposed_by_id == user.pk,
        "may_approve": _marks_again(correction) or correction.proposed_by_id != user.pk,
    }
    return render(request, "quizzes/correction.html", context)


def _marks_again(correction: Correction) -> bool:
    return correction.kind == CorrectionKind.REGRADE


@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide that it is carried out; a few results are brought up to date at once."""
    actor = access.author(request)
    correction = access.correction_or_404(pk)
    try:
        correction_actions.approve(actor=actor, correction=correction, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        correction_actions.work_on(pk=pk, now=timezone.now, most=correction_actions.FEW)
    return redirect("correction", pk)


@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide that nothing changes."""
    actor = access.author(request)
    correction = access.correction_or_404(pk)
    sentence = request.POST.get("sentence", "")
    try:
        correction_actions.decline(actor=actor, correction=correction, sentence=sentence, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("correction", pk)
