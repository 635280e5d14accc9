"""The quiz player: start, answer, check, submit, result."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from core.refused import Refused
from people.access import person
from quizzes import access, actions, queries, rule_words
from quizzes.answers import moved
from quizzes.certainty import Certainty
from quizzes.models import Attempt, AttemptState, CertaintyChoice
from quizzes.player import Shown
from quizzes.release import decode
from quizzes.result_context import grade_context, waiting_context
from quizzes.review import Review, Verdict

MOST_TYPED = 128
MOST_DIGITS = 15  # whole numbers that JavaScript and every database hold exactly
# What the browser's queue makes of a refusal: 409 a newer answer is there, 410 over, 404 and 422 give up.
STATUS = {"closed": 410, "time_is_up": 410, "no_such_question": 404, "not_an_answer": 422}
STATUS |= {"not_yet": 422, "no_way_back": 422, "question_done": 422}


@sensitive_post_parameters("password")
@require_POST
def start(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """Begin or resume a try."""
    page = access.quiz_page(request, page_key)
    try:
        attempt = actions.start(
            user=person(request),
            quiz=page.quiz,
            page_key=page_key,
            language=get_language() or "",
            now=timezone.now(),
            password=request.POST.get("password", "")[:MOST_TYPED],
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(page.url)
    return redirect("quizzes:attempt", attempt.pk)


@require_safe
def attempt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an open attempt at one of its questions; a finished one leads to its result."""
    attempt = access.my_attempt(request, pk)
    now = timezone.now()
    if attempt.state != AttemptState.OPEN:
        return redirect("quizzes:result", pk)
    if actions.is_over(attempt, now):
        return render(request, "quizzes/time_is_up.html", _frame(attempt, now))
    language = get_language() or ""
    questions = queries.questions_of(attempt, language)
    current = attempt.reached if attempt.sequential else _current(request.GET.get("q", ""), questions)
    context = _frame(attempt, now) | {"questions": questions, "current": current}
    if attempt.practice:
        context |= {"one": queries.practised(attempt, current, language), "practice": attempt.practice}
        return render(request, "quizzes/practice.html", context)
    single = attempt.one_at_a_time
    context["drawn"] = [one for one in questions if one.position == current] if single else questions
    return render(request, "quizzes/attempt.html", context)


def _frame(attempt: Attempt, now: datetime) -> dict[str, Any]:
    left = attempt.deadline_at - now if attempt.deadline_at else None
    return {
        "attempt_id": attempt.pk,
        "certainties": CertaintyChoice.choices if attempt.asks_certainty else (),
        "title": attempt.quiz.title,
        "ends_at": attempt.deadline_at,
        "seconds_left": None if left is None else max(0, int(left.total_seconds())),
        "seconds_of_grace": attempt.grace_seconds,
        "overdue_rule": attempt.overdue_rule,
        "time_percent": attempt.time_percent,
        "single": attempt.one_at_a_time,
        "sequential": attempt.sequential,
    }


def _current(asked: str, questions: Sequence[Shown]) -> int:
    """Return the position asked for, else the first question without an answer, else the first."""
    positions = {str(question.position): question.position for question in questions}
    if asked in positions:
        return positions[asked]
    return next((question.position for question in questions if not question.answered), 1)


@require_POST
def answer(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Keep an answer; a form goes on to where its button says, the queue gets an acknowledgement."""
    attempt = access.my_attempt(request, pk)
    queued = request.headers.get("Accept") == "application/json"
    now = timezone.now()
    try:
        saved = kept_answer(request, attempt, position, now)
    except Refused as refused:
        if queued:
            return JsonResponse({"sentence": str(refused)}, status=STATUS[refused.code])
        messages.error(request, str(refused))
        return redirect("quizzes:attempt", pk)
    if queued:
        at = formats.time_format(timezone.localtime(now), "H:i")
        newer = (
            {}
            if saved.kept
            else {"sentence": newer_answer(), "response": saved.response, "certainty": saved.certainty}
        )
        return JsonResponse({"seq": saved.seq, "at": at} | newer, status=200 if saved.kept else 409)
    if not saved.kept:
        messages.warning(request, newer_answer())
        return at_question(pk, position)
    return _onwards(attempt, position, request.POST.get("go", ""))


def kept_answer(request: HttpRequest, attempt: Attempt, position: int, now: datetime) -> actions.Saved:
    """Keep the answer that was sent; raises Refused as save_answer does."""
    queued = request.headers.get("Accept") == "application/json"
    return actions.save_answer(
        attempt=attempt,
        position=position,
        form=_form(request),
        seq=_seq(request.POST.get("seq", "")),
        now=now,
        flagged="flagged" in request.POST,
        leaves=not queued and request.POST.get("go") == "next",
    )


def newer_answer() -> str:
    """Return what is told to somebody whose answer is older than the one kept."""
    return _("This question was answered later in another window. That answer is kept; check it here.")


def _seq(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        raise Refused(
            "not_an_answer", _("This answer does not fit the question. Reload the page and answer again.")
        )
    return int(text)


def _form(request: HttpRequest) -> Mapping[str, Sequence[str]]:
    """Return what was sent as plain lists; a pressed "up" or "down" is carried out first."""
    form = {name: [str(value) for value in request.POST.getlist(name)] for name in request.POST}
    if form.get("move"):
        form |= {"order": moved(form.get("order", []), form["move"][-1]), "keep": ["1"]}
    return form


def at_question(pk: UUID, position: int, part: str = "") -> HttpResponse:
    """Lead to one question of an attempt, or to a part of its page."""
    response = redirect("quizzes:attempt", pk)
    response["Location"] += f"?q={position}" + (f"#{part}" if part else "")
    return response


def _onwards(attempt: Attempt, position: int, go: str) -> HttpResponse:
    steps = {"next": position + 1, "previous": position - 1}
    asked = int(go) if go.isascii() and go.isdigit() and len(go) <= MOST_DIGITS else position
    target = steps.get(go, asked)
    if go == "check" or (go == "next" and not attempt.items.filter(position=target).exists()):
        return redirect("quizzes:confirm", attempt.pk)
    return at_question(attempt.pk, max(1, target))


@require_safe
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name what is unanswered or flagged before an attempt is submitted."""
    attempt = access.my_attempt(request, pk)
    now = timezone.now()
    if attempt.state != AttemptState.OPEN or actions.is_over(attempt, now):
        return redirect("quizzes:attempt", pk)
    questions = queries.questions_of(attempt, get_language() or "")
    context = _frame(attempt, now) | {
        "count": len(questions),
        "unanswered": [question.position for question in questions if not question.answered],
        "flagged": [question.position for question in questions if question.flagged],
    }
    return render(request, "quizzes/confirm.html", context)


@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an attempt; sent twice it leads to the same result."""
    actions.submit(attempt=access.my_attempt(request, pk), now=timezone.now())
    return redirect("quizzes:result", pk)


@require_safe
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the result of a finished attempt; an open one has none (404)."""
    attempt = access.my_attempt(request, pk)
    if attempt.state == AttemptState.OPEN:
        raise Http404
    now = timezone.now()
    offer = queries.offer(attempt.user_id, attempt.quiz, now)
    shown = queries.visible_of(attempt, offer, now)
    if attempt.state == AttemptState.WAITING:
        return render(request, "quizzes/waiting.html", waiting_context(attempt, shown))
    reviews = queries.reviews_of(attempt, get_language() or "", shown=shown)
    ended = attempt.state == AttemptState.SUBMITTED
    context = {
        "attempt": attempt,
        "offer": offer,
        "standing": offer.standing,
        "shown": shown,
        "waits": rule_words.waits(decode(attempt.feedback_rule), shown) if ended else (),
        "late": queries.late_positions(attempt) if ended else [],
        "reviews": reviews,
        "sure_and_wrong": _sure_and_wrong(reviews),
        "right_count": sum(row.verdict is Verdict.RIGHT for row in reviews),
        "marked_count": sum(row.verdict is not Verdict.UNMARKED for row in reviews),
        "again": _again(reviews) if shown.marks else {},
        "band": queries.band_text(attempt, get_language() or "") if shown.marks else "",
        **grade_context(attempt, shown, get_language() or ""),
    }
    return render(request, "quizzes/result.html", context)


def _sure_and_wrong(reviews: Sequence[Review]) -> list[int]:
    """Return the numbers of questions somebody was sure of and got wrong; none while marks are withheld."""
    return [
        position
        for position, row in enumerate(reviews, start=1)
        if row.certainty == Certainty.SURE and row.verdict is Verdict.WRONG
    ]


def _again(reviews: Sequence[Review]) -> dict[str, list[int]]:
    """Return {module: numbers of the questions that were not right}, as far as marks are shown."""
    again: dict[str, list[int]] = {}
    for position, row in enumerate(reviews, start=1):
        if row.module and row.verdict not in {Verdict.RIGHT, Verdict.UNMARKED}:
            again.setdefault(row.module, []).append(position)
    return again
