"""Which questions fare alike in every format, so that one of them is written and read back for all.

A text counts as ordinary when no format gives any of its signs a meaning. Ordinary texts are told apart only
by where blanks stand in them and by which of a question's texts are the same.
"""

import re
from dataclasses import replace

from quizzes.content import Kind, Text
from quizzes.exchange.items import Item, mapped

# Signs without a meaning anywhere, and those that have none behind a letter that numbers nothing.
_ORDINARY = re.compile(
    r"(?:[A-Za-z0-9，。？！“”《》\u4e00-\u9fff]|(?<=[^ ]) (?=[^ ])"
    r"|(?<=[\u4e00-\u9fff])[、：]|(?<=[a-z])[.,?!'])+"
)
_BLANK = "（ ）"
_SKELETON = re.compile(r"(?:x|\0|____)+")
_KEY = re.compile(r"[A-Za-z][-A-Za-z0-9_]{0,59}")
_LONGEST = 300
# The texts of their options are words or numbers that are read for what they mean.
_MEANT = frozenset({Kind.TRUE_FALSE, Kind.NUMERIC})


def shape_of(item: Item) -> Item:
    """Return the item with a name for each ordinary text; items of one shape lose the same in any format."""
    known: dict[str, int] = {}

    def named(text: str) -> str:
        if not text or len(text) > _LONGEST:
            return text
        skeleton = _ORDINARY.sub("x", text.replace(_BLANK, "\0"))
        if not _SKELETON.fullmatch(skeleton):
            return text
        return f"\1{known.setdefault(text, len(known))} {skeleton}"

    def pair(text: Text) -> Text:
        return Text(named(text.zh), named(text.en)) if text.zh or text.en else text

    shape = replace(item, stem=pair(item.stem), explanation=pair(item.explanation))
    if item.kind not in _MEANT:
        shape = mapped(item, pair)
    return replace(shape, unit=item.unit, units=item.units, key="k" if _KEY.fullmatch(item.key) else item.key)
