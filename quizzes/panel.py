"""Situational judgement: what experts think of each way to act, and how near a learner comes to them.

Experts and learners rate every option from -2 (very poor) to +2 (very good), the scale of the role-plays.
The key is the experts' mean and credit falls with the distance from it, as in consensus scoring of such
tests (McDaniel, Psotka, Legree, Yost and Weekley 2011, Journal of Applied Psychology 96). Every
option is rated, rather than the best one chosen, because each rating is a mark of its own: a question tells
more, and guessing one option helps little. Who always rates in the middle still earns about half; such
scores are therefore no measure of a person by one question alone.

An option on which experts disagree has no key. They disagree where the standard deviation (n - 1) is over
one point of the five; fewer than five experts are no panel. All arithmetic is in whole numbers and fractions.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

from core.basis_points import FULL_BP, fraction_bp

LOWEST, HIGHEST = -2, 2
FEWEST_EXPERTS = 5
LARGEST_SPREAD = 1
SCALE = tuple(range(LOWEST, HIGHEST + 1))
_BETWEEN = re.compile(r"[\s,，、;；]+")


def ratings_of(text: str) -> tuple[int, ...]:
    """Return the ratings of ``2 1 2 +1 -1``; raises ValueError for anything that is no rating."""
    wide = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    ratings = tuple(int(part) for part in _BETWEEN.split(wide) if part)
    if any(rating not in SCALE for rating in ratings):
        raise ValueError("ratings run from -2 to 2")
    return ratings


def mean(ratings: Sequence[int]) -> Fraction:
    """Return the mean of the experts' ratings, exactly; there is at least one."""
    return Fraction(sum(ratings), len(ratings))


def disagrees(ratings: Sequence[int]) -> bool:
    """Say whether the standard deviation (n - 1) of the ratings is over the limit; compared as squares."""
    n = len(ratings)
    squares = n * sum(rating * rating for rating in ratings) - sum(ratings) ** 2
    return squares > LARGEST_SPREAD**2 * n * (n - 1)


def is_nearest(ratings: Sequence[int], rating: int) -> bool:
    """Say whether no rating is nearer to the experts' mean; half-way between two, both are nearest."""
    middle = mean(ratings)
    return abs(rating - middle) == min(abs(step - middle) for step in SCALE)


def share(ratings: Sequence[int], rating: int) -> Fraction:
    """Return what a rating earns (0-1): one for the nearest to the mean, nought for the farthest."""
    distances = [abs(step - mean(ratings)) for step in SCALE]
    farthest, nearest = max(distances), min(distances)
    return (farthest - abs(rating - mean(ratings))) / (farthest - nearest)


def credit_bp(shares: Iterable[Fraction], options: int) -> int:
    """Return the mean share over all options in basis points; what is not rated earned nothing.

    Rounding never makes full credit of less.
    """
    total = sum(shares, Fraction(0)) / options
    return FULL_BP if total == 1 else min(FULL_BP - 1, fraction_bp(total))


def shown(ratings: Sequence[int]) -> str:
    """Return the experts' mean for people, signed, to a tenth, half away from nought."""
    middle = mean(ratings)
    tenths = (abs(middle) * 20 + 1) // 2
    sign = "−" if middle < 0 and tenths else "+" if tenths else ""
    return f"{sign}{tenths // 10}.{tenths % 10}"
