"""Front pages that are not Wagtail's: where to go after login, health, refusals."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what happened when the form's token is missing or old."""
    return render(request, "403_csrf.html", status=403)


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


def my_learning(request: HttpRequest) -> HttpResponse:
    """Show a person what is due, what is next and what is done."""
    return render(request, "home/my_learning.html", {"greeting": _("Good day")})
