"""One result at the desk: found by its person, its ledger, and a person's decision on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refused import Refused
from quizzes import access, grading_actions, queries
from quizzes.grading import Grade

FEWEST_LETTERS = 2
WHOLE = 100
PERCENT_BP = 100


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find somebody's results by name or employee number; one's own are not among them."""
    user = access.author(request)
    asked = request.GET.get("q", "").strip()[:100]
    enough = len(asked) >= FEWEST_LETTERS
    rows = queries.results_of_people(asked, but=user.pk) if enough else []
    return render(request, "quizzes/result_find.html", {"asked": asked, "enough": enough, "rows": rows})


@require_safe
def ledger(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show every grade a result was ever given, and offer to decide on it."""
    attempt = access.anothers_result(request, pk)
    entries = list(attempt.grades.select_related("given_by").order_by("number"))
    context = {
        "attempt": attempt,
        "entries": entries,
        "older_bp": entries[0].score_before_bp if entries else attempt.score_bp,
        "decided": grading_actions.standing_of(attempt, entries).decided,
    }
    return render(request, "quizzes/result_ledger.html", context)


@require_POST
def override(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a decision in the place of what the answers add up to."""
    attempt = access.anothers_result(request, pk)
    percent = request.POST.get("percent", "").strip()
    if not (percent.isascii() and percent.isdigit() and int(percent[:4]) <= WHOLE):
        messages.error(request, _("Give a score between 0 and 100 per cent."))
        return redirect("result_ledger", pk)
    grade = Grade(int(percent[:4]) * PERCENT_BP, request.POST.get("passed") == "yes")
    reason = request.POST.get("reason", "")
    try:
        grading_actions.override(
            actor=access.author(request), attempt=attempt, grade=grade, reason=reason, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept. The learner reads the reason beside the result."))
    return redirect("result_ledger", pk)


@require_POST
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision back."""
    attempt = access.anothers_result(request, pk)
    reason = request.POST.get("reason", "")
    try:
        grading_actions.lift(actor=access.author(request), attempt=attempt, reason=reason, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("What the answers add up to stands again."))
    return redirect("result_ledger", pk)
