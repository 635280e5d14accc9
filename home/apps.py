"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Front pages."""

    name = "home"
    verbose_name = _("Front pages")
