"""News for the apps above."""

from django.dispatch import Signal

# Sent before a new run is written that is no trainer's trial; ``user`` and ``page_key``. A receiver may
# raise Refused.
run_starting = Signal()

# Sent inside the transaction in which a case was submitted or a role-play reached its ending; ``run``.
run_finished = Signal()

# Sent inside the transaction in which a finished role-play was first seen from the other side; ``run``.
swap_seen = Signal()
