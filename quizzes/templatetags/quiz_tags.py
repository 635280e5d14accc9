"""The personal part of quiz and self-assessment pages: begin, go on, what was reached so far."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from core.basis_points import percent_cut
from quizzes import mark_words, queries, rule_words
from quizzes.models import Quiz, QuizPage, ResponseState, SurveyPage

HOUR = 60
DAY = 24 * HOUR
register = template.Library()
register.filter("percent_cut", percent_cut)
register.filter("mark_word", mark_words.mark_word)
register.filter("marks", mark_words.marks)


@register.filter
def times(percent: int) -> str:
    """Return 150 per cent as 1.5."""
    return f"{percent / 100:g}"


@register.filter
def span_of_minutes(minutes: int) -> str:
    """Return a span in the largest unit that fits it: 90 minutes, 2 hours, 3 days."""
    if minutes % DAY == 0:
        return ngettext("%(n)s day", "%(n)s days", minutes // DAY) % {"n": minutes // DAY}
    if minutes % HOUR == 0:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // HOUR) % {"n": minutes // HOUR}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


@register.inclusion_tag("quizzes/_quiz_offer.html", takes_context=True)
def quiz_offer(context: dict[str, Any], page: QuizPage) -> dict[str, Any]:
    """Show the rules of a quiz, where the reader stands, and the button that begins or goes on."""
    request = context["request"]
    now = timezone.now()
    offer = queries.offer(request.user.pk, page.quiz, now)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "quiz": page.quiz,
        "count": queries.question_count(page.quiz),
        "by_hand": not page.quiz.rule.is_practice and queries.waits_for_markers(page.quiz),
        "offer": offer,
        "finished": [(attempt, queries.visible_of(attempt, offer, now)) for attempt in offer.finished],
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
