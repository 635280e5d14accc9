"""What this app adds to the authoring desk."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from desk import actions, archive_views, archiving, linting, views
from desk.reviewing import ask_for_four_eyes
from people.models import User

ask_for_four_eyes()

# What stands this high is the frame of a language, not content.
TOP_DEPTH = 3


@hooks.register("register_admin_urls")
def desk_urls() -> Sequence[URLPattern]:
    """Return the desk's own addresses."""
    return [
        path("desk/mute/<int:kind>/<int:pk>/<slug:code>/", views.mute, name="desk_mute"),
        path("desk/archive/", archive_views.archive_list, name="desk_archive_list"),
        path("desk/archive/<int:kind>/<int:pk>/", archive_views.piece, name="desk_archive"),
    ]


def _check(request: HttpRequest, one: Any) -> None:
    if linting.is_checked(one):
        actions.check(one, now=timezone.now())


for _moment in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(_moment, _check)


@hooks.register("register_reports_menu_item")
def archive_menu_item() -> MenuItem:
    """List what is archived among the reports."""
    return MenuItem(
        _("Archived content"),
        reverse("desk_archive_list"),
        name="archived",
        icon_name="folder-inverse",
        order=200,
    )


def _archive_button(one: Any) -> Button:
    url = reverse("desk_archive", args=[archiving.kind_of(one).pk, one.pk])
    return Button(_("Archive or bring back"), url, icon_name="folder-inverse", priority=70)


@hooks.register("register_page_header_buttons")
def archive_page_button(page: Page, user: User, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer archiving in the editor of a page."""
    if page.depth > TOP_DEPTH and page.permissions_for_user(user).can_edit():
        yield _archive_button(page)


@hooks.register("register_snippet_listing_buttons")
def archive_snippet_button(snippet: Any, user: User, next_url: str = "") -> Iterator[Button]:
    """Offer archiving in the lists of definitions."""
    if archiving.can_be_archived(snippet):
        yield _archive_button(snippet)
