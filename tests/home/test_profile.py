"""The five competencies of a person: counting, cutting, drawing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dimensions import Dimension
from home.profile import Response, Share, drawable, lowest, radar, responses_of, shares

UND, COM = Dimension.UNDERSTANDING, Dimension.COMMUNICATION


def value(found: list[Share], dimension: Dimension) -> int | None:
    return next(share.value for share in found if share.dimension == dimension)


def test_it_works() -> None:
    found = shares([Response(UND, 1, 1), Response(UND, 1, 1), Response(UND, 0, 1)])
    assert value(found, UND) == 66
    assert [share.dimension for share in found] == list(Dimension)


@pytest.mark.parametrize(("count", "shown"), [(0, None), (2, None), (3, 100)])
def test_fewer_than_three_responses_are_not_enough(count: int, shown: int | None) -> None:
    assert value(shares([Response(UND, 1, 1)] * count), UND) == shown


def test_the_lowest_needs_something_to_compare_with() -> None:
    low, high = [Response(COM, 0, 1)] * 3, [Response(UND, 1, 1)] * 3
    assert lowest(shares(low)) is None
    found = lowest(shares([*low, *high]))
    assert found is not None
    assert found.dimension == COM


def test_unanswered_questions_and_unknown_dimensions_are_no_responses() -> None:
    rows: dict[str, list[tuple[str, int, int | None]]] = {
        "c1-quiz": [("understanding", 1, None), ("charm", 1, 10_000), ("communication", 2, 5_000)]
    }
    runs = {"rp1": [("ownership", 3, -1, 4), ("responsiveness", 0, 0, 0)]}
    assert responses_of(rows, runs) == [
        Response(COM, 10_000, 20_000),
        Response(Dimension.OWNERSHIP, 4, 5),
    ]


def test_the_drawing_has_five_corners_inside_its_frame() -> None:
    drawing = radar(shares([Response(UND, 1, 1)] * 3))
    assert len(drawing.corners) == len(drawing.shape.split()) == 5
    assert all(0 <= corner.x <= 300 and 0 <= corner.y <= 260 for corner in drawing.corners)


def test_fewer_than_three_values_make_no_drawing() -> None:
    kinds = list(Dimension)
    rows = [Response(kind, 1, 1) for kind in kinds[:3] for _ in range(3)]
    assert drawable(shares(rows))
    assert not drawable(shares(rows[:-1]))


@given(st.lists(st.tuples(st.sampled_from(list(Dimension)), st.integers(-5, 20), st.integers(0, 10))))
def test_values_stay_between_0_and_100(rows: list[tuple[Dimension, int, int]]) -> None:
    for share in shares(Response(*row) for row in rows):
        assert share.value is None or 0 <= share.value <= 100
