"""Moodle XML: reading."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from quizzes.content import Kind, Text
from quizzes.exchange import cloze, rubric
from quizzes.exchange.gift import FULL, check_shares
from quizzes.exchange.items import (
    MOST_LETTERS,
    NONE,
    Entry,
    Item,
    Row,
    Unfit,
    Unreadable,
    check_count,
    clean,
    filed,
    from_tags,
    is_by_hand,
    own_tags,
    zh,
)
from quizzes.exchange.markup import plain_of
from quizzes.exchange.vocabulary import number_of
from quizzes.exchange.xml_tree import line_of, parse


def read(text: str) -> Iterator[Entry]:
    """Yield every question of a Moodle XML file; raises Unreadable when it is none."""
    root = parse(text)
    if root.tag != "quiz":
        raise Unreadable("not_moodle")
    category = ""
    found = False
    for node in root.iterfind("question"):
        if node.get("type") == "category":
            category = _plain(node.find("category"))
        else:
            found = True
            yield _entry(node, category)
    if not found:
        raise Unreadable("no_questions")


def looks_like(text: str) -> bool:
    """Tell whether an XML file is Moodle's."""
    return re.search(r"<quiz\b", text[:5_000]) is not None


def _entry(node: Element, category: str) -> Entry:
    place = line_of(node)
    try:
        item = _item(node)
    except Unfit as unfit:
        return Entry(place, None, (unfit.problem(place),))
    return Entry(place, filed(item, category))


def _item(node: Element) -> Item:
    kind = node.get("type", "")
    reader = _READERS.get(kind)
    if reader is None:
        raise Unfit("kind_unknown", kind=kind)
    tags = [_plain(tag) for tag in node.iterfind("tags/tag")]
    said = from_tags(tags)
    points = number_of(_word(node, "defaultgrade")) if node.find("defaultgrade") is not None else None
    whole = points is not None and points == points.to_integral_value()
    item = reader(node)
    return replace(
        item,
        stem=item.stem if item.kind is Kind.BLANKS else _text(node.find("questiontext")),
        explanation=_text(node.find("generalfeedback")),
        key=_word(node, "idnumber"),
        module=said.get("module", ""),
        dimension=said.get("competency", ""),
        difficulty=said.get("difficulty", ""),
        points=int(points) if points is not None and whole else None,
        tags=own_tags(tags),
        hints=_hints(node),
        by_hand=is_by_hand(item.kind, said),
    )


def _word(node: Element, name: str) -> str:
    return (node.findtext(name) or "").strip()


def _plain(node: Element | None) -> str:
    """Return the text of an element that wraps it in ``text``, as it stands in the file."""
    if node is None:
        return ""
    if node.find("file") is not None:
        raise Unfit("picture")
    inner = node.find("text")
    return ("" if inner is None else inner.text or "") or ("" if inner is not None else node.text or "")


def _hints(node: Element) -> tuple[Text, ...]:
    found = node.findall("hint")
    check_count(len(found))
    return tuple(text for text in map(_text, found) if text != NONE)


def _text(node: Element | None) -> Text:
    return zh(_unformatted(node))


def _unformatted(node: Element | None) -> str:
    """Return an element's text without formatting; Moodle's default format is HTML."""
    if node is None:
        return ""
    return plain_of(_plain(node), node.get("format", "html").replace("moodle_auto_format", ""))


def _credit(answer: Element) -> Decimal:
    credit = number_of(answer.get("fraction", "0"))
    if credit is None:
        raise Unfit("number_bad", text=answer.get("fraction", ""))
    return credit


def _rows(node: Element) -> list[tuple[Decimal, Row]]:
    check_count(len(node.findall("answer")))
    return [
        (_credit(answer), Row(_text(answer), feedback=_text(answer.find("feedback"))))
        for answer in node.iterfind("answer")
    ]


def _choice(node: Element) -> Item:
    rows = _rows(node)
    single = _word(node, "single").lower() in {"true", "1"}
    if single and any(0 < credit < FULL for credit, _row in rows):
        raise Unfit("partial_credit")
    check_shares([credit for credit, _row in rows])
    options = tuple(replace(row, correct=credit > 0) for credit, row in rows)
    return Item(Kind.SINGLE_CHOICE if single else Kind.MULTIPLE_CHOICE, options=options)


def _true_false(node: Element) -> Item:
    found = {_plain(answer).strip().lower(): answer for answer in node.iterfind("answer")}
    if set(found) != {"true", "false"}:
        raise Unfit("not_true_false")
    rows = [
        Row(feedback=_text(found[word].find("feedback")), correct=_credit(found[word]) > 0)
        for word in ("true", "false")
    ]
    return Item(Kind.TRUE_FALSE, options=tuple(rows))


def _typed(node: Element) -> tuple[list[Row], list[Row]]:
    """Return the right answers and the frequent slips of a typed question."""
    rows = _rows(node)
    if any(0 < credit < FULL for credit, _row in rows):
        raise Unfit("partial_credit")
    return [row for credit, row in rows if credit > 0], [row for credit, row in rows if credit <= 0]


def _fill(node: Element) -> Item:
    right, slips = _typed(node)
    if any("*" in row.text.zh for row in [*right, *slips]):
        raise Unfit("wildcard")
    return Item(Kind.FILL_BLANK, accepted=zh("\n".join(row.text.zh for row in right)), options=tuple(slips))


def _numeric(node: Element) -> Item:
    right, slips = _typed(node)
    if len(right) != 1:
        raise Unfit("numbers_several" if right else "number_missing")
    answer = next(answer for answer in node.iterfind("answer") if _credit(answer) > 0)
    number = number_of(right[0].text.zh)
    tolerance = number_of(_word(answer, "tolerance") or "0")
    if number is None or tolerance is None:
        raise Unfit("number_bad", text=right[0].text.zh)
    unit, others = _units(node)
    return Item(
        Kind.NUMERIC, number=number, tolerance=abs(tolerance), unit=unit, units=others,
        options=tuple(row for row in slips if row.text.zh and row.text.zh != "*"),
    )  # fmt: skip


def _units(node: Element) -> tuple[Text, Text]:
    """Return the question's own unit and the further ones; Moodle's multiplier is our figure.

    Several units that need not be given have no place in the bank: there a unit must be chosen.
    """
    units = [(_word(unit, "unit_name"), _word(unit, "multiplier")) for unit in node.iterfind("units/unit")]
    if len(units) > 1 and _word(node, "unitgradingtype") in {"", "0"}:
        raise Unfit("units_several")
    own = next((name for name, factor in units if number_of(factor or "1") == 1), None)
    if units and own is None:
        raise Unfit("units_several")
    lines = [f"{name} = {factor}" for name, factor in units if name != own]
    return (zh(own) if own else NONE), (zh("\n".join(lines)) if lines else NONE)


def _matching(node: Element) -> Item:
    pairs = node.findall("subquestion")
    check_count(len(pairs))
    rows = [Row(_text(pair), _text(pair.find("answer"))) for pair in pairs]
    return Item(Kind.MATCHING, options=tuple(rows))


def _ordering(node: Element) -> Item:
    rows = sorted(_rows(node), key=lambda row: row[0])
    return Item(Kind.ORDERING, options=tuple(row for _credit, row in rows))


def _blanks(node: Element) -> Item:
    text = _text(node.find("questiontext")).zh
    if len(text) > MOST_LETTERS:
        raise Unfit("too_long", what="stem", most=str(MOST_LETTERS))
    stem, rows = cloze.read(text)
    return Item(Kind.BLANKS, stem=zh(stem), options=rows)


def _essay(node: Element) -> Item:
    answer, rows = rubric.read(clean(_unformatted(node.find("graderinfo"))))
    check_count(len(rows))
    return Item(Kind.SHORT_ANSWER, model_answer=zh(answer), options=rows)


_READERS: dict[str, Callable[[Element], Item]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _fill,
    "numerical": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _blanks,
}
