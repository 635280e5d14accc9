"""Tables of questions: writing, in both languages, under the template's heads."""

from collections.abc import Callable, Sequence

from quizzes.content import CHOICES, Credit, Kind, Text
from quizzes.exchange.columns import HEADS, OPTION_HEADS
from quizzes.exchange.items import NONE, Item, Row
from quizzes.exchange.vocabulary import (
    CREDIT_WORDS,
    DIFFICULTY_WORDS,
    DIMENSION_WORDS,
    KIND_WORDS,
    letter,
    range_text,
)

KINDS = frozenset(Kind)
FEWEST_OPTIONS = 4
_BEFORE = ("key", "kind", "stem")
_BEHIND = (
    "answer", "tolerance", "unit", "units", "credit", "by_hand", "explanation", "difficulty", "module",
    "category", "tags", "dimension", "points",
)  # fmt: skip
# Columns few questions need: they stand in a table only with something in them.
_RARE: dict[str, Callable[[Item], object]] = {
    "units": lambda item: item.units != NONE,
    "credit": lambda item: item.credit,
    "category": lambda item: item.category,
    "tags": lambda item: item.tags,
    "by_hand": lambda item: item.by_hand,
}
_PAIRS = frozenset({"stem", "answer", "unit", "units", "explanation"})
Cell = tuple[str, int, str]


def columns(items: Sequence[Item]) -> list[Cell]:
    """Return the columns these items need as (field, option's place, language)."""
    places = range(max([FEWEST_OPTIONS, *(len(item.options) for item in items)]))
    rows = [row for item in items for row in item.options]
    wanted = [("option", True), ("match", any(row.match.zh or row.match.en for row in rows))]
    wanted += [("feedback", any(row.feedback.zh or row.feedback.en for row in rows))]
    english = not items or any(text.en for item in items for text in _texts(item))
    languages = ("zh", "en") if english else ("zh",)

    def pairs(name: str, place: int = -1) -> list[Cell]:
        both = name in _PAIRS or place >= 0
        return [(name, place, language) for language in (languages if both else ("zh",))]

    found = [cell for name in _BEFORE for cell in pairs(name)]
    for name, needed in wanted:
        found += [cell for place in places if needed for cell in pairs(name, place)]
    if any(row.panel for row in rows):
        found += [("panel", place, "zh") for place in places]
    if any(row.points for row in rows):
        found += [("criterion", place, "zh") for place in places]
    hints = range(max((len(item.hints) for item in items), default=0))
    found += [cell for place in hints for cell in pairs("hint", place)]
    behind = [name for name in _BEHIND if name not in _RARE or any(map(_RARE[name], items))]
    return found + [cell for name in behind for cell in pairs(name)]


def _texts(item: Item) -> list[Text]:
    texts = [item.stem, item.explanation, item.accepted, item.model_answer, *item.hints]
    return texts + [text for row in item.options for text in (row.text, row.match, row.feedback)]


def heads(cells: Sequence[Cell], language: str) -> list[str]:
    """Return the heads of columns in the trainer's language; the reader knows each of them."""
    return [_head(name, place, code, 1 if language == "en" else 0) for name, place, code in cells]


def _head(name: str, place: int, code: str, word: int) -> str:
    words = OPTION_HEADS[name] if place >= 0 else HEADS[name]
    text = words[word]
    text = text.capitalize() if word else text
    if place >= 0:
        mark = str(place + 1) if name == "hint" else letter(place)
        text += f" {mark}" if word else mark
    return text + ("" if code == "zh" else (" (English)" if word else "（英文）"))


def lines(items: Sequence[Item], cells: Sequence[Cell], language: str) -> list[list[str]]:
    """Return a line of texts for every item, in the order of ``cells``."""
    word = 1 if language == "en" else 0
    return [[_text(item, cell, word) for cell in cells] for item in items]


def _text(item: Item, cell: Cell, word: int) -> str:
    name, place, language = cell
    if name == "hint":
        return _in(item.hints[place], language) if place < len(item.hints) else ""
    if place >= 0:
        row = item.options[place] if place < len(item.options) else Row()
        return _FIGURES[name](row) if name in _FIGURES else _in(_option(row, name), language)
    if name in {"stem", "explanation", "unit", "units"}:
        return _in(getattr(item, name), language)
    if name == "answer":
        return _ANSWERS[item.kind](item, language)
    return _PLAIN[name](item, word)


_FIGURES: dict[str, Callable[[Row], str]] = {
    "criterion": lambda row: str(row.points or ""),
    "panel": lambda row: " ".join(map(str, row.panel)),
}


def _option(row: Row, name: str) -> Text:
    return {"option": row.text, "match": row.match, "feedback": row.feedback}[name]


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh


def _word(words: Sequence[str], word: int) -> str:
    return next(text for text in words if text.isascii()) if word else words[0]


_PLAIN: dict[str, Callable[[Item, int], str]] = {
    "key": lambda item, word: item.key,
    "kind": lambda item, word: _word(KIND_WORDS[item.kind], word),
    "tolerance": lambda item, word: f"{item.tolerance:f}" if item.tolerance else "",
    "difficulty": lambda item, word: (
        _word(DIFFICULTY_WORDS[item.difficulty], word) if item.difficulty else ""
    ),
    "credit": lambda item, word: _word(CREDIT_WORDS[Credit(item.credit)], word) if item.credit else "",
    "by_hand": lambda item, word: ("yes" if word else "是") if item.by_hand else "",
    "module": lambda item, word: item.module,
    "category": lambda item, word: item.category,
    "tags": lambda item, word: (", " if word else "、").join(item.tags),
    "dimension": lambda item, word: next(
        (_word(words, word) for key, words in DIMENSION_WORDS.items() if key == item.dimension), ""
    ),
    "points": lambda item, word: "" if item.points is None else str(item.points),
}


def _figures(item: Item) -> str:
    return range_text(item.lowest, item.highest) if item.number is None else f"{item.number:f}"


def _letters(item: Item, language: str) -> str:
    """Return the letters of the right options, once: they hold for both languages."""
    if language == "en":
        return ""
    return "".join(letter(place) for place, row in enumerate(item.options) if row.correct)


def _all_letters(item: Item, language: str) -> str:
    return "" if language == "en" else "".join(letter(place) for place in range(len(item.options)))


_ANSWERS: dict[Kind, Callable[[Item, str], str]] = {
    **dict.fromkeys(CHOICES, _letters),
    Kind.FILL_BLANK: lambda item, language: _in(item.accepted, language),
    Kind.NUMERIC: lambda item, language: "" if language == "en" else _figures(item),
    Kind.MATCHING: lambda item, language: "",
    Kind.ORDERING: _all_letters,
    Kind.SHORT_ANSWER: lambda item, language: _in(item.model_answer, language),
    Kind.BLANKS: lambda item, language: "",
    Kind.GRID: _letters,
    Kind.JUDGEMENT: lambda item, language: "",
}
