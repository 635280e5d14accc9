"""Everything this app writes: learning, assigning, notes."""

from courses.actions.assigning import Planned, assign, plan, sync_duties, waive, withdraw
from courses.actions.learning import complete_step, enrol
from courses.actions.notes import Stale, save_note

__all__ = [
    "Planned",
    "Stale",
    "assign",
    "complete_step",
    "enrol",
    "plan",
    "save_note",
    "sync_duties",
    "waive",
    "withdraw",
]
