"""When a question of practice is done, and what its tries cost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.practising import Practice, Progress, is_done, practised_credit_bp, tries_left
from tests.quizzes.factories import make_content

RIGHT, WRONG, OTHER = {"options": ["o0"]}, {"options": ["o1"]}, {"options": ["o2"]}
THREE = Practice(3, 2_500)
ONE_CHOICE = make_content("single_choice")


@pytest.mark.parametrize(
    ("checked", "checks", "done", "left"),
    [
        (None, 0, False, 3),
        (WRONG, 1, False, 2),
        (WRONG, 2, False, 1),
        (WRONG, 3, True, 0),
        (RIGHT, 1, True, 0),
        (RIGHT, 3, True, 0),
    ],
)
def test_done(checked: dict[str, Any] | None, checks: int, done: bool, left: int) -> None:
    progress = Progress(checked, checks)
    assert is_done(ONE_CHOICE, progress, THREE) is done
    assert tries_left(ONE_CHOICE, progress, THREE) == left


def test_what_only_a_person_can_mark_is_done_when_it_is_compared() -> None:
    question = make_content("short_answer")
    assert is_done(question, Progress({"text": "我写的"}, 1), THREE)
    assert practised_credit_bp(question, {"text": "我写的"}, Progress({"text": "我写的"}, 1), THREE) is None


@pytest.mark.parametrize(
    ("response", "checked", "checks", "credit"),
    [
        (RIGHT, None, 0, 10_000),
        (RIGHT, RIGHT, 1, 10_000),
        (RIGHT, RIGHT, 2, 7_500),
        (RIGHT, RIGHT, 3, 5_000),
        (RIGHT, WRONG, 1, 7_500),
        (RIGHT, WRONG, 2, 5_000),
        (WRONG, WRONG, 3, 0),
        (OTHER, WRONG, 1, 0),
        (None, WRONG, 1, None),
        ({}, None, 0, None),
    ],
)
def test_a_wrong_try_costs(
    response: dict[str, Any] | None, checked: dict[str, Any] | None, checks: int, credit: int | None
) -> None:
    assert practised_credit_bp(ONE_CHOICE, response, Progress(checked, checks), THREE) == credit


def test_a_try_costs_nothing_without_a_penalty() -> None:
    assert practised_credit_bp(ONE_CHOICE, RIGHT, Progress(RIGHT, 3), Practice(3)) == 10_000


@given(st.integers(1, 10), st.integers(0, 10_000), st.integers(0, 10), st.sampled_from([RIGHT, WRONG]))
def test_credit_stays_in_its_range(tries: int, penalty: int, checks: int, response: dict[str, Any]) -> None:
    progress = Progress(response if checks else None, checks)
    credit = practised_credit_bp(ONE_CHOICE, response, progress, Practice(tries, penalty))
    assert credit is not None
    assert 0 <= credit <= 10_000
    assert tries_left(ONE_CHOICE, progress, Practice(tries, penalty)) >= 0
