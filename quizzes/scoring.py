"""How an answer earns points: one rule per kind of question, exact, in basis points of the question's points.

The credit modes follow the engine notes: multiple choice gives credit only if nothing wrong was ticked
("proportional_correct"), matching counts right pairs, ordering counts neighbours that follow each other.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from core.basis_points import FULL_BP, ratio_bp
from quizzes.content import Content, Kind

Response = Mapping[str, Any]

# Punctuation that Chinese and Western keyboards write differently, and spaces, never decide over an answer.
_DROPPED = frozenset(["Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Cc", "Cf"])
MAX_DIGITS = 40


def is_answered(content: Content, response: Response | None) -> bool:
    """Say whether a response says anything at all; an empty one is not an answer."""
    if not response:
        return False
    if content.kind is Kind.MATCHING:
        return any(response.get("pairs", {}).values())
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
    return None if rule is None or response is None else rule(content, response)


def _one_of(content: Content, response: Response) -> int:
    right = {option.id for option in content.options if option.correct}
    return FULL_BP if set(response["options"]) == right else 0


def _several(content: Content, response: Response) -> int:
    right = {option.id for option in content.options if option.correct}
    ticked = set(response["options"])
    return 0 if ticked - right else ratio_bp(len(ticked), len(right))


def _pairs(content: Content, response: Response) -> int:
    lefts = [option for option in content.options if option.text.zh]
    chosen = response["pairs"]
    sides = {option.id: option.match for option in content.options}
    right = sum(sides.get(chosen.get(option.id, "")) == option.match for option in lefts)
    return ratio_bp(right, len(lefts))


def _order(content: Content, response: Response) -> int:
    """Credit the neighbours: a pair counts when the second item directly follows the first, as in the key."""
    key = [option.id for option in content.options]
    given = list(response["options"])
    if len(key) < 2:  # noqa: PLR2004 - one item has no neighbour
        return FULL_BP if given == key else 0
    follows = set(pairwise(key))
    return ratio_bp(sum(pair in follows for pair in pairwise(given)), len(follows))


def _number(content: Content, response: Response) -> int:
    value = parse_number(str(response["text"]))
    if value is None or content.number is None:
        return 0
    return FULL_BP if _near(value, content.number, content.tolerance) else 0


def _near(value: Decimal, target: Decimal, tolerance: Decimal) -> bool:
    """Compare without subtracting what was typed: comparison is exact, subtraction rounds at 28 digits."""
    return target - tolerance <= value <= target + tolerance


def _typed(content: Content, response: Response) -> int:
    typed = fold(str(response["text"]))
    right = {fold(text) for texts in content.accepted.values() for text in texts} - {""}
    return FULL_BP if typed in right else 0


_RULES: dict[Kind, Callable[[Content, Response], int]] = {
    Kind.SINGLE_CHOICE: _one_of,
    Kind.TRUE_FALSE: _one_of,
    Kind.MULTIPLE_CHOICE: _several,
    Kind.MATCHING: _pairs,
    Kind.ORDERING: _order,
    Kind.NUMERIC: _number,
    Kind.FILL_BLANK: _typed,
}


def fold(text: str) -> str:
    """Return a typed answer without what does not matter: width, case, spaces, punctuation."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in wide if unicodedata.category(letter) not in _DROPPED)


def parse_number(text: str) -> Decimal | None:
    """Return the number somebody typed, in any width, with a percent sign or thousands commas; else None."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("%").replace(",", "").replace(" ", "")
    plain = plain.replace("−", "-").replace("。", ".")
    if len(plain) > MAX_DIGITS:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def slip_of(content: Content, response: Response | None) -> str | None:
    """Return the id of the frequent slip a typed answer shows, None if it shows none."""
    if not response or content.kind not in {Kind.NUMERIC, Kind.FILL_BLANK}:
        return None
    typed = str(response.get("text", ""))
    for option in content.options:
        if content.kind is Kind.NUMERIC:
            number, slip = parse_number(typed), parse_number(option.text.zh)
            if number is not None and slip is not None and _near(number, slip, content.tolerance):
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
