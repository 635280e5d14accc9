"""What a result says beyond its questions: why it changed, what markers said, what waits; as far as shown."""

from typing import Any

from quizzes import queries
from quizzes.models import Attempt
from quizzes.release import Visible


def waiting_context(attempt: Attempt, shown: Visible) -> dict[str, Any]:
    """Return what a result says whose answers are being marked: no points before its rule shows marks."""
    found = queries.so_far(attempt)
    return {
        "attempt": attempt,
        "waiting_for": found.waiting,
        "so_far": found if shown.marks else None,
        "late": queries.late_positions(attempt),
    }


def grade_context(attempt: Attempt, shown: Visible, language: str) -> dict[str, Any]:
    """Return the changes of a result and the words of its markers; nothing before its rule shows marks."""
    if not shown.marks:
        return {}
    return {
        "changes": queries.grade_changes(attempt),
        "left_out": queries.left_out(attempt),
        "remarks": queries.remarks_of(attempt, language, comments=shown.feedback),
    }
