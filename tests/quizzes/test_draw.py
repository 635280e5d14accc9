"""Which questions an attempt gets, and in which order their options stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.content import Kind, public
from quizzes.draw import Place, draw, option_order
from tests.quizzes.factories import ROWS, make_content

SEEDS = st.integers(min_value=0, max_value=2**63)


@given(SEEDS)
def test_the_same_seed_draws_the_same(seed: int) -> None:
    places = [Place((1, 2, 3)), Place((3, 4, 5), 2)]
    assert draw(places, {}, seed) == draw(places, {}, seed)


@given(
    st.lists(
        st.builds(Place, st.lists(st.integers(1, 9), min_size=1).map(tuple), st.integers(1, 4)), max_size=5
    ),
    st.dictionaries(st.integers(1, 9), st.integers(0, 3)),
    SEEDS,
)
def test_nothing_is_drawn_twice_or_from_elsewhere(
    places: list[Place], seen: dict[int, int], seed: int
) -> None:
    drawn = draw(places, seen, seed)
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= {version for place in places for version in place.pool}


@given(SEEDS)
def test_unseen_questions_come_first(seed: int) -> None:
    assert set(draw([Place((1, 2, 3, 4), 2)], {1: 2, 3: 1}, seed)) == {2, 4}


def test_a_small_pool_gives_what_it_has() -> None:
    assert sorted(draw([Place((1, 2), 5)], {}, 7)) == [1, 2]


def test_chance_decides_among_equals() -> None:
    assert {draw([Place((1, 2, 3))], {}, seed)[0] for seed in range(60)} == {1, 2, 3}


@given(st.sampled_from(sorted(ROWS)), SEEDS)
def test_every_order_shows_every_option_once(kind: str, seed: int) -> None:
    content = make_content(kind)
    order = option_order(content, seed, shuffle=True)
    typed = content.kind in {Kind.NUMERIC, Kind.FILL_BLANK, Kind.SHORT_ANSWER, Kind.BLANKS}
    assert sorted(order) == ([] if typed else [option.id for option in content.options])


@given(SEEDS)
def test_an_ordering_is_never_shown_in_the_right_order(seed: int) -> None:
    assert option_order(make_content("ordering"), seed, shuffle=False) != ["o0", "o1", "o2", "o3"]


@pytest.mark.parametrize(("kind", "shuffle"), [("true_false", True), ("single_choice", False)])
def test_some_keep_the_authors_order(kind: str, shuffle: bool) -> None:
    orders = {tuple(option_order(make_content(kind), seed, shuffle=shuffle)) for seed in range(20)}
    assert len(orders) == 1


@pytest.mark.parametrize("kind", sorted(ROWS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_a_learner_sees_holds_no_key(kind: str, language: str) -> None:
    content = make_content(kind)
    shown = repr(public(content, option_order(content, 1, shuffle=True), language))
    for secret in (
        "反馈",
        "Feedback",
        "解析",
        "Explanation",
        "81.5",
        "客户",
        "customer",
        "范文",
        "上级",
        "期限",
    ):
        assert secret not in shown
