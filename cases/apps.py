"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Case studies and role-plays."""

    name = "cases"
    verbose_name = _("Case studies and role-plays")
