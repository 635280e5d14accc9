"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    """Question bank, quizzes and questionnaires."""

    name = "quizzes"
    verbose_name = _("Question bank, quizzes and questionnaires")
