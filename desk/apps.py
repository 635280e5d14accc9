"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The authoring desk."""

    name = "desk"
    verbose_name = _("Authoring desk")
