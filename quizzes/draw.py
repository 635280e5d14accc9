"""Which questions an attempt gets: fixed places, alternatives, draws by criteria; unseen ones first."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes.content import Content, Kind, default_order


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a quiz: ``count`` questions are drawn from ``pool`` (version ids)."""

    pool: tuple[int, ...]
    count: int = 1


def draw(places: Sequence[Place], times_seen: Mapping[int, int], seed: int) -> list[int]:
    """Return the version ids of an attempt, in the order of the places.

    Within a place the least-seen versions come first, chance decides among equals; no version is drawn
    twice. A pool that is too small gives what it has.
    """
    chance = random.Random(seed)  # noqa: S311 - fairness among questions, not secrecy
    drawn: list[int] = []
    for place in places:
        free = [version for version in dict.fromkeys(place.pool) if version not in drawn]
        chance.shuffle(free)
        free.sort(key=lambda version: times_seen.get(version, 0))
        drawn += free[: place.count]
    return drawn


def mixed(drawn: Sequence[int], seed: int) -> list[int]:
    """Return the version ids of an attempt in an order of their own."""
    order = list(drawn)
    random.Random(seed).shuffle(order)  # noqa: S311 - order of display, not secrecy
    return order


def option_order(content: Content, seed: int, *, shuffle: bool) -> list[str]:
    """Return the order in which an attempt shows a question's options.

    Ordering and matching are always shuffled, and never shown in the right order by accident; true/false
    keeps its order.
    """
    order = default_order(content)
    if content.kind is Kind.TRUE_FALSE or len(order) < 2:  # noqa: PLR2004 - nothing to shuffle
        return order
    if not shuffle and content.kind not in {Kind.ORDERING, Kind.MATCHING}:
        return order
    mixed = order.copy()
    random.Random(seed).shuffle(mixed)  # noqa: S311 - order of display, not secrecy
    if content.kind is Kind.ORDERING and mixed == order:
        mixed = [*mixed[1:], mixed[0]]
    return mixed
