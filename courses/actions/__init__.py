"""Everything this app writes: learning, assigning, notes, certificates."""

from courses.actions.assigning import Planned, assign, plan, sync_duties, waive, withdraw
from courses.actions.certifying import decide, hand_in, issue, issue_due
from courses.actions.examining import decide_on_certificate, examine
from courses.actions.feedback import say
from courses.actions.learning import begin, complete_step, enrol, finish_lesson, refuse_step_of_locked
from courses.actions.notes import Stale, save_note

__all__ = [
    "Planned",
    "Stale",
    "assign",
    "begin",
    "complete_step",
    "decide",
    "decide_on_certificate",
    "enrol",
    "examine",
    "finish_lesson",
    "hand_in",
    "issue",
    "issue_due",
    "plan",
    "refuse_step_of_locked",
    "save_note",
    "say",
    "sync_duties",
    "waive",
    "withdraw",
]
