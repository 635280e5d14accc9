"""The ready-made cases and role-plays in their files: the length of a choice does not say which is best."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest

from academy.loading.files import read_yaml
from quizzes.bias import Bias

Weighed = list[tuple[Mapping[str, str], int]]


def judgements() -> Iterator[Weighed]:
    """Yield the options of every judgement in the cases, each with its score."""
    for case in read_yaml("cases.yaml")["cases"]:
        for judgement in case["judgements"]:
            yield [(option["text"], option["score"]) for option in judgement["options"]]


def turns() -> Iterator[Weighed]:
    """Yield the choices of every scene in the role-plays, each with the points it adds up to."""
    for play in read_yaml("scenarios.yaml")["roleplays"]:
        for scene in play["nodes"]:
            yield [(choice["text"], sum(choice["effects"].values())) for choice in scene["choices"]]


def longest(groups: Iterator[Weighed], language: str) -> Bias:
    """Return how often the longest is the best, and how often chance would have it."""
    seen = expected = Fraction(0)
    for group in groups:
        most = max(points for _text, points in group)
        size = max(len(text[language]) for text, _points in group)
        tied = [points for text, points in group if len(text[language]) == size]
        seen += Fraction(tied.count(most), len(tied))
        expected += Fraction(sum(points == most for _text, points in group), len(group))
    return Bias(seen, expected)


@pytest.mark.parametrize("groups", [judgements, turns])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_choice_is_no_more_often_best_than_by_chance(groups: Any, language: str) -> None:
    found = longest(groups(), language)
    assert not found.more_than_chance, (float(found.seen), float(found.expected))


def test_it_speaks_when_length_gives_the_best_away() -> None:
    told: Weighed = [({"zh": "先问清楚再答复", "en": ""}, 3), ({"zh": "不答", "en": ""}, 0)]
    assert longest(iter([told] * 3), "zh").more_than_chance
