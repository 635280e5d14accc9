"""The whole company against plain loops over people, on random companies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from awareness.company import CompanyResult, PersonRow, UnitResult, measure_company
from awareness.formula import DAI_1_0_0, PERSONAL, Component
from awareness.ids import Id
from awareness.index import IndexReason
from awareness.placement import DepartmentRow, Tree, build_tree
from awareness.ratings import Rating
from awareness.scores import Score
from awareness.suppression import Status
from core.dimensions import Dimension

DAY = date(2025, 3, 31)
F = DAI_1_0_0
C = Component.CUSTOMERS


@dataclass(frozen=True)
class Firm:
    """Inputs of one company."""

    tree: Tree
    people: list[PersonRow]
    ratings: list[Rating]

    def result(self) -> CompanyResult:
        return measure_company(self.tree, self.people, self.ratings, F)


VALUES = st.sampled_from([0, 2_500, 3_333, 5_000, 7_500, 10_000])


@st.composite
def scores(draw: st.DrawFn, component: Component) -> Score:
    """A score; knowledge and judgement may lack a dimension, opinions never do."""
    if component is Component.PARTICIPATION:
        return Score(draw(VALUES))
    dims: list[int | None] = [draw(VALUES) for _ in Dimension]
    if component in (Component.KNOWLEDGE, Component.JUDGEMENT) and draw(st.integers(0, 2)) == 0:
        dims[draw(st.integers(0, 4))] = None
    return Score(draw(VALUES), tuple(dims))


@st.composite
def firms(draw: st.DrawFn) -> Firm:
    """A few departments, up to forty people, many scores missing, up to thirty ratings."""
    size = draw(st.integers(1, 7))
    rows = [
        DepartmentRow(f"U{unit}", f"U{draw(st.integers(0, unit - 1))}" if unit else None)
        for unit in range(size)
    ]
    tree = build_tree(rows, DAY)
    units = st.sampled_from(tree.units)
    chance = draw(st.integers(1, 4))
    people = []
    for number in range(draw(st.integers(0, 40))):
        own = {c: draw(scores(c)) for c in PERSONAL if draw(st.integers(0, 4)) <= chance}
        people.append(PersonRow(f"E{number}", draw(units), own))
    pairs = draw(st.lists(st.tuples(st.integers(0, 12), units), max_size=30, unique=True))
    ratings = [
        Rating(f"R{number}", f"E{rater}", provider, draw(units), draw(scores(C)))
        for number, (rater, provider) in enumerate(pairs)
    ]
    return Firm(tree, people, ratings)


def inside(tree: Tree, unit: Id) -> set[Id]:
    number = tree.number[unit]
    return set(tree.units[number : tree.last[number] + 1])


def counted(firm: Firm, result: CompanyResult, component: Component, unit: Id) -> dict[Id, Any]:
    """Return the published contributors of a unit: the union of the blocks in its subtree."""
    rows: dict[Id, Any] = {row.person: row.scores.get(component) for row in firm.people}
    if component is C:
        rows = {row.id: row.score for row in firm.ratings}
    blocks = result.blocks[component]
    return {key: rows[key] for block in inside(firm.tree, unit) for key in blocks.get(block, ())}


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


@settings(max_examples=150)
@given(firms())
def test_every_figure_is_an_average_of_the_pooled_people(firm: Firm) -> None:
    result = firm.result()
    for (unit, own), component in product(result.units.items(), Component):
        figures = own.components[component].figures
        if figures is None:
            continue
        rows = counted(firm, result, component, unit)
        values = [score.centi / 100 for score in rows.values()]
        assert figures.n == len(values)
        assert figures.mean == pytest.approx(mean(values), abs=1e-9)
        squares = sum((value - mean(values)) ** 2 for value in values)
        spread = (8 * F.sd[component] ** 2 + squares) / (8 + len(values) - 1)
        assert figures.spread == pytest.approx(spread, rel=1e-9)
        n_eff: float = len(values)
        if component is C:
            by_id = {row.id: row for row in firm.ratings}
            assert figures.people == len({by_id[key].rater for key in rows})
            groups = [by_id[key].customer for key in rows]
            crowding = sum(groups.count(group) ** 2 for group in set(groups)) / len(groups)
            n_eff = len(values) / (1 + 0.10 * (crowding - 1))
        assert figures.n_eff == pytest.approx(n_eff)
        half = float(stdtrit(8 + len(values) - 1, 0.975)) * (spread / n_eff) ** 0.5
        assert figures.low == pytest.approx(max(0, mean(values) - half), abs=1e-9)
        assert figures.high == pytest.approx(min(100, mean(values) + half), abs=1e-9)


@settings(max_examples=150)
@given(firms())
def test_dimensions_are_averages_over_nobody_or_five_of_each_block(firm: Firm) -> None:
    result = firm.result()
    for (unit, own), component in product(result.units.items(), Component):
        figures = own.components[component].figures
        if figures is None or component is Component.PARTICIPATION:
            continue
        for place, dimension in enumerate(Dimension):
            used: list[float] = []
            for block in inside(firm.tree, unit):
                members = counted(firm, result, component, unit)
                keys = result.blocks[component].get(block, ())
                having = [
                    members[key].dims[place] / 100 for key in keys if members[key].dims[place] is not None
                ]
                used += having if len(having) >= 5 else []
            assert (dimension in figures.dims) is bool(used)
            if used:
                assert figures.dims[dimension] == pytest.approx(mean(used), abs=1e-9)


def published(own: UnitResult) -> list[Component]:
    return [c for c in Component if own.components[c].figures is not None]


@settings(max_examples=150)
@given(firms())
def test_the_index_is_that_of_a_loop_over_people(firm: Firm) -> None:
    result = firm.result()
    for unit, own in result.units.items():
        basis = published(own)
        weight = sum(F.weights[c] for c in basis)
        tested = {Component.KNOWLEDGE, Component.JUDGEMENT} & set(basis)
        if own.index is None:
            assert own.reason is IndexReason.TOO_LITTLE_EVIDENCE
            assert weight < 60
            continue
        assert weight >= 60
        assert tested
        w = {c: F.weights[c] / weight for c in basis}
        rows = {c: counted(firm, result, c, unit) for c in basis}
        m = {c: mean([score.centi / 100 for score in rows[c].values()]) for c in basis}
        z: dict[Id, float] = {}
        personal = [c for c in basis if c is not C]
        for c in personal:
            for person, score in rows[c].items():
                z[person] = z.get(person, 0.0) + w[c] * (score.centi / 100 - m[c]) / len(rows[c])
        people = len(z)
        v_own = people / (people - 1) * sum(value * value for value in z.values())
        v_typ = sum(
            w[a]
            * w[b]
            * (1 if a is b else 0.3)
            * F.sd[a]
            * F.sd[b]
            * len(rows[a].keys() & rows[b].keys())
            / (len(rows[a]) * len(rows[b]))
            for a, b in product(personal, personal)
        )
        variance = (8 * v_typ + (people - 1) * v_own) / (8 + people - 1)
        sizes = [people]
        if C in basis:
            figures = own.components[C].figures
            assert figures is not None
            variance += w[C] ** 2 * figures.spread / figures.n_eff
            sizes.append(figures.n)
        assert own.index.people == people
        assert own.index.df == 8 + min(sizes) - 1
        assert own.index.se_raw**2 == pytest.approx(variance, rel=1e-9)
        raw = sum(w[c] * m[c] for c in basis)
        firm_mean = {
            c: mean([s.centi / 100 for s in counted(firm, result, c, result.root).values()]) for c in basis
        }
        company = sum(w[c] * firm_mean[c] for c in basis)
        share = 1.0 if unit == result.root else 36 / (36 + variance)
        assert own.index.value == pytest.approx(share * raw + (1 - share) * company, abs=1e-9)
        assert own.index.company == pytest.approx(company, abs=1e-9)
        assert own.index.reliability == pytest.approx(share)
        half = float(stdtrit(own.index.df, 0.975)) * (share * variance) ** 0.5
        assert own.index.high == pytest.approx(min(100, own.index.value + half), abs=1e-9)
        assert sum(own.index.shown_parts.values()) + own.index.shown_adjustment == own.index.shown_total


@given(firms(), st.data())
def test_no_observer_can_isolate_one_to_four_people(firm: Firm, data: st.DataObject) -> None:
    """Every published n and mean of a component gives a sum; combine them with any factors."""
    result = firm.result()
    raters = {row.id: row.rater for row in firm.ratings}
    for component in Component:
        shown = [unit for unit, own in result.units.items() if own.components[component].figures is not None]
        factors = data.draw(st.lists(st.integers(-2, 2), min_size=len(shown), max_size=len(shown)))
        weight: dict[Id, int] = {}
        for factor, unit in zip(factors, shown, strict=True):
            for key in counted(firm, result, component, unit):
                weight[key] = weight.get(key, 0) + factor
        left = {raters.get(key, key) for key, factor in weight.items() if factor}
        assert not left or len(left) >= 5


@given(firms(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_ratings_changes_nothing(firm: Firm, random: Random) -> None:
    before = firm.result()
    random.shuffle(firm.people)
    random.shuffle(firm.ratings)
    assert firm.result() == before


def score(centi: int) -> Score:
    return Score(centi, (centi,) * 5)


TREE = build_tree([DepartmentRow("CO", None), DepartmentRow("A", "CO"), DepartmentRow("B", "CO")], DAY)


def everything(person: str, home: str, centi: int = 5_000) -> PersonRow:
    return PersonRow(person, home, {component: score(centi) for component in PERSONAL})


def test_nobody_at_all() -> None:
    result = measure_company(build_tree([], DAY), [], [], F)
    own = result.units["*"]
    assert (own.headcount, own.index, own.reason) == (0, None, IndexReason.TOO_LITTLE_EVIDENCE)
    assert {row.status for row in own.components.values()} == {Status.NO_DATA}
    assert {row.coverage for row in own.components.values()} == {None}
    assert set(result.company_mean.values()) == {None}


def test_one_person_is_in_no_number() -> None:
    result = measure_company(TREE, [everything("E", "A")], [], F)
    assert {own.components[Component.KNOWLEDGE].status for own in result.units.values()} == {
        Status.SUPPRESSED,
        Status.NO_DATA,
    }
    assert result.not_placed[Component.KNOWLEDGE] == 1
    assert all(own.index is None for own in result.units.values())


def test_four_people_are_lifted_into_the_companys_block() -> None:
    people = [everything(f"A{n}", "A", 10_000) for n in range(4)] + [
        everything(f"B{n}", "B", 0) for n in range(6)
    ]
    result = measure_company(TREE, [*people, everything("head", "CO")], [], F)
    knowledge = {unit: own.components[Component.KNOWLEDGE] for unit, own in result.units.items()}
    assert knowledge["A"].status is Status.SUPPRESSED
    assert knowledge["CO"].figures is not None
    assert knowledge["CO"].figures.n == 11
    assert result.blocks[Component.KNOWLEDGE] == {
        "CO": ("A0", "A1", "A2", "A3", "head"),
        "B": tuple(f"B{n}" for n in range(6)),
    }


def test_the_company_mean_is_that_of_published_people() -> None:
    people = [everything(f"A{n}", "A", 10_000) for n in range(4)] + [
        everything(f"B{n}", "B", 0) for n in range(6)
    ]
    result = measure_company(TREE, people, [], F)
    assert result.company_mean[Component.KNOWLEDGE] == 0
    figures = result.units["CO"].components[Component.KNOWLEDGE].figures
    assert figures is not None
    assert (figures.n, figures.lifted) == (6, 4)


def test_low_coverage_hides_a_component_and_lifts_its_people() -> None:
    few = [PersonRow(f"A{n}", "A", {Component.KNOWLEDGE: score(0)} if n < 5 else {}) for n in range(17)]
    result = measure_company(TREE, [*few, *(everything(f"B{n}", "B") for n in range(6))], [], F)
    knowledge = result.units["A"].components[Component.KNOWLEDGE]
    assert (knowledge.status, knowledge.figures) == (Status.LOW_COVERAGE, None)
    assert knowledge.coverage == pytest.approx(5 / 17)
    assert result.blocks[Component.KNOWLEDGE]["CO"] == tuple(f"A{n}" for n in range(5))


def test_a_unit_may_be_shown_under_a_company_with_low_coverage() -> None:
    silent = [PersonRow(f"B{n}", "B", {}) for n in range(20)]
    result = measure_company(TREE, [*silent, *(everything(f"A{n}", "A", 8_000) for n in range(6))], [], F)
    assert result.units["CO"].components[Component.KNOWLEDGE].status is Status.LOW_COVERAGE
    assert result.units["CO"].index is None
    assert result.units["A"].index is not None
    assert result.units["A"].index.company == 80


def test_five_ratings_by_four_raters_are_too_few_people() -> None:
    pairs = [("x", "A"), ("y", "A"), ("z", "A"), ("v", "A"), ("x", "B"), ("y", "B")]
    ratings = [Rating(f"R{n}", rater, unit, "CO", score(5_000)) for n, (rater, unit) in enumerate(pairs)]
    result = measure_company(TREE, [], ratings, F)
    assert result.blocks[C] == {}
    assert result.not_placed[C] == 6
    more = [*ratings, Rating("R6", "w", "B", "CO", score(5_000))]
    figures = measure_company(TREE, [], more, F).units["CO"].components[C].figures
    assert figures is not None
    assert (figures.n, figures.people, figures.homogeneous) == (7, 5, True)


@pytest.mark.parametrize("home", ["GHOST", None])
def test_a_home_outside_the_tree_is_an_error(home: Any) -> None:
    with pytest.raises(KeyError):
        measure_company(TREE, [PersonRow("E", home, {})], [], F)
