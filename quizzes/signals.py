"""News for the apps above."""

from django.dispatch import Signal

# Sent inside the transaction in which an attempt was scored; ``attempt``.
attempt_finished = Signal()

# Sent inside the transaction in which a self-assessment was submitted; ``response``.
survey_finished = Signal()
