"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    """Courses and progress."""

    name = "courses"
    verbose_name = _("Courses and progress")
