"""The question bank: each question by itself, and what the bank as a whole gives away."""

from collections.abc import Iterator, Sequence

from academy.checking.findings import Finding
from core.prose import Slip
from quizzes import bias, lint
from quizzes.content import Content

FILE = "questions.yaml"
LANGUAGES = ("zh", "en")
# The other slips of language are told where the file's texts are read.
TOLD_ELSEWHERE = frozenset(Slip) - {Slip.DOUBLE_NEGATIVE}


def check(bank: Sequence[Content]) -> Iterator[Finding]:
    """Yield what is wrong with the bank."""
    for content in bank:
        for found in lint.findings(content):
            if found.code not in TOLD_ELSEWHERE:
                yield Finding(FILE, content.key, found.text)
    yield from _longest(bank)
    yield from _places(bank)


def _longest(bank: Sequence[Content]) -> Iterator[Finding]:
    for kind in sorted(bias.PICKED):
        for language in LANGUAGES:
            told = bias.longest(bank, kind, language)
            if told.more_than_chance:
                often = f"{float(told.seen):.1f} times, chance gives {float(told.expected):.1f}"
                yield Finding(FILE, f"{kind}, {language}", f"The longest option is the key {often}.")


def _places(bank: Sequence[Content]) -> Iterator[Finding]:
    for kind in sorted(bias.PLACED):
        for place, told in bias.places(bank, kind).items():
            if told.more_than_chance:
                often = f"{float(told.seen):.0f} times, chance gives {float(told.expected):.1f}"
                yield Finding(FILE, kind, f"The key is in place {place + 1} {often}.")
