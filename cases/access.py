"""The doors to runs and to the pages they are started from: one's own, or nothing."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from cases.models import CasePage, Run, RunKind, ScenarioPage
from cases.queries import offered_page
from people.access import own_or_404


def my_run(request: HttpRequest, pk: UUID) -> Run:
    """Return one's own run, case or role-play; anybody else's is not there."""
    return own_or_404(Run.objects.select_related("case_version", "scenario_version"), request, pk)


def my_case(request: HttpRequest, pk: UUID) -> Run:
    """Return one's own run of a case."""
    return own_or_404(Run.objects.filter(kind=RunKind.CASE).select_related("case_version"), request, pk)


def my_role_play(request: HttpRequest, pk: UUID) -> Run:
    """Return one's own run of a role-play."""
    runs = Run.objects.filter(kind=RunKind.SCENARIO).select_related("scenario_version")
    return own_or_404(runs, request, pk)


def activity_page(page_key: UUID) -> CasePage | ScenarioPage:
    """Return the live page something is started from, in the reader's language or the other one."""
    page = offered_page(page_key, get_language() or "")
    if page is None:
        raise Http404
    return page


def finished(run: Run) -> Run:
    """Return a run that was played to its end; nothing after the end is there before it."""
    if not run.is_finished:
        raise Http404
    return run
