"""What a question's figures suggest to its author: plain findings, none of them before twenty people."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from quizzes.statistics import ItemFigure, OptionFigure

FEWEST_JUDGED = 20
FEWEST_CHOOSERS = 5
MANY_CHOOSE = 0.10
NOISE = 2.0  # a correlation of n people varies by about one over the root of n by chance alone
ALMOST_EVERYONE = 0.95
ALMOST_NOBODY = 0.20
WEAK = 0.10
MANY_SKIP = 0.20
MOST_SKIP = 0.50  # what most never answered is not hard, it was not tried
MANY_HASTY = 0.20  # one in ten answers anything carelessly (index method 1.7); twice that is the question's
RARE = 0.02
FEWEST_FOR_RARE = 100
APART = 0.20
DIGITS = 9  # 0.6 - 0.4 must not count as less than 0.2


class Verdict(StrEnum):
    """The findings, the most serious one first."""

    KEY_SUSPECT = "key_suspect"
    NEGATIVE = "negative"
    LANGUAGES_DIFFER = "languages_differ"
    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    WEAK = "weak"
    SKIPPED = "skipped"
    HASTY = "hasty"
    UNUSED_OPTION = "unused_option"


SEVERITY = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class JudgedOption:
    """An option with its letter as trainers see it, whether it is right, and its figure."""

    letter: str
    correct: bool
    figure: OptionFigure


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict, and the letters of the options it is about."""

    verdict: Verdict
    letters: tuple[str, ...] = ()


def findings(
    figure: ItemFigure, options: Sequence[JudgedOption] = (), by_language: Sequence[ItemFigure] = ()
) -> list[Finding]:
    """Return what the figures suggest, the most serious first; empty under twenty people.

    ``options`` only for questions with one right answer: there a wrong option that draws better learners
    than the key does, and not by a handful of people, points to a wrong key.
    """
    if figure.n < FEWEST_JUDGED or figure.facility is None:
        return []
    suspects = _better_than_key(figure, options)
    found = [Finding(Verdict.KEY_SUSPECT, suspects)] if suspects else []
    found += [Finding(verdict) for verdict in _of_figure(figure)]
    if figure.timed >= FEWEST_JUDGED and (figure.hasty or 0.0) >= MANY_HASTY:
        found.append(Finding(Verdict.HASTY))
    if _apart(by_language):
        found.append(Finding(Verdict.LANGUAGES_DIFFER))
    unused = _unused(options, figure.n)
    if unused:
        found.append(Finding(Verdict.UNUSED_OPTION, unused))
    return sorted(found, key=lambda finding: SEVERITY[finding.verdict])


def _of_figure(figure: ItemFigure) -> list[Verdict]:
    facility, discrimination = figure.facility or 0.0, figure.discrimination
    found = []
    negative = discrimination is not None and discrimination <= -NOISE / sqrt(figure.n)
    if negative:
        found.append(Verdict.NEGATIVE)
    if facility >= ALMOST_EVERYONE:
        found.append(Verdict.TOO_EASY)
    elif facility <= ALMOST_NOBODY and (figure.skipped or 0.0) < MOST_SKIP:
        found.append(Verdict.TOO_HARD)
    elif not negative and discrimination is not None and discrimination < WEAK:
        found.append(Verdict.WEAK)
    if (figure.skipped or 0.0) >= MANY_SKIP:
        found.append(Verdict.SKIPPED)
    return found


def _better_than_key(figure: ItemFigure, options: Sequence[JudgedOption]) -> tuple[str, ...]:
    if figure.discrimination is not None and figure.discrimination >= WEAK:
        return ()  # those who know the subject choose the key
    least = max(FEWEST_CHOOSERS, MANY_CHOOSE * figure.n)
    keys = [option.figure.rest for option in options if option.correct and option.figure.rest is not None]
    if not keys:
        return ()
    best = max(keys)
    return tuple(
        option.letter
        for option in options
        if not option.correct
        and option.figure.chosen >= least
        and option.figure.rest is not None
        and option.figure.rest > best
    )


def _unused(options: Sequence[JudgedOption], n: int) -> tuple[str, ...]:
    if n < FEWEST_FOR_RARE:
        return ()
    return tuple(option.letter for option in options if option.figure.chosen < RARE * n)


def _apart(by_language: Sequence[ItemFigure]) -> bool:
    shares = [one.facility for one in by_language if one.n >= FEWEST_JUDGED and one.facility is not None]
    return len(shares) > 1 and round(max(shares) - min(shares), DIGITS) >= APART
