"""A model answer and the criteria of a rubric as one text, for formats with one place for both."""

import re
from collections.abc import Sequence

from quizzes.exchange.items import Row, zh

HEAD = "评分标准 / Rubric:"
_CRITERION = re.compile(r"\[(\d{1,9})\] (.*)")


def write(answer: str, rows: Sequence[Row]) -> str:
    """Return the model answer with a line ``[2] names a deadline`` for each criterion below a heading."""
    criteria = [f"[{row.points}] {' '.join(row.text.zh.split(chr(10)))}" for row in rows]
    return "\n".join([*([answer] if answer else []), *([HEAD, *criteria] if criteria else [])])


def read(text: str) -> tuple[str, tuple[Row, ...]]:
    """Return the model answer and the criteria; a text without our heading is all model answer."""
    lines = text.split("\n")
    if HEAD not in lines:
        return text, ()
    place = lines.index(HEAD)
    found = [_CRITERION.fullmatch(line) for line in lines[place + 1 :]]
    rows = tuple(Row(zh(one[2]), points=int(one[1])) for one in found if one)
    return ("\n".join(lines[:place]), rows) if len(rows) == len(found) else (text, ())
