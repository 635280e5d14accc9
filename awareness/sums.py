"""Whole-number sums per unit, rolled up the tree: all that the figures above a person are computed from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations, combinations_with_replacement

import numpy as np
import numpy.typing as npt

from awareness.formula import PERSONAL, Component
from awareness.placement import Tree

IntArray = npt.NDArray[np.int64]

MISSING = -1


@dataclass(frozen=True)
class Contributions:
    """Contributors of one component, one row each, with the unit they are counted in.

    ``person`` numbers people alike in all components (for ratings: the rater), ``centi`` holds centipoints,
    ``dims`` five columns with MISSING where a dimension was not measured, ``unit`` preorder numbers,
    ``group`` the number of the rater's department (ratings only).
    """

    person: IntArray
    centi: IntArray
    dims: IntArray
    unit: IntArray
    group: IntArray

    def moved(self, target: IntArray) -> "Contributions":
        """Return the rows recounted in ``target[unit]``, without those whose target is negative."""
        unit = target[self.unit]
        kept = unit >= 0
        return Contributions(
            self.person[kept], self.centi[kept], self.dims[kept], unit[kept], self.group[kept]
        )


@dataclass(frozen=True)
class ComponentSums:
    """One component's sums over each unit's subtree, in the tree's order."""

    n: IntArray
    total: IntArray
    squares: IntArray
    people: IntArray  # distinct people; raters may stand behind several ratings
    group_squares: IntArray  # ratings: sum over rater departments of their count squared
    dim_n: IntArray  # units x five dimensions
    dim_total: IntArray


@dataclass(frozen=True)
class PairSums:
    """Sums over the people counted in both of two components, in the tree's order."""

    n: IntArray
    first: IntArray
    second: IntArray
    product: IntArray


class RollUp:
    """Sums direct values of units over their subtrees by preorder ranges."""

    def __init__(self, tree: Tree) -> None:
        self.size = len(tree.units)
        self.parent: IntArray = np.array(tree.parent, dtype=np.int64)
        self._end: IntArray = np.array(tree.last, dtype=np.int64) + 1

    def over_subtrees(self, direct: IntArray) -> IntArray:
        """Return, for each unit, the sum of ``direct`` (units first) over its subtree."""
        running = np.zeros((self.size + 1, *direct.shape[1:]), dtype=np.int64)
        np.cumsum(direct, axis=0, out=running[1:])
        rolled: IntArray = running[self._end] - running[:-1]
        return rolled

    def sum_by_unit(self, unit: IntArray, values: IntArray) -> IntArray:
        """Return the subtree sums of one value per row."""
        return self.over_subtrees(self.direct(unit, values))

    def direct(self, unit: IntArray, values: IntArray) -> IntArray:
        """Return the sum of the rows' values per unit, not rolled up."""
        direct = np.zeros((self.size, *values.shape[1:]), dtype=np.int64)
        np.add.at(direct, unit, values)
        return direct

    def distinct(self, unit: IntArray, key: IntArray) -> tuple[IntArray, IntArray]:
        """Return, for each subtree, the number of distinct keys and the sum of their squared frequencies."""
        width = int(key.max(initial=0)) + 1
        pairs = [np.zeros(0, dtype=np.int64)]
        while unit.size:
            pairs.append(unit * width + key)
            unit = self.parent[unit]
            inside = unit >= 0
            unit, key = unit[inside], key[inside]
        found, counts = np.unique(np.concatenate(pairs), return_counts=True)
        where = found // width
        return self.direct(where, np.ones_like(counts)), self.direct(where, counts * counts)

    def lowest_common(self, first: IntArray, second: IntArray) -> IntArray:
        """Return the lowest unit above both, row by row; the higher of two numbers is never the one above."""
        while (apart := first != second).any():
            higher = np.where(apart & (first > second), self.parent[first], first)
            second = np.where(apart & (second > first), self.parent[second], second)
            first = higher
        return first


def component_sums(rows: Contributions, roll: RollUp, n_min: int, *, raters: bool) -> ComponentSums:
    """Return one component's sums over subtrees.

    A dimension counts within a block only if at least ``n_min`` of the block's people have it; otherwise the
    difference between a unit and its parts could isolate the few who do.
    """
    ones = np.ones_like(rows.unit)
    n = roll.sum_by_unit(rows.unit, ones)
    measured = (rows.dims != MISSING).astype(np.int64)
    dim_n = roll.direct(rows.unit, measured)
    dim_total = roll.direct(rows.unit, rows.dims * measured)
    enough = dim_n >= n_min
    people, group_squares = n, np.zeros_like(n)
    if raters:
        people, _ = roll.distinct(rows.unit, rows.person)
        _, group_squares = roll.distinct(rows.unit, rows.group)
    return ComponentSums(
        n=n,
        total=roll.sum_by_unit(rows.unit, rows.centi),
        squares=roll.sum_by_unit(rows.unit, rows.centi * rows.centi),
        people=people,
        group_squares=group_squares,
        dim_n=roll.over_subtrees(dim_n * enough),
        dim_total=roll.over_subtrees(dim_total * enough),
    )


class PersonSums:
    """What the index needs about people across components: pairwise sums, and how many have any component."""

    def __init__(self, counted: Mapping[Component, Contributions], roll: RollUp, people: int) -> None:
        self._roll = roll
        self._unit: dict[Component, IntArray] = {}
        self._centi: dict[Component, IntArray] = {}
        for component in PERSONAL:
            rows = counted[component]
            unit = np.full(people, MISSING, dtype=np.int64)
            centi = np.zeros(people, dtype=np.int64)
            unit[rows.person] = rows.unit
            centi[rows.person] = rows.centi
            self._unit[component], self._centi[component] = unit, centi

    @cached_property
    def pairs(self) -> Mapping[tuple[Component, Component], PairSums]:
        """Pairwise sums, each pair once in the components' order."""
        return {pair: self._pair(*pair) for pair in combinations_with_replacement(PERSONAL, 2)}

    def _pair(self, one: Component, other: Component) -> PairSums:
        both, unit = self._shared((one, other))
        first, second = self._centi[one][both], self._centi[other][both]
        roll = self._roll.sum_by_unit
        return PairSums(
            roll(unit, np.ones_like(unit)), roll(unit, first), roll(unit, second), roll(unit, first * second)
        )

    def _shared(self, components: Iterable[Component]) -> tuple[npt.NDArray[np.bool_], IntArray]:
        """Return who is counted in all the components, and the lowest unit that holds all those counts."""
        units = [self._unit[component] for component in components]
        present = reduce(np.logical_and, [unit >= 0 for unit in units])
        return present, reduce(self._roll.lowest_common, [unit[present] for unit in units])

    @cached_property
    def _shared_counts(self) -> Mapping[frozenset[Component], IntArray]:
        counts: dict[frozenset[Component], IntArray] = {}
        for size in range(1, len(PERSONAL) + 1):
            for components in combinations(PERSONAL, size):
                _, unit = self._shared(components)
                counts[frozenset(components)] = self._roll.sum_by_unit(unit, np.ones_like(unit))
        return counts

    def with_any(self, unit: int, components: frozenset[Component]) -> int:
        """Return how many people a unit counts in any of the components (inclusion and exclusion)."""
        total = 0
        for shared, count in self._shared_counts.items():
            if shared <= components:
                total += int(count[unit]) * (1 if len(shared) % 2 else -1)
        return total
