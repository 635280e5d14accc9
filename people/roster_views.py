"""HR's roster: upload, preview, confirm, invite."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.refused import Refused
from core.workbook import Sheet, workbook_response
from people.access import my_roster_import, require
from people.forms import RosterForm
from people.models import RosterImport, RosterImportState
from people.roles import Role
from people.roster_actions import (
    confirm_roster,
    counts,
    discard_roster,
    give_initial_password,
    give_initial_passwords,
    plan_of,
    upload_roster,
    without_mail,
)
from people.roster_columns import FIELD_OF, plain_head
from people.roster_plan import Plan
from people.roster_words import COLUMNS, TEMPLATE_HEADS, column, sentence

SHOWN = 100
RECENT = 10


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a roster file and lead to its preview."""
    person = require(request, Role.HR, Role.ADMINISTRATOR)
    form = RosterForm(request.POST or None, request.FILES or None, initial={"as_of": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = upload_roster(
            actor=person,
            file_name=form.cleaned_data["file"].name,
            roster=form.cleaned_data["roster"],
            as_of=form.cleaned_data["as_of"],
        )
        return redirect("people:roster_import", made.pk)
    recent = person.roster_imports.exclude(state=RosterImportState.DISCARDED).defer("rows")
    context = {"form": form, "recent": recent.order_by("-created_at")[:RECENT], "columns": _columns()}
    return render(request, "people/roster.html", context)


def _columns() -> list[tuple[str, str]]:
    heads = TEMPLATE_HEADS.get(get_language() or "", TEMPLATE_HEADS["zh-hans"])
    return [(head, str(COLUMNS[FIELD_OF[plain_head(head)]])) for head in heads]


@require_POST
def initial_password(request: HttpRequest) -> HttpResponse:
    """Give one person without e-mail a new initial password and show it this once."""
    actor = require(request, Role.HR, Role.ADMINISTRATOR)
    number = request.POST.get("employee_no", "").replace("\x00", "").strip()
    try:
        person, password = give_initial_password(actor=actor, employee_no=number)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
        return redirect("people:roster")
    return render(request, "people/initial_password.html", {"person": person, "password": password})


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Give an empty roster with the right heads."""
    require(request, Role.HR, Role.ADMINISTRATOR)
    sheet = Sheet(name=_("Roster"), head=[head for head, _meaning in _columns()], rows=[])
    return workbook_response("roster-template.xlsx", [sheet])


@require_GET
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Show what an uploaded roster would change, or what it has changed."""
    found = my_roster_import(request, pk)
    if found.state == RosterImportState.PREVIEWED:
        return _preview(request, found)
    context = {"upload": found, "counts": found.result, "without_mail": without_mail(found)}
    return render(request, "people/roster_done.html", context)


def _preview(request: HttpRequest, found: RosterImport, status: int = 200) -> HttpResponse:
    plan = plan_of(found)
    return render(
        request,
        "people/roster_preview.html",
        {
            "upload": found,
            "plan": plan,
            "digest": plan.digest(),
            "counts": counts(plan),
            "problems": [(p.row, column(p), sentence(p)) for p in plan.problems[:SHOWN]],
            "problem_count": len(plan.problems),
            "changes": [(change, COLUMNS[change.field]) for change in plan.changes[:SHOWN]],
            "groups": _groups(plan),
            "first_rows": _first_rows(found),
            "people_without_mail": sum(not person.email for person in plan.new),
            "shown": SHOWN,
        },
        status=status,
    )


def _groups(plan: Plan) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Return what would happen as (heading, how often, the first people or departments and what to them)."""
    steps = [*plan.departments.new, *plan.departments.changed]
    new = [(f"{p.employee_no} {p.name}", f"{p.department or ''} · {p.start_on}") for p in plan.new]
    moves = [
        (f"{m.employee_no} {m.name}", f"{m.before or ''} → {m.department} {m.title} · {m.start_on}")
        for m in plan.moves
    ]
    leavers = [
        (f"{gone.employee_no} {gone.name}", str(gone.end_on - timedelta(days=1))) for gone in plan.leavers
    ]
    departments = [(step.code, f"{step.parent or ''} / {step.name_zh}") for step in steps]
    listed = [
        (_("New people"), new),
        (_("Other department, position or headship"), moves),
        (_("Leaving, with their last day"), leavers),
        (_("Departments added, renamed or moved"), departments),
    ]
    return [(heading, len(lines), lines[:SHOWN]) for heading, lines in listed if lines]


def _first_rows(found: RosterImport) -> list[list[str]]:
    fields = found.result.get("fields", [])
    return [[str(COLUMNS[name]) for name in fields]] + [
        [cells.get(name, "") for name in fields] for _number, cells in found.rows[:3]
    ]


@require_GET
def problems(request: HttpRequest, pk: str) -> HttpResponse:
    """Give every problem of an uploaded roster as a sheet to work through."""
    found = my_roster_import(request, pk)
    lines = [(p.row, column(p), sentence(p)) for p in plan_of(found).problems]
    head = [_("Row"), _("Column"), _("What to do")]
    return workbook_response("roster-problems.xlsx", [Sheet(name=_("Problems"), head=head, rows=lines)])


@require_POST
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Carry out what the preview showed, all of it or nothing."""
    found = my_roster_import(request, pk)
    person = require(request, Role.HR, Role.ADMINISTRATOR)
    digest = request.POST.get("digest", "")
    try:
        confirm_roster(actor=person, upload=found, digest=digest, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.sentence))
        return redirect("people:roster_import", found.pk)
    messages.success(request, _("The roster has been imported."))
    return redirect("people:roster_import", found.pk)


@require_POST
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """Throw an uploaded roster away."""
    discard_roster(upload=my_roster_import(request, pk))
    messages.info(request, _("The upload has been discarded. Nothing was changed."))
    return redirect("people:roster")


@require_POST
def passwords(request: HttpRequest, pk: str) -> HttpResponse:
    """Give the people without e-mail an initial password each, in a list that exists only in this answer."""
    found = my_roster_import(request, pk)
    person = require(request, Role.HR, Role.ADMINISTRATOR)
    given = give_initial_passwords(actor=person, upload=found)
    rows = [(user.employee_no, user.name, password) for user, password in given]
    head = [_("Employee number"), pgettext("of a person", "Name"), _("Initial password")]
    return workbook_response(
        "initial-passwords.xlsx", [Sheet(name=_("Initial passwords"), head=head, rows=rows)]
    )
