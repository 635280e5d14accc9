"""Item analysis against a published data set, independent formulas, and edge rows."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from quizzes.statistics import (
    Floats,
    Marks,
    cronbach_alpha,
    item_figures,
    option_figures,
    quiz_figure,
    rest_shares,
)

# Law School Admission Test, section 6: answers of 1 000 people to five items (Bock and Lieberman 1970), as
# the number of people with each pattern of right (1) and wrong (0) answers.
LSAT6 = """
00000 3    00001 6   00010 2   00011 11  00100 1   00101 1   00110 3   00111 4
01000 1    01001 8   01010 0   01011 16  01100 0   01101 3   01110 2   01111 15
10000 10   10001 29  10010 14  10011 81  10100 3   10101 28  10110 15  10111 80
11000 16   11001 56  11010 21  11011 173 11100 11  11101 61  11110 28  11111 298
"""


def lsat6() -> Floats:
    words = LSAT6.split()
    rows = []
    for pattern, times in zip(words[::2], words[1::2], strict=True):
        rows += [[float(mark) for mark in pattern]] * int(times)
    return np.array(rows)


def marks_of(table: Floats, points: float = 1.0) -> Marks:
    """Return a full table (attempts x items, nan for unanswered) as columns."""
    attempts, items = table.shape
    return Marks(
        attempt=np.repeat(np.arange(attempts), items),
        item=np.tile(np.arange(items), attempts),
        credit=table.ravel(),
        points=np.full(table.size, points),
        seconds=np.full(table.size, np.nan),
        timed=np.zeros(table.size, dtype=bool),
    )


def test_published_facilities_and_alpha() -> None:
    table = lsat6()
    figures = item_figures(marks_of(table), 5)
    assert [one.n for one in figures] == [1000] * 5
    assert [round(one.facility or 0, 3) for one in figures] == [0.924, 0.709, 0.553, 0.763, 0.870]
    alpha, low, high = cronbach_alpha(table)
    assert alpha is not None
    assert low is not None
    assert high is not None
    assert round(alpha, 3) == 0.295
    assert low < alpha < high


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    table = lsat6()
    figures = item_figures(marks_of(table, points=2.0), 5)
    for place, figure in enumerate(figures):
        rest = np.delete(table, place, axis=1).sum(axis=1)
        expected = stats.pearsonr(table[:, place], rest).statistic
        assert figure.discrimination == pytest.approx(expected, abs=1e-12)


def test_the_interval_of_alpha_covers_like_its_theory() -> None:
    """Feldt's interval from parallel items of a known reliability holds it about 95 times in 100."""
    chance = np.random.default_rng(7)
    places, people = 6, 60
    true_alpha = places * 0.5 / (1 + (places - 1) * 0.5)
    held = 0
    for _round in range(400):
        common = chance.normal(size=(people, 1))
        table = np.sqrt(0.5) * common + np.sqrt(0.5) * chance.normal(size=(people, places))
        _alpha, low, high = cronbach_alpha(table)
        assert low is not None
        assert high is not None
        held += low <= true_alpha <= high
    assert 365 <= held <= 395


def test_an_unanswered_question_earned_nothing_and_is_told_as_skipped() -> None:
    table = np.array([[1.0, np.nan], [0.0, 1.0], [1.0, np.nan], [1.0, 0.5]])
    figure = item_figures(marks_of(table), 2)[1]
    assert (figure.n, figure.facility, figure.skipped) == (4, 0.375, 0.5)


def test_rest_is_a_share_so_that_different_draws_compare() -> None:
    marks = Marks(
        attempt=np.array([0, 0, 1, 1, 2]),
        item=np.array([0, 1, 0, 2, 0]),
        credit=np.array([1.0, 0.5, 0.0, 1.0, 1.0]),
        points=np.array([1.0, 1.0, 1.0, 4.0, 1.0]),
        seconds=np.full(5, np.nan),
        timed=np.zeros(5, dtype=bool),
    )
    rest = rest_shares(marks)
    assert rest[:4].tolist() == [0.5, 1.0, 1.0, 0.0]
    assert math.isnan(rest[4])


def test_seconds_are_the_median_of_known_ones() -> None:
    marks = Marks(
        attempt=np.arange(4),
        item=np.array([0, 0, 0, 1]),
        credit=np.ones(4),
        points=np.ones(4),
        seconds=np.array([10.0, 30.0, np.nan, np.nan]),
        timed=np.zeros(4, dtype=bool),
    )
    assert [figure.seconds for figure in item_figures(marks, 2)] == [20.0, None]


def test_haste_is_the_share_under_two_seconds_of_known_times() -> None:
    marks = Marks(
        attempt=np.arange(6),
        item=np.array([0, 0, 0, 0, 1, 1]),
        credit=np.ones(6),
        points=np.ones(6),
        seconds=np.array([1.9, 2.0, 30.0, 0.1, 0.1, np.nan]),
        timed=np.array([True, True, True, False, False, False]),
    )
    figures = item_figures(marks, 2)
    assert [figure.timed for figure in figures] == [3, 0]
    assert [figure.hasty for figure in figures] == [pytest.approx(1 / 3), None]


@pytest.mark.parametrize("table", [np.ones((5, 2)), np.array([[1.0, 0.0], [0.0, 1.0]])])
def test_no_discrimination_where_nothing_varies_or_too_few(table: Floats) -> None:
    assert [figure.discrimination for figure in item_figures(marks_of(table), 2)] == [None, None]


def test_nobody_gives_no_figures() -> None:
    empty = Marks(*(np.array([], dtype=kind) for kind in (np.intp, np.intp, float, float, float, bool)))
    figure = item_figures(empty, 1)[0]
    assert (figure.n, figure.facility, figure.discrimination, figure.skipped) == (0, None, None, None)
    assert quiz_figure(np.array([]), None).mean is None
    assert quiz_figure(np.array([0.5]), np.array([[0.5]])).alpha is None


def test_options_tell_who_chose_them() -> None:
    figures = option_figures(np.array([0, 0, 1, 1]), np.array([1.0, 0.5, 0.25, np.nan]), 3)
    assert [(one.chosen, one.rest) for one in figures] == [(2, 0.75), (2, 0.25), (0, None)]


def test_quiz_figures() -> None:
    table = lsat6()
    figure = quiz_figure(table.mean(axis=1), table)
    assert figure.mean == pytest.approx(0.7638)
    assert figure.median == 0.8
    assert figure.spread == pytest.approx(table.mean(axis=1).std(ddof=1))
    assert figure.alpha is not None
    assert figure.spread is not None
    assert figure.standard_error == pytest.approx(figure.spread * math.sqrt(1 - figure.alpha))


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=3, max_size=30))
def test_figures_stay_in_their_ranges(rows: list[list[float]]) -> None:
    for figure in item_figures(marks_of(np.array(rows)), 3):
        assert figure.facility is not None
        assert 0 <= figure.facility <= 1
        assert figure.discrimination is None or -1.000001 <= figure.discrimination <= 1.000001
