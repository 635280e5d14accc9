"""Certificates whose basis changed: HR looks and decides."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refused import Refused
from courses import actions, examining_access, path_queries

PER_PAGE = 25


@require_safe
def examinations(request: HttpRequest) -> HttpResponse:
    """List the certificates that wait, then those decided on."""
    user = examining_access.examiner(request)
    page = Paginator(path_queries.examinations(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/examinations.html", {"page": page, "me": user.pk})


@require_POST
def decide_on_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a certificate stand, or withdraw it."""
    actor = examining_access.examiner(request)
    found = examining_access.examination_or_404(request, pk)
    if request.POST.get("decision") not in {"keep", "withdraw"}:
        messages.error(request, _("Choose whether the certificate stays valid."))
        return redirect("courses:examinations")
    try:
        actions.decide_on_certificate(
            actor=actor,
            examination=found,
            withdraw=request.POST["decision"] == "withdraw",
            sentence=request.POST.get("sentence", ""),
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept. The holder sees it on the certificate."))
    return redirect("courses:examinations")
