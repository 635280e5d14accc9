"""Whether a bank of questions gives its keys away: by the longest option, or by one place in the list.

What chance would give follows from the questions: with ``k`` right options among ``n``, any one is right with
``k/n``. A right option that shares the greatest length counts by its share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from quizzes.content import Content, Kind

# Matching, ordering and typed answers show no key; true/false has fixed texts, so only its place counts.
PICKED = frozenset({Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE})
PLACED = PICKED | {Kind.TRUE_FALSE}


@dataclass(frozen=True, slots=True)
class Bias:
    """How often the key could be guessed by a rule of thumb, and how often chance would have it."""

    seen: Fraction
    expected: Fraction

    @property
    def more_than_chance(self) -> bool:
        """Whether the rule of thumb beats chance by at least one whole question."""
        return self.seen > ceil(self.expected)


def longest(contents: Iterable[Content], kind: Kind, language: str) -> Bias:
    """Return how often the longest option is a key, among questions of one kind in one language."""
    shown = [content for content in contents if content.kind is kind and kind in PICKED]
    return Bias(
        sum((_longest_is_key(content, language) for content in shown), Fraction(0)),
        sum((_chance(content) for content in shown), Fraction(0)),
    )


def places(contents: Sequence[Content], kind: Kind) -> dict[int, Bias]:
    """Return for each place in the list how often a key of this kind of question stands there."""
    shown = [content for content in contents if content.kind is kind and kind in PLACED]
    most = max((len(content.options) for content in shown), default=0)
    return {place: _at(place, shown) for place in range(most)}


def _at(place: int, shown: Iterable[Content]) -> Bias:
    there = [content for content in shown if len(content.options) > place]
    return Bias(
        Fraction(sum(content.options[place].correct for content in there)),
        sum((_chance(content) for content in there), Fraction(0)),
    )


def _chance(content: Content) -> Fraction:
    return Fraction(sum(option.correct for option in content.options), len(content.options))


def _longest_is_key(content: Content, language: str) -> Fraction:
    sizes = [len(option.text.show(language)) for option in content.options]
    tied = [option for option, size in zip(content.options, sizes, strict=True) if size == max(sizes)]
    return Fraction(sum(option.correct for option in tied), len(tied))
