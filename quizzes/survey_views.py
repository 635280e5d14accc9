"""The self-assessment: start, answer, submit, and the picture only its author sees."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.languages import foreign, shown_in
from core.refused import Refused
from people.access import person
from quizzes import access, actions, queries
from quizzes.models import ResponseState, SurveyResponse
from quizzes.views import MOST_DIGITS

STATUS = {"closed": 410, "not_an_answer": 422}
PREFIX = "a:"


@require_POST
def start(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """Begin or resume a form."""
    page = access.survey_page(request, page_key)
    try:
        response = actions.start_survey(
            user=person(request),
            survey=page.survey,
            page_key=page_key,
            language=get_language() or "",
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(page.url)
    return redirect("quizzes:survey", response.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an open form, or keep what was filled in and, if asked to, submit it."""
    response = access.my_response(request, pk)
    if request.method == "POST":
        return _posted(request, response)
    if response.state == ResponseState.SUBMITTED:
        return redirect("quizzes:survey_picture", pk)
    return render(request, "quizzes/survey.html", _drawn(response))


def _drawn(response: SurveyResponse) -> dict[str, object]:
    language = get_language() or ""
    told = shown_in(response.version.content, language)
    return {
        "response_id": response.pk,
        "groups": queries.statements(response, told),
        "title": queries.survey_text(response, "title", told),
        "instruction": queries.survey_text(response, "instruction", told),
        "content_lang": foreign(told, language),
    }


def _posted(request: HttpRequest, response: SurveyResponse) -> HttpResponse:
    values = {
        name.removeprefix(PREFIX): str(value)
        for name, value in request.POST.items()
        if name.startswith(PREFIX) and value
    }
    try:
        actions.save_survey(response=response, values={code: _value(text) for code, text in values.items()})
        if "submit" in request.POST:
            actions.submit_survey(response=response, now=timezone.now())
            return redirect("quizzes:survey_picture", response.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("quizzes:survey", response.pk)
    messages.success(request, _("Saved. You can go on here at any time, on any device."))
    return redirect("quizzes:survey", response.pk)


def _value(text: str) -> int:
    """Return a value from 1 to 5, 0 for anything else (which no statement takes)."""
    return int(text) if len(text) == 1 and text in "12345" else 0


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Acknowledge one answer to the browser's queue."""
    response = access.my_response(request, pk)
    code, seq = request.POST.get("code", ""), request.POST.get("seq", "")
    value = _value(request.POST.get("value", ""))
    number = int(seq) if seq.isascii() and seq.isdigit() and len(seq) <= MOST_DIGITS else 0
    try:
        kept = actions.save_survey(response=response, values={code: value}, seq=number)
    except Refused as refused:
        return JsonResponse({"sentence": str(refused)}, status=STATUS[refused.code])
    at = formats.time_format(timezone.localtime(timezone.now()), "H:i")
    newer = {} if kept[code] == value else {"sentence": _("This statement was answered later elsewhere.")}
    return JsonResponse({"seq": number, "at": at} | newer, status=409 if newer else 200)


@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the author of a submitted form what it says; an open one says nothing yet (404)."""
    response = access.my_response(request, pk)
    if response.state != ResponseState.SUBMITTED:
        raise Http404
    return render(
        request,
        "quizzes/survey_picture.html",
        {"response": response, "picture": queries.picture_of(response)},
    )
