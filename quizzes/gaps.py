"""Blanks in a running text: ``[[1]]`` stands where the answer of the first row belongs."""

import re
from collections.abc import Iterator, Sequence

_GAP = re.compile(r"\[\[\s*(\d{1,2})\s*\]\]")
_DIVIDED = re.compile(r"[|｜]")


def pieces(stem: str) -> Iterator[tuple[str, int]]:
    """Yield (text, number of the blank behind it) in reading order; 0 behind the last text."""
    parts = _GAP.split(stem)
    for place in range(0, len(parts) - 1, 2):
        yield parts[place], int(parts[place + 1])
    yield parts[-1], 0


def numbers(stem: str) -> list[int]:
    """Return the numbers of the blanks in reading order."""
    return [number for _text, number in pieces(stem) if number]


def fits(stem: str, rows: int) -> bool:
    """Say whether a text names every row's blank exactly once, and no other."""
    found = _GAP.findall(stem)
    return sorted(map(int, found)) == list(range(1, rows + 1))


def with_lines(stem: str) -> str:
    """Return a text with a numbered line in the place of each blank."""
    return _GAP.sub(lambda found: f"({int(found[1])}) ____", stem)


def alternatives(text: str) -> Sequence[str]:
    """Return the accepted answers of a blank: ``within 24 h | in a day`` are two."""
    return [part.strip() for part in _DIVIDED.split(text) if part.strip()]
