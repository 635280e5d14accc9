"""What this app adds to the authoring desk."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cases.models import Case, Scenario
from cases.viewsets import CaseViewSet, ScenarioViewSet

register_snippet(CaseViewSet)
register_snippet(ScenarioViewSet)


@hooks.register("before_delete_snippet")
def keep_what_was_played(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete what people have played; withdrawing it keeps their results."""
    for one in instances:
        if isinstance(one, Case | Scenario) and one.versions.filter(runs__isnull=False).exists():
            messages.error(
                request,
                _("“%(title)s” has been played and cannot be deleted. Unpublish it instead; results stay.")
                % {"title": one.title},
            )
            name = f"wagtailsnippets_{one._meta.app_label}_{one._meta.model_name}"
            return redirect(reverse(f"{name}:edit", args=[one.pk]))
    return None
