"""A case's judgements: points, words, and what is refused."""

from typing import Any

import pytest

from cases import judging
from cases.judging import Verdict
from cases.shapes import Fault, Measured
from tests.cases.builders import all_cases, small_case


def plain(raw: dict[str, Any]) -> judging.CaseStudy:
    return judging.parse(raw)


def faults(raw: dict[str, Any]) -> set[tuple[Fault, str, str]]:
    return {(one.fault, one.where, one.detail) for one in judging.problems(plain(raw))}


def test_it_works() -> None:
    points = judging.points(plain(small_case()), {"j1": "1c", "j2": "2c"})
    assert points == {"ownership": Measured(1, 0, 3), "communication": Measured(3, 0, 3)}


def test_two_judgements_of_one_competency_add_up() -> None:
    raw = small_case()
    raw["judgements"][1]["competency"] = "ownership"
    assert judging.points(plain(raw), {"j1": "1a", "j2": "2b"}) == {"ownership": Measured(5, 0, 6)}


def test_what_was_not_answered_adds_nothing() -> None:
    assert judging.points(plain(small_case()), {"j1": "1a"})["communication"] == Measured(0, 0, 3)


@pytest.mark.parametrize(
    ("score", "verdict"),
    [(3, Verdict.BEST), (2, Verdict.DEFENSIBLE), (1, Verdict.INCOMPLETE), (0, Verdict.HARMFUL)],
)
def test_words_for_scores(score: int, verdict: Verdict) -> None:
    raw = small_case()
    raw["judgements"][0]["options"][0]["score"] = score
    assert plain(raw).judgements[0].options[0].verdict is verdict


@pytest.mark.parametrize("raw", all_cases(), ids=lambda raw: raw["id"])
def test_the_academys_cases_are_sound(raw: dict[str, Any]) -> None:
    assert judging.problems(plain(raw)) == []


def test_refused_no_judgement() -> None:
    assert (Fault.NO_JUDGEMENT, "", "") in faults({**small_case(), "judgements": []})


def test_refused_fewer_than_two_options() -> None:
    raw = small_case()
    del raw["judgements"][1]["options"][1:]
    assert (Fault.FEW_OPTIONS, "2", "") in faults(raw)


def test_refused_unknown_competency() -> None:
    raw = small_case()
    raw["judgements"][0]["competency"] = "charm"
    assert (Fault.DIMENSION_UNKNOWN, "1", "charm") in faults(raw)


@pytest.mark.parametrize("score", [-1, 4])
def test_refused_score_out_of_range(score: int) -> None:
    raw = small_case()
    raw["judgements"][0]["options"][2]["score"] = score
    assert (Fault.SCORE_RANGE, "1.3", str(score)) in faults(raw)


def test_refused_options_that_all_score_the_same() -> None:
    raw = small_case()
    for option in raw["judgements"][0]["options"]:
        option["score"] = 2
    assert (Fault.SAME_SCORES, "1", "") in faults(raw)


def test_refused_texts_missing() -> None:
    raw = small_case()
    raw["narrative"]["zh"] = ""
    raw["judgements"][0]["question"]["en"] = ""
    raw["judgements"][1]["options"][0]["feedback"]["en"] = ""
    raw["discussion"][0]["zh"] = ""
    found = faults(raw)
    for place in (("narrative", "zh"), ("1", "en"), ("2.1", "en"), ("1", "zh")):
        assert (Fault.MISSING_TEXT, *place) in found
