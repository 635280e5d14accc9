"""The screens for exceptions from the rules of quizzes: list, give, withdraw."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.refused import Refused
from courses.exception_forms import ExceptionForm
from people.access import require
from people.models import User
from people.roles import Role, roles_of
from quizzes.models import Quiz, QuizOverride
from quizzes.override_actions import give, withdraw
from quizzes.override_words import in_words

A_PAGE = 50
MOST_DIGITS = 18
STATES = (("", _("In force")), ("over", _("Over or withdrawn")), ("all", _("All")))
READS_EVERY_REASON = frozenset({Role.HR, Role.ADMINISTRATOR})


def _door(request: HttpRequest) -> User:
    return require(request, Role.TRAINER, Role.HR, Role.ADMINISTRATOR)


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """List the exceptions, newest first; a reason is read by who gave it, by HR and by administrators."""
    actor = _door(request)
    today = timezone.localdate()
    rows = QuizOverride.objects.select_related("quiz", "person", "department", "given_by", "withdrawn_by")
    page = Paginator(_chosen(request, rows, today), A_PAGE).get_page(request.GET.get("page"))
    reads_all = not roles_of(actor).isdisjoint(READS_EVERY_REASON)
    context = {
        "page": page,
        "lines": [(row, in_words(row), reads_all or row.given_by_id == actor.pk) for row in page],
        "today": today,
        "states": STATES,
        "state": request.GET.get("state", ""),
        "quizzes": Quiz.objects.order_by("key"),
        "quiz": request.GET.get("quiz", ""),
        "who": request.GET.get("who", "")[:150],
    }
    return render(request, "courses/exceptions.html", context)


def _chosen(request: HttpRequest, rows: "QuerySet[QuizOverride]", today: date) -> "QuerySet[QuizOverride]":
    """Return the rows that the filters leave: by state, by quiz, by the name of whom they are for."""
    state, quiz = request.GET.get("state", ""), request.GET.get("quiz", "")
    who = request.GET.get("who", "").replace("\x00", "").strip()[:150]
    over = Q(withdrawn_at__isnull=False) | Q(expires_on__lte=today)
    if state != "all":
        rows = rows.filter(over) if state == "over" else rows.exclude(over)
    if quiz.isascii() and quiz.isdigit() and len(quiz) <= MOST_DIGITS:
        rows = rows.filter(quiz=int(quiz))
    if who:
        rows = rows.filter(Q(target_title__icontains=who) | Q(person__employee_no=who))
    return rows


def give_exception(request: HttpRequest) -> HttpResponse:
    """Ask for whom, which rules, why and until when; then grant it."""
    actor = _door(request)
    form = ExceptionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "courses/exception_give.html", {"form": form})
    try:
        given = give(
            actor=actor,
            quiz=form.cleaned_data["quiz"],
            target=form.target(),
            rules=form.rules(),
            reason=form.cleaned_data["reason"],
            expires_on=form.cleaned_data["expires_on"],
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "courses/exception_give.html", {"form": form}, status=400)
    if given.moved:
        sentence = ngettext("%(n)s open try ends later now.", "%(n)s open tries end later now.", given.moved)
        messages.success(request, sentence % {"n": given.moved})
    return redirect("courses:exceptions")


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an exception back, with a reason."""
    actor = _door(request)
    get_object_or_404(QuizOverride, pk=pk)
    try:
        withdraw(actor=actor, override_id=pk, reason=request.POST.get("reason", ""), now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("courses:exceptions")
