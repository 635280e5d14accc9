"""How an answer earns points: table rows at the edges and properties."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.answers import read_answer
from quizzes.content import CREDITS, Kind
from quizzes.quantities import parse_number
from quizzes.scoring import credit_bp, fold, is_answered, slip_of, total_bp
from tests.quizzes.factories import ROWS, make_content, right_form

MARKED = [kind for kind in ROWS if kind != "short_answer"]


@pytest.mark.parametrize("kind", MARKED)
def test_the_key_earns_everything(kind: str) -> None:
    content = make_content(kind)
    assert credit_bp(content, read_answer(content, right_form(content))) == 10_000


@pytest.mark.parametrize("kind", list(ROWS))
@pytest.mark.parametrize("response", [None, {}, {"options": []}, {"pairs": {}}, {"text": "  "}])
def test_nothing_answered_is_no_credit_and_no_zero(kind: str, response: dict[str, object] | None) -> None:
    content = make_content(kind)
    assert not is_answered(content, response)
    assert credit_bp(content, response) is None


@pytest.mark.parametrize(
    ("kind", "response", "bp"),
    [
        ("single_choice", {"options": ["o1"]}, 0),
        ("true_false", {"options": ["o0"]}, 0),
        ("multiple_choice", {"options": ["o0"]}, 5_000),
        ("multiple_choice", {"options": ["o0", "o2"]}, 0),
        ("multiple_choice", {"options": ["o0", "o1", "o2"]}, 0),
        ("matching", {"pairs": {"o0": "o0"}}, 3_333),
        ("matching", {"pairs": {"o0": "o0", "o1": "o1", "o2": "o3"}}, 6_667),
        ("matching", {"pairs": {"o0": "o1", "o1": "o0"}}, 0),
        ("ordering", {"options": ["o1", "o2", "o3", "o0"]}, 6_667),
        ("ordering", {"options": ["o2", "o3", "o0", "o1"]}, 6_667),
        ("ordering", {"options": ["o3", "o2", "o1", "o0"]}, 0),
        ("numeric", {"text": "81.6"}, 10_000),
        ("numeric", {"text": "81.4"}, 10_000),
        ("numeric", {"text": "81.60000000000000000000000000000000001"}, 0),
        ("numeric", {"text": "８１．５％"}, 10_000),
        ("numeric", {"text": "八十一"}, 0),
        ("numeric", {"text": "NaN"}, 0),
        ("numeric", {"text": "-Infinity"}, 0),
        ("numeric", {"text": "9e999999"}, 0),
        ("fill_blank", {"text": " 客 户。"}, 10_000),
        ("fill_blank", {"text": "ＣＵＳＴＯＭＥＲ"}, 10_000),
        ("fill_blank", {"text": "客户们"}, 0),
        ("fill_blank", {"text": "。"}, 0),
        ("short_answer", {"text": "我写的"}, None),
    ],
)
def test_credit(kind: str, response: dict[str, object], bp: int | None) -> None:
    assert credit_bp(make_content(kind), response) == bp


@pytest.mark.parametrize(
    ("kind", "credit", "options", "bp"),
    [
        ("multiple_choice", "proportional_correct", ["o0"], 5_000),
        ("multiple_choice", "proportional_correct", ["o0", "o2"], 0),
        ("multiple_choice", "proportional", ["o0"], 6_667),
        ("multiple_choice", "proportional", ["o0", "o2"], 3_333),
        ("multiple_choice", "proportional", ["o2"], 0),
        ("multiple_choice", "proportional", ["o0", "o1", "o2"], 6_667),
        ("multiple_choice", "exact", ["o0"], 0),
        ("multiple_choice", "exact", ["o0", "o1"], 10_000),
        # A way that the type does not have is the usual one; publishing refuses it.
        ("multiple_choice", "positions", ["o0"], 5_000),
        ("single_choice", "proportional", ["o1"], 0),
        ("ordering", "positions", ["o0", "o2", "o1", "o3"], 5_000),
        ("ordering", "positions", ["o1", "o2", "o3", "o0"], 0),
        ("ordering", "positions", ["o0", "o1", "o2", "o3"], 10_000),
        ("ordering", "neighbours", ["o1", "o2", "o3", "o0"], 6_667),
        ("ordering", "exact", ["o1", "o2", "o3", "o0"], 0),
        ("ordering", "exact", ["o0", "o1", "o2", "o3"], 10_000),
    ],
)
def test_ways_of_marking(kind: str, credit: str, options: list[str], bp: int) -> None:
    assert credit_bp(make_content(kind, credit=credit), {"options": options}) == bp


@pytest.mark.parametrize(
    ("kind", "usual"), [("multiple_choice", "proportional_correct"), ("ordering", "neighbours")]
)
def test_versions_from_before_are_marked_as_they_were(kind: str, usual: str) -> None:
    assert make_content(kind).credit is None
    assert make_content(kind).marking == usual
    assert make_content("single_choice").marking is None


@given(
    st.sampled_from([None, *CREDITS[Kind.MULTIPLE_CHOICE]]),
    st.sets(st.sampled_from(["o0", "o1", "o2"]), min_size=1),
    st.permutations([0, 1, 2]),
)
def test_no_way_of_marking_looks_at_the_order_of_options(
    credit: str | None, ticked: set[str], order: list[int]
) -> None:
    content = make_content("multiple_choice", credit=credit)
    mixed = replace(content, options=tuple(content.options[place] for place in order))
    earned = credit_bp(content, {"options": sorted(ticked)})
    assert earned is not None
    assert 0 <= earned <= 10_000
    assert (earned == 10_000) == (ticked == {"o0", "o1"})
    assert credit_bp(mixed, {"options": sorted(ticked, reverse=True)}) == earned


@given(st.sampled_from(CREDITS[Kind.ORDERING]), st.permutations(["o0", "o1", "o2", "o3"]))
def test_every_way_gives_full_credit_to_the_right_order_alone(credit: str, order: list[str]) -> None:
    earned = credit_bp(make_content("ordering", credit=credit), {"options": order})
    assert earned is not None
    assert 0 <= earned <= 10_000
    assert (earned == 10_000) == (order == ["o0", "o1", "o2", "o3"])


def test_an_empty_accepted_line_accepts_nothing() -> None:
    content = make_content("fill_blank", accepted={"zh": ["", "。"], "en": []})
    assert credit_bp(content, {"text": "！"}) == 0


@given(st.permutations(["o0", "o1", "o2", "o3"]))
def test_only_the_right_order_earns_everything(order: list[str]) -> None:
    credit = credit_bp(make_content("ordering"), {"options": order})
    assert credit is not None
    assert 0 <= credit <= 10_000
    assert (credit == 10_000) == (order == ["o0", "o1", "o2", "o3"])


@given(st.sets(st.sampled_from(["o0", "o1", "o2"]), min_size=1), st.randoms())
def test_options_may_be_ticked_in_any_order(ticked: set[str], chance: random.Random) -> None:
    content = make_content("multiple_choice")
    mixed = sorted(ticked)
    chance.shuffle(mixed)
    credit = credit_bp(content, {"options": mixed})
    assert credit == credit_bp(content, {"options": sorted(ticked)})
    assert (credit == 10_000) == (ticked == {"o0", "o1"})


@given(
    st.dictionaries(
        st.sampled_from(["o0", "o1", "o2"]), st.sampled_from(["o0", "o1", "o2", "o3"]), min_size=1
    )
)
def test_only_all_pairs_earn_everything(pairs: dict[str, str]) -> None:
    credit = credit_bp(make_content("matching"), {"pairs": pairs})
    assert credit is not None
    assert 0 <= credit <= 10_000
    assert (credit == 10_000) == (pairs == {"o0": "o0", "o1": "o1", "o2": "o2"})


@given(st.text())
def test_typed_text_never_breaks_the_marking(text: str) -> None:
    for kind in ("numeric", "fill_blank"):
        assert credit_bp(make_content(kind), {"text": text}) in {None, 0, 10_000}


@given(
    st.text(alphabet="客户顾问abcXYZ0９ｋＫ", min_size=1),
    st.sampled_from([" ", "\u3000", "，", "。", "-", "\t"]),
)
def test_width_case_spaces_and_punctuation_do_not_decide(text: str, between: str) -> None:
    assert fold(between.join(text).upper()) == fold(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,000", "1000"), ("−5", "-5"), ("３。５", "3.5"), (" 12 % ", "12"), ("", None), ("9" * 41, None)],
)
def test_numbers_as_people_type_them(text: str, number: str | None) -> None:
    value = parse_number(text)
    assert (None if value is None else str(value)) == number


@pytest.mark.parametrize(
    ("kind", "text", "slip"),
    [
        ("numeric", "95.05", "o0"),
        ("numeric", "96", None),
        ("fill_blank", "上 级", "o0"),
        ("fill_blank", "无", None),
    ],
)
def test_a_frequent_slip_is_recognised(kind: str, text: str, slip: str | None) -> None:
    assert slip_of(make_content(kind), {"text": text}) == slip


def test_a_choice_has_no_slip() -> None:
    assert slip_of(make_content("single_choice"), {"options": ["o1"]}) is None


@pytest.mark.parametrize(
    ("earned", "bp"),
    [
        ([], None),
        ([(1, 0)], 0),
        ([(1, 10_000), (1, 0)], 5_000),
        ([(2, 10_000), (1, 0)], 6_667),
        ([(0, 0)], None),
    ],
)
def test_total(earned: list[tuple[int, int]], bp: int | None) -> None:
    assert total_bp(earned) == bp


def test_every_kind_has_a_rule_or_is_marked_by_a_person() -> None:
    for kind in Kind:
        content = make_content(kind)
        credit = credit_bp(content, read_answer(content, right_form(content)))
        assert (credit is None) == (kind is Kind.SHORT_ANSWER)
