"""Several blanks in one text, as Moodle's cloze writes them: ``{1:SHORTANSWER:=confirm~=check#Why}``."""

import re
from collections.abc import Iterator, Sequence

from quizzes.exchange.items import Row, Unfit, zh
from quizzes.gaps import alternatives, pieces

_GAP = re.compile(r"\{(\d*):([A-Za-z_]+):((?:\\.|[^{}\\]|\{(?!\d*:[A-Za-z_]+:))*)\}", re.S)
_ANSWERS = re.compile(r"(?:\\.|[^~\\])+", re.S)
_ANSWER = re.compile(r"(?:=|%(-?\d{1,3}(?:\.\d{1,9})?)%)?((?:\\.|[^#\\])*)(?:#(.*))?", re.S)
_SPECIAL = re.compile(r"([\\~=#{}%])")
# Typed answers whatever their case; the other kinds of gap have no equal in the bank.
_TYPED = frozenset({"SHORTANSWER", "SA", "MW"})
_DIVIDERS = frozenset("|｜")
FULL = 100.0


def write(stem: str, rows: Sequence[Row]) -> str:
    """Return a text with its blanks as gaps, each worth the same."""
    return "".join(
        _outside(text) + (_gap(rows[number - 1]) if 0 < number <= len(rows) else "")
        for text, number in pieces(stem)
    )


def _outside(text: str) -> str:
    """Return running text; what would be taken for a gap gets a wide brace."""
    return _GAP.sub(lambda gap: gap[0].replace("{", "｛"), text)


def _gap(row: Row) -> str:
    feedback = f"#{_escaped(row.feedback.zh)}" if row.feedback.zh else ""
    answers = [f"={_escaped(text)}{feedback}" for text in alternatives(row.text.zh)]
    return "{1:SHORTANSWER:" + "~".join(answers) + "}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def read(text: str) -> tuple[str, tuple[Row, ...]]:
    """Return the text with numbered blanks and a row for each; raises Unfit for gaps the bank cannot hold."""
    gaps = list(_GAP.finditer(text))
    if not gaps:
        raise Unfit("kind_unknown", kind="cloze")
    if len({gap[1] or "1" for gap in gaps}) > 1:
        raise Unfit("partial_credit")
    rows = tuple(_row(gap[2], gap[3]) for gap in gaps)
    numbers = iter(range(1, len(gaps) + 1))
    return _GAP.sub(lambda _gap: f"[[{next(numbers)}]]", text), rows


def _row(kind: str, body: str) -> Row:
    if kind.upper() not in _TYPED:
        raise Unfit("kind_unknown", kind=f"cloze {kind}")
    answers = list(_answers(body))
    told = next((feedback for _text, feedback in answers if feedback), "")
    return Row(zh("|".join(text for text, _feedback in answers)), feedback=zh(told))


def _answers(body: str) -> Iterator[tuple[str, str]]:
    for part in _ANSWERS.findall(body):
        found = _ANSWER.fullmatch(part)
        right = part.startswith("=") or (found is not None and found[1] and float(found[1]) == FULL)
        if found is None or not right:
            raise Unfit("blank_slips")
        text, feedback = (re.sub(r"\\(.)", r"\1", piece or "") for piece in (found[2], found[3]))
        if "*" in text:
            raise Unfit("wildcard")
        if _DIVIDERS & set(text):
            raise Unfit("blank_sign", answer=text)
        yield text.strip(), feedback.strip()
