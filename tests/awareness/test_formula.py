"""The formula as data: merging, guard rails, a stable digest."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from awareness.formula import (
    DAI_1_0_0,
    Component,
    GuardRails,
    Instrument,
    check_policy,
    check_successor,
    from_json,
    to_json,
)


def test_the_constants_are_those_of_the_method() -> None:
    assert DAI_1_0_0.name == "dai-1.0.0"
    assert dict(DAI_1_0_0.weights) == {"P": 15, "K": 25, "J": 25, "S": 10, "C": 25}
    assert dict(DAI_1_0_0.window_quarters) == {"P": 4, "K": 4, "J": 4, "S": 4, "C": 2}
    assert (DAI_1_0_0.tau, DAI_1_0_0.nu0, DAI_1_0_0.n_min, DAI_1_0_0.min_items_K) == (6.0, 8, 5, 5)
    assert dict(DAI_1_0_0.sd) == {"P": 25, "K": 20, "J": 20, "S": 14, "C": 18}
    check_policy(DAI_1_0_0)


def test_json_goes_out_and_comes_back_equal() -> None:
    text = json.dumps(to_json(DAI_1_0_0))
    again = from_json(json.loads(text))
    assert again == DAI_1_0_0
    assert again.digest == DAI_1_0_0.digest
    assert hash(again) == hash(DAI_1_0_0)


def test_a_partial_object_keeps_the_rest_of_the_base() -> None:
    formula = from_json({"version": "2.0.0", "window_quarters": {"P": 8}, "longstring": {"self": 10}})
    assert formula.window_quarters[Component.PARTICIPATION] == 8
    assert formula.window_quarters[Component.KNOWLEDGE] == 4
    assert formula.longstring == {Instrument.SELF: 10, Instrument.RATING: 9}
    assert replace(formula, version="1.0.0") != DAI_1_0_0
    assert from_json({"tau": 4}, base=formula).window_quarters[Component.PARTICIPATION] == 8


def test_decimal_shares_are_read_exactly() -> None:
    assert from_json({"late_credit": 0.7}).late_credit == Fraction(7, 10)
    assert from_json({"coverage_min": 0.3}) == DAI_1_0_0


def test_the_digest_depends_on_the_constants_alone() -> None:
    assert DAI_1_0_0.digest == "0a22e719e7ab4cb2f616b968117bf21f1dd99a82b880806a5f6175f310db38cc"
    turned = from_json({"weights": {"C": 25, "S": 10, "J": 25, "K": 25, "P": 15}, "tau": 6})
    assert turned.digest == DAI_1_0_0.digest
    assert from_json({"tau": 6.5}).digest != DAI_1_0_0.digest


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"wieghts": {"P": 15}}, "no constant called wieghts"),
    ({"weights": {"X": 15}}, "no entry called X"),
    ({"weights": 15}, "an object with a value per letter"),
    ({"weights": {"P": 16}}, "add up to 100"),
    ({"weights": {"P": 15.0}}, "weights of P must be a whole number"),
    ({"weights": {"P": True}}, "whole number"),
    ({"weights": {"P": -5, "C": 45}}, "weight of P must not be negative"),
    ({"weights": {"P": 46, "K": 15, "J": 14, "S": 0}}, "together must weigh at least 30, not 29"),
    ({"weights": {"S": 21, "P": 4}}, "self-view must not weigh more than 20"),
    ({"weights": {"P": 0, "K": 51, "J": 14}}, "No component may weigh more than 50"),
    ({"n_min": 2}, "n_min must be at least 3"),
    ({"n_min": "5"}, "n_min must be a whole number"),
    ({"tau": 0}, "tau must be greater than 0"),
    ({"tau": float("nan")}, "tau must be a number"),
    ({"sd": {"K": 0}}, "sd of K must be greater than 0"),
    ({"late_credit": 1.1}, "late_credit must lie between 0 and 1"),
    ({"coverage_min": 0.7}, "coverage_flag must not be smaller"),
    ({"window_quarters": {"C": 0}}, "window_quarters of C must be at least 1"),
    ({"max_attempts": 0}, "max_attempts must be at least 1"),
    ({"min_tenure_days": -1}, "min_tenure_days must not be negative"),
    ({"min_weight": 101}, "min_weight must lie between 0 and 100"),
    ({"need_one_of": "KJ"}, "a list of component letters"),
    ({"need_one_of": ["X"]}, "a list of component letters"),
    ({"bands": [[10, "LOW"]]}, "lowest band must start at 0"),
    ({"bands": [[0, "LOW"], [50, "A"], [40, "B"]]}, "from the lowest to the highest"),
    ({"bands": ["LOW"]}, "a list of pairs"),
    ({"version": " "}, "version must be a text"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED, ids=[row[1] for row in REFUSED])
def test_senseless_constants_are_refused_with_a_sentence(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        from_json(data)


def test_weights_on_the_guard_rails_are_allowed() -> None:
    formula = from_json({"weights": {"P": 20, "K": 15, "J": 15, "S": 20, "C": 30}})
    assert formula.weights[Component.SELF_VIEW] == 20
    assert from_json({"weights": {"P": 0, "K": 50, "J": 15}}).weights[Component.KNOWLEDGE] == 50


def test_guard_rails_are_policy_and_can_be_set() -> None:
    loose = GuardRails(knowledge_and_judgement_min=0, self_view_max=100, any_max=100)
    formula = from_json({"weights": {"P": 0, "K": 0, "J": 0, "S": 100, "C": 0}}, rails=loose)
    assert formula.weights[Component.SELF_VIEW] == 100


def test_the_smallest_group_is_frozen_for_the_programme() -> None:
    with pytest.raises(ValueError, match="frozen at 5"):
        check_successor(DAI_1_0_0, from_json({"version": "2.0.0", "n_min": 8}))


def test_changed_constants_need_a_new_version() -> None:
    with pytest.raises(ValueError, match=r"1\.0\.0 is already in use"):
        check_successor(DAI_1_0_0, from_json({"tau": 7}))
    check_successor(DAI_1_0_0, from_json({"version": "1.1.0", "tau": 7}))
    check_successor(DAI_1_0_0, from_json({}))
