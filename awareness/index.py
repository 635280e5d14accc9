"""The arithmetic of one unit: component figures with their interval, and the index with its explanation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import sqrt
from typing import Final

from scipy.special import stdtrit

from awareness.display import band_of, is_borderline, parts_that_add_up
from awareness.formula import PERSONAL, Component, Formula
from core.dimensions import Dimension

CENTI: Final = 100  # centipoints in a point
TOP: Final = 100.0
UPPER: Final = 0.975  # the upper end of a two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class Moments:
    """Whole-number sums of a component's published contributors in one unit, in centipoints."""

    n: int
    total: int
    squares: int
    people: int
    group_squares: int = 0  # ratings only

    @property
    def mean(self) -> Fraction:
        """The exact mean in points."""
        return Fraction(self.total, CENTI * self.n)


@dataclass(frozen=True, slots=True)
class Figures:
    """A published component: everything in points on 0-100, ``spread`` in points squared."""

    n: int
    people: int
    n_eff: float
    mean: float
    spread: float
    low: float
    high: float
    homogeneous: bool  # everybody gave the same opinion: show the band, not the number
    lifted: int  # contributors of the unit counted further up, or nowhere
    dims: Mapping[Dimension, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Sums over the people a unit counts in both of two components, in centipoints."""

    n: int
    first: int
    second: int
    product: int


class IndexReason(StrEnum):
    """Why a unit has no index."""

    TOO_LITTLE_EVIDENCE = "too_little_evidence"  # published components weigh less than min_weight
    NEITHER_NEEDED = "neither_needed"  # none of need_one_of (knowledge, judgement) is published


@dataclass(frozen=True)
class IndexResult:
    """A unit's index and how it comes about; parts and points add up exactly."""

    value: float
    low: float
    high: float
    raw: float  # the unit's own components alone
    company: float  # the company under the same weights
    reliability: float  # the unit's share in the mix with the company; 1 at the root
    se: float
    se_raw: float
    df: int
    people: int
    basis: str
    weights: Mapping[Component, float]
    explain: Mapping[Component, float]
    adjustment: float
    against_company: Mapping[Component, float]
    shown_total: Decimal
    shown_parts: Mapping[Component, Decimal]
    shown_adjustment: Decimal
    band: str
    borderline: bool


@dataclass(frozen=True, slots=True)
class UnitSums:
    """What the index of one unit is computed from: its published components and its people across them."""

    published: Mapping[Component, Moments]
    pairs: Mapping[tuple[Component, Component], Pair]  # in the components' order, a component with itself too
    people: int  # people with any of the published components that are measured per person
    is_root: bool


@lru_cache(maxsize=100_000)
def t_quantile(df: int) -> float:
    """Return the factor of a two-sided 95 % interval with ``df`` degrees of freedom."""
    return float(stdtrit(df, UPPER))


def interval(centre: float, half: float) -> tuple[float, float]:
    """Return an interval clipped to 0-100."""
    return max(0.0, centre - half), min(TOP, centre + half)


def effective_n(component: Component, sums: Moments, formula: Formula) -> float:
    """Return how many independent contributors the sums are worth: raters of a department are alike."""
    if component is not Component.CUSTOMERS:
        return sums.n
    effect = 1 + formula.icc_rater_dept * (sums.group_squares / sums.n - 1)
    return sums.n / effect


def spread_of(component: Component, sums: Moments, formula: Formula) -> float:
    """Return the variance between contributors, steadied by the typical spread (method, 2.5)."""
    own = (sums.n * sums.squares - sums.total * sums.total) / sums.n / CENTI**2
    return (formula.nu0 * formula.sd[component] ** 2 + own) / (formula.nu0 + sums.n - 1)


def component_interval(component: Component, sums: Moments, formula: Formula) -> tuple[float, float]:
    """Return the 95 % interval of a component's mean, clipped to 0-100."""
    error = sqrt(spread_of(component, sums, formula) / effective_n(component, sums, formula))
    return interval(float(sums.mean), t_quantile(formula.nu0 + sums.n - 1) * error)


def index_of(
    unit: UnitSums, company_mean: Mapping[Component, Fraction], formula: Formula
) -> IndexResult | IndexReason:
    """Return a unit's index, or why there is none (method, 2.6 and 2.12).

    ``company_mean`` holds the exact mean of the root's published contributors for every published component.
    """
    parts = {c: unit.published[c] for c in Component if c in unit.published and formula.weights[c] > 0}
    total_weight = sum(formula.weights[component] for component in parts)
    if total_weight < formula.min_weight or total_weight == 0:
        return IndexReason.TOO_LITTLE_EVIDENCE
    if formula.need_one_of and not set(formula.need_one_of) & set(parts):
        return IndexReason.NEITHER_NEEDED
    weights = {component: Fraction(formula.weights[component], total_weight) for component in parts}
    shares = {component: weights[component] * parts[component].mean for component in parts}
    distances = {c: weights[c] * (parts[c].mean - company_mean[c]) for c in parts}
    variance, df = _variance(unit, parts, weights, formula), _degrees(unit, parts, formula)
    return _mixed(unit, shares, distances, variance=variance, df=df, weights=weights, formula=formula)


def _mixed(
    unit: UnitSums,
    shares: Mapping[Component, Fraction],
    distances: Mapping[Component, Fraction],
    *,
    variance: float,
    df: int,
    weights: Mapping[Component, Fraction],
    formula: Formula,
) -> IndexResult:
    """Mix a unit with the company; ``distances`` are its weighted distances from the company's means."""
    raw, distance = sum(shares.values(), Fraction(0)), sum(distances.values(), Fraction(0))
    reliability = 1.0 if unit.is_root else formula.tau**2 / (formula.tau**2 + variance)
    adjustment = Fraction(1 - reliability) * -distance
    value, se = float(raw + adjustment), sqrt(reliability * variance)
    low, high = interval(value, t_quantile(df) * se)
    shown = parts_that_add_up([*shares.values(), adjustment])
    return IndexResult(
        value=value,
        low=low,
        high=high,
        raw=float(raw),
        company=float(raw - distance),
        reliability=reliability,
        se=se,
        se_raw=sqrt(variance),
        df=df,
        people=unit.people,
        basis="".join(shares),
        weights={component: float(weight) for component, weight in weights.items()},
        explain={component: float(share) for component, share in shares.items()},
        adjustment=float(adjustment),
        against_company={c: reliability * float(part) for c, part in distances.items()},
        shown_total=shown.total,
        shown_parts=dict(zip(shares, shown.parts, strict=False)),
        shown_adjustment=shown.parts[-1],
        band=band_of(value, formula),
        borderline=is_borderline(low, high, formula),
    )


def _degrees(unit: UnitSums, parts: Mapping[Component, Moments], formula: Formula) -> int:
    sizes = [unit.people] if any(component in parts for component in PERSONAL) else []
    if Component.CUSTOMERS in parts:
        sizes.append(parts[Component.CUSTOMERS].n)
    return formula.nu0 + min(sizes) - 1


def _variance(
    unit: UnitSums,
    parts: Mapping[Component, Moments],
    weights: Mapping[Component, Fraction],
    formula: Formula,
) -> float:
    """Return the variance of the raw index: people's weighted deviations, steadied, plus ratings."""
    own = typical = 0.0
    personal = [component for component in PERSONAL if component in parts]
    for place, one in enumerate(personal):
        for other in personal[place:]:
            pair, a, b = unit.pairs[one, other], parts[one], parts[other]
            twice = 1 if one is other else 2
            weight = twice * float(weights[one] * weights[other])
            own += weight * _cross(pair, a, b) / (a.n * b.n)
            alike = 1.0 if one is other else formula.r_between_components
            typical += weight * alike * formula.sd[one] * formula.sd[other] * pair.n / (a.n * b.n)
    variance = 0.0
    if personal:
        people = unit.people
        scatter = people * own  # (N - 1) x V_own
        variance = (formula.nu0 * typical + scatter) / (formula.nu0 + people - 1)
    if Component.CUSTOMERS in parts:
        sums = parts[Component.CUSTOMERS]
        rated = spread_of(Component.CUSTOMERS, sums, formula) / effective_n(
            Component.CUSTOMERS, sums, formula
        )
        variance += float(weights[Component.CUSTOMERS]) ** 2 * rated
    return variance


def _cross(pair: Pair, a: Moments, b: Moments) -> float:
    """Return the sum over shared people of the product of their deviations, in points squared.

    Whole numbers up to the one division: large units lose no digits to cancellation.
    """
    whole = (
        a.n * b.n * pair.product
        - a.n * b.total * pair.first
        - b.n * a.total * pair.second
        + pair.n * a.total * b.total
    )
    return whole / (a.n * b.n * CENTI**2)
