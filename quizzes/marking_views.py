"""The marking queue at the desk. Nothing on these screens tells whose answer it is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refused import Refused
from quizzes import access, marking_actions, queries
from quizzes.content import parse
from quizzes.marking import Step, rubric
from quizzes.models import MarkingTask

PER_PAGE = 25


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the answers that wait, the oldest first."""
    user, now = access.author(request), timezone.now()
    rows = queries.waiting_for(user.pk).select_related("quiz", "item__version", "claimed_by")
    quizzes = list(queries.quizzes_waiting(user.pk))
    asked = request.GET.get("quiz", "")
    chosen = next((quiz for quiz in quizzes if quiz.key == asked), None)
    if chosen is not None:
        rows = rows.filter(quiz=chosen)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_line(task, user.pk) for task in page],
        "quizzes": quizzes,
        "chosen": chosen,
        "late": now - queries.OVERDUE_AFTER,
        "now": now,
    }
    return render(request, "quizzes/marking_queue.html", context)


def _line(task: MarkingTask, user_id: int) -> dict[str, Any]:
    held = task.claimed_until is not None and task.claimed_until > timezone.now()
    return {
        "task": task,
        "stem": parse(task.item.version.content).stem.show(_language()),
        "held_by": task.claimed_by if held and task.claimed_by_id != user_id else None,
        "mine": held and task.claimed_by_id == user_id,
    }


def _language() -> str:
    return "en" if get_language() == "en" else "zh"


@require_POST
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an answer to mark."""
    task = access.marking_or_404(request, pk)
    try:
        marking_actions.claim(actor=access.author(request), task=task, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("marking")
    return redirect("marking_task", pk)


@require_POST
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let others take it."""
    task = access.marking_or_404(request, pk)
    marking_actions.give_back(actor=access.author(request), task=task)
    return redirect("marking")


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an answer with its rubric to who holds it; to others, that it has to be taken first."""
    task = access.marking_or_404(request, pk)
    mine = task.claimed_by_id == access.author(request).pk
    return render(request, "quizzes/marking_task.html", _context(task, mine=mine, said={}, comment=""))


def _context(task: MarkingTask, *, mine: bool, said: dict[str, str], comment: str) -> dict[str, Any]:
    question, language = parse(task.item.version.content), task.item.attempt.language
    marks = list(task.marks.order_by("marked_at", "pk")) if task.step == Step.SETTLE else []
    return {
        "task": task,
        "mine": mine,
        "stem": question.stem.show(language),
        "answer": str((task.item.response or {}).get("text", "")),
        "model_answer": question.model_answer.show(language),
        "criteria": [
            {
                "id": one.id,
                "text": one.text.show(language),
                "help": one.feedback.show(language),
                "levels": _levels(one.points, said.get(one.id, "")),
                "given": [mark.points.get(one.id, 0) for mark in marks],
                "points": one.points,
            }
            for one in rubric(question)
        ],
        "marks": marks,
        "comment": comment,
    }


def _levels(points: int, said: str) -> list[tuple[int, str, bool]]:
    names = {0: _("not met"), points: _("fully met")}
    return [(level, names.get(level, _("partly met")), said == str(level)) for level in range(points + 1)]


@require_POST
def mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a mark and lead to the next answer; what was typed comes back with a refusal."""
    task = access.marking_or_404(request, pk)
    user = access.author(request)
    said = {
        name.removeprefix("level:"): str(value)
        for name, value in request.POST.items()
        if name.startswith("level:")
    }
    comment = request.POST.get("comment", "")
    try:
        marking_actions.mark(actor=user, task=task, points=said, comment=comment, now=timezone.now())
    except Refused as refused:
        if refused.code in {"not_a_mark", "too_long"}:
            context = _context(task, mine=True, said=said, comment=comment) | {"problem": str(refused)}
            return render(request, "quizzes/marking_task.html", context, status=400)
        messages.error(request, str(refused))
        return redirect("marking")
    messages.success(request, _("Marked. The learner sees it once nothing of the attempt waits any more."))
    return redirect("marking")
