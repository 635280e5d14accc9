"""How Django finds this app, and which news from below reaches it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    """Courses and progress."""

    name = "courses"
    verbose_name = _("Courses and progress")

    def ready(self) -> None:
        """Listen to what people finish."""
        from cases.signals import run_finished, run_starting, swap_seen  # noqa: PLC0415 - models are loaded only now
        from courses import health, receivers  # noqa: PLC0415
        from quizzes.signals import (  # noqa: PLC0415
            assignments_asked,
            attempt_finished,
            attempt_starting,
            grades_changed,
            survey_finished,
        )

        health.register()
        assignments_asked.connect(receivers.on_assignments_asked)
        attempt_starting.connect(receivers.on_attempt_starting)
        run_starting.connect(receivers.on_run_starting)
        attempt_finished.connect(receivers.on_attempt)
        grades_changed.connect(receivers.on_grades)
        survey_finished.connect(receivers.on_response)
        run_finished.connect(receivers.on_run)
        swap_seen.connect(receivers.on_swap)
