"""The doors to attempts and forms: one's own, or nothing."""

from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from wagtail.models import Locale

from people.access import own_or_404, require
from people.models import User
from people.roles import Role
from quizzes import queries
from quizzes.models import (
    Attempt,
    AttemptState,
    Correction,
    MarkingTask,
    QuestionImport,
    QuestionVersion,
    QuizPage,
    SharingPair,
    SurveyPage,
    SurveyResponse,
)
from quizzes.queries.sharing import sharing_pairs

MOST_DIGITS = 9

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


def versions_or_404(key: str) -> list[QuestionVersion]:
    """Return the versions of a published question with the results each is part of, the newest first."""
    found = list(queries.versions_with_results(key))
    if not found:
        raise Http404
    return found


def version_or_404(key: str, number: str) -> QuestionVersion:
    """Return one version of a question by its number, as it was typed or sent."""
    digits = number.isascii() and number.isdigit() and len(number) < MOST_DIGITS
    found = QuestionVersion.objects.filter(key=key, number=int(number)).first() if digits else None
    if found is None:
        raise Http404
    return found


def correction_or_404(pk: UUID) -> Correction:
    """Return a correction of results; every author may read what was decided and why."""
    found = Correction.objects.select_related("version", "proposed_by", "decided_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def anothers_result(request: HttpRequest, pk: UUID) -> Attempt:
    """Return somebody else's standing result to an author; one's own is not there: nobody decides on it."""
    user = author(request)
    standing = Attempt.objects.filter(state=AttemptState.SUBMITTED, item_tries=None).exclude(user=user)
    found = standing.select_related("quiz", "user").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def marking_or_404(request: HttpRequest, pk: UUID) -> MarkingTask:
    """Return an answer this author may mark: not their own, none that is done or that they have marked."""
    user = author(request)
    rows = queries.waiting_for(user.pk).select_related("quiz", "item__version", "item__attempt")
    found = rows.defer("item__attempt__user").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def reviewer(request: HttpRequest) -> User:
    """Return who asks if they review similar answers: HR and administrators."""
    return require(request, Role.HR, Role.ADMINISTRATOR)


def sharing_pair(request: HttpRequest, pk: UUID) -> SharingPair:
    """Return a pair of similar answers to who reviews them; one about themselves is not there."""
    found = sharing_pairs(reviewer(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


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
