"""What a learner says about a lesson: shown and changed below the lesson, at no cost to the page itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.refused import Refused
from courses import access, actions
from courses.models import LessonFeedback
from courses.places import address
from people.access import person


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, lesson_key: UUID) -> HttpResponse:
    """Show what the reader said about the lesson as a fragment, or keep what they say now."""
    user = person(request)
    place = access.lesson_or_404(request, lesson_key)
    if request.method != "POST":
        said = LessonFeedback.objects.filter(user=user, lesson_key=lesson_key).first()
        return render(request, "courses/_feedback.html", {"lesson_key": lesson_key, "said": said})
    try:
        actions.say(
            user=user,
            lesson_key=lesson_key,
            verdict=request.POST.get("verdict", ""),
            sentence=request.POST.get("sentence", ""),
            now=timezone.now(),
        )
        messages.success(request, _("Thank you, your word is kept. You can change it at any time."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(address(place.row.url_path))
