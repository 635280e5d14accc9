"""Whether two people's answers agree more often than their results explain: a generalised binomial test.

After van der Linden and Sotaridona (2006), "Detecting answer copying when the regular response process
follows a known response model". The model here, for each question both have answered:

- Right answers: the logit of the chance is the question's ease (the logit of the share of other people who
  got it right) plus one number per person, chosen so that the expected number of right answers is the one
  the person has. The test is thereby conditional on both results.
- Wrong answers: that two people who are both wrong gave the same answer is as likely as it is among other
  people who were wrong. With few of them this is drawn towards one half, which is on the careful side: it
  makes agreement look more ordinary.
- By chance two people agree with p1 p2 + (1 - p1)(1 - p2) x that share, independently over questions.

The number of identical answers then has a Poisson-binomial distribution, whose upper tail is exact. All
pairs compared at one time share one risk of a false alarm (Bonferroni).

The test has little power: between two good results, or on few questions, even a whole copy is no surprise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, fsum, log10

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Answer = tuple[str, ...]  # the options chosen, sorted

SECONDS_APART = 24 * 3_600
FEWEST_COMMON = 10
LEAST_IDENTICAL = 80  # per cent
ALPHA = 0.05  # the risk of any false alarm in one comparison
FEWEST_PAIRS = 50  # a small comparison is judged as if it were one of fifty: never by less than 1 in 1,000
FEWEST_OTHERS = 20  # a question fewer other people have answered says nothing about what is usual

TYPICAL_SHARE = 0.5  # of pairs of wrong answers that are the same, until there are enough to know
TYPICAL_WEIGHT = 10  # pairs of wrong answers this is worth
FARTHEST, STEPS = 40.0, 80  # logits, halvings
MOST_SURE = 1_000_000_000  # nothing of this kind is known better
SHOWN_DIGITS = 2
MOST_SHOWN = 1_000_000


@dataclass(frozen=True, slots=True)
class Paper:
    """What one person answered: when, in seconds, and {question version: answer}."""

    at: float
    answers: Mapping[int, Answer]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question both have answered; ``others`` is how many other people gave which answer.

    ``wrong_ways`` is how many different wrong answers there can be.
    """

    one: Answer
    other: Answer
    key: Answer
    wrong_ways: int
    others: Mapping[Answer, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two people agree, and the chance that two with their results agree as much or more."""

    common: int
    identical: int
    identical_wrong: int
    chance: float


def alike(papers: Sequence[Paper], *, since: float) -> tuple[int, list[tuple[int, int]]]:
    """Return how many pairs were compared, and those of them that agree enough to be tested, as places.

    Compared are papers at most 24 hours apart, the later one after ``since``, with enough common questions.
    """
    order = sorted(range(len(papers)), key=lambda place: papers[place].at)
    times = np.array([papers[place].at for place in order])
    codes = _coded([papers[place].answers for place in order])
    new = int(np.searchsorted(times, since, side="right"))
    ends = np.searchsorted(times, times + SECONDS_APART, side="right")
    compared, found = 0, []
    for place, end in enumerate(ends):
        start = max(place + 1, new)
        rows = codes[start:end]
        both = (rows >= 0) & (codes[place] >= 0)
        common = both.sum(axis=1)
        same = ((rows == codes[place]) & both).sum(axis=1)
        compared += int((common >= FEWEST_COMMON).sum())
        found += [
            (order[place], order[start + int(later)]) for later in np.flatnonzero(_enough(common, same))
        ]
    return compared, found


def _coded(answers: Sequence[Mapping[int, Answer]]) -> NDArray[np.int64]:
    """Return papers x questions, the same number for the same answer, -1 where nothing was answered."""
    places = {version: place for place, version in enumerate(sorted({v for row in answers for v in row}))}
    numbers: dict[Answer, int] = {}
    codes = np.full((len(answers), len(places)), -1, dtype=np.int64)
    for row, given in enumerate(answers):
        for version, answer in given.items():
            codes[row, places[version]] = numbers.setdefault(answer, len(numbers))
    return codes


def _enough(common: NDArray[np.int64], identical: NDArray[np.int64]) -> NDArray[np.bool_]:
    enough: NDArray[np.bool_] = (common >= FEWEST_COMMON) & (100 * identical >= LEAST_IDENTICAL * common)
    return enough


def likeness(asked: Sequence[Asked]) -> Likeness | None:
    """Return how alike two people's answers are, None where they are too few or too different to say.

    Questions that too few other people have answered are left out.
    """
    counted = [one for one in asked if sum(one.others.values()) >= FEWEST_OTHERS]
    same = [one for one in counted if one.one == one.other]
    if not _enough(np.array(len(counted)), np.array(len(same))):
        return None
    facility = np.array([_facility(one) for one in counted])
    first = right_chances(facility, sum(one.one == one.key for one in counted))
    second = right_chances(facility, sum(one.other == one.key for one in counted))
    chances = first * second + (1 - first) * (1 - second) * np.array([_wrong_share(one) for one in counted])
    return Likeness(
        common=len(counted),
        identical=len(same),
        identical_wrong=sum(one.one != one.key for one in same),
        chance=upper_tail(chances, len(same)),
    )


def _facility(asked: Asked) -> float:
    return (asked.others.get(asked.key, 0) + 0.5) / (sum(asked.others.values()) + 1)


def _wrong_share(asked: Asked) -> float:
    """Return how often two people who are both wrong gave the same answer."""
    if asked.wrong_ways == 1:
        return 1.0
    wrong = [times for answer, times in asked.others.items() if answer != asked.key]
    pairs = sum(wrong) * (sum(wrong) - 1) / 2
    same = sum(times * (times - 1) / 2 for times in wrong)
    return (same + TYPICAL_WEIGHT * TYPICAL_SHARE) / (pairs + TYPICAL_WEIGHT)


def right_chances(facility: Floats, right: int) -> Floats:
    """Return the chance of a right answer per question for somebody with so many right answers.

    ``facility`` is the share (0-1, ends excluded) of other people who are right. A perfect or empty result
    counts half an answer less perfect or empty.
    """
    ease = np.log(facility / (1 - facility))
    wanted = len(facility) * (right + 0.5) / (len(facility) + 1)
    low, high = -FARTHEST, FARTHEST
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _logistic(ease + middle).sum() < wanted else (low, middle)
    return _logistic(ease + (low + high) / 2)


def _logistic(logits: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-logits))
    return result


def upper_tail(chances: Floats, at_least: int) -> float:
    """Return the probability that at least so many of independent events with these chances happen."""
    distribution = np.zeros(len(chances) + 1)
    distribution[0] = 1.0
    for chance in chances:
        happened = distribution[:-1] * chance
        distribution *= 1 - chance
        distribution[1:] += happened
    return min(1.0, fsum(distribution[max(0, at_least) :]))


def is_conspicuous(found: Likeness, pairs: int) -> bool:
    """Say whether a pair goes to the review, when so many pairs were compared."""
    return found.chance <= ALPHA / max(FEWEST_PAIRS, pairs)


def one_in(chance: float) -> int:
    """Return N for a chance of one in N, cut to what can be known."""
    return MOST_SURE if chance * MOST_SURE <= 1 else int(1 / chance)


def about(number: int) -> int:
    """Return a number cut to two digits, as it is said: 21,977 is about 21,000; at most a million."""
    if number >= MOST_SHOWN:
        return MOST_SHOWN
    unit = 10 ** max(0, floor(log10(max(1, number))) - SHOWN_DIGITS + 1)
    return number // unit * unit
