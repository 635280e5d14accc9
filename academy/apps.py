"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcademyConfig(AppConfig):
    """Ready-made content."""

    name = "academy"
    verbose_name = _("Ready-made content")
