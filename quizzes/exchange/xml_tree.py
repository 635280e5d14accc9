"""XML of other systems: parsed without entities or document types, each element with its line."""

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from quizzes.exchange.items import Unreadable

DEEPEST = 60
MOST_ELEMENTS = 500_000
# With its name space, which is copied into the name of every element.
LONGEST_NAME = 300
LINE = "\n"
"""The attribute under which an element keeps its line; no XML attribute can have this name."""
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_ENCODING = re.compile(r"encoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "gb18030", "gbk", "gb2312", "us-ascii", "ascii"})


class _Builder(TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self.parser: Any = None
        self.depth = self.count = 0

    def start(self, tag: Any, attrs: Any) -> Any:
        self.depth += 1
        self.count += 1
        names = max(len(tag), *(len(name) for name in attrs), 0)
        if self.depth > DEEPEST or self.count > MOST_ELEMENTS or names > LONGEST_NAME:
            raise Unreadable("xml_large")
        node = super().start(tag, attrs)
        node.set(LINE, str(self.parser.parser.CurrentLineNumber))
        return node

    def end(self, tag: Any) -> Any:
        self.depth -= 1
        return super().end(tag)


def parse(text: str) -> Element:
    """Return the root element; raises Unreadable with the line for anything that is not plain XML."""
    text = text.removeprefix("\ufeff")
    declared = _DECLARATION.match(text)
    if declared:
        encoding = _ENCODING.search(declared[0])
        if encoding and encoding[1].lower() not in _ENCODINGS:
            raise Unreadable("xml_encoding", encoding=encoding[1][:40])
        # The text is decoded already; lines keep their numbers.
        text = "\n" * declared[0].count("\n") + text[declared.end() :]
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        parser.feed(text.strip("\0"))
        return parser.close()
    except DefusedXmlException as error:
        raise Unreadable("xml_dtd") from error
    except ParseError as error:
        raise Unreadable("xml_broken", line=str(error.position[0])) from error
    except (UnicodeError, ValueError) as error:
        raise Unreadable("xml_broken", line="1") from error


def line_of(node: Element) -> str:
    """Return where an element begins, as a problem's place."""
    return f"line:{node.get(LINE, '1')}"
