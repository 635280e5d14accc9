"""GIFT, Moodle's text format: reading. Rules as in Moodle's documentation of the format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from quizzes.content import Kind
from quizzes.exchange.items import (
    Entry,
    Item,
    Row,
    Unfit,
    Unreadable,
    check_count,
    clean,
    count_of,
    filed,
    from_tags,
    is_by_hand,
    own_tags,
    zh,
)
from quizzes.exchange.markup import plain_of
from quizzes.exchange.vocabulary import figures_of, number_of

# Escaped signs stand as control characters while a question is taken apart; ``clean`` has removed all others.
_ESCAPED = {"\\": "\x01", "~": "\x02", "=": "\x03", "#": "\x04", "{": "\x05", "}": "\x06", ":": "\x07"}
_ESCAPED["n"] = "\x08"
_MEANT = {code: "\n" if sign == "n" else sign for sign, code in _ESCAPED.items()}
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_CODES = re.compile("[\x01-\x08]")
_ID = re.compile(r"\[id:([^\[\]]*)\]")
_TAG = re.compile(r"\[tag:([^\[\]]*)\]")
_NAME = re.compile(r"::.*?::", re.S)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.I)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,9})?)%")
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#|$)", re.I)
_ORDER_WORDS = re.compile(r"[A-Z0-9_]+", re.I)
FULL = Decimal(100)
CLOSE = Decimal("0.01")


@dataclass(slots=True)
class _Block:
    line: int
    text: str
    comment: str
    category: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer: its sign, its weight in per cent (None when it has none), text and feedback."""

    sign: str
    weight: Decimal | None
    text: str
    feedback: str

    @property
    def credit(self) -> Decimal:
        if self.weight is not None:
            return self.weight
        return FULL if self.sign == "=" else Decimal(0)

    @property
    def row(self) -> Row:
        return Row(zh(_said(self.text)), feedback=zh(_said(self.feedback)), correct=self.credit > 0)


def read(text: str) -> Iterator[Entry]:
    """Yield every question of a GIFT file; raises Unreadable when there is none."""
    found = False
    for block in _blocks(text):
        found = True
        yield _entry(block)
    if not found:
        raise Unreadable("no_questions")


def looks_like(text: str) -> bool:
    """Tell whether a text may be GIFT: answers in braces that begin as GIFT's do."""
    return re.search(r"\{\s*(?:[=~#>]|T\b|F\b|TRUE\b|FALSE\b|\})", text) is not None


def _blocks(text: str) -> Iterator[_Block]:
    category = ""
    lines: list[str] = []
    comments: list[str] = []
    first = 0
    for number, line in enumerate([*clean(text).split("\n"), ""], start=1):
        if line.startswith("$CATEGORY:"):
            category = line.partition(":")[2].strip()
        elif line.startswith("//"):
            comments.append(line)
        elif line:
            first = first if lines else number
            lines.append(line)
        elif lines:
            yield _Block(first, "\n".join(lines), "".join(comments), category)
            lines, comments = [], []


def _entry(block: _Block) -> Entry:
    place = f"line:{block.line}"
    try:
        item = _item(block)
    except Unfit as unfit:
        return Entry(place, None, (unfit.problem(place),))
    return Entry(place, filed(item, block.category))


def _item(block: _Block) -> Item:
    text = _ESCAPE.sub(lambda found: _ESCAPED[found[1]], block.text)
    name = _NAME.match(text)
    before, brace, rest = text[name.end() if name else 0 :].partition("{")
    if not brace:
        raise Unfit("kind_unknown", kind="description")
    body, closed, after = rest.partition("}")
    if not closed:
        raise Unfit("brace")
    answers, _marks, general = body.partition("####")
    item = _answered(answers.strip())
    stem = before if not after.strip() else f"{before.rstrip()} ____ {after.lstrip()}"
    tags = _TAG.findall(block.comment)
    said = from_tags(tags)
    key = _ID.search(block.comment)
    return replace(
        item,
        stem=zh(_said(stem)),
        explanation=zh(_said(general)),
        key=key[1] if key else "",
        module=said.get("module", ""),
        dimension=said.get("competency", ""),
        difficulty=said.get("difficulty", ""),
        tags=own_tags(tags),
        points=count_of(said.get("points", "")),
        by_hand=is_by_hand(item.kind, said),
    )


def _said(text: str) -> str:
    """Return a text without format mark, escapes and HTML."""
    mark = _FORMAT.match(text)
    text = text[mark.end() :] if mark else text
    text = _CODES.sub(lambda code: _MEANT[code[0]], text).strip()
    return plain_of(text, mark[1].lower() if mark else "")


def _answered(body: str) -> Item:
    if not body:
        return Item(Kind.SHORT_ANSWER)
    if body.startswith(">"):
        return _ordering(body)
    if _TRUTH.match(body):
        return _true_false(body)
    if body.startswith("#"):
        return _numeric(body[1:].strip())
    answers = _answers(body)
    if all(answer.sign == "=" for answer in answers):
        return _matching(answers) if all("->" in a.text for a in answers) else _fill(answers)
    return _choice(answers)


def _answers(body: str) -> list[_Answer]:
    if body[0] not in "=~":
        raise Unfit("answers")
    check_count(body.count("=") + body.count("~"))
    found = []
    for sign, text in re.findall(r"([=~])([^=~]*)", body):
        weight = _WEIGHT.match(text)
        plain, _hash, feedback = (text[weight.end() :] if weight else text).partition("#")
        found.append(_Answer(sign, Decimal(weight[1]) if weight else None, plain.strip(), feedback.strip()))
    return found


def _true_false(body: str) -> Item:
    word, *feedback = body.split("#")
    truth = word.strip().upper().startswith("T")
    wrong, right = (*feedback, "", "")[:2]
    rows = [Row(correct=truth), Row(correct=not truth)]
    rows = [replace(row, feedback=zh(_said(right if row.correct else wrong))) for row in rows]
    return Item(Kind.TRUE_FALSE, options=tuple(rows))


def _choice(answers: list[_Answer]) -> Item:
    rows = tuple(answer.row for answer in answers)
    if any(answer.sign == "=" for answer in answers):
        if any(0 < answer.credit < FULL for answer in answers):
            raise Unfit("partial_credit")
        return Item(Kind.SINGLE_CHOICE, options=rows)
    check_shares([answer.credit for answer in answers])
    return Item(Kind.MULTIPLE_CHOICE, options=rows)


def check_shares(credits: list[Decimal]) -> None:
    """Refuse right options that are worth differently much: the bank counts each the same."""
    shares = [credit for credit in credits if credit > 0]
    if shares and max(shares) - min(shares) > CLOSE:
        raise Unfit("partial_credit")


def _fill(answers: list[_Answer]) -> Item:
    if any(0 < answer.credit < FULL for answer in answers):
        raise Unfit("partial_credit")
    right = [answer for answer in answers if answer.credit > 0]
    slips = [replace(answer.row, correct=False) for answer in answers if answer.credit <= 0]
    if any("*" in answer.text for answer in answers):
        raise Unfit("wildcard")
    accepted = zh("\n".join(_said(answer.text) for answer in right))
    return Item(Kind.FILL_BLANK, accepted=accepted, options=tuple(slips))


def _matching(answers: list[_Answer]) -> Item:
    rows = []
    for answer in answers:
        left, _arrow, right = answer.text.partition("->")
        rows.append(Row(zh(_said(left)), zh(_said(right))))
    return Item(Kind.MATCHING, options=tuple(rows))


def _ordering(body: str) -> Item:
    first, _newline, rest = body[1:].partition("\n")
    if not all(_ORDER_WORDS.fullmatch(word) for word in first.split()):
        rest = f"{first}\n{rest}"
    lines = [line for line in rest.split("\n") if line.strip()]
    check_count(len(lines))
    return Item(Kind.ORDERING, options=tuple(Row(zh(_said(line))) for line in lines))


def _numeric(body: str) -> Item:
    body = body if body.startswith(("=", "~")) else f"={body}"
    right: list[dict[str, Any]] = []
    slips = []
    for answer in _answers(body):
        if 0 < answer.credit < FULL:
            raise Unfit("partial_credit")
        value = _near(answer.text)
        if answer.credit > 0:
            right.append(value)
        elif answer.text:
            slip = value["number"] if "number" in value else value["lowest"]
            slips.append(Row(zh(format(slip, "f")), feedback=zh(_said(answer.feedback))))
    if len(right) != 1:
        raise Unfit("numbers_several" if right else "number_missing")
    return replace(Item(Kind.NUMERIC, options=tuple(slips)), **right[0])


def _near(text: str) -> dict[str, Any]:
    if ":" in text:
        number, _colon, tolerance = text.partition(":")
        value, width = number_of(number), number_of(tolerance)
        near = None if value is None or width is None else {"number": value, "tolerance": abs(width)}
    else:
        near = figures_of(text)
    if near is None:
        raise Unfit("number_bad", text=text)
    return near
