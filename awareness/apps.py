"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwarenessConfig(AppConfig):
    """Awareness index."""

    name = "awareness"
    verbose_name = _("Awareness index")
