"""Coordinates of the trend drawing: plain numbers, so that the template only draws."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 260
HEIGHT = 90
MARGIN = 10


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One quarter: its label, value and interval on 0-100."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The drawing: the line's points, the band's outline, the last dot."""

    line: str
    band: str
    dot: tuple[float, float]
    points: tuple[TrendPoint, ...]


def trend_of(points: Sequence[TrendPoint]) -> Trend | None:
    """Return the drawing of at least two quarters, scaled to the values shown; None for fewer."""
    if len(points) < 2:  # noqa: PLR2004 - a line needs two ends
        return None
    low = min(point.low for point in points)
    span = max(point.high for point in points) - low or 1.0
    step = (WIDTH - 2 * MARGIN) / (len(points) - 1)

    def x(place: int) -> float:
        return round(MARGIN + place * step, 1)

    def y(value: float) -> float:
        return round(HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN), 1)

    places = list(enumerate(points))
    upper = [f"{x(place)},{y(point.high)}" for place, point in places]
    lower = [f"{x(place)},{y(point.low)}" for place, point in reversed(places)]
    return Trend(
        line=" ".join(f"{x(place)},{y(point.value)}" for place, point in places),
        band=" ".join(upper + lower),
        dot=(x(len(points) - 1), y(points[-1].value)),
        points=tuple(points),
    )
