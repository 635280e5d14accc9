"""HR's review of similar answers: the queue, one pair, the decision. Nobody else sees any of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.refused import Refused
from quizzes import access, sharing_actions
from quizzes.models import SharingOutcome, SharingPair, SharingRun
from quizzes.queries.sharing import compared, sharing_pairs, sharing_queue
from quizzes.sharing import MOST_SHOWN, about

A_PAGE = 50


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """List the pairs that wait for a decision, or those that have one, without any name."""
    reader = access.reviewer(request)
    closed = request.GET.get("state") == "closed"
    page = Paginator(sharing_queue(reader, closed=closed), A_PAGE).get_page(request.GET.get("page"))
    lines = [(pair, chance_words(pair)) for pair in page]
    context = {"page": page, "lines": lines, "closed": closed, "last": SharingRun.objects.first()}
    return render(request, "quizzes/sharing.html", context)


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the figures of a pair; asked for by a form also the names and answers, which is recorded."""
    found = access.sharing_pair(request, pk)
    if request.method != "POST":
        return render(request, "quizzes/sharing_pair.html", _figures(found))
    sharing_actions.opened(actor=access.reviewer(request), pair=found)
    return render(request, "quizzes/sharing_pair.html", _opened(found))


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a pair with an outcome and a reason; what was written is given back when something is missing."""
    found, reader = access.sharing_pair(request, pk), access.reviewer(request)
    given = {name: request.POST.get(name, "") for name in ("outcome", "reason")}
    try:
        sharing_actions.decide(actor=reader, pair=found, now=timezone.now(), **given)
    except Refused as refused:
        again = sharing_pairs(reader).get(pk=found.pk)
        context = {**_opened(again), "given": given, "refused": refused}
        return render(request, "quizzes/sharing_pair.html", context, status=400)
    messages.success(request, _("The decision is kept. No result has changed."))
    return redirect("quizzes:sharing")


def chance_words(found: SharingPair) -> str:
    """Say how likely as much agreement is by chance."""
    values = {"number": f"{about(found.one_in):,}"}
    if found.one_in >= MOST_SHOWN:
        return _("less than 1 in %(number)s by chance") % values
    return _("about 1 in %(number)s by chance") % values


def _figures(found: SharingPair) -> dict[str, object]:
    return {"pair": found, "chance": chance_words(found), "decision": getattr(found, "decision", None)}


def _opened(found: SharingPair) -> dict[str, object]:
    rows = compared(found, get_language() or "")
    return {
        **_figures(found),
        "opened": True,
        "attempts": [found.first, found.second],
        "rows": rows,
        "uncounted": max(0, len(rows) - found.common),
        "outcomes": SharingOutcome.choices,
    }
