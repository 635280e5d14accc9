"""What this app adds to the authoring desk."""

from collections.abc import Sequence

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home import desk_menu, desk_panels, voice_views
from home.desk_account import leave_names_to_the_roster
from home.editor_labels import label_what_has_no_name

label_what_has_no_name()
leave_names_to_the_roster()

hooks.register("construct_main_menu", desk_menu.arrange_menu)
hooks.register("construct_reports_menu", desk_menu.arrange_reports)
hooks.register("construct_homepage_summary_items", desk_menu.no_summary, order=1000)  # after those who add
hooks.register("construct_homepage_panels", desk_panels.arrange_panels)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """Return the link to what the admin's pages need on top."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_js() -> str:
    """Return the script that lets a first autosave end before the form is sent."""
    return format_html('<script src="{}" defer></script>', static("js/desk_saving.js"))


@hooks.register("register_admin_urls")
def voices_urls() -> Sequence[URLPattern]:
    """Return the addresses of the report on lessons."""
    return [
        path("desk/voices/", voice_views.report, name="desk_voices"),
        path("desk/voices/<uuid:lesson_key>/", voice_views.sentences, name="desk_voice"),
    ]


@hooks.register("register_reports_menu_item")
def voices_menu_item() -> MenuItem:
    """Offer the report on lessons first."""
    return MenuItem(
        _("What learners say"), reverse("desk_voices"), name="voices", icon_name="comment", order=100
    )
