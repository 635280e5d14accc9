"""What this app adds to the authoring desk."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses import translation_views
from courses.keeping import has_records
from courses.viewsets import CoursesGroup
from desk.archiving import kind_of
from people.models import User

register_snippet(CoursesGroup)


@hooks.register("before_delete_page")
def keep_what_was_learnt(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer deleting a page on which learners left records with archiving."""
    if not has_records(page):
        return None
    messages.error(
        request,
        _("Learners have records on “%(title)s” or below it, so it is not deleted. Archive it instead.")
        % {"title": page.title},
    )
    return redirect("desk_archive", kind_of(page).pk, page.pk)


@hooks.register("before_bulk_action")
def keep_what_was_learnt_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Refuse to delete pages in bulk when one of them has records."""
    kept = [one for one in objects if isinstance(one, Page) and has_records(one)]
    if action_type != "delete" or not kept:
        return None
    messages.error(
        request,
        _("Learners have records on “%(title)s” or below it, so nothing is deleted. Archive it instead.")
        % {"title": kept[0].title},
    )
    return redirect("desk_archive", kind_of(kept[0]).pk, kept[0].pk)


@hooks.register("register_admin_urls")
def translation_urls() -> Sequence[URLPattern]:
    """Return the addresses of the view of both languages."""
    return [
        path("desk/languages/<int:pk>/", translation_views.side_by_side, name="desk_languages"),
        path("desk/languages/<int:pk>/page/", translation_views.one_side, name="desk_side"),
    ]


@hooks.register("register_page_header_buttons")
def languages_button(page: Page, user: User, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer both languages beside each other in the editor of a page."""
    if page.permissions_for_user(user).can_edit():
        url = reverse("desk_languages", args=[page.pk])
        yield Button(_("Both languages"), url, icon_name="globe", priority=60)
