"""How sure a learner is of an answer: three levels, saved with it, without effect on the score.

What is reported of many people names nobody: nothing under twenty people, no count that singles out a few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from core.basis_points import ratio_bp
from quizzes.answers import NotAnAnswer

FEWEST_PEOPLE = 20
FEWEST_IN_A_CELL = 5


class Certainty(IntEnum):
    """The levels; stored in answers, never renumbered."""

    GUESSING = 1
    FAIRLY = 2
    SURE = 3


class Given(NamedTuple):
    """An answer as a form holds it, and how sure it is; nobody is sure of no answer."""

    response: dict[str, Any] | None
    certainty: int | None


def read_certainty(form: Mapping[str, Sequence[str]]) -> int | None:
    """Return the level a form names, None for none; raises NotAnAnswer for anything else."""
    given = [value for value in form.get("certainty", ()) if value]
    if not given:
        return None
    if len(given) > 1 or given[0] not in {str(level.value) for level in Certainty}:
        raise NotAnAnswer("no such level")
    return int(given[0])


@dataclass(frozen=True, slots=True)
class Belief:
    """What people believed of one question: how many said how sure they were, were sure, and were wrong."""

    people: int
    sure: int
    wrong: int


def is_reported(belief: Belief) -> bool:
    """Say whether enough people answered for anything to be shown."""
    return belief.people >= FEWEST_PEOPLE


def guarded(count: int, of: int) -> str:
    """Return a count as it may be shown: neither a few people nor all but a few can be told apart."""
    if 0 < count < FEWEST_IN_A_CELL:
        return f"<{FEWEST_IN_A_CELL}"
    if count > of - FEWEST_IN_A_CELL:
        return f">{of - FEWEST_IN_A_CELL}"
    return str(count)


def share_bp(count: int, of: int) -> int | None:
    """Return a share in basis points, None where the count behind it may not be shown."""
    return ratio_bp(count, of) if guarded(count, of) == str(count) else None


def most_believed(options: Mapping[str, int]) -> str | None:
    """Return the wrong option most people were sure of, None if fewer than five were or two are level."""
    ranked = sorted(options.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < FEWEST_IN_A_CELL:
        return None
    return None if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ranked[0][0]
