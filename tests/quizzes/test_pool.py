"""Nobody reads the pool by starting again and again (T11), and what one has seen tells nothing of another's.

The statistics are of seeded draws, so that they come out alike at every run. Each bound is chosen so that
an honest draw would miss it for one first seed in a million; what it would catch is said beside it.
"""

import random
from collections import Counter
from datetime import datetime, timedelta
from math import sqrt

import pytest

from core.refused import Refused
from people.models import Department, User
from quizzes import actions
from quizzes.draw import Place, draw
from quizzes.models import Attempt, AttemptItem, Quiz, QuizDraw
from tests.factories import make_person
from tests.quizzes.factories import make_question, make_quiz

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
POOL, DRAWN, PEOPLE = 30, 5, 6_000
CHI_SQUARE_29 = 80.44  # its upper 0.0001 % at 29 degrees of freedom
NORMAL = 4.89  # two-sided 0.0001 %
FIRST_SEED = 20_261_130


def seeded(first: int = FIRST_SEED) -> random.Random:
    return random.Random(first)  # noqa: S311 - the same at every run


def one_try(seeds: random.Random, seen: Counter[int]) -> list[int]:
    """Draw a try as ``start`` does and note what was seen."""
    drawn = draw([Place(tuple(range(POOL)), DRAWN)], seen, seeds.getrandbits(63))
    seen.update(drawn)
    return drawn


def test_every_question_is_drawn_equally_often() -> None:
    """A question that came half as often again as the others would give a figure above 300."""
    seeds = seeded()
    times = Counter(version for _person in range(PEOPLE) for version in one_try(seeds, Counter()))
    share = DRAWN / POOL
    expected, spread = PEOPLE * share, PEOPLE * share * (1 - share)
    figure = sum((times[version] - expected) ** 2 for version in range(POOL)) / spread * (POOL - 1) / POOL
    assert figure < CHI_SQUARE_29


@pytest.mark.parametrize("tries", [1, 3])
def test_what_one_person_saw_tells_nothing_of_anothers_questions(tries: int) -> None:
    """Of another's questions one has seen the share of the pool one has seen, neither more nor less.

    Were one draw in twenty-five taken over from the neighbour, the mean would lie beyond the bound.
    """
    seeds = seeded(FIRST_SEED + tries)
    shared = []
    for _pair in range(PEOPLE):
        seen: Counter[int] = Counter()
        for _turn in range(tries):
            one_try(seeds, seen)
        shared.append(len(seen.keys() & set(one_try(seeds, Counter()))))
    known = tries * DRAWN / POOL
    spread = DRAWN * known * (1 - known) * (POOL - DRAWN) / (POOL - 1)
    error = sqrt(spread / PEOPLE)
    assert abs(sum(shared) / PEOPLE - DRAWN * known) < NORMAL * error


def test_a_try_shows_as_many_questions_as_it_draws_and_no_more_can_be_had() -> None:
    seeds, seen = seeded(), Counter[int]()
    for turn in range(1, POOL // DRAWN + 1):
        one_try(seeds, seen)
        assert len(seen) == turn * DRAWN


# With the database ------------------------------------------------------------------------------------------


@pytest.fixture
def quiz(db: None) -> Quiz:
    for _turn in range(12):
        make_question(module="c9m1")
    quiz = make_quiz(attempt_limit=2, time_limit_minutes=10)
    QuizDraw.objects.create(quiz=quiz, count=3, module="c9m1")
    return quiz


def start(user: User, quiz: Quiz, now: datetime) -> Attempt:
    return actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now)


def seen_by(user: User) -> set[int]:
    return set(AttemptItem.objects.filter(attempt__user=user).values_list("version_id", flat=True))


def test_starting_over_and_over_shows_two_tries_of_questions(owner: User, quiz: Quiz) -> None:
    """Asked for, left lying, run out, asked for again: forty starts show what two tries hold."""
    for turn in range(40):
        try:
            start(owner, quiz, NOW + timedelta(minutes=4 * turn))
        except Refused as refused:
            assert refused.code == "no_tries_left"  # noqa: PT017 - most of the starts are refused
    assert Attempt.objects.filter(user=owner).count() == 2
    assert len(seen_by(owner)) == 6


def test_people_get_questions_of_their_own(quality: Department, quiz: Quiz) -> None:
    """Seeds of ten people; all alike with a chance of 220 to the power of minus nine."""
    people = [make_person(f"taker{number}", f"同事{number}", quality) for number in range(10)]
    for person in people:
        start(person, quiz, NOW)
    assert len({frozenset(seen_by(person)) for person in people}) > 1
