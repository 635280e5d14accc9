"""The test for identical answers: tables, properties, brute force, and simulated companies."""

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.sharing import (
    ALPHA,
    FEWEST_COMMON,
    FEWEST_OTHERS,
    MOST_SURE,
    SECONDS_APART,
    Answer,
    Asked,
    Floats,
    Likeness,
    Paper,
    about,
    alike,
    is_conspicuous,
    likeness,
    one_in,
    right_chances,
    upper_tail,
)

A: Answer = ("a",)
B: Answer = ("b",)
C: Answer = ("c",)
D: Answer = ("d",)
OTHERS: dict[Answer, int] = {A: 24, B: 8, C: 5, D: 3}
chance = st.floats(0.0, 1.0, allow_nan=False)


def asked(one: Answer, other: Answer, others: dict[Answer, int] | None = None, ways: int = 3) -> Asked:
    return Asked(one, other, A, ways, OTHERS if others is None else others)


def twenty(same_right: int, same_wrong: int, different: int) -> Likeness | None:
    rows = [asked(A, A)] * same_right + [asked(B, B)] * same_wrong + [asked(A, B), asked(C, A)] * different
    return likeness(rows[: same_right + same_wrong + different])


@st.composite
def papers_of_two(draw: st.DrawFn) -> list[Asked]:
    """Return pairs of answers that agree enough to be tested, with others of every kind."""
    count = draw(st.integers(FEWEST_COMMON, 24))
    different = draw(st.integers(0, count // 5))
    rows = []
    for place in range(count):
        others: dict[Answer, int] = {option: draw(st.integers(0, 30)) for option in (A, B, C, D)}
        others[A] += FEWEST_OTHERS
        one = draw(st.sampled_from([A, B, C, D]))
        other = draw(st.sampled_from([A, B, C, D])) if place < different else one
        rows.append(Asked(one, other, A, 3, others))
    return rows


# --- the tail -------------------------------------------------------------------------------------------


def brute(chances: list[float], at_least: int) -> float:
    total = 0.0
    for happened in product((0, 1), repeat=len(chances)):
        if sum(happened) >= at_least:
            total += float(np.prod([p if h else 1 - p for p, h in zip(chances, happened, strict=True)]))
    return total


@given(st.lists(chance, max_size=8), st.integers(-1, 9))
def test_the_tail_equals_brute_force(chances: list[float], at_least: int) -> None:
    assert upper_tail(np.array(chances), at_least) == pytest.approx(brute(chances, at_least), abs=1e-12)


@pytest.mark.parametrize(
    ("chances", "at_least", "expected"),
    [
        ([], 0, 1.0),
        ([], 1, 0.0),
        ([0.5] * 4, 4, 0.0625),
        ([0.5] * 4, 0, 1.0),
        ([1.0, 0.0], 1, 1.0),
        ([1.0, 0.0], 2, 0.0),
        ([0.1] * 20, 20, 1e-20),
    ],
)
def test_the_tail_by_hand(chances: list[float], at_least: int, expected: float) -> None:
    assert upper_tail(np.array(chances), at_least) == pytest.approx(expected, rel=1e-9)


@given(st.lists(chance, max_size=30), st.integers(0, 30))
def test_more_matches_are_never_more_likely(chances: list[float], at_least: int) -> None:
    row = np.array(chances)
    assert 0.0 <= upper_tail(row, at_least + 1) <= upper_tail(row, at_least) <= 1.0


# --- the chance of a right answer -----------------------------------------------------------------------


@given(st.lists(st.floats(0.02, 0.98), min_size=1, max_size=40), st.data())
def test_the_expected_result_is_the_result(facility: list[float], data: st.DataObject) -> None:
    right = data.draw(st.integers(0, len(facility)))
    chances = right_chances(np.array(facility), right)
    wanted = len(facility) * (right + 0.5) / (len(facility) + 1)
    assert chances.sum() == pytest.approx(wanted, abs=1e-9)
    assert bool(((chances > 0) & (chances < 1)).all())
    assert bool((np.diff(chances[np.argsort(facility)]) >= -1e-9).all())  # the easier, the likelier


# --- two people -----------------------------------------------------------------------------------------


@given(papers_of_two())
def test_who_is_named_first_does_not_matter(rows: list[Asked]) -> None:
    one, other = likeness(rows), likeness([replace(row, one=row.other, other=row.one) for row in rows])
    assert one
    assert other
    assert other.chance == pytest.approx(one.chance, rel=1e-9)
    assert replace(other, chance=0.0) == replace(one, chance=0.0)
    assert 0.0 <= one.chance <= 1.0


@given(papers_of_two(), st.randoms())
def test_the_order_of_questions_does_not_matter(rows: list[Asked], chance: Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = likeness(rows), likeness(mixed)
    assert one
    assert other
    assert other.chance == pytest.approx(one.chance, rel=1e-9)


@given(papers_of_two(), st.sampled_from([B, C, D]), st.sampled_from([B, C, D]))
def test_one_more_identical_wrong_answer_is_less_likely(
    rows: list[Asked], one: Answer, other: Answer
) -> None:
    apart = [*rows[:-1], replace(rows[-1], one=one, other=other)]
    same = [*rows[:-1], replace(rows[-1], one=one, other=one)]
    before, after = likeness(apart), likeness(same)
    assert after
    if before is not None:
        assert after.chance <= before.chance * (1 + 1e-9)


def test_what_is_counted() -> None:
    rows = [asked(A, A)] * 9 + [asked(B, B)] * 6 + [asked(A, B), asked(C, D)]
    found = likeness(rows)
    assert found
    assert (found.common, found.identical, found.identical_wrong) == (17, 15, 6)


@pytest.mark.parametrize(
    ("same", "different", "tested"),
    [(9, 0, False), (10, 0, True), (8, 2, True), (7, 3, False), (16, 4, True), (15, 5, False)],
)
def test_ten_questions_and_four_fifths(same: int, different: int, tested: bool) -> None:
    assert (likeness([asked(B, B)] * same + [asked(A, B)] * different) is not None) == tested


def test_a_question_few_others_answered_is_left_out() -> None:
    few: dict[Answer, int] = {A: FEWEST_OTHERS - 1}
    assert likeness([asked(B, B)] * 9 + [asked(B, B, few)]) is None
    found = likeness([asked(B, B)] * 10 + [asked(B, B, few)])
    assert found
    assert found.common == 10


def test_identical_wrong_answers_weigh_more_than_right_ones() -> None:
    right, mixed, wrong = twenty(20, 0, 0), twenty(14, 6, 0), twenty(8, 12, 0)
    assert right
    assert mixed
    assert wrong
    assert right.chance > 0.2  # two perfect papers are no surprise
    assert right.chance > mixed.chance > wrong.chance


def test_a_popular_wrong_answer_weighs_less() -> None:
    spread: dict[Answer, int] = {A: 20, B: 7, C: 7, D: 6}
    popular: dict[Answer, int] = {A: 20, B: 20}
    rows = [asked(A, A)] * 10
    of_spread = likeness([*rows, *[asked(B, B, spread)] * 10])
    of_popular = likeness([*rows, *[asked(B, B, popular)] * 10])
    assert of_spread
    assert of_popular
    assert of_spread.chance < of_popular.chance / 10


def test_where_there_is_one_wrong_answer_agreeing_on_it_is_certain() -> None:
    rows = [asked(B, B, {A: 20, B: 20}, ways=1)] * 20
    found = likeness(rows)
    assert found
    assert found.chance == pytest.approx(upper_tail(_agreeing(rows), 20))
    assert found.chance > 0.2


def _agreeing(rows: list[Asked]) -> Floats:
    chances = right_chances(np.full(len(rows), 0.5), 0)
    agreeing: Floats = chances**2 + (1 - chances) ** 2
    return agreeing


@pytest.mark.parametrize(
    ("chance", "pairs", "expected"),
    [
        (ALPHA / 1_000, 1_000, True),
        (ALPHA / 999, 1_000, False),
        (0.04, 1, False),  # one pair alone is judged as one of fifty
        (0.001, 1, True),
    ],
)
def test_all_pairs_compared_share_one_risk(chance: float, pairs: int, expected: bool) -> None:
    assert is_conspicuous(Likeness(20, 20, 5, chance), pairs) == expected


# --- which pairs are compared ---------------------------------------------------------------------------


def paper(at: float, letters: str) -> Paper:
    return Paper(at, {place: (letter,) for place, letter in enumerate(letters) if letter != "-"})


def test_which_pairs_are_compared() -> None:
    papers = [
        paper(SECONDS_APART, "abcdabcdab"),
        paper(0, "abcdabcdab"),
        paper(2 * SECONDS_APART + 1, "abcdabcdab"),
        paper(10, "bcdabcdabc"),
        paper(20, "abcdabcd--"),
    ]
    assert alike(papers, since=-1) == (3, [(1, 0)])
    assert alike(papers, since=10) == (2, [(1, 0)])
    assert alike(papers, since=SECONDS_APART) == (0, [])
    assert alike([], since=0) == (0, [])


def test_only_the_same_version_of_a_question_is_common() -> None:
    one = Paper(0, dict.fromkeys(range(10), A))
    other = Paper(0, dict.fromkeys(range(1, 11), A))
    assert alike([one, other], since=-1) == (0, [])


# --- in words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, 0), (1, 1), (99, 99), (1_000, 1_000), (1_099, 1_000), (21_977, 21_000), (999_999, 990_000),
     (1_000_000, 1_000_000), (MOST_SURE, 1_000_000)],
)  # fmt: skip
def test_numbers_are_cut_to_two_digits(number: int, expected: int) -> None:
    assert about(number) == expected


@pytest.mark.parametrize(("chance", "expected"), [(1.0, 1), (0.25, 4), (0.0, MOST_SURE), (1e-30, MOST_SURE)])
def test_one_in_so_many(chance: float, expected: int) -> None:
    assert one_in(chance) == expected


# --- simulated companies --------------------------------------------------------------------------------


class Company:
    """People who answer by themselves: ability and ease in logits, wrong answers with a favourite."""

    def __init__(self, people: int, questions: int, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.ease = self.chance.normal(0.7, 0.9, questions)
        self.spread = self.chance.dirichlet([1.0, 1.0, 1.0], questions)
        self.answers = np.array([self.paper(self.chance.normal(0.3, 0.8)) for _ in range(people)])

    def paper(self, ability: float) -> list[int]:
        right = self.chance.random(len(self.ease)) < 1 / (1 + np.exp(-self.ease - ability))
        wrong = [1 + self.chance.choice(3, p=spread) for spread in self.spread]
        return [0 if hit else slip for hit, slip in zip(right, wrong, strict=True)]

    def likeness(self, one: int, other: int) -> Likeness | None:
        rest = np.delete(self.answers, [one, other], axis=0)
        rows = []
        for place, column in enumerate(rest.T):
            others: dict[Answer, int] = {
                ("abcd"[code],): int(times) for code, times in enumerate(np.bincount(column))
            }
            answers = [("abcd"[self.answers[person, place]],) for person in (one, other)]
            rows.append(Asked(answers[0], answers[1], A, 3, others))
        return likeness(rows)

    def flagged(self, size: int) -> list[tuple[int, int]]:
        """Compare the first so many people, each with each."""
        pairs = [(one, other) for one in range(size) for other in range(one)]
        found = [(pair, self.likeness(*pair)) for pair in pairs]
        return [pair for pair, one in found if one is not None and is_conspicuous(one, len(pairs))]


def test_people_who_work_alone_are_hardly_ever_flagged() -> None:
    alarms = [len(Company(60, 20, seed).flagged(25)) for seed in range(40)]
    assert sum(alarm > 0 for alarm in alarms) <= 3  # 0.05 x 40, and a little


def test_a_copied_paper_of_twenty_questions_is_flagged() -> None:
    missed = 0
    for seed in range(20):
        company = Company(60, 20, seed)
        company.answers[1] = company.answers[0] = company.paper(-0.6)  # about half right
        missed += (1, 0) not in company.flagged(25)
    assert missed <= 1


def test_a_copied_good_paper_cannot_be_told() -> None:
    company = Company(60, 20, 1)
    company.answers[0] = 0
    company.answers[0, 3] = 1
    company.answers[1] = company.answers[0]
    assert company.flagged(25) == []
