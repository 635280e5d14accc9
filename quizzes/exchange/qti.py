"""QTI items, versions 2.0 to 3.0: reading. Names are compared as version 2 writes them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from xml.etree.ElementTree import Element

from quizzes.content import Kind
from quizzes.exchange import rubric
from quizzes.exchange.gift import check_shares
from quizzes.exchange.items import (
    NONE,
    Entry,
    Item,
    Row,
    Unfit,
    Unreadable,
    check_count,
    count_of,
    from_tags,
    is_by_hand,
    problem,
    zh,
)
from quizzes.exchange.vocabulary import number_of
from quizzes.exchange.xml_tree import parse

_KEBAB = re.compile(r"-([a-z])")
_PARAGRAPHS = frozenset({"p", "div", "li", "ul", "ol", "br", "tr", "h1", "h2", "h3", "h4", "prompt", "pre"})
_NOT_TEXT = frozenset({"img", "object", "audio", "video", "math", "svg", "picture", "mediaInteraction"})
_UNSEEN = frozenset({"modalFeedback", "feedbackBlock", "feedbackInline", "rubricBlock", "script", "style"})
# What an interaction has one of for each option; a matching has its right sides too.
_MANY = ("simpleChoice", "simpleMatchSet")
SCORER = "scorer"
UNIT = "unit"


@dataclass(slots=True)
class _Declared:
    """What a response declaration states: the right values in order, what each value is worth."""

    cardinality: str
    base: str
    right: list[str]
    worth: dict[str, Decimal] = field(default_factory=dict)

    def values(self) -> list[str]:
        """Return the right values; where only a mapping states them, those that are worth something."""
        return self.right or [value for value, worth in self.worth.items() if worth > 0]


def name_of(node: Element) -> str:
    """Return an element's name as version 2 writes it, without name space."""
    return _older(node.tag)


@lru_cache(maxsize=500)
def _older(tag: str) -> str:
    bare = tag.rpartition("}")[2]
    return _KEBAB.sub(lambda found: found[1].upper(), bare.removeprefix("qti-")) if "-" in bare else bare


def attribute(node: Element, name: str) -> str:
    """Return an attribute by its version 2 name, however this version writes it; "" when it is missing."""
    return node.get(name) or node.get(_newer(name)) or ""


@lru_cache(maxsize=500)
def _newer(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: f"-{found[1].lower()}", name)


def _all(node: Element, name: str) -> list[Element]:
    return [child for child in node.iter() if name_of(child) == name]


def read(files: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    """Yield the item of each (file name, text); raises Unreadable when there is none among them.

    In a package a file that is no XML is one problem; a file that holds no item is not looked at.
    """
    found = False
    several = list(files)
    for name, text in several:
        try:
            root = parse(text)
        except Unreadable as broken:
            if len(several) == 1:
                raise
            found = True
            yield Entry(f"file:{name}", None, (problem(f"file:{name}", broken.code, **broken.about),))
            continue
        for node in _all(root, "assessmentItem"):
            found = True
            yield _entry(name, node)
    if not found:
        raise Unreadable("not_qti")


def looks_like(text: str) -> bool:
    """Tell whether an XML file holds a QTI item."""
    return re.search(r"<(?:\w+:)?(?:assessmentItem|qti-assessment-item)\b", text[:20_000]) is not None


def _entry(name: str, node: Element) -> Entry:
    place = f"file:{name}"
    try:
        return Entry(place, _item(node))
    except Unfit as unfit:
        return Entry(place, None, (unfit.problem(place),))


def _item(node: Element) -> Item:
    bodies = _all(node, "itemBody")
    if not bodies:
        raise Unfit("stem_missing")
    found = [child for child in bodies[0].iter() if name_of(child).endswith("Interaction")]
    if len(found) != 1:
        raise Unfit("interactions" if found else "kind_unknown", kind="assessmentItem")
    reader = _READERS.get(name_of(found[0]))
    if reader is None:
        raise Unfit("kind_unknown", kind=name_of(found[0]))
    feedback = {attribute(said, "identifier"): _text(said) for said in _all(node, "modalFeedback")}
    declared = _declared(node, found[0])
    check_count(max(len(declared.right), len(declared.worth), *(len(_all(found[0], name)) for name in _MANY)))
    item = reader(node, found[0], declared, feedback)
    said = from_tags(attribute(node, "label").split())
    return replace(
        item,
        stem=zh(_stem(bodies[0], gap=item.kind in {Kind.FILL_BLANK, Kind.NUMERIC})),
        explanation=zh("\n".join(text for text in feedback.values() if text)),
        key=attribute(node, "identifier"),
        module=said.get("module", ""),
        dimension=said.get("competency", ""),
        difficulty=said.get("difficulty", ""),
        points=count_of(said.get("points", "")),
        by_hand=is_by_hand(item.kind, said),
    )


def _declared(node: Element, interaction: Element) -> _Declared:
    wanted = attribute(interaction, "responseIdentifier")
    for found in _all(node, "responseDeclaration"):
        if attribute(found, "identifier") == wanted:
            right = [
                _value(value)
                for correct in _all(found, "correctResponse")
                for value in _all(correct, "value")
            ]
            worth = {
                attribute(entry, "mapKey"): number_of(attribute(entry, "mappedValue")) or Decimal(0)
                for entry in _all(found, "mapEntry")
            }
            return _Declared(attribute(found, "cardinality"), attribute(found, "baseType"), right, worth)
    return _Declared("", "", [])


def _value(node: Element) -> str:
    return (node.text or "").strip()


# Texts ---------------------------------------------------------------------------------------------------


def _text(node: Element) -> str:
    return _lines(_pieces(node, gap=False))


def _stem(body: Element, *, gap: bool) -> str:
    """Return the question of an item's body; a gap in the middle of its text is shown as a line."""
    text = _lines(_pieces(body, gap=gap))
    bare = text.removesuffix("____").rstrip()
    return bare if text.endswith("\n____") or text == "____" else text


def _lines(pieces: Iterable[str]) -> str:
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line)


def _pieces(node: Element, *, gap: bool) -> Iterator[str]:
    """Yield an element's text; line breaks of the file itself are spaces, paragraphs are lines."""
    yield (node.text or "").replace("\n", " ")
    for child in node:
        name = name_of(child)
        if name in _NOT_TEXT:
            raise Unfit("picture")
        if name.endswith("Interaction"):
            yield from _prompts(child)
            yield "____" if gap else ""
        elif name not in _UNSEEN and child.get("class") != UNIT:
            edge = "\n" if name in _PARAGRAPHS else ""
            yield edge
            yield from _pieces(child, gap=gap)
            yield edge
        yield (child.tail or "").replace("\n", " ")


def _prompts(interaction: Element) -> Iterator[str]:
    for child in interaction:
        if name_of(child) == "prompt":
            yield "\n"
            yield from _pieces(child, gap=False)
            yield "\n"


# Interactions --------------------------------------------------------------------------------------------

_Feedback = dict[str, str]


def _choice(node: Element, found: Element, declared: _Declared, feedback: _Feedback) -> Item:
    check_shares([worth for worth in declared.worth.values() if worth > 0])
    choices = _all(found, "simpleChoice")
    names = [attribute(choice, "identifier") for choice in choices]
    right = declared.values()
    rows = tuple(
        Row(zh(_text(choice)), feedback=zh(feedback.pop(name, "")), correct=name in right)
        for name, choice in zip(names, choices, strict=True)
    )
    if declared.cardinality == "multiple":
        return Item(Kind.MULTIPLE_CHOICE, options=rows)
    if sorted(name.lower() for name in names) == ["false", "true"]:
        return Item(Kind.TRUE_FALSE, options=rows)
    return Item(Kind.SINGLE_CHOICE, options=rows)


def _typed(node: Element, found: Element, declared: _Declared, feedback: _Feedback) -> Item:
    if declared.base in {"float", "integer"}:
        return _numeric(node, declared)
    check_shares([worth for worth in declared.worth.values() if worth > 0])
    accepted = list(dict.fromkeys([*declared.right, *_worth(declared, right=True)]))
    slips = tuple(Row(zh(text)) for text in _worth(declared, right=False))
    return Item(Kind.FILL_BLANK, accepted=zh("\n".join(accepted)), options=slips)


def _worth(declared: _Declared, *, right: bool) -> list[str]:
    return [value for value, worth in declared.worth.items() if (worth > 0) == right]


def _numeric(node: Element, declared: _Declared) -> Item:
    values = declared.values()
    number = number_of(values[0]) if len(values) == 1 else None
    if number is None:
        raise Unfit("numbers_several" if len(values) > 1 else "number_missing")
    tolerance = Decimal(0)
    for test in _all(node, "equal"):
        if attribute(test, "toleranceMode") == "absolute":
            tolerance = max(_numbers(attribute(test, "tolerance")), default=Decimal(0))
        elif attribute(test, "toleranceMode") == "relative":
            raise Unfit("tolerance_relative")
    unit = next((child for child in node.iter() if child.get("class") == UNIT), None)
    slips = tuple(Row(zh(text)) for text in _worth(declared, right=False))
    unit_text = NONE if unit is None else zh(_text(unit))
    return Item(Kind.NUMERIC, number=number, tolerance=tolerance, unit=unit_text, options=slips)


def _numbers(text: str) -> list[Decimal]:
    numbers = (number_of(part) for part in text.split())
    return [abs(number) for number in numbers if number is not None]


def _match(node: Element, found: Element, declared: _Declared, feedback: _Feedback) -> Item:
    sets = _all(found, "simpleMatchSet")
    if len(sets) != 2:  # noqa: PLR2004 - left and right
        raise Unfit("pairs_few")
    check_count(max(len(_all(side, "simpleAssociableChoice")) for side in sets))
    lefts, rights = (
        {attribute(choice, "identifier"): _text(choice) for choice in _all(side, "simpleAssociableChoice")}
        for side in sets
    )
    pairs = [tuple(value.split()) for value in declared.values()]
    known = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}  # noqa: PLR2004
    if len(known) != len(pairs):
        raise Unfit("match_many")
    rows = [
        Row(zh(text), zh(rights.get(known.get(name, ""), "")), zh(feedback.pop(name, "")))
        for name, text in lefts.items()
    ]
    rows += [Row(NONE, zh(text)) for name, text in rights.items() if name not in known.values()]
    return Item(Kind.MATCHING, options=tuple(rows))


def _order(node: Element, found: Element, declared: _Declared, feedback: _Feedback) -> Item:
    texts = {attribute(choice, "identifier"): _text(choice) for choice in _all(found, "simpleChoice")}
    if sorted(declared.right) != sorted(texts):
        raise Unfit("answer_unclear", answer=" ".join(declared.right))
    rows = tuple(Row(zh(texts[name]), feedback=zh(feedback.pop(name, ""))) for name in declared.right)
    return Item(Kind.ORDERING, options=rows)


def _extended(node: Element, found: Element, declared: _Declared, feedback: _Feedback) -> Item:
    scorers = [block for block in _all(node, "rubricBlock") if attribute(block, "view") == SCORER]
    answer, rows = rubric.read("\n".join(_text(block) for block in scorers))
    return Item(Kind.SHORT_ANSWER, model_answer=zh(answer), options=rows)


_READERS: dict[str, Callable[[Element, Element, _Declared, _Feedback], Item]] = {
    "choiceInteraction": _choice,
    "textEntryInteraction": _typed,
    "matchInteraction": _match,
    "orderInteraction": _order,
    "extendedTextInteraction": _extended,
}
