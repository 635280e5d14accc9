"""What may be shown: the block rule that keeps every sum at five people or more, and limits of display."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final

from awareness.formula import Component, Formula
from awareness.placement import Tree

NOT_PLACED: Final = -1

# What people say about themselves or others; here a number everybody agrees on would be everybody's answer.
OPINIONS: Final = (Component.SELF_VIEW, Component.CUSTOMERS)


class Status(StrEnum):
    """Why a unit shows a component or does not."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"  # fewer people than the smallest group that may be shown
    LOW_COVERAGE = "low_coverage"  # too small a share of the unit's people has the component
    NO_DATA = "no_data"


def is_low_coverage(measured: int, eligible: int, formula: Formula) -> bool:
    """Say whether too few of a unit's eligible people have a component; a unit without people is not low."""
    return measured < formula.coverage_min * eligible


def is_flagged_coverage(measured: int, eligible: int, formula: Formula) -> bool:
    """Say whether a component carries the "low coverage" mark."""
    return measured < formula.coverage_flag * eligible


def place_blocks(
    tree: Tree, direct: Sequence[Collection[int]], low_coverage: Sequence[bool], n_min: int
) -> tuple[int, ...]:
    """Return, for each unit, the unit in whose block its direct contributors are counted, or NOT_PLACED.

    ``direct`` holds the people who contribute directly to each unit (for ratings: the raters), both sequences
    in the tree's order. From the bottom up, people wait until ``n_min`` of them can be counted together; a
    unit with low coverage passes everybody on. Every sum anybody can form of a tree's published figures is
    then a sum of whole blocks (method, 2.8.1).
    """
    waiting: list[set[int]] = [set() for _ in tree.units]
    has_block = [False] * len(tree.units)
    for number in range(len(tree.units) - 1, -1, -1):
        pending = waiting[number]
        pending.update(direct[number])
        if len(pending) >= n_min and not low_coverage[number]:
            has_block[number] = True
        elif number > 0:
            waiting[tree.parent[number]] |= pending
        waiting[number] = set()
    placed: list[int] = []
    for number, above in enumerate(tree.parent):
        if has_block[number]:
            placed.append(number)
        else:
            placed.append(placed[above] if above >= 0 else NOT_PLACED)
    return tuple(placed)


def status_of(measured: int, published: int, low_coverage: bool) -> Status:
    """Return the status of one component of one unit.

    ``measured`` counts the contributors in the unit's subtree, ``published`` those of them in blocks there.
    """
    if measured == 0 and published == 0:
        return Status.NO_DATA
    if low_coverage:
        return Status.LOW_COVERAGE
    return Status.PUBLISHED if published else Status.SUPPRESSED


def is_homogeneous(component: Component, n: int, total: int, squares: int) -> bool:
    """Say whether all gave the same opinion: then the band is shown, not the number."""
    return component in OPINIONS and n > 0 and n * squares == total * total


def shown_count(count: int, n_min: int) -> str:
    """Return a count of people as text for a screen: one to four people are "<5"."""
    return f"<{n_min}" if 0 < count < n_min else str(count)
