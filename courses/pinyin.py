"""The first letter of a Chinese word as it is read, and an order by reading.

The common 3,755 characters stand in GB 2312 in the order of their pinyin, so a character's code says its
letter. Rarer ones come under ``#`` at the end; characters with two readings stand under their commonest.
"""

from bisect import bisect_right

_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_STARTS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
_END = 0xD7F9
OTHER = "#"


def initial(word: str) -> str:
    """Return the letter a word stands under: Latin letters stand for themselves."""
    first = word[:1].upper()
    if first.isascii():
        return first if first.isalpha() else OTHER
    code = _code(first)
    return _LETTERS[bisect_right(_STARTS, code) - 1] if _STARTS[0] <= code <= _END else OTHER


def sort_key(word: str) -> tuple[bool, str, tuple[int, ...]]:
    """Return what words are ordered by: their letter first, those without one last."""
    letter = initial(word)
    return letter == OTHER, letter, tuple(_code(char) for char in word)


def _code(char: str) -> int:
    try:
        return int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return 0xFFFF
