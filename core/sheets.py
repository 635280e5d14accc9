"""Reading what people upload: text in any encoding we know, .csv and .xlsx, bounded in every direction."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.refused import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_UNPACKED_SIDE_FILE = 4 * 1024 * 1024
MOST_MEMBERS = 200
# Of all sheets: one text may be shown by every cell, and a row may be mostly empty.
MOST_LETTERS = 40 * 1024 * 1024
MOST_CELLS = 20_000_000
LAST_EXCEL_ROW = 1_048_576
TOO_BIG = _("The file is larger than 10 MB. Save only the sheet that is needed and try again.")
TOO_BIG_UNPACKED = _("The file is too large when unpacked. Save only what is needed and try again.")
# A long cell is cut like any other; the module's own limit would refuse the whole file.
csv.field_size_limit(MOST_BYTES)
_ZEROS = re.compile(r"0{2,20}")

Line = list[str]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a table is read: filled rows, columns, letters of one cell (a longer one is cut behind)."""

    rows: int
    columns: int
    cell: int

    def cut(self, text: str) -> str:
        """Return the text, or one letter more than allowed: enough to be seen as too long."""
        return text[: self.cell + 1]

    def too_wide(self) -> Refused:
        """Return the refusal of a table with too many columns."""
        sentence = _("The file has more than %(most)s columns. Keep only those of the template.")
        return Refused("columns", sentence % {"most": self.columns})

    def too_long(self) -> Refused:
        """Return the refusal of a table with too many rows."""
        sentence = _("The file has more than %(most)s rows. Import it in parts.")
        return Refused("rows", sentence % {"most": f"{self.rows:,}"})


def check_size(content: bytes) -> None:
    """Refuse what is empty or too large, before anything looks into it."""
    if len(content) > MOST_BYTES:
        raise Refused("too_big", TOO_BIG)
    if not content.strip(b"\0 \r\n\t"):
        raise Refused("empty", _("The file is empty."))


def decoded(content: bytes) -> str:
    """Return a text: UTF-8, UTF-16 with its mark, else GB18030, each read strictly; never a guess."""
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


def cell_text(value: object) -> str:
    """Return a cell of a spreadsheet as the text a person reads there; numbers as they were typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


# A cell of a .csv that begins like this is run by Excel; an apostrophe before it marks a text there.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")


def harmless(text: str) -> str:
    """Return a cell of a .csv that Excel shows and does not run; numbers stay as they are."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) and not _NUMBER.fullmatch(text) else text


def unmarked(text: str) -> str:
    """Return a cell of a .csv without the apostrophe that ``harmless`` put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


# .csv ----------------------------------------------------------------------------------------------------


def csv_lines(content: bytes, limits: Limits) -> Iterator[Line]:
    """Yield the lines of a .csv file, whichever of comma, semicolon and tab divides it."""
    text = decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    seen = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            if any(line[limits.columns :]):
                raise limits.too_wide()
            seen += any(line)
            if seen > limits.rows:
                raise limits.too_long()
            yield [limits.cut(cell_text(text)) for text in line[: limits.columns]]
    except csv.Error as error:
        raise Refused(
            "csv", _("The file is not readable as .csv from line %(line)s on.") % {"line": reader.line_num}
        ) from error


# .xlsx ---------------------------------------------------------------------------------------------------


def workbook_lines(content: bytes, limits: Limits) -> Iterator[tuple[str, int, Line]]:
    """Yield (sheet, row number, texts) of every visible sheet of a workbook, sheet after sheet."""
    try:
        check_archive(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise Refused("no_sheet", _("The workbook has no visible sheet."))
        room = _Room()
        for sheet in sheets:
            sheet.reset_dimensions()
            for number, line in _sheet_lines(sheet, limits, room):
                yield sheet.title, number, line
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


def check_archive(content: bytes, *, members: int = MOST_MEMBERS) -> list[zipfile.ZipInfo]:
    """Return the archive's directory, refused when too large; zipfile never reads past the sizes in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = archive.infolist()
    if len(found) > members or sum(member.file_size for member in found) > MOST_UNPACKED:
        raise Refused("unpacked", TOO_BIG_UNPACKED)
    for member in found:
        rows = "/worksheets/" in member.filename or "sharedStrings" in member.filename
        side = not rows and member.filename.endswith((".xml", ".rels"))
        if side and member.file_size > MOST_UNPACKED_SIDE_FILE:
            raise Refused("unpacked", TOO_BIG_UNPACKED)
    return found


@dataclass(slots=True)
class _Room:
    """What a workbook may still hold: letters, cells."""

    letters: int = MOST_LETTERS
    cells: int = MOST_CELLS

    def take(self, cells: int, line: Line) -> None:
        """Count a row; raise Refused when the workbook has had too many."""
        self.cells -= cells
        self.letters -= sum(map(len, line))
        if min(self.cells, self.letters) < 0:
            raise Refused("unpacked", TOO_BIG_UNPACKED)


def _sheet_lines(sheet: Any, limits: Limits, room: _Room) -> Iterator[tuple[int, Line]]:
    seen = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > LAST_EXCEL_ROW:
            break
        line = [limits.cut(_shown(cell)) for cell in row[: limits.columns]]
        room.take(len(row), line)
        if any(cell.value is not None for cell in row[limits.columns :]):
            raise limits.too_wide()
        if not any(line):
            continue
        seen += 1
        if seen > limits.rows:
            raise limits.too_long()
        yield number, line


def _shown(cell: Any) -> str:
    """Return a cell's text as Excel shows it: leading zeros of employee numbers, per cent of a percentage."""
    text = cell_text(cell.value)
    shown = str(getattr(cell, "number_format", ""))
    if shown.endswith("%") and isinstance(cell.value, int | float):
        return f"{(Decimal(str(cell.value)) * 100).normalize():f}%"
    return text.zfill(len(shown)) if text.isdecimal() and _ZEROS.fullmatch(shown) else text
