"""Language rules of the house for what is written in Chinese or English: found slips, no wording, no fixing.

Used where files are checked (``check_academy``) and where a trainer saves. A text is plain or rich text; the
languages are ``zh`` and ``en``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
EXCERPT = 24
# Six Latin words in a row are a sentence nobody translated; names and abbreviations are shorter.
FOREIGN_WORDS = 6

_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|h\d|li|ul|ol|td|th|tr|div|blockquote)>|<br\s*/?>", re.I)
_HEADING = re.compile(r"<h([1-6])\b", re.I)
_HAN = re.compile(f"[{HAN}]")
_HALF = re.compile(
    rf"""[{HAN}”）》][ ]?[,;:!?](?!\w)|[{HAN}][,;:!?()"']|[,;:!?()"'][{HAN}]"""
    rf"""|[{HAN}”）]\.(?!\w)|\.{{3}}|[{HAN}]--"""
)
_FULL = re.compile(r"[，。；：？！（）、《》「」【】]")
_EXCLAMATION = re.compile(r"[!！]")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u2712\u2714-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\ufe0f\u200d]"
)
_LATIN_RUN = re.compile(rf"(?:[A-Za-z][A-Za-z'’-]*[\s,;:.]+){{{FOREIGN_WORDS - 1},}}[A-Za-z][A-Za-z'’-]*")
_HAN_RUN = re.compile(rf"[{HAN}][{HAN}，。、；：]*")
_DOUBLE = {
    "zh": re.compile(
        r"[不没]得?不[得能可会是足]|不[得能可会是]不|不可[能以]?不|不是没|不是不|并非[不没]|没有[^，。；、？“”]{0,4}不|无[不非]"
        r"|未必不|不[^，。；、？“”]{0,3}[没未]有"
    ),
    "en": re.compile(
        r"\bnot\s+(?:un(?!less|til|der|ited?|ique|ivers)|without\b|in(?:correct|appropriate|accurate|effective)\b)\w*"
        r"|n['’]t\s+(?:\w+\s+){0,3}(?:no|not|nothing|never|none|nobody)\b"
        r"|\b(?:never|no one|nobody|not)\s+(?:\w+\s+){0,3}(?:not|never|no|nothing)\b"
        r"|\bcannot but\b",
        re.I,
    ),
}
_ASKS_WRONG = {
    "zh": re.compile(r"哪[^，。；]{0,6}(?:不|没有|错误|除外)|不(?:正确|属于|应该|合适|恰当|对)的(?:是|有)"),
    "en": re.compile(r"\bwhich\b[^.?]{0,60}\b(?:not|incorrect|wrong|except)\b|n['’]t\b[^.?]*\?$", re.I),
}
_DENIES = {
    "zh": re.compile(r"^(?:不|没|别|未|并非)"),
    "en": re.compile(r"^(?:not|never|no|do not|don['’]t|does not|doesn['’]t)\b", re.I),
}


class Slip(StrEnum):
    """What can be wrong with a text; stable names, a muted hint is kept under them."""

    HALF_WIDTH = "half_width"
    FULL_WIDTH = "full_width"
    EXCLAMATION = "exclamation"
    EMOJI = "emoji"
    OTHER_LANGUAGE = "other_language"
    DOUBLE_NEGATIVE = "double_negative"
    VARIANT = "variant"


@dataclass(frozen=True, slots=True)
class Found:
    """A slip with the words around it; ``better`` is the wording to use instead, if it is known."""

    slip: Slip
    excerpt: str
    better: str = ""


def plain(text: str) -> str:
    """Return rich text as plain text, one line a paragraph."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n", text))).strip()


def han_count(text: str) -> int:
    """Return how many Chinese characters a text has: the measure of reading length."""
    return len(_HAN.findall(plain(text)))


def check(text: str, language: str, variants: Mapping[str, str] | None = None) -> list[Found]:
    """Return the slips of one text, at most one of each kind except variants.

    ``variants`` maps a wording that is not used here to the one that is.
    """
    words = plain(text)
    found = [hit for slip, rule in _rules(language) if (hit := _first(slip, rule, words))]
    return [*found, *variants_in(text, language, variants or {})]


def _rules(language: str) -> Iterator[tuple[Slip, re.Pattern[str]]]:
    yield Slip.EXCLAMATION, _EXCLAMATION
    yield Slip.EMOJI, _EMOJI
    yield (Slip.FULL_WIDTH, _FULL) if language == "en" else (Slip.HALF_WIDTH, _HALF)
    yield Slip.OTHER_LANGUAGE, _HAN_RUN if language == "en" else _LATIN_RUN


def _first(slip: Slip, rule: re.Pattern[str], words: str) -> Found | None:
    match = rule.search(words)
    return Found(slip, _around(words, match.start(), match.end())) if match else None


def _around(words: str, start: int, end: int) -> str:
    """Return the words around a place, never across lines."""
    begin = max(words.rfind("\n", 0, start) + 1, start - EXCERPT // 2)
    stop = words.find("\n", end)
    return words[begin : min(len(words) if stop < 0 else stop, end + EXCERPT // 2)].strip()


def variants_in(text: str, language: str, variants: Mapping[str, str]) -> Iterator[Found]:
    """Yield each wording of ``variants`` that a text holds, with the one that is used instead."""
    words = plain(text)
    for wrong, right in variants.items():
        if (place := find_term(words, wrong, language)) is not None:
            yield Found(Slip.VARIANT, _around(words, *place), right)


def find_term(words: str, term: str, language: str) -> tuple[int, int] | None:
    """Return where a term first stands as a word (English: whole words, plural too), or None."""
    match = term_pattern(term, language).search(words)
    return match.span() if match else None


def term_pattern(term: str, language: str) -> re.Pattern[str]:
    """Return the pattern of a term; in English it is never part of a word and may be a plural."""
    if language != "en":
        return re.compile(re.escape(term))
    spaced = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", term))
    return re.compile(rf"(?<![\w-]){spaced}(?:s|es)?(?![\w-])", re.I)


def double_negative(text: str, language: str) -> Found | None:
    """Return a negation of a negation in a question or statement a learner has to judge."""
    return _first(Slip.DOUBLE_NEGATIVE, _DOUBLE[language], plain(text))


def denied_twice(stem: str, options: Iterable[str], language: str) -> Found | None:
    """Return an option that denies while its stem asks for what is wrong."""
    if not _ASKS_WRONG[language].search(plain(stem)):
        return None
    texts = (plain(option) for option in options)
    hit = next((text for text in texts if _DENIES[language].search(text)), None)
    return Found(Slip.DOUBLE_NEGATIVE, hit[:EXCERPT]) if hit else None


def heading_levels(text: str) -> list[int]:
    """Return the levels of the headings of a rich text, in order."""
    return [int(level) for level in _HEADING.findall(text)]


def skipped_heading(levels: Sequence[int], start: int = 1) -> int | None:
    """Return the first level that skips one (h4 after h2) or is not below ``start``; None if in order."""
    above = start
    for level in levels:
        if level > above + 1 or level <= start:
            return level
        above = level
    return None
