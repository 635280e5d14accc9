"""How Django finds this app; publishing a definition freezes it."""

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    """Question bank, quizzes and questionnaires."""

    name = "quizzes"
    verbose_name = _("Question bank, quizzes and questionnaires")

    def ready(self) -> None:
        """Listen to Wagtail's publications."""
        from wagtail.signals import published  # noqa: PLC0415 - models are loaded only now

        from quizzes import health  # noqa: PLC0415
        from quizzes.models import Question, Survey  # noqa: PLC0415
        from quizzes.publishing import freeze_question, freeze_survey  # noqa: PLC0415

        health.register()

        def on_question(instance: Question, **_kwargs: Any) -> None:
            freeze_question(instance, now=timezone.now())

        def on_survey(instance: Survey, **_kwargs: Any) -> None:
            freeze_survey(instance, now=timezone.now())

        published.connect(on_question, sender=Question, weak=False)
        published.connect(on_survey, sender=Survey, weak=False)
