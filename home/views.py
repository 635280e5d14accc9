"""Front pages that are not Wagtail's: where to go after login, health, refusals."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_GET

from core.middleware import AWAY, unavailable
from home import queries
from home.finding import find
from people.access import person

MORNING_FROM, NOON, EVENING_FROM = 5, 12, 18
LONGEST_QUERY = 80


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what happened when the form's token is missing or old."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view could: 503 when the database went away before the view, else Django's 500.

    Session and person are looked up in middleware, whose exceptions no other middleware gets to see.
    """
    away = isinstance(sys.exc_info()[1], AWAY)
    return unavailable() if away else defaults.server_error(request)


@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether the database takes a write and its schema is current; 503 if not."""
    try:
        with transaction.atomic():
            executor = MigrationExecutor(connection)
            current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            transaction.set_rollback(True)
    except Exception:
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": current}, status=200 if current else 503)


@require_GET
def my_learning(request: HttpRequest) -> HttpResponse:
    """Show a person what is due, what is next and what is done."""
    user, now = person(request), timezone.now()
    context = {
        "greeting": greeting(timezone.localtime(now).hour),
        "name": user.name,
        "page": queries.learning(user, timezone.localdate(now)),
    }
    return render(request, "home/my_learning.html", context)


def greeting(hour: int) -> str:
    """Return the greeting of a time of day."""
    if hour < MORNING_FROM:
        return _("Good evening")
    if hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if hour < EVENING_FROM else _("Good evening")


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find published lessons, courses and glossary terms that the person may open."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    found = find(person(request), asked) if asked else None
    return render(request, "home/search.html", {"asked": asked, "found": found})
