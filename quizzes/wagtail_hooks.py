"""What this app adds to the authoring desk."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from quizzes import queries
from quizzes.viewsets import QuizzesGroup, SurveyViewSet

register_snippet(QuizzesGroup)
register_snippet(SurveyViewSet)


@hooks.register("before_delete_snippet")
def keep_what_was_used(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete what learners used or a quiz asks; say what to do instead."""
    for one in instances:
        sentence = queries.reason_to_keep(one)
        if sentence:
            messages.error(request, sentence)
            name = f"wagtailsnippets_{one._meta.app_label}_{one._meta.model_name}"
            return redirect(reverse(f"{name}:edit", args=[one.pk]))
    return None
