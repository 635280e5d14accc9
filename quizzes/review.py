"""What a result shows of each question: marks always, right answers only when the rule has released them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from core.basis_points import FULL_BP
from quizzes import panel
from quizzes.content import CHOICES, Content, Kind, Option, shown_stem, unit_name
from quizzes.gaps import alternatives
from quizzes.quantities import factor_of
from quizzes.release import Visible
from quizzes.scoring import RIGHT, fills, given_quantity, is_answered, slip_of

Response = Mapping[str, Any]


class Verdict(StrEnum):
    """How an answer was judged."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    UNMARKED = "unmarked"
    WITHHELD = "withheld"


JUDGED = frozenset({Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG})


@dataclass(frozen=True, slots=True)
class Line:
    """One option, pair, item, blank or statement as answered.

    ``right`` is None while right answers are kept back. ``match`` is the right side chosen, the text typed or
    the mark given; ``key`` the right one of these, empty until released.
    """

    text: str
    chosen: bool
    right: bool | None
    feedback: str = ""
    match: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One question of a result. ``key_lines`` and ``explanation`` are empty until released.

    ``unit_fault`` says that the unit was ``missing`` or ``wrong``: nothing about the number.
    """

    kind: Kind
    stem: str
    verdict: Verdict
    lines: tuple[Line, ...]
    typed: str
    note: str
    unit_fault: str
    marking: str
    key_lines: tuple[str, ...]
    explanation: str
    module: str
    foreign: str = ""  # as in the player
    checks: int = 0
    hints: int = 0
    certainty: int | None = None


def verdict(content: Content, response: Response | None, credit_bp: int | None) -> Verdict:
    """Say how an answer was judged, from the credit it was given."""
    if not is_answered(content, response):
        return Verdict.UNANSWERED
    if credit_bp is None:
        return Verdict.UNMARKED
    if credit_bp == FULL_BP:
        return Verdict.RIGHT
    return Verdict.PARTLY if credit_bp else Verdict.WRONG


def review(
    content: Content,
    response: Response | None,
    credit_bp: int | None,
    order: Sequence[str],
    *,
    language: str,
    released: bool,
) -> Review:
    """Return what the learner sees of one question; without ``released`` nothing tells the right answer."""
    given = response or {}
    slip = slip_of(content, response)
    return Review(
        kind=content.kind,
        stem=shown_stem(content, language),
        verdict=verdict(content, response, credit_bp),
        lines=tuple(_lines(content, given, order, language, released)),
        typed=" ".join(filter(None, (str(given.get("text", "")), str(given.get("unit", ""))))),
        note=next((o.feedback.show(language) for o in content.options if o.id == slip), ""),
        unit_fault=_unit_fault(content, response),
        marking=content.marking or "",
        key_lines=tuple(_key(content, language)) if released else (),
        explanation=content.explanation.show(language) if released else "",
        module=content.module,
    )


def withheld(row: Review, shown: Visible) -> Review:
    """Return a review without the marks and the feedback that may not be seen."""
    if not shown.feedback:
        row = replace(
            row, note="", unit_fault="", lines=tuple(replace(line, feedback="") for line in row.lines)
        )
    if not shown.marks:
        row = replace(row, verdict=Verdict.WITHHELD if row.verdict in JUDGED else row.verdict)
    return row


def _unit_fault(content: Content, response: Response | None) -> str:
    if content.kind is not Kind.NUMERIC or not response or not is_answered(content, response):
        return ""
    return given_quantity(content, response).fault or ""


def _lines(
    content: Content, given: Response, order: Sequence[str], language: str, released: bool
) -> list[Line]:
    known = {option.id: option for option in content.options}
    if content.kind in CHOICES:
        chosen = set(given.get("options", ()))
        shown = [known[key] for key in order if key in known]
        return [_choice(option, option.id in chosen, language, released) for option in shown]
    if content.kind is Kind.MATCHING:
        pairs = given.get("pairs", {})
        return [
            _pair(left, known.get(pairs.get(left.id, "")), language, released)
            for left in content.options
            if left.text.zh
        ]
    if content.kind in _PARTS:
        shown = [known[key] for key in order if key in known] or list(content.options)
        told = [_PARTS[content.kind](option, given, language) for option in shown]
        if content.kind is Kind.BLANKS:
            told = [replace(one, text=f"({number})") for number, one in enumerate(told, start=1)]
        return told if released else [replace(one, right=None, feedback="", key="") for one in told]
    if content.kind is Kind.ORDERING:
        return [Line(known[key].text.show(language), True, None) for key in given.get("options", ())]
    return []


def _choice(option: Option, chosen: bool, language: str, released: bool) -> Line:
    told = option.feedback.show(language) if chosen or released else ""
    return Line(option.text.show(language), chosen, option.correct if released else None, told)


def _pair(left: Option, chosen: Option | None, language: str, released: bool) -> Line:
    right = chosen is not None and chosen.match == left.match
    return Line(
        text=left.text.show(language),
        chosen=chosen is not None,
        right=right if released else None,
        feedback=left.feedback.show(language) if released else "",
        match=chosen.match.show(language) if chosen else "",
    )


def _blank(option: Option, given: Response, language: str) -> Line:
    typed = str(given.get("blanks", {}).get(option.id, ""))
    accepted = alternatives(option.text.show(language))
    told = option.feedback.show(language)
    return Line("", bool(typed), fills(option, typed), told, typed, next(iter(accepted), ""))


def _statement(option: Option, given: Response, language: str) -> Line:
    mark = str(given.get("marks", {}).get(option.id, ""))
    text, told, key = option.text.show(language), option.feedback.show(language), RIGHT[option.correct]
    return Line(text, bool(mark), mark == key, told, mark, key)


def _rated(option: Option, given: Response, language: str) -> Line:
    mark = str(given.get("marks", {}).get(option.id, ""))
    text, told = option.text.show(language), option.feedback.show(language)
    if not option.panel:
        return Line(text, bool(mark), None, told, mark)
    nearest = bool(mark) and panel.is_nearest(option.panel, int(mark))
    return Line(text, bool(mark), nearest, told, mark, panel.shown(option.panel))


_PARTS: dict[Kind, Callable[[Option, Response, str], Line]] = {
    Kind.BLANKS: _blank,
    Kind.GRID: _statement,
    Kind.JUDGEMENT: _rated,
}


def _key(content: Content, language: str) -> list[str]:
    if content.kind is Kind.MATCHING:
        lefts = [option for option in content.options if option.text.zh]
        return [f"{left.text.show(language)} → {left.match.show(language)}" for left in lefts]
    if content.kind is Kind.ORDERING:
        return [option.text.show(language) for option in content.options]
    if content.kind is Kind.NUMERIC:
        return _number_key(content, language)
    if content.kind is Kind.FILL_BLANK:
        accepted = content.accepted.get("en" if language == "en" else "zh", ())
        return list(accepted[:1])
    if content.kind is Kind.SHORT_ANSWER:
        rubric = [f"{option.text.show(language)} ({option.points})" for option in content.options]
        return [content.model_answer.show(language), *rubric]
    return []


def _number_key(content: Content, language: str) -> list[str]:
    """Return the right number or range with its unit, then what one of the unit is in the others."""
    unit = content.unit.show(language)
    if content.number is None and (content.lowest is None or content.highest is None):
        return []
    figure = f"{content.lowest} – {content.highest}" if content.number is None else str(content.number)
    lines = content.units.get("en" if language == "en" else "zh", ())
    same = [f"1 {unit} = {factor_of(line)} {unit_name(line)}" for line in lines if factor_of(line)]
    return [f"{figure} {unit}".strip(), *same]
