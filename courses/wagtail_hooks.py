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

from courses import exchange_views, translation_views
from courses.keeping import reason_to_keep
from courses.models import CoursePage
from courses.viewsets import CoursesGroup
from desk.archiving import kind_of
from people.access import person
from people.models import User

register_snippet(CoursesGroup)


def _kept(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    for page in pages:
        sentence = reason_to_keep(page, person(request))
        if sentence:
            messages.error(request, sentence)
            return redirect("desk_archive", kind_of(page).pk, page.pk)
    return None


@hooks.register("before_delete_page")
def keep_what_is_not_theirs_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer deleting a page that is kept with the reason and with archiving."""
    return _kept(request, [page])


@hooks.register("before_bulk_action")
def keep_it_in_bulk_too(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Delete nothing in bulk when one of the pages is kept."""
    pages = [one for one in objects if isinstance(one, Page)]
    return _kept(request, pages) if action_type == "delete" else None


@hooks.register("register_admin_urls")
def translation_urls() -> Sequence[URLPattern]:
    """Return the addresses of the view of both languages."""
    return [
        path("desk/languages/<int:pk>/", translation_views.side_by_side, name="desk_languages"),
        path("desk/languages/<int:pk>/page/", translation_views.one_side, name="desk_side"),
    ]


hooks.register("before_edit_page", translation_views.refuse_half_translated, order=-10)


@hooks.register("register_admin_urls")
def exchange_urls() -> Sequence[URLPattern]:
    """Return the addresses of importing and exporting courses."""
    one = "courses/import/<uuid:pk>/"
    return [
        path("courses/import/", exchange_views.upload, name="course_upload"),
        path(one, exchange_views.show, name="course_import"),
        path(f"{one}problems/", exchange_views.problems, name="course_import_problems"),
        path(f"{one}confirm/", exchange_views.confirm, name="course_import_confirm"),
        path(f"{one}discard/", exchange_views.discard, name="course_import_discard"),
        path("courses/<int:pk>/export/", exchange_views.export, name="course_export"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def export_button(
    page: Page, user: User, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """Offer a course as a file, in its editor and in lists."""
    if page.specific_class is CoursePage and page.permissions_for_user(user).can_edit():
        url = reverse("course_export", args=[page.pk])
        yield Button(_("Export course"), url, icon_name="download", priority=65)


@hooks.register("register_page_header_buttons")
def languages_button(page: Page, user: User, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer both languages beside each other in the editor of a page."""
    if page.permissions_for_user(user).can_edit():
        url = reverse("desk_languages", args=[page.pk])
        yield Button(_("Both languages"), url, icon_name="globe", priority=60)
