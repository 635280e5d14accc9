"""Practice over HTTP: check a question, take a hint. Plain forms that come back to the question."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.refused import Refused
from quizzes import access, practice_actions
from quizzes.views import at_question, kept_answer, newer_answer

MOST_DIGITS = 3
# What is told by the question itself when the page comes back; a second click deserves no reproach.
TOLD_BY_THE_PAGE = frozenset({"question_done"})


@require_POST
def check(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Keep the answer and check it; the page that follows tells how it was judged."""
    attempt = access.my_attempt(request, pk)
    now = timezone.now()
    try:
        if not kept_answer(request, attempt, position, now).kept:
            messages.warning(request, newer_answer())
        else:
            practice_actions.check_answer(attempt=attempt, position=position, now=now)
    except Refused as refused:
        return _refused(request, pk, position, refused)
    return at_question(pk, position, "checked")


@require_POST
def hint(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Keep the answer so far and give out the next hint."""
    attempt = access.my_attempt(request, pk)
    now = timezone.now()
    asked = request.POST.get("hint", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else 0
    try:
        if not kept_answer(request, attempt, position, now).kept:
            messages.warning(request, newer_answer())
        practice_actions.take_hint(attempt=attempt, position=position, number=number, now=now)
    except Refused as refused:
        return _refused(request, pk, position, refused)
    return at_question(pk, position, "hints")


def _refused(request: HttpRequest, pk: UUID, position: int, refused: Refused) -> HttpResponse:
    if refused.code not in TOLD_BY_THE_PAGE:
        messages.error(request, str(refused))
    if refused.code == "no_such_question":
        return redirect("quizzes:attempt", pk)
    return at_question(pk, position)
