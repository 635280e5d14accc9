"""QTI items of version 2.2 or 3.0: writing, in one language, with the manifest of their package."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, tostring

from quizzes.content import Kind
from quizzes.exchange import rubric
from quizzes.exchange.items import OURS, Item, middle, to_tags
from quizzes.exchange.qti import SCORER, UNIT

KINDS = frozenset(Kind) - OURS
_SPACES = {
    2: "http://www.imsglobal.org/xsd/imsqti_v2p2",
    3: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_TYPES = {2: "imsqti_item_xmlv2p2", 3: "imsqti_item_xmlv3p0"}
_PACKAGING = {
    2: "http://www.imsglobal.org/xsd/imscp_v1p1",
    3: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
_TEMPLATES = {
    2: "http://www.imsglobal.org/question/qti_v2p2/rptemplates/{0}",
    3: "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{0}.xml",
}
_HTML = frozenset({"p", "div", "span"})
_UPPER = re.compile(r"(?<!^)([A-Z])")
RESPONSE = "RESPONSE"
EXPLANATION = "EXPLANATION"


def write(items: Sequence[Item], *, version: int, language: str) -> list[tuple[str, str]]:
    """Return (file name, text) for each item and, last, the manifest; ``version`` is 2 or 3."""
    files = []
    for place, item in enumerate(items, start=1):
        name = item.key or f"item-{place:05}"
        node = _item(item, name, language, version)
        if version == 3:  # noqa: PLR2004 - the version that writes names in kebab case
            _rename(node)
        node.set("xmlns", _SPACES[version])
        files.append((f"items/{place:05}-{name}.xml", _document(node)))
    return [*files, ("imsmanifest.xml", _manifest([name for name, _text in files], version))]


def _document(node: Element) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(node, encoding="unicode")}\n'


@lru_cache(maxsize=500)
def _kebab(name: str) -> str:
    return _UPPER.sub(r"-\1", name).lower()


def _rename(root: Element) -> None:
    for node in root.iter():
        if node.tag not in _HTML:
            node.tag = f"qti-{_kebab(node.tag)}"
            node.attrib = {_kebab(name) if ":" not in name else name: text for name, text in node.items()}


def _manifest(names: Sequence[str], version: int) -> str:
    root = Element("manifest", {"xmlns": _PACKAGING[version], "identifier": "questions"})
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for place, name in enumerate(names, start=1):
        kinds = {"identifier": f"r{place}", "type": _TYPES[version], "href": name}
        SubElement(SubElement(resources, "resource", kinds), "file", {"href": name})
    return _document(root)


def _item(item: Item, name: str, language: str, version: int) -> Element:
    node = Element(
        "assessmentItem",
        {
            "identifier": name,
            "title": name,
            "label": " ".join(to_tags(item)),
            "xml:lang": "en" if language == "en" else "zh-Hans",
            "adaptive": "false",
            "timeDependent": "false",
        },
    )
    body = Element("itemBody")
    for line in item.stem.zh.split("\n"):
        SubElement(body, "p").text = line
    feedback: list[tuple[str, str]] = []
    _INTERACTIONS[item.kind](node, body, item, feedback)
    feedback += [(EXPLANATION, item.explanation.zh)]
    SubElement(
        node, "outcomeDeclaration", {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
    )
    if any(text for _name, text in feedback):
        outcome = {"identifier": "FEEDBACK", "cardinality": "multiple", "baseType": "identifier"}
        SubElement(node, "outcomeDeclaration", outcome)
    node.append(body)
    _processing(node, item, version)
    for said, text in feedback:
        if text:
            attributes = {"outcomeIdentifier": "FEEDBACK", "identifier": said, "showHide": "show"}
            _paragraphs(SubElement(node, "modalFeedback", attributes), text)
    return node


def _paragraphs(node: Element, text: str) -> None:
    lines = text.split("\n")
    if len(lines) == 1:
        node.text = text
        return
    for line in lines:
        SubElement(node, "p").text = line


def _declare(
    node: Element, cardinality: str, base: str, right: Sequence[str], slips: Sequence[str] = ()
) -> None:
    attributes = {"identifier": RESPONSE, "cardinality": cardinality, "baseType": base}
    declared = SubElement(node, "responseDeclaration", attributes)
    if right:
        correct = SubElement(declared, "correctResponse")
        for value in right if base != "string" else right[:1]:
            SubElement(correct, "value").text = value
    if base in {"string", "float"} and (slips or len(right) > 1):
        mapping = SubElement(declared, "mapping", {"defaultValue": "0"})
        for value, worth in [*((text, "1") for text in right), *((text, "0") for text in slips)]:
            SubElement(mapping, "mapEntry", {"mapKey": value, "mappedValue": worth})


def _processing(node: Element, item: Item, version: int) -> None:
    """Say how the response is marked: a number within its tolerance, everything else as the key states."""
    if item.kind is Kind.SHORT_ANSWER:
        return
    if item.kind is not Kind.NUMERIC:
        mapped = any(True for _entry in node.iter("mapping"))
        template = _TEMPLATES[version].format("map_response" if mapped else "match_correct")
        SubElement(node, "responseProcessing", {"template": template})
        return
    condition = SubElement(SubElement(node, "responseProcessing"), "responseCondition")
    when = SubElement(condition, "responseIf")
    tolerance = middle(item)[1]
    width = f"{tolerance:f} {tolerance:f}"
    equal = SubElement(when, "equal", {"toleranceMode": "absolute", "tolerance": width})
    SubElement(equal, "variable", {"identifier": RESPONSE})
    SubElement(equal, "correct", {"identifier": RESPONSE})
    points = SubElement(when, "setOutcomeValue", {"identifier": "SCORE"})
    SubElement(points, "baseValue", {"baseType": "float"}).text = "1"


def _choice(node: Element, body: Element, item: Item, feedback: list[tuple[str, str]]) -> None:
    many = item.kind is Kind.MULTIPLE_CHOICE
    names = [f"c{place}" for place in range(1, len(item.options) + 1)]
    if item.kind is Kind.TRUE_FALSE:
        names = ["true", "false"][: len(names)]
    rows = list(zip(names, item.options, strict=False))
    _declare(
        node, "multiple" if many else "single", "identifier", [name for name, row in rows if row.correct]
    )
    attributes = {"responseIdentifier": RESPONSE, "shuffle": "true", "maxChoices": "0" if many else "1"}
    found = SubElement(body, "choiceInteraction", attributes)
    for name, row in rows:
        _paragraphs(SubElement(found, "simpleChoice", {"identifier": name}), row.text.zh)
        feedback.append((name, row.feedback.zh))


def _typed(node: Element, body: Element, item: Item, feedback: list[tuple[str, str]]) -> None:
    slips = [row.text.zh for row in item.options]
    number = item.kind is Kind.NUMERIC
    right = [f"{middle(item)[0]:f}"] if number else item.accepted.zh.split("\n")
    _declare(node, "single", "float" if number else "string", right, slips)
    line = SubElement(body, "p")
    SubElement(line, "textEntryInteraction", {"responseIdentifier": RESPONSE})
    if item.unit.zh:
        SubElement(line, "span", {"class": UNIT}).text = item.unit.zh


def _match(node: Element, body: Element, item: Item, feedback: list[tuple[str, str]]) -> None:
    rows = list(enumerate(item.options, start=1))
    _declare(node, "multiple", "directedPair", [f"l{place} r{place}" for place, row in rows if row.text.zh])
    attributes = {"responseIdentifier": RESPONSE, "shuffle": "true", "maxAssociations": str(len(rows))}
    found = SubElement(body, "matchInteraction", attributes)
    lefts, rights = SubElement(found, "simpleMatchSet"), SubElement(found, "simpleMatchSet")
    for place, row in rows:
        sides = [(lefts, f"l{place}", row.text.zh), (rights, f"r{place}", row.match.zh)]
        for side, name, text in sides if row.text.zh else sides[1:]:
            choice = SubElement(side, "simpleAssociableChoice", {"identifier": name, "matchMax": "1"})
            _paragraphs(choice, text)
        if row.text.zh:
            feedback.append((f"l{place}", row.feedback.zh))


def _order(node: Element, body: Element, item: Item, feedback: list[tuple[str, str]]) -> None:
    names = [f"c{place}" for place in range(1, len(item.options) + 1)]
    _declare(node, "ordered", "identifier", names)
    found = SubElement(body, "orderInteraction", {"responseIdentifier": RESPONSE, "shuffle": "true"})
    for name, row in zip(names, item.options, strict=True):
        _paragraphs(SubElement(found, "simpleChoice", {"identifier": name}), row.text.zh)
        feedback.append((name, row.feedback.zh))


def _extended(node: Element, body: Element, item: Item, feedback: list[tuple[str, str]]) -> None:
    _declare(node, "single", "string", [])
    SubElement(body, "extendedTextInteraction", {"responseIdentifier": RESPONSE})
    text = rubric.write(item.model_answer.zh, item.options)
    if text:
        _paragraphs(SubElement(body, "rubricBlock", {"view": SCORER}), text)


_INTERACTIONS: dict[Kind, Callable[[Element, Element, Item, list[tuple[str, str]]], None]] = {
    **dict.fromkeys((Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE), _choice),
    **dict.fromkeys((Kind.FILL_BLANK, Kind.NUMERIC), _typed),
    Kind.MATCHING: _match,
    Kind.ORDERING: _order,
    Kind.SHORT_ANSWER: _extended,
}
