"""Pieces of work and certificates: hand in, confirm, show, print, verify."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.refused import Refused
from courses import access, actions, path_queries
from courses.certification import initials
from courses.hand_in_forms import DecisionForm, HandInForm
from courses.models import Certificate, ExaminationState, HandInKind, HandInState, LearningPathPage
from courses.places import address
from people.access import own_or_404, person

CHECKS_A_MINUTE = 60
MINUTE = 60


@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, path_key: UUID) -> HttpResponse:
    """Ask for a piece of work and send it; what was typed comes back with any refusal."""
    user = person(request)
    place = access.path_or_404(request, path_key)
    path = LearningPathPage.objects.get(pk=place.row.pk)
    if not path.asks_hand_in:
        raise Http404
    asked = path_queries.confirmers(user, timezone.localdate())
    form = HandInForm(request.POST or None, request.FILES or None, confirmers=asked)
    back = address(place.row.url_path)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_in(
                user=user,
                path=path,
                kind=HandInKind(form.cleaned_data["kind"]),
                text=form.cleaned_data["text"],
                confirmer_id=form.cleaned_data["confirmer"],
                now=timezone.now(),
                file=form.cleaned_data["file"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Sent. You see on the page of the path what became of it."))
            return redirect(back)
    context = {"form": form, "path": path, "back": back, "asked": asked}
    return render(request, "courses/hand_in.html", context, status=400 if form.errors else 200)


@require_GET
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a piece of work to its owner and to the person asked."""
    found = access.hand_in_or_404(request, pk)
    is_mine = found.user_id == person(request).pk
    open_to_decide = not is_mine and found.state == HandInState.SUBMITTED
    context = {"work": found, "is_mine": is_mine, "form": DecisionForm() if open_to_decide else None}
    return render(request, "courses/work.html", context)


@require_GET
@never_cache
def work_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Give the file to its owner and to the person asked, always as a download."""
    found = access.hand_in_or_404(request, pk)
    if not found.file or not found.file.storage.exists(str(found.file.name)):
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm a piece of work or return it."""
    found = access.hand_in_or_404(request, pk)
    try:
        actions.decide(
            actor=person(request),
            hand_in_id=found.pk,
            confirm="confirm" in request.POST,
            sentence=request.POST.get("sentence", ""),
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept. The learner sees it at once."))
    return redirect("courses:work", pk=pk)


@require_POST
def claim(request: HttpRequest, path_key: UUID) -> HttpResponse:
    """Issue a certificate whose conditions are met, for instance since the path was changed."""
    place = access.path_or_404(request, path_key)
    try:
        made = actions.issue(user_id=person(request).pk, path_key=path_key, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address(place.row.url_path))
    return redirect("courses:certificate", pk=made.pk)


@require_GET
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a person their certificate, ready to be printed."""
    found = own_or_404(Certificate.objects.prefetch_related("courses"), request, pk)
    public = settings.BASE_URL + reverse("courses:verify", args=(found.pk,))
    context = {"certificate": found, "public": public, "examination": path_queries.examination_of(found)}
    return render(request, "courses/certificate.html", context)


@require_GET
@login_not_required
@never_cache
def verify(request: HttpRequest, code: UUID) -> HttpResponse:
    """Tell anybody with the code what the certificate says: initials, path, day, and nothing else."""
    if _checks_this_minute(request) > CHECKS_A_MINUTE:
        return render(request, "courses/verify.html", {"busy": True}, status=429)
    found = Certificate.objects.filter(pk=code).first()
    told = path_queries.examination_of(found) if found else None
    withdrawn = told if told and told.state == ExaminationState.WITHDRAWN else None
    context = {
        "certificate": found,
        "initials": initials(found.name) if found else "",
        "withdrawn": withdrawn,
    }
    return render(request, "courses/verify.html", context, status=200 if found else 404)


def _checks_this_minute(request: HttpRequest) -> int:
    """Count the check; the key carries the minute, because counting up would renew its time to live."""
    minute = int(timezone.now().timestamp()) // MINUTE
    key = f"verify:{minute}:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, 2 * MINUTE)
    return int(cache.incr(key))
