"""What a self-assessment tells its author."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dimensions import Dimension
from quizzes.selfcheck import MODULES, picture


def statement(code: str, dimension: str, *, reverse: bool = False, kind: str = "content") -> dict[str, Any]:
    return {"code": code, "kind": kind, "dimension": dimension, "reverse": reverse}


ITEMS = [
    statement("E1", "understanding"),
    statement("E2", "understanding", reverse=True),
    statement("R1", "ownership"),
    statement("AT", "", kind="attention"),
]


@pytest.mark.parametrize(
    ("answers", "shares"),
    [
        ({"E1": 5, "E2": 1, "R1": 1, "AT": 2}, [10_000, 0]),
        ({"E1": 4, "E2": 3, "R1": 3, "AT": 5}, [6_250, 5_000]),
        ({"R1": 2}, [2_500]),
        ({}, []),
    ],
)
def test_shares(answers: dict[str, int], shares: list[int]) -> None:
    assert [bar.share_bp for bar in picture(ITEMS, answers).bars] == shares


def test_strength_and_practice() -> None:
    shown = picture(ITEMS, {"E1": 5, "E2": 2, "R1": 3})
    assert (shown.strength, shown.practice) == (Dimension.UNDERSTANDING, Dimension.OWNERSHIP)


def test_equal_bars_name_neither() -> None:
    shown = picture(ITEMS, {"E1": 3, "E2": 3, "R1": 3})
    assert (shown.strength, shown.practice) == (None, None)


@given(st.dictionaries(st.sampled_from(["E1", "E2", "R1", "AT"]), st.integers(1, 5)))
def test_shares_stay_in_range(answers: dict[str, int]) -> None:
    assert all(0 <= bar.share_bp <= 10_000 for bar in picture(ITEMS, answers).bars)


def test_every_competency_has_a_lesson() -> None:
    assert set(MODULES) == set(Dimension)
