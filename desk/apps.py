"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The authoring desk."""

    name = "desk"
    verbose_name = _("Authoring desk")

    def ready(self) -> None:
        """Publishing brings back what was archived."""
        from wagtail.signals import page_published, published  # noqa: PLC0415 - models exist only now

        from desk.actions import on_published  # noqa: PLC0415

        page_published.connect(on_published, dispatch_uid="bring back a page")
        published.connect(on_published, dispatch_uid="bring back a definition")
