"""News of this app for the apps above, sent inside the writing transaction."""

from django.dispatch import Signal

# A duty was created, waived, completed or withdrawn for this person: ``user_id`` (int).
evidence_changed = Signal()

# The same for many people at once: ``user_ids`` (a sorted list of int).
evidence_changed_for_many = Signal()
