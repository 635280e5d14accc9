"""The arithmetic of one unit: reasons, weights, basis, the mix with the company."""

from fractions import Fraction

import pytest

from awareness.formula import DAI_1_0_0, PERSONAL, Component, from_json
from awareness.index import (
    IndexReason,
    IndexResult,
    Moments,
    Pair,
    UnitSums,
    component_interval,
    effective_n,
    index_of,
    spread_of,
    t_quantile,
)

P, K, J, S, C = Component


def moments(values: list[int], group_squares: int = 0) -> Moments:
    return Moments(len(values), sum(values), sum(v * v for v in values), len(values), group_squares)


def unit(columns: dict[Component, list[int]], is_root: bool = False) -> UnitSums:
    """Return the sums of a unit whose people all have all the personal components given."""
    personal = [component for component in PERSONAL if component in columns]
    pairs: dict[tuple[Component, Component], Pair] = {
        (a, b): Pair(
            len(columns[a]),
            sum(columns[a]),
            sum(columns[b]),
            sum(x * y for x, y in zip(columns[a], columns[b], strict=True)),
        )
        for place, a in enumerate(personal)
        for b in personal[place:]
    }
    people = len(columns[personal[0]]) if personal else 0
    return UnitSums({c: moments(v, sum(1 for _ in v)) for c, v in columns.items()}, pairs, people, is_root)


LEVEL = {component: [5_000] * 6 for component in Component}
FIFTY = dict.fromkeys(Component, Fraction(50))


def index(columns: dict[Component, list[int]], **more: object) -> IndexResult | IndexReason:
    formula = from_json(dict(more)) if more else DAI_1_0_0
    return index_of(unit(columns), FIFTY, formula)


def of(*letters: Component) -> dict[Component, list[int]]:
    return {component: LEVEL[component] for component in letters}


@pytest.mark.parametrize(
    ("published", "basis"),
    [
        ((P, K, J, S, C), "PKJSC"),
        ((P, K, J, S), "PKJS"),
        ((K, J, S), "KJS"),  # 60 exactly
        ((P, K, C), "PKC"),
        ((C, J, K, P), "PKJC"),  # always in the components' order
    ],
)
def test_the_basis_is_spelled_from_what_is_published(published: tuple[Component, ...], basis: str) -> None:
    found = index(of(*published))
    assert isinstance(found, IndexResult)
    assert found.basis == basis
    assert sum(found.weights.values()) == pytest.approx(1)
    weights = DAI_1_0_0.weights
    total = sum(weights[component] for component in published)
    assert dict(found.weights) == {c: pytest.approx(weights[c] / total) for c in published}


@pytest.mark.parametrize("published", [(), (P, J, S), (K, J), (P, S, C), (C,)])
def test_too_little_evidence_gives_no_index(published: tuple[Component, ...]) -> None:
    assert index(of(*published)) is IndexReason.TOO_LITTLE_EVIDENCE


def test_neither_knowledge_nor_judgement_gives_no_index() -> None:
    assert index(of(P, S, C), min_weight=50) is IndexReason.NEITHER_NEEDED
    assert isinstance(index(of(P, S, C), min_weight=50, need_one_of=[]), IndexResult)


def test_a_component_without_weight_is_not_part_of_the_basis() -> None:
    found = index(LEVEL, weights={"P": 10, "K": 30, "J": 30, "S": 0, "C": 30})
    assert isinstance(found, IndexResult)
    assert found.basis == "PKJC"
    assert S not in found.explain


MIXED = {
    P: [10_000, 8_500, 5_000, 10_000, 10_000, 3_500],
    K: [10_000, 8_000, 6_000, 8_000, 4_000, 6_000],
    J: [7_500, 5_000, 5_000, 10_000, 7_500, 5_000],
}
FIRM = {P: Fraction(485, 6), K: Fraction(70), J: Fraction(125, 2)}


def test_parts_and_adjustment_explain_the_index_exactly() -> None:
    found = index_of(unit(MIXED), FIRM, DAI_1_0_0)
    assert isinstance(found, IndexResult)
    assert sum(found.explain.values()) + found.adjustment == pytest.approx(found.value, abs=1e-12)
    assert sum(found.against_company.values()) == pytest.approx(found.value - found.company, abs=1e-12)
    assert sum(found.shown_parts.values()) + found.shown_adjustment == found.shown_total
    mixed = found.reliability * found.raw + (1 - found.reliability) * found.company
    assert found.value == pytest.approx(mixed, abs=1e-12)


def test_the_variance_is_that_of_the_method() -> None:
    found = index_of(unit(MIXED), FIRM, DAI_1_0_0)
    assert isinstance(found, IndexResult)
    weight = {P: 15 / 65, K: 25 / 65, J: 25 / 65}
    n = 6
    means = {c: sum(values) / n / 100 for c, values in MIXED.items()}
    z = [sum(weight[c] * (MIXED[c][p] / 100 - means[c]) / n for c in MIXED) for p in range(n)]
    own = n / (n - 1) * sum(value * value for value in z)
    sd = {P: 25, K: 20, J: 20}
    typical = sum(
        weight[a] * weight[b] * (1 if a is b else 0.3) * sd[a] * sd[b] * n / (n * n)
        for a in MIXED
        for b in MIXED
    )
    variance = (8 * typical + (n - 1) * own) / (8 + n - 1)
    assert found.se_raw**2 == pytest.approx(variance, rel=1e-12)
    assert found.reliability == pytest.approx(36 / (36 + variance), rel=1e-12)
    assert found.df == 8 + 6 - 1
    assert found.se == pytest.approx((found.reliability * variance) ** 0.5, rel=1e-12)
    assert found.high - found.value == pytest.approx(t_quantile(13) * found.se, rel=1e-12)


def test_the_root_is_not_mixed_with_itself() -> None:
    own = {c: moments(values).mean for c, values in MIXED.items()}
    found = index_of(unit(MIXED, is_root=True), own, DAI_1_0_0)
    assert isinstance(found, IndexResult)
    assert (found.reliability, found.adjustment) == (1.0, 0.0)
    assert found.value == found.raw == found.company


def test_a_larger_tau_trusts_the_unit_more() -> None:
    loose, tight = (index_of(unit(MIXED), FIRM, from_json({"tau": tau})) for tau in (12, 3))
    assert isinstance(loose, IndexResult)
    assert isinstance(tight, IndexResult)
    assert loose.reliability > tight.reliability


def test_few_raters_limit_the_degrees_of_freedom() -> None:
    columns = {**{c: [5_000] * 20 for c in (P, K, J, S)}, C: [5_000] * 6}
    found = index(columns)
    assert isinstance(found, IndexResult)
    assert found.df == 8 + 6 - 1
    assert found.people == 20


def test_ratings_add_their_own_variance() -> None:
    without = index(of(P, K, J, S))
    with_ratings = index(LEVEL)
    assert isinstance(without, IndexResult)
    assert isinstance(with_ratings, IndexResult)
    customers = moments(LEVEL[C], 6)
    error = spread_of(C, customers, DAI_1_0_0) / effective_n(C, customers, DAI_1_0_0)
    expected = without.se_raw**2 * 0.75**2 + 0.25**2 * error
    assert with_ratings.se_raw**2 == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("values", "squares", "wanted"),
    [([5_000] * 6, 6, 6.0), ([5_000] * 6, 36, 6 / 1.5), ([5_000] * 12, 36, 12 / 1.2)],
)
def test_raters_of_one_department_count_for_less(values: list[int], squares: int, wanted: float) -> None:
    assert effective_n(C, moments(values, squares), DAI_1_0_0) == pytest.approx(wanted)
    assert effective_n(K, moments(values, squares), DAI_1_0_0) == len(values)


def test_identical_people_leave_the_interval_open() -> None:
    low, high = component_interval(K, moments([7_000] * 6), DAI_1_0_0)
    assert low < 60
    assert high > 80
    assert spread_of(K, moments([7_000] * 6), DAI_1_0_0) == pytest.approx(8 * 400 / 13)


def test_intervals_end_at_the_scale() -> None:
    assert component_interval(P, moments([10_000] * 5), DAI_1_0_0)[1] == 100
    assert component_interval(P, moments([0] * 5), DAI_1_0_0)[0] == 0


@pytest.mark.parametrize(("df", "factor"), [(1, 12.7062), (12, 2.1788), (30, 2.0423)])
def test_t_quantiles_are_those_of_the_tables(df: int, factor: float) -> None:
    assert t_quantile(df) == pytest.approx(factor, abs=5e-5)


def test_one_more_person_like_the_mean_narrows_the_interval() -> None:
    few, more = moments([5_000] * 5), moments([5_000] * 6)
    width = [high - low for low, high in (component_interval(K, one, DAI_1_0_0) for one in (few, more))]
    assert width[1] < width[0]
