"""How an answer earns points: one rule per kind of question, exact, in basis points of the question's points.

Multiple choice has the three ways of RELATE's ``credit_mode``: ``proportional_correct`` gives the share of
the right options that were ticked, and nothing once a wrong one is; ``proportional`` gives the share of all
options that were judged rightly, ticked or left; ``exact`` gives everything or nothing. Matching counts right
pairs, a grid rightly judged statements, several blanks the right ones. Judgement counts the nearness to the
experts (``quizzes.panel``). Ordering counts neighbours that follow each other, or items in their place.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from core.basis_points import FULL_BP, ratio_bp
from quizzes import panel
from quizzes.content import Content, Credit, Kind, Option
from quizzes.gaps import alternatives
from quizzes.quantities import Quantity, is_near, parse_number, quantity, within

RIGHT = {True: "1", False: "0"}
"""How a learner marks a statement of a grid: right, not right."""
Response = Mapping[str, Any]

# Punctuation that Chinese and Western keyboards write differently, and spaces, never decide over an answer.
_DROPPED = frozenset(["Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Cc", "Cf"])


def is_answered(content: Content, response: Response | None) -> bool:
    """Say whether a response says anything at all; an empty one is not an answer."""
    if not response:
        return False
    if content.kind is Kind.MATCHING:
        return any(response.get("pairs", {}).values())
    if content.kind is Kind.BLANKS:
        return any(str(text).strip() for text in response.get("blanks", {}).values())
    if content.kind in {Kind.GRID, Kind.JUDGEMENT}:
        return bool(response.get("marks"))
    if content.kind in {Kind.FILL_BLANK, Kind.NUMERIC, Kind.SHORT_ANSWER}:
        return bool(str(response.get("text", "")).strip())
    return bool(response.get("options"))


def credit_bp(content: Content, response: Response | None) -> int | None:
    """Return the credit of a response in basis points (0-10 000).

    None for a question nobody answered, or that a person marks. Full credit goes to the key alone.
    """
    if not is_answered(content, response):
        return None
    rule = _RULES.get(content.kind)
    if rule is None or response is None:
        return None
    credit = rule(content, response)
    return 0 if content.marking is Credit.EXACT and credit < FULL_BP else credit


def _one_of(content: Content, response: Response) -> int:
    right = {option.id for option in content.options if option.correct}
    return FULL_BP if set(response["options"]) == right else 0


def _several(content: Content, response: Response) -> int:
    right = {option.id for option in content.options if option.correct}
    ticked = set(response["options"])
    if content.marking is Credit.PROPORTIONAL:
        every = {option.id for option in content.options}
        return ratio_bp(len(every - (ticked ^ right)), len(every))
    return 0 if ticked - right else ratio_bp(len(ticked), len(right))


def _pairs(content: Content, response: Response) -> int:
    lefts = [option for option in content.options if option.text.zh]
    chosen = response["pairs"]
    sides = {option.id: option.match for option in content.options}
    right = sum(sides.get(chosen.get(option.id, "")) == option.match for option in lefts)
    return ratio_bp(right, len(lefts))


def _order(content: Content, response: Response) -> int:
    """Credit items in their place, or neighbours: pairs of which the second directly follows the first."""
    key = [option.id for option in content.options]
    given = list(response["options"])
    if content.marking is Credit.POSITIONS:
        return ratio_bp(sum(a == b for a, b in zip(key, given, strict=False)), len(key))
    if len(key) < 2:  # noqa: PLR2004 - one item has no neighbour
        return FULL_BP if given == key else 0
    follows = set(pairwise(key))
    return ratio_bp(sum(pair in follows for pair in pairwise(given)), len(follows))


def _number(content: Content, response: Response) -> int:
    return FULL_BP if within(content, given_quantity(content, response)) else 0


def given_quantity(content: Content, response: Response) -> Quantity:
    """Return the number and unit of a response."""
    return quantity(content, str(response.get("text", "")), str(response.get("unit", "")))


def _typed(content: Content, response: Response) -> int:
    typed = fold(str(response["text"]))
    right = {fold(text) for texts in content.accepted.values() for text in texts} - {""}
    return FULL_BP if typed in right else 0


def _blanks(content: Content, response: Response) -> int:
    typed = response["blanks"]
    right = sum(fills(option, str(typed.get(option.id, ""))) for option in content.options)
    return ratio_bp(right, len(content.options))


def fills(option: Option, typed: str) -> bool:
    """Say whether a typed text is among the accepted answers of a blank, in either language."""
    accepted = [*alternatives(option.text.zh), *alternatives(option.text.en)]
    return fold(typed) in {fold(text) for text in accepted} - {""}


def _statements(content: Content, response: Response) -> int:
    marks = response["marks"]
    right = sum(marks.get(option.id) == RIGHT[option.correct] for option in content.options)
    return ratio_bp(right, len(content.options))


def _judgement(content: Content, response: Response) -> int:
    """Credit the nearness to the experts, option by option (``quizzes.panel``)."""
    marks = response["marks"]
    rated = [option for option in content.options if option.id in marks and option.panel]
    shares = (panel.share(option.panel, int(marks[option.id])) for option in rated)
    return panel.credit_bp(shares, len(content.options))


_RULES: dict[Kind, Callable[[Content, Response], int]] = {
    Kind.SINGLE_CHOICE: _one_of,
    Kind.TRUE_FALSE: _one_of,
    Kind.MULTIPLE_CHOICE: _several,
    Kind.MATCHING: _pairs,
    Kind.ORDERING: _order,
    Kind.NUMERIC: _number,
    Kind.FILL_BLANK: _typed,
    Kind.BLANKS: _blanks,
    Kind.GRID: _statements,
    Kind.JUDGEMENT: _judgement,
}


def fold(text: str) -> str:
    """Return a typed answer without what does not matter: width, case, spaces, punctuation."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in wide if unicodedata.category(letter) not in _DROPPED)


def slip_of(content: Content, response: Response | None) -> str | None:
    """Return the id of the frequent slip a typed answer shows, None if it shows none."""
    if not response or content.kind not in {Kind.NUMERIC, Kind.FILL_BLANK}:
        return None
    typed = str(response.get("text", ""))
    for option in content.options:
        if content.kind is Kind.NUMERIC:
            slip = parse_number(option.text.zh)
            if slip is not None and is_near(content, given_quantity(content, response), slip):
                return option.id
        elif fold(typed) in {fold(option.text.zh), fold(option.text.en)} - {""}:
            return option.id
    return None


def total_bp(earned: Sequence[tuple[int, int]]) -> int | None:
    """Return a quiz score from (points, credit in basis points) rows; None when nothing can be scored."""
    possible = sum(points for points, _credit in earned)
    if possible == 0:
        return None
    return ratio_bp(sum(points * credit for points, credit in earned), possible * FULL_BP)
