"""Every bilingual text of a file: its language, its terms, and whether both languages are built the same."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from academy.checking.findings import Finding, slip
from core import prose

LANGUAGES = ("zh", "en")
# What may be typed as an answer differs from language to language.
FREE = frozenset({"accepted"})
_BLOCKS = re.compile(r"<(h\d|p|ul|ol|li|table|blockquote|a)\b")
Variants = Mapping[str, Mapping[str, str]]


def check(file: str, data: Any, variants: Variants) -> Iterator[Finding]:
    """Yield what is wrong with the texts of one file; ``variants`` holds wrong wordings by language."""
    for place, pair in pairs(data):
        yield from _both(file, place, pair)
        for language in LANGUAGES:
            for text in strings(pair[language]):
                for found in prose.check(text, language, variants[language]):
                    yield slip(file, f"{place}, {language}", found)


def pairs(data: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the bilingual pieces of plain data with their places, such as ``body/opening``."""
    if isinstance(data, Mapping):
        if set(LANGUAGES) <= data.keys():
            yield place, {language: data[language] for language in LANGUAGES}
            return
        for name, value in data.items():
            yield from pairs(value, f"{place}/{name}".lstrip("/"))
    elif isinstance(data, list):
        for number, value in enumerate(data, start=1):
            name = value.get("id", number) if isinstance(value, Mapping) else number
            yield from pairs(value, f"{place}/{name}")


def strings(value: Any) -> Iterator[str]:
    """Yield the texts within one language's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def _both(file: str, place: str, pair: Mapping[str, Any]) -> Iterator[Finding]:
    if place.rpartition("/")[2] not in FREE and _shape(pair["zh"]) != _shape(pair["en"]):
        yield Finding(file, place, "Chinese and English are not built the same: a part is missing in one.")
    for language in LANGUAGES:
        if any(not text.strip() for text in strings(pair[language])):
            yield Finding(file, f"{place}, {language}", "Empty text.")


def _shape(value: Any) -> Any:
    """Return what must be the same in both languages: names, numbers of parts, block elements."""
    if isinstance(value, str):
        return _BLOCKS.findall(value)
    if isinstance(value, Mapping):
        return {name: _shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_shape(part) for part in value]
    return value
