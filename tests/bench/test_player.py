"""The bench's own judgement: it must see what is lost, changed or doubled, and nothing else."""

import random

import pytest

from bench.client import Person
from bench.player import Answers, Player


def player(answers: Answers) -> Player:
    made = Player(Person(0), random.Random(1))  # noqa: S311 - no secret
    made.answers = {1: answers}
    return made


@pytest.mark.parametrize(
    ("rows", "fine"),
    [
        ([[1, 5, ["b"]]], True),  # the last acknowledged
        ([[1, 6, ["c"]]], True),  # sent later, nobody knows
        ([[1, 7, ["a"]]], True),
        ([[1, 4, ["a"]]], False),  # lost: an older one
        ([[1, 0, []]], False),  # lost altogether
        ([[1, 5, ["c"]]], False),  # changed
        ([[1, 8, ["a"]]], False),  # never sent
        ([], False),
        ([[1, 5, ["b"]], [1, 5, ["b"]]], False),  # doubled
    ],
)
def test_what_may_be_kept(rows: list[list[object]], fine: bool) -> None:
    answers = Answers(["a", "b", "c"], 7, (5, "b"), {6: "c", 7: "a"})
    assert (player(answers).compare(rows) == []) is fine


def test_nothing_acknowledged_may_be_kept_as_nothing() -> None:
    assert player(Answers(["a"])).compare([[1, 0, []]]) == []


def test_what_the_server_said_wrong_is_told() -> None:
    made = player(Answers(["a"]))
    made.wrong.append("1: 404")
    assert made.compare([[1, 0, []]]) == ["1: 404"]
