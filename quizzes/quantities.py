"""Numbers with units as people type them: ``1.5 h`` and ``90 min`` say the same.

A line of a question's further units reads ``min = 60``: sixty of it make one of the question's own unit. A
line without a figure is a unit that is offered to choose from but is wrong.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from itertools import zip_longest

from quizzes.content import Content, unit_name

MAX_DIGITS = 40
ONE = Decimal(1)
# A bound has 18 digits and a factor 12: their product is exact here, as comparing is.
_EXACT = Context(prec=100)


class UnitFault(StrEnum):
    """What is wrong with the unit of an answer, whatever its number is."""

    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in both languages; ``factor`` of it make one of the question's own, None for a wrong unit."""

    names: frozenset[str]
    factor: Decimal | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """What somebody typed: a number, how many of its unit make one of the question's, or what is wrong."""

    number: Decimal | None
    factor: Decimal = ONE
    fault: UnitFault | None = None


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


def factor_of(line: str) -> Decimal | None:
    """Return the figure of a line such as ``min = 60``; None when it has none or none above nought."""
    value = parse_number(line.partition("=")[2])
    return value if value is not None and value > 0 else None


def unreadable(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines that name no unit, or have a figure that is none above nought."""
    for line in lines:
        if not unit_name(line) or ("=" in line and factor_of(line) is None):
            yield line


def units_of(content: Content) -> tuple[Unit, ...]:
    """Return the units an answer may have, the question's own first."""
    own = Unit(frozenset({_plain(content.unit.zh), _plain(content.unit.en)} - {""}), ONE)
    rows = zip_longest(content.units.get("zh", ()), content.units.get("en", ()), fillvalue="")
    others = [
        Unit(frozenset({_plain(unit_name(zh)), _plain(unit_name(en))} - {""}), factor_of(zh or en))
        for zh, en in rows
    ]
    return (own, *others)


def is_unit(content: Content, name: str) -> bool:
    """Say whether a name is one of the units the question offers."""
    return any(_plain(name) in unit.names for unit in units_of(content))


def is_same_unit(content: Content, name: str, other: str) -> bool:
    """Say whether two names, perhaps in two languages, mean one unit of the question."""
    return any({_plain(name), _plain(other)} <= unit.names for unit in units_of(content))


def quantity(content: Content, text: str, unit: str) -> Quantity:
    """Return what was typed, with the unit chosen beside it or written behind the number.

    A question without further units shows its own beside the field: there a unit may be left out.
    """
    units = units_of(content)
    number, written = _apart(text, units)
    if not any(content.units.values()):
        return Quantity(number)
    name = _plain(unit) or written
    if written and name != written:
        return Quantity(number, fault=UnitFault.WRONG)
    if not name:
        return Quantity(number, fault=UnitFault.MISSING)
    factor = next((one.factor for one in units if name in one.names), None)
    return Quantity(number, fault=UnitFault.WRONG) if factor is None else Quantity(number, factor)


def _apart(text: str, units: tuple[Unit, ...]) -> tuple[Decimal | None, str]:
    """Return the number and the unit written behind it; the longest name that leaves a number counts."""
    plain = _plain(text)
    for name in sorted((name for unit in units for name in unit.names), key=len, reverse=True):
        number = parse_number(plain.removesuffix(name)) if plain.endswith(name) else None
        if number is not None:
            return number, name
    return parse_number(text), ""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def within(content: Content, given: Quantity) -> bool:
    """Say whether a quantity without a fault is right."""
    low, high = content.lowest, content.highest
    if content.number is not None:
        low, high = content.number - content.tolerance, content.number + content.tolerance
    if given.number is None or given.fault or low is None or high is None:
        return False
    return _EXACT.multiply(low, given.factor) <= given.number <= _EXACT.multiply(high, given.factor)


def is_near(content: Content, given: Quantity, target: Decimal) -> bool:
    """Say whether a quantity is as near to another number as the right one allows.

    Compared without subtracting what was typed: comparison is exact, subtraction rounds at 28 digits.
    """
    if given.number is None or given.fault:
        return False
    low, high = target - content.tolerance, target + content.tolerance
    return _EXACT.multiply(low, given.factor) <= given.number <= _EXACT.multiply(high, given.factor)
