"""The doors to attempts and forms: one's own, or nothing."""

from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from wagtail.models import Locale

from people.access import own_or_404
from quizzes.models import Attempt, QuizPage, SurveyPage, SurveyResponse

AnyPage = TypeVar("AnyPage", QuizPage, SurveyPage)


def my_attempt(request: HttpRequest, pk: UUID) -> Attempt:
    """Return one's own attempt; anybody else's is not there."""
    return own_or_404(Attempt.objects.select_related("quiz"), request, pk)


def my_response(request: HttpRequest, pk: UUID) -> SurveyResponse:
    """Return one's own form; anybody else's is not there."""
    return own_or_404(SurveyResponse.objects.select_related("version"), request, pk)


def quiz_page(request: HttpRequest, page_key: UUID) -> QuizPage:
    """Return the live page a quiz is started from, in the reader's language or the other one."""
    return _live(QuizPage, page_key)


def survey_page(request: HttpRequest, page_key: UUID) -> SurveyPage:
    """Return the live page a self-assessment is started from."""
    return _live(SurveyPage, page_key)


def _live(model: type[AnyPage], page_key: UUID) -> AnyPage:
    pages = model.objects.live().filter(translation_key=page_key)
    page = pages.filter(locale=Locale.get_active()).first() or pages.first()
    if page is None:
        raise Http404
    return page
