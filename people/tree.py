"""The shape of the organisation: preorder numbers, circles, paths. Knows no database."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a department stands: its preorder number, the last number below it, its depth from the top."""

    pre: int
    last: int
    depth: int


def number(parents: Mapping[Key, Key | None]) -> dict[Key, Place]:
    """Return every department's place; ``parents`` maps each to its parent, siblings in the order given.

    Departments in a circle, or below one, get no place: see ``circle_in``.
    """
    children: dict[Key | None, list[Key]] = {}
    for key, parent in parents.items():
        children.setdefault(parent, []).append(key)
    pre: dict[Key, tuple[int, int]] = {}
    last: dict[Key, int] = {}
    counter = 0
    waiting: list[tuple[Key, int, bool]] = [(top, 0, False) for top in reversed(children.get(None, []))]
    while waiting:
        key, depth, leaving = waiting.pop()
        if leaving:
            last[key] = counter
            continue
        counter += 1
        pre[key] = (counter, depth)
        waiting.append((key, depth, True))
        waiting.extend((child, depth + 1, False) for child in reversed(children.get(key, [])))
    return {key: Place(first, last[key], depth) for key, (first, depth) in pre.items()}


def circle_in(parents: Mapping[Key, Key | None]) -> list[Key]:
    """Return the departments of one circle, each belonging to the next; empty when there is none."""
    cleared: set[Key] = set()
    for start in parents:
        trail: dict[Key, None] = {}
        here: Key | None = start
        while here is not None and here not in cleared and here not in trail:
            trail[here] = None
            here = parents.get(here)
        if here is not None and here in trail:
            steps = list(trail)
            return steps[steps.index(here) :]
        cleared.update(trail)
    return []


def path_to(key: Key, parents: Mapping[Key, Key | None]) -> list[Key]:
    """Return the way from the top down to ``key``, both included; stops at a repetition."""
    path: list[Key] = []
    here: Key | None = key
    while here is not None and here not in path:
        path.append(here)
        here = parents.get(here)
    return path[::-1]


def path_name(key: Key, parents: Mapping[Key, Key | None], names: Mapping[Key, str]) -> str:
    """Return the names on the way down to ``key``, as in "Qingyu Equipment / Quality"."""
    return " / ".join(names[step] for step in path_to(key, parents))
