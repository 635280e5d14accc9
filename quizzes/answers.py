"""From what a form sends to an answer that fits the question: only its own options, nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from quizzes.content import CHOICES, TYPED, Content, Kind
from quizzes.panel import SCALE
from quizzes.quantities import is_unit
from quizzes.scoring import RIGHT

MAX_TEXT = 4_000
MAX_BLANK = 200
MARKS = {Kind.GRID: frozenset(RIGHT.values()), Kind.JUDGEMENT: frozenset(map(str, SCALE))}

Form = Mapping[str, Sequence[str]]


class NotAnAnswer(ValueError):  # noqa: N818 - named as what it says
    """What was sent does not belong to this question."""


def read_answer(content: Content, form: Form) -> dict[str, Any]:
    """Return the answer a form holds, empty when nothing was chosen.

    ``option`` (choices, several for multiple choice), ``order`` with ``keep`` (ordering: every item once, and
    that this order is meant), ``pair:<id>`` (matching), ``blank:<id>`` (several blanks),
    ``mark:<id>`` (grids 1 or 0, judgements -2 to 2), ``text`` (typed answers) and ``unit`` (numbers with
    units to choose from). Raises NotAnAnswer for anything else.
    """
    return _READERS[content.kind](content, form)


def _options(content: Content, form: Form) -> dict[str, Any]:
    chosen = [value for value in form.get("option", ()) if value]
    known = {option.id for option in content.options}
    if set(chosen) - known or len(set(chosen)) != len(chosen):
        raise NotAnAnswer("unknown option")
    if content.kind is not Kind.MULTIPLE_CHOICE and len(chosen) > 1:
        raise NotAnAnswer("one option at most")
    return {"options": sorted(chosen)} if chosen else {}


def _order(content: Content, form: Form) -> dict[str, Any]:
    order = [value for value in form.get("order", ()) if value]
    if not order or not any(form.get("keep", ())):
        return {}
    if sorted(order) != sorted(option.id for option in content.options):
        raise NotAnAnswer("every item exactly once")
    return {"options": order}


def _pairs(content: Content, form: Form) -> dict[str, Any]:
    lefts = {option.id for option in content.options if option.text.zh}
    rights = {option.id for option in content.options}
    pairs = dict(_named(form, "pair:"))
    if set(pairs) - lefts or set(pairs.values()) - rights:
        raise NotAnAnswer("unknown pair")
    return {"pairs": pairs} if pairs else {}


def _named(form: Form, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield (what is named behind the prefix, its last value) for every field that has one."""
    for name, values in form.items():
        value = values[-1] if values else ""
        if name.startswith(prefix) and value:
            yield name.removeprefix(prefix), value


def _blanks(content: Content, form: Form) -> dict[str, Any]:
    typed = {key: text.replace("\x00", "").strip() for key, text in _named(form, "blank:")}
    if set(typed) - {option.id for option in content.options}:
        raise NotAnAnswer("unknown blank")
    if any(len(text) > MAX_BLANK for text in typed.values()):
        raise NotAnAnswer("too long")
    filled = {key: text for key, text in typed.items() if text}
    return {"blanks": filled} if filled else {}


def _marks(content: Content, form: Form) -> dict[str, Any]:
    marks = dict(_named(form, "mark:"))
    if set(marks) - {option.id for option in content.options} or set(marks.values()) - MARKS[content.kind]:
        raise NotAnAnswer("unknown mark")
    return {"marks": marks} if marks else {}


def _text(content: Content, form: Form) -> dict[str, Any]:
    text = (form.get("text") or [""])[-1].replace("\x00", "").strip()
    if len(text) > MAX_TEXT:
        raise NotAnAnswer("too long")
    return {"text": text} if text else {}


def _number(content: Content, form: Form) -> dict[str, Any]:
    answer = _text(content, form)
    unit = (form.get("unit") or [""])[-1]
    if not unit or not any(content.units.values()):
        return answer
    if not is_unit(content, unit):
        raise NotAnAnswer("unknown unit")
    return answer | {"unit": unit} if answer else {}


def moved(order: Sequence[str], move: str) -> list[str]:
    """Return the order after ``<id>:up`` or ``<id>:down``; an unknown or impossible move changes nothing."""
    key, _colon, way = move.rpartition(":")
    result = list(order)
    if key in result and way in {"up", "down"}:
        place = result.index(key)
        other = place + (-1 if way == "up" else 1)
        if 0 <= other < len(result):
            result[place], result[other] = result[other], result[place]
    return result


_READERS: dict[Kind, Callable[[Content, Form], dict[str, Any]]] = {
    **dict.fromkeys(CHOICES, _options),
    **dict.fromkeys(TYPED, _text),
    Kind.NUMERIC: _number,
    Kind.ORDERING: _order,
    Kind.MATCHING: _pairs,
    Kind.BLANKS: _blanks,
    Kind.GRID: _marks,
    Kind.JUDGEMENT: _marks,
}
