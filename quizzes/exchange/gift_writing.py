"""GIFT, Moodle's text format: writing, in one language."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from quizzes.content import Kind
from quizzes.exchange.items import OURS, TOP, Item, Row, to_tags
from quizzes.exchange.vocabulary import range_text

_SPECIAL = re.compile(r"([\\~=#{}:])")
KINDS = frozenset(Kind) - OURS


def write(items: Sequence[Item]) -> str:
    """Return the items as a GIFT file; what it cannot hold is left out (``losses`` tells beforehand)."""
    parts, category = [], ""
    for item in items:
        if item.category != category:
            category = item.category
            parts.append(f"$CATEGORY: {TOP}/{category}".rstrip("/"))
        parts.append(_question(item))
    return "\n\n".join(parts) + "\n"


def _question(item: Item) -> str:
    tags = [f"[id:{item.key}]"] if item.key else []
    tags += [f"[tag:{tag}]" for tag in (*to_tags(item), *item.tags)]
    head = f"// {' '.join(tags)}\n" if tags else ""
    name = f"::{_escaped(item.key)}::" if item.key else ""
    lines = _BODIES[item.kind](item)
    lines += [f"####{_text(item.explanation.zh)}"] if item.explanation.zh else []
    body = "\n".join(["", *lines, ""]) if lines else ""
    return f"{head}{name}[plain]{_escaped(item.stem.zh)} {{{body}}}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")


def _text(text: str) -> str:
    """Return an escaped text; one that could be taken for formatted is marked as plain."""
    return ("[plain]" if "<" in text or text.startswith("[") else "") + _escaped(text)


def _answer(mark: str, text: str, feedback: str) -> str:
    return f"{mark}{_text(text)}" + (f"#{_text(feedback)}" if feedback else "")


def _single(item: Item) -> list[str]:
    return [_option("=" if row.correct else "~", row) for row in item.options]


def _option(mark: str, row: Row) -> str:
    weight = ("%100%" if mark == "=" else "%0%") if row.text.zh.startswith("%") else ""
    return _answer(mark + weight, row.text.zh, row.feedback.zh)


def _multiple(item: Item) -> list[str]:
    right = sum(row.correct for row in item.options) or 1
    share = (Decimal(100) / right).quantize(Decimal("0.00001")).normalize()
    return [
        _answer(f"~%{share:f}%" if row.correct else "~%-100%", row.text.zh, row.feedback.zh)
        for row in item.options
    ]


def _true_false(item: Item) -> list[str]:
    right = next((row for row in item.options if row.correct), Row())
    wrong = next((row for row in item.options if not row.correct), Row())
    word = "TRUE" if item.options[:1] == (right,) else "FALSE"
    return [f"{word}#{_text(wrong.feedback.zh)}#{_text(right.feedback.zh)}"]


def _fill(item: Item) -> list[str]:
    accepted = [_answer("=", text, "") for text in item.accepted.zh.split("\n")]
    return accepted + [_answer("=%0%", row.text.zh, row.feedback.zh) for row in item.options]


def _numeric(item: Item) -> list[str]:
    slips = [f"=%0%{_text(row.text.zh)}:0#{_text(row.feedback.zh)}" for row in item.options]
    range_ = range_text(item.lowest, item.highest, "..")
    return [f"#={range_ or f'{item.number:f}:{item.tolerance:f}'}", *slips]


def _matching(item: Item) -> list[str]:
    return [f"={_text(row.text.zh)} -> {_text(row.match.zh)}" for row in item.options]


def _ordering(item: Item) -> list[str]:
    words = f">{len(item.options)} ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW NONE"
    return [words, *(_text(row.text.zh) for row in item.options)]


def _short(item: Item) -> list[str]:
    return []


_BODIES: dict[Kind, Callable[[Item], list[str]]] = {
    Kind.SINGLE_CHOICE: _single,
    Kind.MULTIPLE_CHOICE: _multiple,
    Kind.TRUE_FALSE: _true_false,
    Kind.FILL_BLANK: _fill,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.SHORT_ANSWER: _short,
}
