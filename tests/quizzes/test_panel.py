"""Situational judgement: the experts' mean, their disagreement, and what nearness earns."""

from fractions import Fraction
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import lint, panel
from quizzes.content import Content
from quizzes.scoring import credit_bp
from tests.quizzes.factories import make_content

RATINGS = st.lists(st.integers(-2, 2), min_size=2, max_size=30)


def judgement(*panels: tuple[int, ...]) -> Content:
    rows = [
        {
            "id": f"o{place}",
            "text": {"zh": f"做法{place}", "en": f"Way {place}"},
            "match": {"zh": "", "en": ""},
            "feedback": {"zh": "", "en": ""},
            "correct": False,
            "points": 0,
            "panel": list(ratings),
        }
        for place, ratings in enumerate(panels)
    ]
    return make_content("judgement", options=rows)


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        ("2 1 2", (2, 1, 2)),
        ("+2，−1、 -2;0", (2, -1, -2, 0)),
        ("２ １", (2, 1)),
        ("", ()),
        ("  ", ()),
    ],
)
def test_ratings_as_people_type_them(text: str, ratings: tuple[int, ...]) -> None:
    assert panel.ratings_of(text) == ratings


@pytest.mark.parametrize("text", ["3", "-3", "1.5", "好", "2 2 x", "99999999999999999999", "1-2"])
def test_what_is_no_rating_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        panel.ratings_of(text)


@pytest.mark.parametrize(
    ("ratings", "rating", "share"),
    [
        ((2, 2, 2, 2, 2), 2, Fraction(1)),
        ((2, 2, 2, 2, 2), 1, Fraction(3, 4)),
        ((2, 2, 2, 2, 2), -2, Fraction(0)),
        # Mean 1.8: two is nearest (0.2), the farthest is -2 (3.8); one is 0.8 away.
        ((2, 2, 1, 2, 2), 2, Fraction(1)),
        ((2, 2, 1, 2, 2), 1, Fraction(30, 36)),
        ((2, 2, 1, 2, 2), -2, Fraction(0)),
        # Mean 0: both ends are farthest.
        ((0, 0, 0, 0, 0), 2, Fraction(0)),
        ((0, 0, 0, 0, 0), 1, Fraction(1, 2)),
        # Mean 0.5: nought and one are equally near.
        ((0, 1), 0, Fraction(1)),
        ((0, 1), 1, Fraction(1)),
    ],
)
def test_share(ratings: tuple[int, ...], rating: int, share: Fraction) -> None:
    assert panel.share(ratings, rating) == share


@given(RATINGS, st.integers(-2, 2))
def test_the_nearest_ratings_alone_earn_everything(ratings: list[int], rating: int) -> None:
    share = panel.share(ratings, rating)
    assert 0 <= share <= 1
    assert (share == 1) == panel.is_nearest(ratings, rating)


@given(RATINGS)
def test_nearer_earns_more(ratings: list[int]) -> None:
    middle = panel.mean(ratings)
    by_distance = sorted(panel.SCALE, key=lambda step: abs(step - middle))
    shares = [panel.share(ratings, step) for step in by_distance]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0


@given(RATINGS)
def test_disagreement_is_the_standard_deviation_over_one(ratings: list[int]) -> None:
    spread = stdev(ratings)
    if abs(spread - 1) > 1e-9:
        assert panel.disagrees(ratings) == (spread > 1)
    else:
        assert not panel.disagrees(ratings)


@given(
    st.lists(st.lists(st.integers(-2, 2), min_size=5, max_size=9).map(tuple), min_size=2, max_size=6),
    st.data(),
)
def test_credit_is_within_bounds_and_looks_at_no_order(
    panels: list[tuple[int, ...]], data: st.DataObject
) -> None:
    marks = {f"o{place}": str(data.draw(st.integers(-2, 2))) for place in range(len(panels))}
    content = judgement(*panels)
    credit = credit_bp(content, {"marks": marks})
    assert credit is not None
    assert 0 <= credit <= 10_000
    full = all(panel.is_nearest(panels[place], int(marks[f"o{place}"])) for place in range(len(panels)))
    assert (credit == 10_000) == full
    order = data.draw(st.permutations(range(len(panels))))
    mixed = judgement(*(panels[place] for place in order))
    moved = {f"o{new}": marks[f"o{old}"] for new, old in enumerate(order)}
    assert credit_bp(mixed, {"marks": moved}) == credit


def test_an_option_without_a_rating_earns_nothing() -> None:
    content = judgement((2, 2, 2, 2, 2), (-2, -2, -2, -2, -2))
    assert credit_bp(content, {"marks": {"o0": "2"}}) == 5_000
    assert credit_bp(content, {"marks": {"o0": "2", "o1": "-2"}}) == 10_000
    assert credit_bp(content, {"marks": {"o0": "0", "o1": "0"}}) == 5_000


def test_rounding_never_makes_full_credit() -> None:
    assert panel.credit_bp([Fraction(99_999, 100_000)], 1) == 9_999


@pytest.mark.parametrize(
    ("ratings", "text"), [((2, 2, 1, 2, 2), "+1.8"), ((-1, -2), "−1.5"), ((0, 0), "0.0"), ((1, 1, 2), "+1.3")]
)
def test_the_mean_as_shown(ratings: tuple[int, ...], text: str) -> None:
    assert panel.shown(ratings) == text


def says(*panels: tuple[int, ...]) -> str:
    return " ".join(str(sentence) for sentence in lint.problems(judgement(*panels)))


@pytest.mark.parametrize(
    ("panels", "said"),
    [
        (((2, 2, 2, 2), (1, 1, 1, 1)), "A, B"),
        (((2, 2, 2, 2, 2), ()), "B"),
        (((2, 2, 2, 2, 2), (1, 1, 1, 1, 1, 1)), "每位专家"),
        (((2, 2, 2, 2, 2), (2, -2, 2, -2, 0)), "选项 B 意见不一"),
        (((2, 2, 2, 2, 2),), "两个选项"),
    ],
)
def test_what_stands_against_publishing(panels: tuple[tuple[int, ...], ...], said: str) -> None:
    from django.utils import translation  # noqa: PLC0415

    with translation.override("zh-hans"):
        assert said in says(*panels)


def test_five_who_agree_are_enough() -> None:
    assert says((2, 2, 1, 2, 2), (-1, -2, -1, -2, 0)) == ""


def test_options_rated_alike_are_warned_of() -> None:
    found = [finding.code for finding in lint.findings(judgement((2, 2, 2, 2, 2), (2, 2, 1, 2, 2)))]
    assert "rated_alike" in found
