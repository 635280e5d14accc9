"""The doors to attempts and forms: one's own, or nothing."""

from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from wagtail.models import Locale

from people.access import own_or_404, require
from people.models import User
from people.roles import Role
from quizzes.models import Attempt, QuestionImport, QuizPage, SurveyPage, SurveyResponse

AnyPage = TypeVar("AnyPage", QuizPage, SurveyPage)


def my_attempt(request: HttpRequest, pk: UUID) -> Attempt:
    """Return one's own attempt; anybody else's is not there."""
    return own_or_404(Attempt.objects.select_related("quiz"), request, pk)


def my_response(request: HttpRequest, pk: UUID) -> SurveyResponse:
    """Return one's own form; anybody else's is not there."""
    return own_or_404(SurveyResponse.objects.select_related("version"), request, pk)


def author(request: HttpRequest) -> User:
    """Return who asks if they write questions: nobody else sees a key."""
    return require(request, Role.TRAINER, Role.ADMINISTRATOR)


def my_question_import(request: HttpRequest, pk: object) -> QuestionImport:
    """Return the file of questions this author uploaded, without its bytes."""
    author(request)
    return own_or_404(QuestionImport.objects.defer("content"), request, pk, owner="uploaded_by")


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
