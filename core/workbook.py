"""Excel files: one writer for every export, so that no cell of ours can ever be run as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48

Cell = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (at most 31 characters), a head row, and rows of texts and numbers."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as an .xlsx file; texts stay texts, also when they begin with ``=``."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        rows = [list(row) for row in sheet.rows]
        for place, title in enumerate(sheet.head, start=1):
            longest = max((len(str(row[place - 1] or "")) for row in rows), default=0)
            page.column_dimensions[get_column_letter(place)].width = min(
                WIDEST, 2 * max(len(title), longest) + 2
            )
        page.freeze_panes = "A2"
        page.append([_cell(page, title, bold=True) for title in sheet.head])
        for row in rows:
            page.append([_cell(page, value) for value in row])
        for note in ("", *sheet.notes) if sheet.notes else ():
            page.append([_cell(page, note)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: object, value: Cell, *, bold: bool = False) -> SheetCell:
    cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]  # openpyxl's stubs want its own sheet type
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def workbook_response(file_name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """Return the sheets as a download; ``file_name`` is made by us, in ASCII."""
    return HttpResponse(
        workbook_bytes(sheets),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
