"""The players: role-plays and cases, plain forms first."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases import access, actions, judging, queries, screens
from cases.forms import ChoiceForm, judgements_in
from cases.models import Run, RunKind
from core.languages import foreign, shown_in
from core.refused import Refused
from people.access import person


def _language() -> str:
    return get_language() or ""


def _screen(
    request: HttpRequest, template: str, run: Run, draw: Callable[[Run, str], object]
) -> HttpResponse:
    """Draw a run in the language it is there in; the page says so when that is not the reader's."""
    told = shown_in(run.version.content, _language())
    words = {"run": run, "screen": draw(run, told), "content_lang": foreign(told, _language())}
    return render(request, template, words)


def _to_run(run: Run, *, latest: bool = False) -> HttpResponse:
    answer = redirect("cases:case" if run.kind == RunKind.CASE else "cases:role_play", pk=run.pk)
    if latest:
        answer["Location"] += "#latest"
    return answer


def _tried(request: HttpRequest, act: Callable[[], Run]) -> Run | None:
    """Carry out an action; a refusal is told on the next page."""
    try:
        return act()
    except Refused as refused:
        messages.warning(request, str(refused.sentence))
        return None


@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    """List the cases and role-plays that are offered in this language, with one's own standing."""
    rows = queries.practice(person(request), _language())
    return render(request, "cases/practice.html", {"rows": rows})


@require_POST
def start(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """Begin or resume, and lead to the player."""
    page = access.activity_page(page_key)
    run = _tried(
        request,
        lambda: actions.start(
            user=person(request),
            page=page,
            language=_language(),
            now=timezone.now(),
            is_preview="trial" in request.POST,
        ),
    )
    return _to_run(run) if run else redirect("cases:practice")


@require_POST
def restart(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give up an open run, if it still is, and begin the same activity again."""
    run = access.my_run(request, pk)
    page = access.activity_page(run.page_key)
    user, now = person(request), timezone.now()

    def begin_again() -> Run:
        if run.is_open:
            actions.abandon(user=user, run_id=run.pk, now=now)
        return actions.start(
            user=user, page=page, language=_language(), now=now, cycle=run.cycle, is_preview=run.is_preview
        )

    return _to_run(_tried(request, begin_again) or run)


# Role-plays -------------------------------------------------------------------------------------------------


@require_GET
def role_play(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show where the run stands: the conversation and the choices, or how it ended."""
    run = access.my_role_play(request, pk)
    if run.is_open:
        return _screen(request, "cases/role_play.html", run, screens.playing)
    if run.is_finished:
        return _screen(request, "cases/ending.html", run, screens.ended)
    return _screen(request, "cases/given_up.html", run, screens.title)


@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make one choice and lead to what follows."""
    run = access.my_role_play(request, pk)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please choose one of the answers, then confirm."))
        return _to_run(run, latest=True)
    done = _tried(
        request,
        lambda: actions.choose(user=person(request), run_id=run.pk, now=timezone.now(), **form.cleaned_data),
    )
    return _to_run(done or run, latest=done is None or done.is_open)


@require_GET
def other_side(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell a finished run from the customer's side; before that there is nothing to tell."""
    run = access.finished(access.my_role_play(request, pk))
    return _screen(request, "cases/other_side.html", run, screens.swapped)


@require_POST
def swap_seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the other side was read, and go back to the result."""
    run = access.my_role_play(request, pk)
    _tried(request, lambda: actions.see_swap(user=person(request), run_id=run.pk, now=timezone.now()))
    return _to_run(run)


# Cases ------------------------------------------------------------------------------------------------------


@require_GET
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the case with its questions, or what one's judgements brought."""
    run = access.my_case(request, pk)
    if run.is_open:
        return _screen(request, "cases/case.html", run, screens.judging_case)
    if run.is_finished:
        return _screen(request, "cases/judged.html", run, screens.judged)
    return _screen(request, "cases/given_up.html", run, screens.title)


@require_POST
def judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save the judgements, or submit the case."""
    run = access.my_case(request, pk)
    answers = judgements_in(request.POST, judging.parse(run.version.content))
    submitting = "submit" in request.POST
    act = actions.submit_case if submitting else actions.save_judgements
    done = _tried(
        request,
        lambda: act(
            user=person(request),
            run_id=run.pk,
            answers=answers,
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
        ),
    )
    if done and not submitting:
        messages.success(request, _("Saved. You can come back to it on any device."))
    return _to_run(done or run)
