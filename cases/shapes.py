"""What dialogues and case judgements share: a text in two languages, points between their limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.dimensions import Dimension

ENGLISH: Final = "en"
KNOWN_DIMENSIONS: Final = frozenset(str(dimension) for dimension in Dimension)


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def shown_in(self, language: str) -> str:
        """Return the text for a language code (``zh-hans`` or ``en``)."""
        return self.en if language == ENGLISH else self.zh

    def missing(self) -> tuple[str, ...]:
        """Return the languages ("zh", "en") in which nothing was written."""
        return tuple(code for code, text in (("zh", self.zh), ("en", self.en)) if not text.strip())


def text_of(raw: object) -> Text:
    """Read a text from frozen content; what is absent becomes empty, so that drafts can be checked too."""
    if not isinstance(raw, Mapping):
        return Text("", "")
    return Text(str(raw.get("zh") or ""), str(raw.get("en") or ""))


@dataclass(frozen=True, slots=True)
class Measured:
    """Whole points of one dimension, with the lowest and highest that could be reached."""

    points: int
    low: int
    high: int

    @property
    def share(self) -> int:
        """Whole per cent of the way from low to high, cut; 0 where nothing could be reached."""
        return (self.points - self.low) * 100 // (self.high - self.low) if self.high > self.low else 0


def measured(points: int, low: int, high: int) -> Measured:
    """Return the points, clamped into their limits."""
    return Measured(min(max(points, low), high), low, high)


class Fault(StrEnum):
    """What can be wrong with a definition; each has its sentence in ``cases/sentences.py``."""

    MISSING_TEXT = "missing_text"
    KEY_MISSING = "key_missing"
    KEY_TWICE = "key_twice"
    START_UNKNOWN = "start_unknown"
    NEXT_UNKNOWN = "next_unknown"
    UNREACHABLE = "unreachable"
    NO_WAY_OUT = "no_way_out"
    CYCLE = "cycle"
    FEW_CHOICES = "few_choices"
    SPEAKER_UNKNOWN = "speaker_unknown"
    ROLE_UNKNOWN = "role_unknown"
    NO_ENDING = "no_ending"
    GATE_UNKNOWN = "gate_unknown"
    DIMENSION_UNKNOWN = "dimension_unknown"
    NOTHING_SCORED = "nothing_scored"
    NO_JUDGEMENT = "no_judgement"
    FEW_OPTIONS = "few_options"
    SCORE_RANGE = "score_range"
    SAME_SCORES = "same_scores"
    DIMENSION_UNMOVED = "dimension_unmoved"
    ENDING_UNREACHABLE = "ending_unreachable"
    SAME_PLACE = "same_place"


WARNINGS = frozenset({Fault.DIMENSION_UNMOVED, Fault.ENDING_UNREACHABLE, Fault.SAME_PLACE})


class Part(StrEnum):
    """What kind of place a problem is in."""

    WHOLE = "whole"
    FIELD = "field"
    CHARACTER = "character"
    SCENE = "scene"
    CHOICE = "choice"
    ENDING = "ending"
    DEBRIEF = "debrief"
    DISCUSSION = "discussion"
    JUDGEMENT = "judgement"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``where`` is a key, a field's name or a place in order ("2", option "2.1")."""

    fault: Fault
    part: Part = Part.WHOLE
    where: str = ""
    detail: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether publishing may go on regardless."""
        return self.fault in WARNINGS


def missing(part: Part, where: str, *texts: Text) -> list[Problem]:
    """Return one problem for each language in which any of these texts is empty."""
    codes = {code for text in texts for code in text.missing()}
    return [Problem(Fault.MISSING_TEXT, part, where, code) for code in sorted(codes)]
