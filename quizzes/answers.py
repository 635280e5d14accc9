"""From what a form sends to an answer that fits the question: only its own options, nothing else."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from quizzes.content import CHOICES, TYPED, Content, Kind

MAX_TEXT = 4_000

Form = Mapping[str, Sequence[str]]


class NotAnAnswer(ValueError):  # noqa: N818 - named as what it says
    """What was sent does not belong to this question."""


def read_answer(content: Content, form: Form) -> dict[str, Any]:
    """Return the answer a form holds, empty when nothing was chosen.

    ``option`` (choices, several for multiple choice), ``order`` with ``keep`` (ordering: every item once, and
    that this order is meant), ``pair:<id>`` (matching), ``text`` (typed answers). Raises NotAnAnswer for
    anything else.
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
    pairs = {}
    for name, values in form.items():
        left, is_pair = name.removeprefix("pair:"), name.startswith("pair:")
        value = values[-1] if values else ""
        if not is_pair or not value:
            continue
        if left not in lefts or value not in rights:
            raise NotAnAnswer("unknown pair")
        pairs[left] = value
    return {"pairs": pairs} if pairs else {}


def _text(content: Content, form: Form) -> dict[str, Any]:
    text = (form.get("text") or [""])[-1].replace("\x00", "").strip()
    if len(text) > MAX_TEXT:
        raise NotAnAnswer("too long")
    return {"text": text} if text else {}


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
    Kind.ORDERING: _order,
    Kind.MATCHING: _pairs,
}
