"""What a learner's mark of a statement, or rating of a way to act, is called."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from quizzes.content import Kind

WORDS: dict[Kind, dict[str, Promise]] = {
    Kind.GRID: {
        "1": pgettext_lazy("statement", "Holds"),
        "0": pgettext_lazy("statement", "Does not hold"),
    },
    Kind.JUDGEMENT: {
        "-2": pgettext_lazy("way to act", "Very poor"),
        "-1": pgettext_lazy("way to act", "Rather poor"),
        "0": pgettext_lazy("way to act", "Neither"),
        "1": pgettext_lazy("way to act", "Rather good"),
        "2": pgettext_lazy("way to act", "Very good"),
    },
}


def mark_word(mark: str, kind: str) -> str:
    """Return the words of a mark in the language being shown; other kinds of answer are as they are."""
    return str(WORDS.get(Kind(kind), {}).get(mark, mark))


def marks(kind: str) -> list[tuple[str, str]]:
    """Return (value, words) of every mark a kind of question offers, in the order of the scale."""
    return [(mark, str(words)) for mark, words in WORDS.get(Kind(kind), {}).items()]
