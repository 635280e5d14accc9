"""The report on what learners say about lessons."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.access import author
from home import voices


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """List the lessons somebody spoke about."""
    author(request)
    return render(request, "home/desk/voices.html", {"lines": voices.voices(), "fewest": voices.FEWEST})


@require_safe
def sentences(request: HttpRequest, lesson_key: UUID) -> HttpResponse:
    """Show what was said about one lesson."""
    author(request)
    line = next((one for one in voices.voices() if one.lesson_key == lesson_key), None)
    if line is None:
        raise Http404
    context = {"line": line, "sentences": voices.sentences(lesson_key), "fewest": voices.FEWEST}
    return render(request, "home/desk/voice.html", context)
