"""Practice: a question is checked at once, may be tried several times, and is done when right or used up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.basis_points import FULL_BP
from quizzes.content import Content
from quizzes.scoring import credit_bp

Response = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Practice:
    """How a quiz is practised: tries per question, and what a wrong try takes off the credit."""

    tries: int
    penalty_bp: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a question has come: the answer checked last, how often one was checked."""

    checked: Response | None
    checks: int


def tries_left(content: Content, progress: Progress, practice: Practice) -> int:
    """Return how often a question may still be checked; a question that is done has no try left."""
    return 0 if is_done(content, progress, practice) else practice.tries - progress.checks


def is_done(content: Content, progress: Progress, practice: Practice) -> bool:
    """Say whether nothing more can be tried: right, all tries used, or a question only a person can mark."""
    if not progress.checks:
        return False
    credit = credit_bp(content, progress.checked)
    return credit is None or credit == FULL_BP or progress.checks >= practice.tries


def practised_credit_bp(
    content: Content, response: Response | None, progress: Progress, practice: Practice | None
) -> int | None:
    """Return the credit of an answer less the penalty for each wrong try before it, never below nothing.

    None where plain scoring has none. Without ``practice`` it is the credit of the answer.
    """
    credit = credit_bp(content, response)
    if credit is None or practice is None:
        return credit
    counts_itself = progress.checks > 0 and response == progress.checked
    before = progress.checks - (1 if counts_itself else 0)
    return max(0, credit - before * practice.penalty_bp)
