"""Reading a roster file: .xlsx or .csv, bounded in every direction, into rows of plain texts."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.refused import Refused
from people.roster_columns import FIELD_OF, REQUIRED, plain_head, plain_text

TOO_BIG = _("The file is larger than 10 MB. Save only the roster's sheet and try again.")
MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_UNPACKED_SIDE_FILE = 4 * 1024 * 1024
MOST_MEMBERS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000
LAST_EXCEL_ROW = 1_048_576
HEAD_WITHIN_ROWS = 10
_ZEROS = re.compile(r"0{2,20}")


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
    if len(content) > MOST_BYTES:
        raise Refused("too_big", TOO_BIG)
    if not content.strip(b"\0 \r\n\t"):
        raise Refused("empty", _("The file is empty."))
    suffix = file_name.lower().rpartition(".")[2]
    if suffix == "xlsx":
        return _roster_of(_xlsx_lines(content))
    if suffix in {"csv", "txt"}:
        return _roster_of(_csv_lines(content))
    raise Refused(
        "type", _("Only .xlsx and .csv files can be read. In Excel choose Save as, Excel workbook.")
    )


def _roster_of(lines: Iterable[Sequence[str]]) -> Roster:
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if any(line))
    fields, ignored = _find_head(numbered)
    rows: list[Row] = []
    for number, line in numbered:
        rows.append(Row(number, {fields[i]: text for i, text in enumerate(line) if text and i in fields}))
        if len(rows) > MOST_ROWS:
            raise Refused("rows", _("The file has more than 20,000 rows. Import it in parts."))
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


def _cell(text: str) -> str:
    if len(text) > LONGEST_CELL:
        return text[: LONGEST_CELL + 1]
    return text


# .csv ----------------------------------------------------------------------------------------------------


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    text = decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            if any(line[MOST_COLUMNS:]):
                raise Refused(
                    "columns", _("The file has more than 60 columns. Keep only those of the template.")
                )
            yield [_cell(plain_text(text)) for text in line[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Refused(
            "csv", _("The file is not readable as .csv from line %(line)s on.") % {"line": reader.line_num}
        ) from error


def decoded(content: bytes) -> str:
    """Return the text of a .csv file: UTF-8, UTF-16 with its mark, else GB18030, each read strictly."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        encodings = []
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        "encoding",
        _("The characters of the file cannot be read. Save it as an Excel workbook (.xlsx) and try again."),
    )


# .xlsx ---------------------------------------------------------------------------------------------------


def _xlsx_lines(content: bytes) -> Iterator[list[str]]:
    try:
        _check_archive(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise Refused("no_sheet", _("The workbook has no visible sheet."))
        sheet.reset_dimensions()
        yield from _sheet_lines(sheet)
    except (Refused, MemoryError):
        raise
    except (InvalidFileException, zipfile.BadZipFile) as error:
        raise Refused(
            "not_xlsx", _("This is not an Excel workbook. Open it in Excel and save it again.")
        ) from error
    except (
        Exception
    ) as error:  # openpyxl raises whatever a damaged file leads to; defusedxml refuses entities
        raise Refused("damaged", _("The workbook is damaged. Open it in Excel and save it again.")) from error


def _check_archive(content: bytes) -> None:
    """Look at the archive's directory before anything is unpacked; zipfile never reads past these sizes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused("unpacked", _("The workbook is too large when unpacked. Save only the roster's sheet."))
    for member in members:
        rows = "/worksheets/" in member.filename or "sharedStrings" in member.filename
        if (
            not rows
            and member.filename.endswith((".xml", ".rels"))
            and member.file_size > MOST_UNPACKED_SIDE_FILE
        ):
            raise Refused(
                "unpacked", _("The workbook is too large when unpacked. Save only the roster's sheet.")
            )


def _sheet_lines(sheet: Any) -> Iterator[list[str]]:
    seen = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > LAST_EXCEL_ROW:
            break
        line = [_cell(_typed(cell)) for cell in row[: MOST_COLUMNS + 1]]
        if any(line):
            seen += 1
        if len(line) > MOST_COLUMNS and any(cell.value is not None for cell in row[MOST_COLUMNS:]):
            raise Refused("columns", _("The file has more than 60 columns. Keep only those of the template."))
        if seen > MOST_ROWS + HEAD_WITHIN_ROWS:
            raise Refused("rows", _("The file has more than 20,000 rows. Import it in parts."))
        yield line


def _typed(cell: Any) -> str:
    """Return a cell's text; a number shown with leading zeros keeps them, as employee numbers need."""
    text = plain_text(cell.value)
    shown = str(getattr(cell, "number_format", ""))
    return text.zfill(len(shown)) if text.isdecimal() and _ZEROS.fullmatch(shown) else text
