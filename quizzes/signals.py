"""News for the apps above."""

from django.dispatch import Signal

# Sent before a new attempt is written; ``attempt``, unsaved. A receiver may raise Refused.
attempt_starting = Signal()

# Asked which assignments ask a person for a quiz; ``user_id``, ``quiz_id``. Receivers return numbers.
assignments_asked = Signal()

# Sent inside the transaction in which an attempt was scored; ``attempt``.
attempt_finished = Signal()

# Sent inside the transaction in which standing results changed; ``entries``, rows of the ledger.
grades_changed = Signal()

# Sent inside the transaction in which a self-assessment was submitted; ``response``.
survey_finished = Signal()
