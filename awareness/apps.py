"""How Django finds this app, and which news from below reaches it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwarenessConfig(AppConfig):
    """Awareness index."""

    name = "awareness"
    verbose_name = _("Awareness index")

    def ready(self) -> None:
        """Listen to what people finish."""
        from awareness import signals  # noqa: PLC0415 - models are loaded only now
        from cases.signals import run_finished  # noqa: PLC0415
        from courses.signals import evidence_changed, evidence_changed_for_many  # noqa: PLC0415
        from quizzes.signals import attempt_finished, grades_changed, survey_finished  # noqa: PLC0415

        attempt_finished.connect(signals.on_attempt)
        grades_changed.connect(signals.on_grades)
        survey_finished.connect(signals.on_response)
        run_finished.connect(signals.on_run)
        evidence_changed.connect(signals.on_evidence)
        evidence_changed_for_many.connect(signals.on_evidence_for_many)
