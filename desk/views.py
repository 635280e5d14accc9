"""Muting a finding and letting it count again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.admin_url_finder import AdminURLFinder

from core.refused import Refused
from desk import access, actions, queries


@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: HttpRequest, kind: int, pk: int, code: str) -> HttpResponse:
    """Ask for the reason and mute, or with ``unmute`` let the finding count again."""
    user, one = access.author(request), access.checked_content(request, kind, pk)
    where = (request.GET.get("where") or "")[: actions.LONGEST_PLACE]
    lines = [line for line in queries.judged(one) if line.finding.code == code]
    line = next((line for line in lines if line.finding.where[: actions.LONGEST_PLACE] == where), None)
    back = AdminURLFinder(user).get_edit_url(one) or "/cms/"
    if line is None:
        messages.info(request, _("This finding is gone."))
        return redirect(back)
    if line.finding.is_error:
        raise Http404
    if request.method == "POST":
        now = timezone.now()
        try:
            if "unmute" in request.POST:
                actions.unmute(one=one, code=code, where=where, now=now)
            else:
                reason = request.POST.get("reason", "")
                actions.mute(user=user, one=one, code=code, where=where, reason=reason, now=now)
            return redirect(back)
        except Refused as refused:
            messages.error(request, str(refused))
    return render(request, "desk/mute.html", {"line": line, "content": one, "back": back})
