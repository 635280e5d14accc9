"""Reading a roster file: .xlsx or .csv, bounded in every direction, into rows of plain texts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from core.sheets import Limits, check_size, csv_lines, workbook_lines
from people.roster_columns import FIELD_OF, REQUIRED, plain_head

MOST_ROWS = 20_000
HEAD_WITHIN_ROWS = 10
# Rows above the head are read too, before it is known where the roster begins.
LIMITS = Limits(rows=MOST_ROWS + HEAD_WITHIN_ROWS, columns=60, cell=1_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line: its number in the file and its texts by field; cells left empty are left out."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file holds: which fields it has, its rows, the heads nobody knows."""

    fields: tuple[str, ...]
    rows: list[Row]
    ignored: tuple[str, ...]


def read_roster(file_name: str, content: bytes) -> Roster:
    """Return the rows of an .xlsx or .csv file; raises Refused with what to do about it."""
    check_size(content)
    suffix = file_name.lower().rpartition(".")[2]
    if suffix == "xlsx":
        return _roster_of(_first_sheet(content))
    if suffix in {"csv", "txt"}:
        return _roster_of(enumerate(csv_lines(content, LIMITS), start=1))
    raise Refused(
        "type", _("Only .xlsx and .csv files can be read. In Excel choose Save as, Excel workbook.")
    )


def _first_sheet(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    first = None
    for sheet, number, line in workbook_lines(content, LIMITS):
        first = first or sheet
        if sheet != first:
            break
        yield number, line


def _roster_of(lines: Iterable[tuple[int, Sequence[str]]]) -> Roster:
    numbered = ((number, line) for number, line in lines if any(line))
    fields, ignored = _find_head(numbered)
    rows: list[Row] = []
    for number, line in numbered:
        rows.append(Row(number, {fields[i]: text for i, text in enumerate(line) if text and i in fields}))
        if len(rows) > MOST_ROWS:
            raise Limits(MOST_ROWS, LIMITS.columns, LIMITS.cell).too_long()
    if not rows:
        raise Refused("no_rows", _("There is a heading row, but no person below it."))
    return Roster(tuple(fields.values()), rows, ignored)


def _find_head(numbered: Iterator[tuple[int, Sequence[str]]]) -> tuple[dict[int, str], tuple[str, ...]]:
    for number, line in numbered:
        if set(REQUIRED) <= {FIELD_OF.get(plain_head(text)) for text in line}:
            return _head(line)
        if number >= HEAD_WITHIN_ROWS:
            break
    raise Refused(
        "head", _("No heading row was found. At least 工号 (employee_no) and 姓名 (name) are needed.")
    )


def _head(line: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    fields: dict[int, str] = {}
    ignored = []
    for place, text in enumerate(line):
        field = FIELD_OF.get(plain_head(text))
        if field is None:
            ignored += [text[:40]] if text else []
        elif field in fields.values():
            raise Refused(
                "twice",
                _("Two columns mean the same: “%(head)s” comes twice. Remove one.") % {"head": text[:40]},
            )
        else:
            fields[place] = field
    return fields, tuple(ignored)
