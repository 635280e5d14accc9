"""The index screens: the company and its departments, completion, exports, one's own figures."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from awareness import access, exports, queries
from awareness.access import Scope
from awareness.completion import CompletionTable, Overdue, OverdueList, certified, completion_table
from awareness.models import Snapshot
from people.models import User
from people.queries import department_on

OVERDUE_A_PAGE = 50
LEVELS_BELOW = 2


@dataclass(frozen=True)
class _Asked:
    """What a request asks for: the snapshot shown, all there are, and the unit."""

    scope: Scope
    snapshot: Snapshot | None
    periods: list[Snapshot]
    unit: str | None


def _asked(request: HttpRequest, scope: Scope) -> _Asked:
    """Read quarter and department from the address; what does not exist or is out of scope is a 404."""
    periods = queries.snapshots()
    period = request.GET.get("period", "")
    found = [row for row in periods if row.period == period] if period else periods[:1]
    if period and not found:
        raise Http404
    snapshot = found[0] if found else None
    if snapshot is None:
        return _Asked(scope, None, [], None)
    unit = access.unit_code_or_404(scope, snapshot, request.GET.get("unit", ""))
    return _Asked(scope, snapshot, periods, unit)


def overview(request: HttpRequest) -> HttpResponse:
    """Show the index to those who answer for departments; everybody else sees their own figures."""
    scope = access.scope_of(_person(request))
    if scope.is_empty:
        return mine(request)
    asked = _asked(request, scope)
    shown = queries.overview(asked.snapshot, asked.unit) if asked.snapshot else None
    return render(request, "awareness/overview.html", {"asked": asked, "shown": shown})


def mine(request: HttpRequest) -> HttpResponse:
    """Show a person their own scores, and the published figures of their department and the company."""
    person = _person(request)
    scores = queries.my_scores(person.pk)
    snapshot = next(iter(queries.snapshots()), None)
    department = department_on(person, queries.last_day(snapshot)) if snapshot else None
    published = queries.published_lines(snapshot, department.code if department else None) if snapshot else ()
    context = {"scores": queries.own_figures(scores), "snapshot": snapshot, "published": published}
    return render(request, "awareness/mine.html", context)


def completion(request: HttpRequest) -> HttpResponse:
    """Show completion by department and course, and who is overdue."""
    asked = _asked(request, access.scope_or_404(_person(request)))
    table = _table(asked)
    return render(
        request,
        "awareness/completion.html",
        {"asked": asked, "table": table, "overdue": _overdue_page(request, asked)},
    )


def _table(asked: _Asked) -> CompletionTable | None:
    if asked.snapshot is None:
        return None
    return completion_table(asked.snapshot, asked.scope.units(), depth=LEVELS_BELOW)


def _overdue_page(request: HttpRequest, asked: _Asked) -> "Page[Overdue]":
    people = OverdueList(asked.scope.departments())
    return Paginator(people, OVERDUE_A_PAGE).get_page(request.GET.get("page"))


def export_overview(request: HttpRequest) -> HttpResponse:
    """Return the overview as .xlsx: the same figures as the screen, from the same query."""
    asked = _asked(request, access.scope_or_404(_person(request)))
    shown = queries.overview(asked.snapshot, asked.unit) if asked.snapshot else None
    if asked.snapshot is None or shown is None:
        raise Http404
    return exports.overview_workbook(asked.snapshot, shown)


def export_completion(request: HttpRequest) -> HttpResponse:
    """Return completion and the overdue list as .xlsx."""
    asked = _asked(request, access.scope_or_404(_person(request)))
    table = _table(asked)
    if asked.snapshot is None or table is None:
        raise Http404
    where = asked.scope.departments()
    return exports.completion_workbook(asked.snapshot, table, OverdueList(where), certified(where))


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
