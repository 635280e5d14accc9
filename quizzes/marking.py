"""Marking own answers by a rubric: what a mark is worth, and who has the next word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.basis_points import ratio_bp
from quizzes.content import Content, Text


class Step(StrEnum):
    """Where the marking of one answer stands; stored in rows, never renamed."""

    FIRST = "first"
    SECOND = "second"
    SETTLE = "settle"
    DONE = "done"
    DROPPED = "dropped"


ORDER = (Step.FIRST, Step.SECOND, Step.SETTLE)


class NotAMark(ValueError):  # noqa: N818 - named as what it says
    """What was sent does not fit the rubric."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a rubric with the points it can bring: levels are 0 up to ``points``."""

    id: str
    text: Text
    feedback: Text
    points: int


def rubric(content: Content) -> tuple[Criterion, ...]:
    """Return the criteria of a short answer; one without points says nothing."""
    rows = (option for option in content.options if option.points)
    return tuple(Criterion(row.id, row.text, row.feedback, row.points) for row in rows)


def read_points(content: Content, form: Mapping[str, str]) -> dict[str, int]:
    """Return {criterion id: points} from the levels chosen, as sent.

    Raises NotAMark for a criterion that is missing or out of range.
    """
    found = {}
    for criterion in rubric(content):
        said = form.get(criterion.id, "")
        if said not in {str(level) for level in range(criterion.points + 1)}:
            raise NotAMark(criterion.id)
        found[criterion.id] = int(said)
    return found


def credit_of(content: Content, points: Mapping[str, int]) -> int:
    """Return what points by a rubric are worth, in basis points of the question's points."""
    criteria = rubric(content)
    return ratio_bp(sum(points[one.id] for one in criteria), sum(one.points for one in criteria))


def after(step: Step, credits: Sequence[int], *, second: bool) -> Step:
    """Return the next step once a mark was given; ``credits`` are all marks so far.

    Two marks that are worth the same settle it; where they differ a third person decides.
    """
    if step is Step.FIRST and second:
        return Step.SECOND
    if step is Step.SECOND and credits[0] != credits[1]:
        return Step.SETTLE
    return Step.DONE
