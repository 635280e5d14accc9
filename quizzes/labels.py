"""How categories and tags are written in forms and files."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_NAME = 60
LONGEST_TAG = 100
MOST_TAGS = 50
MOST_LEVELS = 2
_BETWEEN_TAGS = re.compile(r"[,，、;；\n]")
_BETWEEN_LEVELS = re.compile(r"[/／]")


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a text that divides them by commas, semicolons or lines; the same one only once."""
    named: dict[str, str] = {}
    for part in map(_one_line, _BETWEEN_TAGS.split(text)):
        named.setdefault(folded(part), part)
    return tuple(part for part in named.values() if part)


def path_of(text: str) -> tuple[str, ...]:
    """Return the names of a category and those above it, the topmost first: ``安全 / 消防``."""
    return tuple(part for part in map(_one_line, _BETWEEN_LEVELS.split(text)) if part)


def written_path(names: Iterable[str]) -> str:
    """Return the names of a path as files hold them."""
    return "/".join(names)


def folded(text: str) -> str:
    """Return what a name is known by: without width, case and stray spaces."""
    return _one_line(unicodedata.normalize("NFKC", text)).casefold()


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
