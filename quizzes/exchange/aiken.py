"""Aiken: a stem, lettered options, ``ANSWER: B``. One language, one right answer."""

import re
from collections.abc import Iterator, Sequence

from quizzes.content import Kind
from quizzes.exchange.items import Entry, Item, Row, Unfit, Unreadable, clean, zh
from quizzes.exchange.vocabulary import letter, letters_of, marked

_OPTION = re.compile(r"([A-Z])\s?[.)]\s*(.*)")
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)", re.I)
KINDS = frozenset({Kind.SINGLE_CHOICE})
Lines = list[tuple[int, str]]


def read(text: str) -> Iterator[Entry]:
    """Yield every question of an Aiken file; raises Unreadable when there is none."""
    lines: Lines = []
    found = False
    for number, line in enumerate(clean(text).split("\n"), start=1):
        answer = _ANSWER.fullmatch(line)
        if answer and lines:
            found = True
            yield _entry(lines, answer[1])
            lines = []
        elif line:
            lines.append((number, line))
    if lines and found:
        yield Entry(f"line:{lines[0][0]}", None, (Unfit("answer_line").problem(f"line:{lines[0][0]}"),))
    if not found:
        raise Unreadable("no_questions")


def looks_like(text: str) -> bool:
    """Tell whether a text may be Aiken: a line that gives an answer by its letter."""
    return re.search(r"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Z]\b", text, re.M) is not None


def _entry(lines: Lines, answer: str) -> Entry:
    place = f"line:{lines[0][0]}"
    try:
        return Entry(place, _item(lines, answer))
    except Unfit as unfit:
        return Entry(place, None, (unfit.problem(place),))


def _item(lines: Lines, answer: str) -> Item:
    stem: list[str] = []
    options: list[str] = []
    for _number, line in lines:
        option = _OPTION.fullmatch(line)
        if option and ord(option[1]) - ord("A") == len(options):
            options.append(option[2])
        elif options:
            raise Unfit("option_order", line=line)
        else:
            stem.append(line)
    places = letters_of(answer)
    if places is None:
        raise Unfit("answer_unclear", answer=answer)
    right = marked(len(options), places)
    kind = Kind.SINGLE_CHOICE if len(places) == 1 else Kind.MULTIPLE_CHOICE
    rows = tuple(Row(zh(text), correct=mark) for text, mark in zip(options, right, strict=True))
    return Item(kind, zh("\n".join(stem)), rows)


def write(items: Sequence[Item]) -> str:
    """Return the items as an Aiken file; only single-choice questions fit (``KINDS``)."""
    return "\n".join(_question(item) for item in items)


def _question(item: Item) -> str:
    options = [f"{letter(place)}. {_flat(row.text.zh)}" for place, row in enumerate(item.options)]
    right = "".join(letter(place) for place, row in enumerate(item.options) if row.correct)
    return "\n".join([item.stem.zh, *options, f"ANSWER: {right}", ""])


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))
