"""Formatted texts of other systems as plain text: the bank holds no HTML."""

import re
from html.parser import HTMLParser

from quizzes.exchange.items import Unfit, clean

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "pre"})
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_NOT_TEXT = frozenset({"img", "object", "video", "audio", "iframe", "svg", "math", "embed", "canvas"})
_TAGGED = re.compile(r"</?(?:p|br|b|i|u|em|strong|div|span|img|ul|ol|li|table|sub|sup|script)\b[^<>]*>", re.I)
_DECLARED = re.compile(r"<[!?][^<>]*>")
_STRAY = re.compile(r"<(?!/?[a-zA-Z][^<>]*>)(/?\w{0,20})")


def plain_of(text: str, markup: str) -> str:
    """Return a text as plain text; ``markup`` is what the file calls its format ("" when it says nothing).

    Where nothing is said, or Moodle's own format, a text with HTML elements counts as HTML.
    """
    if markup == "html" or (not markup.startswith("plain") and _TAGGED.search(text)):
        return from_html(text)
    return text


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_TEXT:
            raise Unfit("picture")
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _BREAKS - {"br"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def from_html(markup: str) -> str:
    """Return the text of an HTML fragment, a line a paragraph; raises Unfit for pictures, sound and formulas.

    Scripts and styles are no text and are left out.
    """
    if "@@PLUGINFILE@@" in markup:
        raise Unfit("picture")
    reader = _Plain()
    try:
        reader.feed(_tags_only(markup))
        reader.close()
    except AssertionError as error:  # how html.parser says that it lost its way
        raise Unfit("markup") from error
    lines = [" ".join(line.split()) for line in clean("".join(reader.parts)).split("\n")]
    return "\n".join(line for line in lines if line)


def _tags_only(markup: str) -> str:
    """Return a fragment in which every < begins a whole tag: what Python's parser reads in one go.

    It looks for the end of every other < anew, to the end of the text.
    """
    first, *others = markup.split("<!--")
    seen = first + "".join(part.partition("-->")[2] for part in others)
    return _STRAY.sub(_as_text, _DECLARED.sub("", seen))


def _as_text(stray: re.Match[str]) -> str:
    if stray[1].lower() in _NOT_TEXT:
        raise Unfit("picture")
    return f"&lt;{stray[1]}"
