"""One JSON file of a course, read within limits: nothing here knows what it means."""

import json
import math
import unicodedata
from typing import Any

from courses.exchange.problems import Unfit

MOST_BYTES = 2 * 1024 * 1024
DEEPEST = 40
MOST_NODES = 200_000


def parsed(content: bytes) -> dict[str, Any]:
    """Return the object in a JSON file. Raises Unfit for everything that is not one, or cannot be stored."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("not_utf8") from error
    try:
        data = json.loads(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_unique)
    except RecursionError as error:
        raise Unfit("too_deep") from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Unfit("not_json", line=line) from error
    if not isinstance(data, dict):
        raise Unfit("not_object")
    _check(data)
    return data


def written(data: dict[str, Any]) -> bytes:
    """Return an object as a file a person can read and compare."""
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise Unfit("key_twice")
    return made


def _check(data: dict[str, Any]) -> None:
    """Refuse what is too deep, too much, or holds characters no database stores."""
    left: list[tuple[Any, int]] = [(data, 1)]
    seen = 0
    while left:
        value, depth = left.pop()
        seen += 1
        if depth > DEEPEST:
            raise Unfit("too_deep")
        if seen > MOST_NODES:
            raise Unfit("too_much")
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, dict):
            left += [(child, depth + 1) for child in (*value, *value.values())]
        elif isinstance(value, list):
            left += [(child, depth + 1) for child in value]


def _check_text(text: str) -> None:
    """Refuse control characters and halves of characters; emoji and rare Han characters are letters."""
    for sign in text:
        if sign < " " or sign > "~":
            category = unicodedata.category(sign)
            if category == "Cs" or (category == "Cc" and sign not in "\n\r\t"):
                raise Unfit("characters", sign=f"U+{ord(sign):04X}")
