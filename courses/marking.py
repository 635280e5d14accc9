"""Marking terms where they are read: the first occurrence of each on a page becomes a button.

Works on finished HTML. A term is never looked for inside links, headings, buttons, drawings or captions, nor
inside a longer word; of several that begin at the same place the longest is taken.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from core.prose import term_pattern

# Text in these is not running text, is folded away, or is a control already.
CLOSED = frozenset(
    {"a", "button", "summary", "svg", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "th", "figcaption",
     "script", "style", "details", "textarea", "label", "code", "audio", "video"}
)  # fmt: skip
VOID = frozenset({"br", "hr", "img", "input", "source", "track", "wbr", "col"})


@dataclass(frozen=True, slots=True)
class Word:
    """A term as it stands in texts of one language; ``longer`` are words it is part of and not meant in."""

    key: str
    text: str
    longer: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """HTML with its terms marked, and the keys of those terms in the order they were met."""

    html: str
    keys: tuple[str, ...]


class Marker:
    """Marks each term once over the pieces of one page."""

    def __init__(self, words: Iterable[Word], language: str, button: Callable[[str, str], str]) -> None:
        """``button`` turns a key and the words as they stand in the text into HTML."""
        self._keys: dict[int, str] = {}
        self._button = button
        self._met: set[str] = set()
        tokens: list[tuple[str, str]] = []
        for word in words:
            tokens += [(word.text, word.key), *((longer, "") for longer in word.longer)]
        tokens.sort(key=lambda token: -len(token[0]))
        parts = [f"({term_pattern(text, language).pattern})" for text, _key in tokens if text]
        self._keys = {place: key for place, (_text, key) in enumerate(tokens, start=1)}
        self._pattern = re.compile("|".join(parts), re.I) if parts else None

    def mark(self, html: str) -> Marked:
        """Return a piece with the terms marked that no earlier piece has."""
        if self._pattern is None:
            return Marked(html, ())
        reader = _Reader()
        reader.feed(html)
        reader.close()
        new: list[str] = []
        out = "".join(self._text(text, new) if is_open else text for text, is_open in reader.pieces)
        return Marked(out, tuple(new))

    def _text(self, text: str, new: list[str]) -> str:
        assert self._pattern is not None  # noqa: S101 - for the type checker: mark() has looked
        return self._pattern.sub(lambda match: self._replace(match, new), text)

    def _replace(self, match: re.Match[str], new: list[str]) -> str:
        key = self._keys[match.lastindex or 0]
        if not key or key in self._met:
            return match.group()
        self._met.add(key)
        new.append(key)
        return self._button(key, match.group())


class _Reader(HTMLParser):
    """Splits HTML into pieces as they stand, each with whether terms are looked for in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[tuple[str, bool]] = []
        self._closed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag; what is closed stays so until the tag ends."""
        self.pieces.append((self.get_starttag_text() or "", False))
        if tag in CLOSED and tag not in VOID:
            self._closed += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an empty element."""
        self.pieces.append((self.get_starttag_text() or "", False))

    def handle_endtag(self, tag: str) -> None:
        """Keep the tag."""
        if tag in CLOSED and self._closed:
            self._closed -= 1
        self.pieces.append((f"</{tag}>", False))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.pieces.append((data, not self._closed))

    def handle_entityref(self, name: str) -> None:
        """Keep a named character."""
        self.pieces.append((f"&{name};", False))

    def handle_charref(self, name: str) -> None:
        """Keep a numbered character."""
        self.pieces.append((f"&#{name};", False))

    def handle_comment(self, data: str) -> None:
        """Keep a comment."""
        self.pieces.append((f"<!--{data}-->", False))
