"""A person's profile in the five competencies, from what they answered: pure arithmetic and its drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from core.basis_points import percent_cut, ratio_bp
from core.dimensions import Dimension

FEWEST = 3  # below three responses a dimension shows "not enough data" (curriculum, 0.2)
CENTRE_X, CENTRE_Y, RADIUS = 150, 130, 80
FEWEST_CORNERS = 3
RINGS = (100, 66, 33)
LABEL_AT = 116


@dataclass(frozen=True, slots=True)
class Response:
    """One answered question, judgement or played dimension: earned of possible points."""

    dimension: Dimension
    earned: int
    possible: int


@dataclass(frozen=True, slots=True)
class Share:
    """Where a person stands in a dimension; ``value`` (0-100, cut) is None with too few responses."""

    dimension: Dimension
    responses: int
    value: int | None


def shares(responses: Iterable[Response]) -> list[Share]:
    """Return the five dimensions in the curriculum's order: points earned of points possible."""
    sums: dict[Dimension, list[Response]] = {dimension: [] for dimension in Dimension}
    for response in responses:
        if response.possible > 0:
            sums[response.dimension].append(response)
    return [
        Share(dimension, len(rows), _value(rows) if len(rows) >= FEWEST else None)
        for dimension, rows in sums.items()
    ]


def _value(rows: Sequence[Response]) -> int:
    possible = sum(row.possible for row in rows)
    earned = sum(min(max(row.earned, 0), row.possible) for row in rows)
    return percent_cut(ratio_bp(earned, possible))


def lowest(found: Sequence[Share]) -> Share | None:
    """Return the dimension with the fewest points, None while fewer than two can be compared."""
    known = [share for share in found if share.value is not None]
    return min(known, key=lambda share: share.value or 0) if len(known) > 1 else None


@dataclass(frozen=True, slots=True)
class Corner:
    """Where the label of a dimension stands."""

    x: int
    y: int
    share: Share


@dataclass(frozen=True, slots=True)
class Radar:
    """The drawing: rings and shape as SVG point lists, labels at the corners."""

    rings: tuple[str, ...]
    shape: str
    corners: tuple[Corner, ...]


def drawable(found: Sequence[Share]) -> bool:
    """Return whether the values span an area; one or two would be drawn as a line to the centre."""
    return sum(share.value is not None for share in found) >= FEWEST_CORNERS


def radar(found: Sequence[Share]) -> Radar:
    """Return the drawing of a profile; a dimension without data is drawn at the centre."""
    return Radar(
        rings=tuple(_points([ring] * len(found)) for ring in RINGS),
        shape=_points([share.value or 0 for share in found]),
        corners=tuple(Corner(*_at(place, len(found), LABEL_AT), share) for place, share in enumerate(found)),
    )


def _points(values: Sequence[int]) -> str:
    spots = (_at(place, len(values), RADIUS * value / 100) for place, value in enumerate(values))
    return " ".join(f"{x},{y}" for x, y in spots)


def _at(place: int, count: int, distance: float) -> tuple[int, int]:
    angle = 2 * pi * place / count - pi / 2
    return round(CENTRE_X + distance * cos(angle)), round(CENTRE_Y + distance * sin(angle))


def responses_of(
    quizzes: Mapping[str, Sequence[tuple[str, int, int | None]]],
    runs: Mapping[str, Sequence[tuple[str, int, int, int]]],
) -> list[Response]:
    """Return responses from the latest attempt of every activity.

    Quiz rows are (dimension, points, credit in basis points or None for unanswered); run rows are
    (dimension, points, least, most possible).
    """
    known = {str(dimension): dimension for dimension in Dimension}
    answered = [
        Response(known[dimension], credit * points, 10_000 * points)
        for rows in quizzes.values()
        for dimension, points, credit in rows
        if dimension in known and credit is not None
    ]
    played = [
        Response(known[dimension], points - low, high - low)
        for rows in runs.values()
        for dimension, points, low, high in rows
        if dimension in known and high > low
    ]
    return [*answered, *played]
