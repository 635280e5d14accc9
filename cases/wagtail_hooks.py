"""What this app adds to the authoring desk."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cases.models import Case, Scenario
from cases.viewsets import CaseViewSet, ScenarioViewSet
from desk.archiving import kind_of

register_snippet(CaseViewSet)
register_snippet(ScenarioViewSet)


@hooks.register("before_delete_snippet")
def keep_what_was_played(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete what people have played; withdrawing it keeps their results."""
    for one in instances:
        if isinstance(one, Case | Scenario) and one.versions.filter(runs__isnull=False).exists():
            messages.error(
                request,
                _("“%(title)s” has been played and cannot be deleted. Archive it instead; results stay.")
                % {"title": one.title},
            )
            return redirect("desk_archive", kind_of(one).pk, one.pk)
    return None
