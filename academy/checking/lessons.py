"""One lesson: its length, its headings, its drawings, its links."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings

from academy.checking.findings import Finding
from academy.checking.texts import LANGUAGES, strings
from core import prose

FEWEST_CHARACTERS, MOST_CHARACTERS = 500, 900
CODES = {"zh": "zh-hans", "en": "en"}
# These parts print a heading of their own, below the lesson's title.
HEADED = frozenset({"checklist", "storyboard"})
_HREF = re.compile(r"<a\b[^>]*?\bhref=[\"']([^\"']*)[\"']|<a\b(?![^>]*\bhref=)", re.I)
_ALT = re.compile(r"<img\b(?![^>]*\balt=[\"'][^\"'])", re.I)


def check(file: str, lesson: Mapping[str, Any], addresses: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with a lesson; ``addresses`` are the pages a link may lead to."""
    yield from _length(file, lesson["body"])
    for language in LANGUAGES:
        yield from _headings(file, lesson["body"], language)
        for block in lesson["body"]:
            place = f"{block['id']}, {language}"
            for text in strings(block[language]):
                yield from _links(file, place, text, addresses)
                if _ALT.search(text):
                    yield Finding(file, place, "A picture without words for those who do not see it.")
            if block["type"] == "diagram":
                yield from _drawing(file, place, block, language)
            if block["type"] == "image" and not str(block[language].get("alt", "")).strip():
                yield Finding(file, place, "A picture without words for those who do not see it.")


def _length(file: str, body: list[Mapping[str, Any]]) -> Iterator[Finding]:
    """Running text counts; tables, drawings and storyboards are looked at, not read through."""
    count = sum(prose.han_count(block["zh"]) for block in body if block["type"] == "text")
    if not FEWEST_CHARACTERS <= count <= MOST_CHARACTERS:
        limits = f"{FEWEST_CHARACTERS} to {MOST_CHARACTERS}"
        yield Finding(file, "body", f"{count} Chinese characters of running text; {limits} are one sitting.")


def _headings(file: str, body: list[Mapping[str, Any]], language: str) -> Iterator[Finding]:
    levels: list[int] = []
    for block in body:
        if block["type"] == "text":
            levels += prose.heading_levels(block[language])
        elif block["type"] in HEADED:
            levels.append(2)
    skipped = prose.skipped_heading(levels)
    if skipped:
        yield Finding(file, f"body, {language}", f"A heading of level {skipped} skips a level.")


def _links(file: str, place: str, text: str, addresses: Collection[str]) -> Iterator[Finding]:
    for match in _HREF.finditer(text):
        target = match.group(1) or ""
        page, _hash, _anchor = target.partition("#")
        if target.startswith(("https://", "mailto:")) or target in addresses:
            continue
        if not target or (page not in addresses) or _hash:
            yield Finding(file, place, f"The link “{target}” leads nowhere.")


def _drawing(file: str, place: str, block: Mapping[str, Any], language: str) -> Iterator[Finding]:
    name = f"diagrams/{block['name']}.{CODES[language]}.svg"
    path = settings.BASE_DIR / "templates" / name
    if not path.exists():
        yield Finding(file, place, f"The drawing {name} is missing.")
        return
    drawing = path.read_text(encoding="utf-8")
    if not all(re.search(rf"<{part}\b[^>]*>\s*\S", drawing) for part in ("title", "desc")):
        yield Finding(file, place, f"The drawing {name} has no title or no description.")
