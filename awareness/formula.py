"""The constants of the index as data: one frozen formula per version, read from and written to JSON."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

FULL_WEIGHT: Final = 100
SMALLEST_N_MIN: Final = 3


class Component(StrEnum):
    """The five components in the order every list shows them; the letter is what a basis is spelled with."""

    PARTICIPATION = "P"
    KNOWLEDGE = "K"
    JUDGEMENT = "J"
    SELF_VIEW = "S"
    CUSTOMERS = "C"


# Measured per person; the customers' view is measured per rating.
PERSONAL: Final = (Component.PARTICIPATION, Component.KNOWLEDGE, Component.JUDGEMENT, Component.SELF_VIEW)


class Instrument(StrEnum):
    """The two questionnaires."""

    SELF = "self"
    RATING = "rating"


@dataclass(frozen=True)
class GuardRails:
    """Limits a change of weights must respect: policy of the house (method, 2.13), not mathematics."""

    knowledge_and_judgement_min: int = 30
    self_view_max: int = 20
    any_max: int = 50


GUARD_RAILS: Final = GuardRails()


@dataclass(frozen=True)
class Formula:
    """One version of the formula: every constant of the method's part 2.1.

    Shares and credits are exact fractions, because person scores are computed exactly. Points are on 0-100.
    Raises ValueError, with a sentence for the person who typed the constant, when a value makes no sense.
    """

    version: str
    weights: Mapping[Component, int]
    window_quarters: Mapping[Component, int]
    late_credit: Fraction
    retake_share: Fraction
    max_attempts: int
    abandoned_min_progress: Fraction
    min_items_K: int  # noqa: N815 - the method's own name, also the key in stored JSON
    min_tenure_days: int
    careless_exclude: int
    seconds_per_item: int
    longstring: Mapping[Instrument, int]
    n_min: int
    coverage_min: Fraction
    coverage_flag: Fraction
    min_weight: int
    need_one_of: tuple[Component, ...]
    tau: float
    nu0: int
    sd: Mapping[Component, float]
    r_between_components: float
    icc_rater_dept: float
    bands: tuple[tuple[int, str], ...]
    gap_min_points: float
    trend_min_points: float
    fdr_q: float
    weight_perturbation: float

    def __post_init__(self) -> None:
        for holds, sentence in _conditions(self):
            if not holds:
                raise ValueError(sentence)

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def name(self) -> str:
        """The name printed beside every number, for example ``dai-1.0.0``."""
        return f"dai-{self.version}"

    @property
    def digest(self) -> str:
        """SHA-256 of the constants in canonical JSON: equal constants give equal digests."""
        text = json.dumps(to_json(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _conditions(formula: Formula) -> list[tuple[bool, str]]:
    cuts = [cut for cut, _ in formula.bands]
    return [
        (bool(formula.version), "A formula needs a version."),
        *_range_conditions(formula),
        (sum(formula.weights.values()) == FULL_WEIGHT, f"The weights must add up to {FULL_WEIGHT}."),
        (
            formula.n_min >= SMALLEST_N_MIN,
            f"n_min must be at least {SMALLEST_N_MIN}: smaller groups are never shown.",
        ),
        (0 <= formula.min_weight <= FULL_WEIGHT, f"min_weight must lie between 0 and {FULL_WEIGHT}."),
        (
            formula.coverage_min <= formula.coverage_flag,
            "coverage_flag must not be smaller than coverage_min.",
        ),
        (bool(cuts) and cuts[0] == 0, "The lowest band must start at 0."),
        (cuts == sorted(set(cuts)), "The bands must be listed from the lowest to the highest, each once."),
    ]


_SHARES: Final = (
    "late_credit",
    "retake_share",
    "abandoned_min_progress",
    "coverage_min",
    "coverage_flag",
    "r_between_components",
    "icc_rater_dept",
    "fdr_q",
    "weight_perturbation",
)
_AT_LEAST_ONE: Final = ("max_attempts", "min_items_K", "careless_exclude", "nu0")
_NEVER_NEGATIVE: Final = ("min_tenure_days", "seconds_per_item", "gap_min_points", "trend_min_points")


def _range_conditions(formula: Formula) -> list[tuple[bool, str]]:
    at_least_one: dict[str, int] = {name: getattr(formula, name) for name in _AT_LEAST_ONE}
    at_least_one |= {f"window_quarters of {c}": value for c, value in formula.window_quarters.items()}
    at_least_one |= {f"longstring of {kind}": value for kind, value in formula.longstring.items()}
    never_negative: dict[str, float] = {name: getattr(formula, name) for name in _NEVER_NEGATIVE}
    never_negative |= {f"weight of {c}": value for c, value in formula.weights.items()}
    above_zero: dict[str, float] = {"tau": formula.tau}
    above_zero |= {f"sd of {c}": value for c, value in formula.sd.items()}
    return [
        *((0 <= getattr(formula, name) <= 1, f"{name} must lie between 0 and 1.") for name in _SHARES),
        *((value >= 1, f"{name} must be at least 1.") for name, value in at_least_one.items()),
        *((value >= 0, f"{name} must not be negative.") for name, value in never_negative.items()),
        *((value > 0, f"{name} must be greater than 0.") for name, value in above_zero.items()),
    ]


def check_policy(formula: Formula, rails: GuardRails = GUARD_RAILS) -> None:
    """Refuse weights outside the guard rails.

    Raises ValueError with a sentence that names the limit.
    """
    weights = formula.weights
    tested = weights[Component.KNOWLEDGE] + weights[Component.JUDGEMENT]
    if tested < rails.knowledge_and_judgement_min:
        least = rails.knowledge_and_judgement_min
        raise ValueError(f"Knowledge and judgement together must weigh at least {least}, not {tested}.")
    if weights[Component.SELF_VIEW] > rails.self_view_max:
        raise ValueError(f"The self-view must not weigh more than {rails.self_view_max}.")
    if max(weights.values()) > rails.any_max:
        raise ValueError(f"No component may weigh more than {rails.any_max}.")


def check_successor(current: Formula, proposed: Formula) -> None:
    """Refuse a version that changes what a programme froze: the smallest group that is ever shown.

    Raises ValueError. Comparing publications under two thresholds would isolate people (method, 2.8.3).
    """
    if proposed.n_min != current.n_min:
        raise ValueError(f"n_min is frozen at {current.n_min} for this programme and cannot be changed.")
    if proposed.version == current.version and proposed != current:
        raise ValueError(f"Changed constants need a new version; {current.version} is already in use.")


def from_json(
    data: Mapping[str, Any], base: "Formula | None" = None, rails: GuardRails = GUARD_RAILS
) -> Formula:
    """Return the formula that ``data``, a parsed JSON object, makes of ``base`` (dai-1.0.0 unless given).

    Missing keys keep the base's value, also inside the per-component objects. Raises ValueError with a
    sentence for an unknown key, a value of the wrong kind or out of range, weights outside the guard rails.
    """
    start = DAI_1_0_0 if base is None else base
    unknown = sorted(set(data) - set(_READERS))
    if unknown:
        raise ValueError(f"The formula has no constant called {unknown[0]}.")
    changes = {key: _READERS[key](key, value, getattr(start, key)) for key, value in data.items()}
    formula = replace(start, **changes)
    check_policy(formula, rails)
    return formula


def to_json(formula: Formula) -> dict[str, Any]:
    """Return every constant in plain JSON types; ``from_json`` of it gives an equal formula."""
    return {field.name: _plain(getattr(formula, field.name)) for field in fields(formula)}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Fraction | float):
        return int(value) if value == int(value) else float(value)
    return str(value) if isinstance(value, StrEnum) else value


def _whole(name: str, value: Any, _base: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number.")
    return value


def _number(name: str, value: Any, _base: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e9 < value < 1e9:  # noqa: PLR2004 - refuses nan and infinity
        raise ValueError(f"{name} must be a number.")
    return float(value)


def _exact(name: str, value: Any, base: Any) -> Fraction:
    return Fraction(str(_number(name, value, base)))


def _text(name: str, value: Any, _base: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text.")
    return value


def _per(
    kind: type[StrEnum], read: Callable[[str, Any, Any], Any]
) -> Callable[[str, Any, Any], Mapping[Any, Any]]:
    def merged(name: str, value: Any, base: Mapping[Any, Any]) -> Mapping[Any, Any]:
        if not isinstance(value, Mapping):
            raise ValueError(f"{name} must be an object with a value per letter.")
        known = {str(member): member for member in kind}
        for key in value:
            if key not in known:
                raise ValueError(f"{name} has no entry called {key}.")
        given = {known[key]: read(f"{name} of {key}", inner, None) for key, inner in value.items()}
        return MappingProxyType({**base, **given})

    return merged


def _letters(name: str, value: Any, _base: Any) -> tuple[Component, ...]:
    letters = [str(member) for member in Component]
    if (
        isinstance(value, str)
        or not isinstance(value, Sequence)
        or any(letter not in letters for letter in value)
    ):
        raise ValueError(f"{name} must be a list of component letters.")
    return tuple(Component(letter) for letter in value)


def _bands(name: str, value: Any, _base: Any) -> tuple[tuple[int, str], ...]:
    pair = 2
    if not isinstance(value, Sequence) or any(isinstance(row, str) or len(row) != pair for row in value):
        raise ValueError(f"{name} must be a list of pairs: first point, key.")
    return tuple((_whole(name, cut, None), _text(name, key, None)) for cut, key in value)


_READERS: Final[Mapping[str, Callable[[str, Any, Any], Any]]] = {
    "version": _text,
    "weights": _per(Component, _whole),
    "window_quarters": _per(Component, _whole),
    "longstring": _per(Instrument, _whole),
    "sd": _per(Component, _number),
    "need_one_of": _letters,
    "bands": _bands,
    **dict.fromkeys(
        ("late_credit", "retake_share", "abandoned_min_progress", "coverage_min", "coverage_flag"), _exact
    ),
    **dict.fromkeys(
        ("max_attempts", "min_items_K", "min_tenure_days", "careless_exclude", "seconds_per_item"), _whole
    ),
    **dict.fromkeys(("n_min", "min_weight", "nu0"), _whole),
    **dict.fromkeys(("tau", "r_between_components", "icc_rater_dept", "gap_min_points"), _number),
    **dict.fromkeys(("trend_min_points", "fdr_q", "weight_perturbation"), _number),
}


def _by_component(*values: Any) -> Mapping[Component, Any]:
    return MappingProxyType(dict(zip(Component, values, strict=True)))


DAI_1_0_0: Final = Formula(
    version="1.0.0",
    weights=_by_component(15, 25, 25, 10, 25),
    window_quarters=_by_component(4, 4, 4, 4, 2),
    late_credit=Fraction(7, 10),
    retake_share=Fraction(1, 2),
    max_attempts=3,
    abandoned_min_progress=Fraction(1, 2),
    min_items_K=5,
    min_tenure_days=30,
    careless_exclude=2,
    seconds_per_item=2,
    longstring=MappingProxyType({Instrument.SELF: 12, Instrument.RATING: 9}),
    n_min=5,
    coverage_min=Fraction(3, 10),
    coverage_flag=Fraction(6, 10),
    min_weight=60,
    need_one_of=(Component.KNOWLEDGE, Component.JUDGEMENT),
    tau=6.0,
    nu0=8,
    sd=_by_component(25.0, 20.0, 20.0, 14.0, 18.0),
    r_between_components=0.3,
    icc_rater_dept=0.10,
    bands=((0, "FOUNDATION"), (50, "DEVELOPING"), (65, "PROFICIENT"), (80, "LEADING")),
    gap_min_points=10.0,
    trend_min_points=2.0,
    fdr_q=0.10,
    weight_perturbation=0.25,
)
