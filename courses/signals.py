"""News of this app for the apps above."""

from django.dispatch import Signal

# A duty was created, waived, completed or withdrawn for this person. Sent inside the writing transaction.
# Arguments: user_id (int).
evidence_changed = Signal()
