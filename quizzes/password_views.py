"""Where trainers set the password of a quiz; it is never shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from core.refused import Refused
from quizzes import access
from quizzes.models import Quiz, QuizPassword
from quizzes.password_actions import remove_password, set_password


@sensitive_post_parameters("password")
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Set, change or remove the password of a quiz."""
    actor = access.author(request)
    quiz = get_object_or_404(Quiz, pk=pk)
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                remove_password(actor=actor, quiz=quiz)
                messages.success(request, _("This quiz asks for no password any more."))
            else:
                typed = request.POST.get("password", "")
                set_password(actor=actor, quiz=quiz, typed=typed, now=timezone.now())
                messages.success(request, _("The password is set. Tell it to the people; it is never shown."))
            return redirect("quiz_password", quiz.pk)
        except Refused as refused:
            messages.error(request, str(refused))
    found = QuizPassword.objects.filter(quiz=quiz).select_related("set_by").first()
    return render(request, "quizzes/quiz_password.html", {"quiz": quiz, "found": found})
