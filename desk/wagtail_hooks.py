"""What this app adds to the authoring desk."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail import hooks

from desk import actions, linting, views


@hooks.register("register_admin_urls")
def desk_urls() -> Sequence[URLPattern]:
    """Return the desk's own addresses."""
    return [path("desk/mute/<int:kind>/<int:pk>/<slug:code>/", views.mute, name="desk_mute")]


def _check(request: HttpRequest, one: Any) -> None:
    if linting.is_checked(one):
        actions.check(one, now=timezone.now())


for _moment in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(_moment, _check)
