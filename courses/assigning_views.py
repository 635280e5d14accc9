"""HR's screens: assign a course after seeing how many it reaches, take it back, waive single duties."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.refused import Refused
from courses import actions
from courses.completion import duty_state
from courses.forms import AssignForm
from courses.models import CourseAssignment, Duty
from courses.wording import due_tag
from people.access import require
from people.models import User
from people.roles import Role

A_PAGE = 50


def _door(request: HttpRequest) -> User:
    return require(request, Role.HR, Role.ADMINISTRATOR)


@require_GET
def assignments(request: HttpRequest) -> HttpResponse:
    """List the assignments, newest first, with how far they are."""
    _door(request)
    rows = CourseAssignment.objects.select_related("department", "person", "assigned_by").annotate(
        people=Count("duties", filter=Q(duties__waived_at__isnull=True)),
        finished=Count(
            "duties", filter=Q(duties__waived_at__isnull=True, duties__completed_at__isnull=False)
        ),
    )
    page = Paginator(rows.order_by("-created_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/assignments.html", {"page": page, "today": timezone.localdate()})


def assign(request: HttpRequest) -> HttpResponse:
    """Ask whom a course is for, show how many that is, and assign it once confirmed."""
    actor = _door(request)
    form = AssignForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "courses/assign.html", {"form": form})
    wanted = form.cleaned_data
    target = {"department": wanted["department"], "person": wanted["person"]}
    if "confirmed" not in request.POST:
        planned = actions.plan(
            course_key=wanted["course"].translation_key, today=timezone.localdate(), **target
        )
        return render(request, "courses/assign.html", {"form": form, "planned": planned, "wanted": wanted})
    try:
        made = actions.assign(
            actor=actor,
            course=wanted["course"],
            due_on=wanted["due_on"],
            required=wanted["required"],
            now=timezone.now(),
            **target,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "courses/assign.html", {"form": form}, status=400)
    return redirect("courses:assignment", pk=made.pk)


@require_GET
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has an assignment's duty and where each stands."""
    _door(request)
    found = get_object_or_404(CourseAssignment.objects.select_related("department", "person"), pk=pk)
    duties = found.duties.select_related("user", "waived_by").order_by("completed_at", "user__name", "pk")
    page = Paginator(duties, A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    lines = [(duty, *_standing(duty, today)) for duty in page]
    return render(request, "courses/assignment.html", {"found": found, "page": page, "lines": lines})


def _standing(duty: Duty, today: date) -> tuple[str, str]:
    state = duty_state(
        duty.due_on, today, completed=duty.completed_at is not None, waived=duty.waived_at is not None
    )
    return str(state), due_tag(state, duty.due_on, today)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an assignment back."""
    actor = _door(request)
    get_object_or_404(CourseAssignment, pk=pk)
    actions.withdraw(actor=actor, assignment_id=pk, now=timezone.now())
    return redirect("courses:assignment", pk=pk)


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Free one person from a duty, with a reason."""
    actor = _door(request)
    duty = get_object_or_404(Duty, pk=pk)
    try:
        actions.waive(actor=actor, duty_id=pk, reason=request.POST.get("reason", ""), now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("courses:assignment", pk=duty.assignment_id)
