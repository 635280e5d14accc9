"""The whole company in one pass: from people and ratings in memory to what every unit may show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from awareness.formula import PERSONAL, Component, Formula
from awareness.ids import Id, id_order
from awareness.index import (
    CENTI,
    Figures,
    IndexReason,
    IndexResult,
    Moments,
    Pair,
    UnitSums,
    component_interval,
    effective_n,
    index_of,
    spread_of,
)
from awareness.placement import Tree
from awareness.ratings import Rating
from awareness.scores import Score
from awareness.sums import MISSING, ComponentSums, Contributions, IntArray, PersonSums, RollUp, component_sums
from awareness.suppression import (
    NOT_PLACED,
    Status,
    is_flagged_coverage,
    is_homogeneous,
    is_low_coverage,
    place_blocks,
    status_of,
)
from core.dimensions import Dimension


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An eligible person: home department and scores; people who do not count must not be passed."""

    person: Id
    home: Id
    scores: Mapping[Component, Score]


@dataclass(frozen=True, slots=True)
class ComponentResult:
    """One component of one unit; ``figures`` are there exactly when the status is published."""

    status: Status
    coverage: float | None  # share of eligible people who have it; None without people, and for ratings
    low_coverage: bool
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What one unit may show; either ``index`` or ``reason`` is there."""

    unit: Id
    depth: int
    headcount: int
    components: Mapping[Component, ComponentResult]
    index: IndexResult | None
    reason: IndexReason | None


@dataclass(frozen=True)
class CompanyResult:
    """All units of a period, in the tree's order, and what a snapshot stores beside them."""

    root: Id
    formula: str
    eligible: int
    units: Mapping[Id, UnitResult]
    company_mean: Mapping[Component, float | None]
    # Who is in which block: people's ids, for the customers' view ratings' ids. Never for any screen.
    blocks: Mapping[Component, Mapping[Id, tuple[Id, ...]]]
    not_placed: Mapping[Component, int]


def measure_company(
    tree: Tree, people: Sequence[PersonRow], ratings: Sequence[Rating], formula: Formula
) -> CompanyResult:
    """Compute every unit's published components and index for one period.

    ``people`` are the eligible people with homes among the tree's units, ``ratings`` the usable ratings of
    the window; their order changes nothing. Raises KeyError for a home, provider or customer that is not a
    unit of the tree.
    """
    return _Measurement(tree, people, ratings, formula).result()


@dataclass(frozen=True)
class _Counted:
    """One component after suppression."""

    measured: IntArray  # contributors in each subtree
    low: Sequence[bool]
    rows: Contributions  # published contributors, each in its block's unit
    sums: ComponentSums
    blocks: Mapping[Id, tuple[Id, ...]]


class _Measurement:
    def __init__(
        self, tree: Tree, people: Sequence[PersonRow], ratings: Sequence[Rating], formula: Formula
    ) -> None:
        self.tree, self.formula = tree, formula
        self.roll = RollUp(tree)
        self.people = people
        home = np.array([tree.number[row.home] for row in people], dtype=np.int64)
        self.headcount = self.roll.sum_by_unit(home, np.ones_like(home))
        self.counted = {component: self._count_people(component, home) for component in PERSONAL}
        self.counted[Component.CUSTOMERS] = self._count_ratings(ratings)
        rows = {component: counted.rows for component, counted in self.counted.items()}
        self.across = PersonSums(rows, self.roll, len(people))
        self.company_mean = {
            component: self._moments(component, 0).mean
            for component in Component
            if self.counted[component].sums.n[0]
        }

    def _count_people(self, component: Component, home: IntArray) -> _Counted:
        scores = [row.scores.get(component) for row in self.people]
        person = np.array([place for place, score in enumerate(scores) if score is not None], dtype=np.int64)
        found = [score for score in scores if score is not None]
        rows = _contributions(found, person, home[person], np.full_like(person, MISSING))
        measured = self.roll.sum_by_unit(rows.unit, np.ones_like(rows.unit))
        low = [
            is_low_coverage(int(have), int(all_), self.formula)
            for have, all_ in zip(measured, self.headcount, strict=True)
        ]
        ids = [self.people[place].person for place in person.tolist()]
        return self._in_blocks(rows, measured, low, ids, raters=False)

    def _count_ratings(self, ratings: Sequence[Rating]) -> _Counted:
        raters: dict[Id, int] = {}
        person = np.array([raters.setdefault(row.rater, len(raters)) for row in ratings], dtype=np.int64)
        unit = np.array([self.tree.number[row.provider] for row in ratings], dtype=np.int64)
        group = np.array([self.tree.number[row.customer] for row in ratings], dtype=np.int64)
        rows = _contributions([row.score for row in ratings], person, unit, group)
        measured = self.roll.sum_by_unit(unit, np.ones_like(unit))
        low = [False] * len(self.tree.units)  # nobody is bound to rate, so there is no coverage
        return self._in_blocks(rows, measured, low, [row.id for row in ratings], raters=True)

    def _in_blocks(
        self, rows: Contributions, measured: IntArray, low: Sequence[bool], ids: Sequence[Id], *, raters: bool
    ) -> _Counted:
        direct: list[list[int]] = [[] for _ in self.tree.units]
        for unit, person in zip(rows.unit.tolist(), rows.person.tolist(), strict=True):
            direct[unit].append(person)
        target = place_blocks(self.tree, direct, low, self.formula.n_min)
        blocks: dict[Id, list[Id]] = {}
        for unit, key in zip(rows.unit.tolist(), ids, strict=True):
            if target[unit] != NOT_PLACED:
                blocks.setdefault(self.tree.units[target[unit]], []).append(key)
        published = rows.moved(np.array(target, dtype=np.int64))
        sums = component_sums(published, self.roll, self.formula.n_min, raters=raters)
        members = {
            unit: tuple(sorted(blocks[unit], key=id_order)) for unit in self.tree.units if unit in blocks
        }
        return _Counted(measured, low, published, sums, members)

    def _moments(self, component: Component, number: int) -> Moments:
        sums = self.counted[component].sums
        return Moments(
            int(sums.n[number]),
            int(sums.total[number]),
            int(sums.squares[number]),
            int(sums.people[number]),
            int(sums.group_squares[number]),
        )

    def result(self) -> CompanyResult:
        units = {unit: self._unit(number, unit) for number, unit in enumerate(self.tree.units)}
        means = self.company_mean
        return CompanyResult(
            root=self.tree.root,
            formula=self.formula.name,
            eligible=len(self.people),
            units=units,
            company_mean={c: float(means[c]) if c in means else None for c in Component},
            blocks={component: self.counted[component].blocks for component in Component},
            not_placed={
                component: int(counted.measured[0] - counted.sums.n[0])
                for component, counted in self.counted.items()
            },
        )

    def _unit(self, number: int, unit: Id) -> UnitResult:
        components = {component: self._component(component, number) for component in Component}
        published = {
            component: self._moments(component, number)
            for component, result in components.items()
            if result.figures is not None
        }
        index = self._index(number, published)
        return UnitResult(
            unit=unit,
            depth=self.tree.depth[number],
            headcount=int(self.headcount[number]),
            components=components,
            index=index if isinstance(index, IndexResult) else None,
            reason=index if isinstance(index, IndexReason) else None,
        )

    def _component(self, component: Component, number: int) -> ComponentResult:
        counted, eligible = self.counted[component], int(self.headcount[number])
        measured, n = int(counted.measured[number]), int(counted.sums.n[number])
        status = status_of(measured, n, counted.low[number])
        figures = self._figures(component, number, measured) if status is Status.PUBLISHED else None
        if component is Component.CUSTOMERS:
            return ComponentResult(status, None, False, figures)
        flagged = is_flagged_coverage(measured, eligible, self.formula)
        return ComponentResult(status, measured / eligible if eligible else None, flagged, figures)

    def _figures(self, component: Component, number: int, measured: int) -> Figures:
        sums, own = self._moments(component, number), self.counted[component].sums
        low, high = component_interval(component, sums, self.formula)
        by_dimension = zip(Dimension, own.dim_n[number].tolist(), own.dim_total[number].tolist(), strict=True)
        return Figures(
            n=sums.n,
            people=sums.people,
            n_eff=effective_n(component, sums, self.formula),
            mean=float(sums.mean),
            spread=spread_of(component, sums, self.formula),
            low=low,
            high=high,
            homogeneous=is_homogeneous(component, sums.n, sums.total, sums.squares),
            lifted=measured - sums.n,
            dims={dimension: total / (CENTI * n) for dimension, n, total in by_dimension if n},
        )

    def _index(self, number: int, published: Mapping[Component, Moments]) -> IndexResult | IndexReason:
        weighed = frozenset(c for c in PERSONAL if c in published and self.formula.weights[c] > 0)
        pairs = {
            key: Pair(int(p.n[number]), int(p.first[number]), int(p.second[number]), int(p.product[number]))
            for key, p in self.across.pairs.items()
            if weighed.issuperset(key)
        }
        people = self.across.with_any(number, weighed)
        return index_of(UnitSums(published, pairs, people, number == 0), self.company_mean, self.formula)


def _contributions(
    scores: Sequence[Score], person: IntArray, unit: IntArray, group: IntArray
) -> Contributions:
    width = len(Dimension)
    blank = (MISSING,) * width
    dims = [tuple(MISSING if d is None else d for d in score.dims) or blank for score in scores]
    return Contributions(
        person=person,
        centi=np.array([score.centi for score in scores], dtype=np.int64),
        dims=np.array(dims, dtype=np.int64).reshape(len(scores), width),
        unit=unit,
        group=group,
    )
