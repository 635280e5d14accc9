"""The personal part of quiz and self-assessment pages: begin, go on, what was reached so far."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from core.basis_points import percent_cut
from quizzes import queries, rule_words
from quizzes.models import Quiz, QuizPage, ResponseState, SurveyPage

register = template.Library()
register.filter("percent_cut", percent_cut)


@register.inclusion_tag("quizzes/_quiz_offer.html", takes_context=True)
def quiz_offer(context: dict[str, Any], page: QuizPage) -> dict[str, Any]:
    """Show the rules of a quiz, where the reader stands, and the button that begins or goes on."""
    request = context["request"]
    stands, now = queries.standing(request.user.pk, page.quiz), timezone.now()
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "quiz": page.quiz,
        "count": queries.question_count(page.quiz),
        "standing": stands,
        "tries_left": queries.tries_left(page.quiz, stands),
        "finished": [
            (attempt, queries.visible_of(attempt, page.quiz, stands, now))
            for attempt in queries.finished_attempts(request.user.pk, page.quiz)
        ],
        "promise": rule_words.promise(page.quiz.rule),
    }


@register.simple_tag
def possible_try(quiz: Quiz) -> queries.PossibleTry:
    """Return the questions a try of a quiz could have, for the editor's preview."""
    return queries.possible_try(quiz, get_language() or "")


@register.inclusion_tag("quizzes/_survey_offer.html", takes_context=True)
def survey_offer(context: dict[str, Any], page: SurveyPage) -> dict[str, Any]:
    """Say who will see what, and offer to begin, to go on, or to look at the last picture."""
    request = context["request"]
    forms = queries.forms_of(request.user.pk, page.survey)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "open": next((form for form in forms if form.state == ResponseState.OPEN), None),
        "last": next((form for form in forms if form.state == ResponseState.SUBMITTED), None),
    }
