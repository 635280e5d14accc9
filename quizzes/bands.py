"""Words that depend on the score: bands from 0 to 100 per cent without gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.basis_points import percent_cut
from quizzes.content import Text

LAST_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Band:
    """A band begins at a whole per cent and ends where the next one begins, the last one with 100."""

    from_percent: int
    text: Text


class Flaw(StrEnum):
    """What can be wrong with bands."""

    NOT_FROM_ZERO = "not_from_zero"
    TWICE = "twice"
    OUT_OF_RANGE = "out_of_range"
    NOT_IN_ORDER = "not_in_order"
    TEXT_MISSING = "text_missing"


def flaws(bands: Sequence[Band]) -> list[tuple[Flaw, int]]:
    """Return what is wrong with bands in the order they were given, with the per cent it is about."""
    return list(_flaws(bands)) if bands else []


def _flaws(bands: Sequence[Band]) -> Iterator[tuple[Flaw, int]]:
    starts = [band.from_percent for band in bands]
    if min(starts) > 0:
        yield Flaw.NOT_FROM_ZERO, min(starts)
    if sorted(starts) != starts:
        yield Flaw.NOT_IN_ORDER, starts[0]
    for place, band in enumerate(bands):
        if not 0 <= band.from_percent <= LAST_PERCENT:
            yield Flaw.OUT_OF_RANGE, band.from_percent
        if band.from_percent in starts[:place]:
            yield Flaw.TWICE, band.from_percent
        if not (band.text.zh.strip() and band.text.en.strip()):
            yield Flaw.TEXT_MISSING, band.from_percent


def band_of(bands: Sequence[Band], score_bp: int) -> Band | None:
    """Return the band of a score, which is cut to whole per cent as it is shown; None without bands."""
    percent = percent_cut(score_bp)
    reached = [band for band in bands if band.from_percent <= percent]
    return max(reached, key=lambda band: band.from_percent, default=None)
