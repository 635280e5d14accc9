"""Moodle XML: writing, in one language."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quizzes.content import Kind, unit_name
from quizzes.exchange import cloze, rubric
from quizzes.exchange.items import OURS, TOP, Item, Row, middle, to_tags
from quizzes.quantities import factor_of

KINDS = frozenset(Kind) - (OURS - {Kind.BLANKS})


def write(items: Sequence[Item]) -> str:
    """Return the items as a Moodle XML file; what it cannot hold is left out."""
    root = Element("quiz")
    category = ""
    for item in items:
        if item.category != category:
            category = item.category
            node = SubElement(root, "question", type="category")
            _text(node, "category", f"{TOP}/{category}".rstrip("/"), markup="")
        root.append(_question(item))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _question(item: Item) -> Element:
    name, body = _BODIES[item.kind]
    node = Element("question", type=name)
    _text(node, "name", item.key or item.stem.zh[:60], markup="")
    stem = cloze.write(item.stem.zh, item.options) if item.kind is Kind.BLANKS else item.stem.zh
    _text(node, "questiontext", stem)
    _text(node, "generalfeedback", item.explanation.zh)
    SubElement(node, "defaultgrade").text = str(1 if item.points is None else item.points)
    if item.key:
        SubElement(node, "idnumber").text = item.key
    body(node, item)
    for hint in item.hints:
        _text(node, "hint", hint.zh)
    tags = [*to_tags(item), *item.tags]
    if tags:
        group = SubElement(node, "tags")
        for tag in tags:
            _text(group, "tag", tag, markup="")
    return node


def _text(parent: Element, name: str, text: str, *, markup: str = "plain_text") -> Element:
    node = SubElement(parent, name, {"format": markup} if markup else {})
    SubElement(node, "text").text = text
    return node


def _answer(parent: Element, fraction: str, text: str, feedback: str) -> Element:
    node = _text(parent, "answer", text)
    node.set("fraction", fraction)
    _text(node, "feedback", feedback)
    return node


def _single(node: Element, item: Item) -> None:
    SubElement(node, "single").text = "true"
    for row in item.options:
        _answer(node, "100" if row.correct else "0", row.text.zh, row.feedback.zh)


def _multiple(node: Element, item: Item) -> None:
    SubElement(node, "single").text = "false"
    right = sum(row.correct for row in item.options) or 1
    share = f"{(Decimal(100) / right).quantize(Decimal('0.00001')).normalize():f}"
    for row in item.options:
        _answer(node, share if row.correct else "-100", row.text.zh, row.feedback.zh)


def _true_false(node: Element, item: Item) -> None:
    first, second = (*item.options, Row(), Row())[:2]
    for word, row in (("true", first), ("false", second)):
        answer = _answer(node, "100" if row.correct else "0", word, row.feedback.zh)
        answer.set("format", "moodle_auto_format")


def _fill(node: Element, item: Item) -> None:
    SubElement(node, "usecase").text = "0"
    for text in item.accepted.zh.split("\n"):
        _answer(node, "100", text, "")
    for row in item.options:
        _answer(node, "0", row.text.zh, row.feedback.zh)


def _numeric(node: Element, item: Item) -> None:
    number, tolerance = middle(item)
    right = _answer(node, "100", f"{number:f}", "")
    SubElement(right, "tolerance").text = f"{tolerance:f}"
    for row in item.options:
        SubElement(_answer(node, "0", row.text.zh, row.feedback.zh), "tolerance").text = "0"
    lines = [line for line in item.units.zh.split("\n") if factor_of(line)]
    units = [(unit_name(line), f"{factor_of(line):f}") for line in lines]
    if item.unit.zh:
        group = SubElement(node, "units")
        for name, factor in [(item.unit.zh, "1"), *units]:
            unit = SubElement(group, "unit")
            SubElement(unit, "multiplier").text = factor
            SubElement(unit, "unit_name").text = name
    if units:
        # A unit is chosen from a list, and a wrong one takes all points.
        for name, text in (("unitgradingtype", "1"), ("unitpenalty", "1.0"), ("showunits", "2")):
            SubElement(node, name).text = text


def _matching(node: Element, item: Item) -> None:
    for row in item.options:
        pair = _text(node, "subquestion", row.text.zh)
        _text(pair, "answer", row.match.zh)


def _ordering(node: Element, item: Item) -> None:
    for name, text in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST"),
    ):
        SubElement(node, name).text = text
    for place, row in enumerate(item.options, start=1):
        _answer(node, str(place), row.text.zh, row.feedback.zh)


def _in_the_text(node: Element, item: Item) -> None:
    """A cloze has its answers in its text (``quizzes.exchange.cloze``)."""


def _essay(node: Element, item: Item) -> None:
    _text(node, "graderinfo", rubric.write(item.model_answer.zh, item.options))


_BODIES: dict[Kind, tuple[str, Callable[[Element, Item], None]]] = {
    Kind.SINGLE_CHOICE: ("multichoice", _single),
    Kind.MULTIPLE_CHOICE: ("multichoice", _multiple),
    Kind.TRUE_FALSE: ("truefalse", _true_false),
    Kind.FILL_BLANK: ("shortanswer", _fill),
    Kind.NUMERIC: ("numerical", _numeric),
    Kind.MATCHING: ("matching", _matching),
    Kind.ORDERING: ("ordering", _ordering),
    Kind.SHORT_ANSWER: ("essay", _essay),
    Kind.BLANKS: ("cloze", _in_the_text),
}
