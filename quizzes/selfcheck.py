"""What a self-assessment tells its author: five bars, one strength, one thing to practise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.basis_points import ratio_bp
from core.dimensions import Dimension

LOWEST, HIGHEST = 1, 5

# The lesson that trains each competency most directly (curriculum, course and module titles).
MODULES: dict[Dimension, str] = {
    Dimension.UNDERSTANDING: "c2m2",
    Dimension.RESPONSIVENESS: "c2m3",
    Dimension.COMMUNICATION: "c2m4",
    Dimension.COLLABORATION: "c5m3",
    Dimension.OWNERSHIP: "c2m5",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One competency as the person sees it; ``share_bp`` is the place between never and always."""

    dimension: Dimension
    share_bp: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The five bars in the curriculum's order; strength and practice are None when all bars are equal."""

    bars: tuple[Bar, ...]
    strength: Dimension | None
    practice: Dimension | None


def picture(items: Sequence[Mapping[str, Any]], answers: Mapping[str, int]) -> Picture:
    """Return the picture of one form from the frozen statements and the answers {code: 1-5}.

    Reversed statements count from the other end; the attention statement counts nowhere.
    """
    sums: dict[Dimension, list[int]] = {}
    for item in items:
        if item["kind"] != "content" or item["code"] not in answers:
            continue
        value = answers[item["code"]]
        towards = HIGHEST - value if item["reverse"] else value - LOWEST
        sums.setdefault(Dimension(item["dimension"]), []).append(towards)
    bars = tuple(
        Bar(dimension, ratio_bp(sum(sums[dimension]), (HIGHEST - LOWEST) * len(sums[dimension])))
        for dimension in Dimension
        if dimension in sums
    )
    if len({bar.share_bp for bar in bars}) < 2:  # noqa: PLR2004 - nothing stands out among equals
        return Picture(bars, None, None)
    best = max(bars, key=lambda bar: bar.share_bp)
    least = min(bars, key=lambda bar: bar.share_bp)
    return Picture(bars, best.dimension, least.dimension)
