"""From an uploaded file to its entries: which format it is, how its bytes become text, what is refused."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from core.deadline import Deadline
from core.refused import Refused
from core.sheets import (
    Limits,
    check_archive,
    check_size,
    csv_lines,
    decoded,
    unmarked,
    workbook_lines,
)
from quizzes.exchange import aiken, gift, moodle, plain_text, qti, table
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Entry, Unreadable
from quizzes.exchange.words import UNREADABLE

# A real file of 20,000 questions takes a fraction of it; an import's lease is longer.
SECONDS = 60
MOST_QUESTIONS = 20_000
LIMITS = Limits(rows=MOST_QUESTIONS + 100, columns=200, cell=4_000)
MOST_FILES = MOST_QUESTIONS + 10
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def format_of(file_name: str, content: bytes) -> Format:
    """Return which format a file has, by its content where its name leaves a doubt; raises Refused."""
    check_size(content)
    suffix = file_name.lower().rpartition(".")[2]
    if content.startswith(OLD_EXCEL):
        raise Refused(
            "xls", _("This is an old Excel file. Open it and choose Save as, Excel workbook (.xlsx).")
        )
    if content.startswith(ZIP) != (suffix in {"xlsx", "zip"}):
        raise Refused(
            "suffix", _("The content of the file does not fit its name. Save it again and upload it.")
        )
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if suffix in {"xml", "txt"}:
        return _sniffed(suffix, decoded(content))
    raise Refused(
        "type",
        _("This kind of file cannot be read. Use .xlsx, .csv, .txt, .gift, .xml, or a .zip of QTI items."),
    )


_BY_SUFFIX = {"xlsx": Format.XLSX, "zip": Format.QTI, "csv": Format.CSV, "gift": Format.GIFT}


def _sniffed(suffix: str, text: str) -> Format:
    if suffix == "xml":
        if moodle.looks_like(text):
            return Format.MOODLE
        if qti.looks_like(text):
            return Format.QTI
        raise Refused("xml", _("This XML file holds neither Moodle questions nor QTI items."))
    if aiken.looks_like(text):
        return Format.AIKEN
    return Format.GIFT if gift.looks_like(text) else Format.TEXT


def entries_of(
    file_name: str, content: bytes, deadline: Deadline | None = None
) -> tuple[Format, list[Entry]]:
    """Return the format of a file and every question it holds; raises Refused when it cannot be read.

    Raises TooSlow when the deadline, a minute from now if none is given, passes between two questions.
    """
    deadline = deadline or Deadline(SECONDS)
    found = format_of(file_name, content)
    entries: list[Entry] = []
    try:
        for entry in deadline.over(_READERS[found](file_name, content, deadline)):
            entries.append(entry)
            if len(entries) > MOST_QUESTIONS:
                raise Refused(
                    "questions",
                    _("The file has more than %(most)s questions. Import it in parts.")
                    % {"most": f"{MOST_QUESTIONS:,}"},
                )
    except Unreadable as error:
        raise Refused(error.code, UNREADABLE[error.code] % error.about) from error
    return found, entries


_Reader = Callable[[str, bytes, Deadline], Iterator[Entry]]


def _workbook(file_name: str, content: bytes, deadline: Deadline) -> Iterator[Entry]:
    return table.read(deadline.over(workbook_lines(content, LIMITS)))


def _csv(file_name: str, content: bytes, deadline: Deadline) -> Iterator[Entry]:
    name = file_name.rpartition(".")[0]
    lines = enumerate(deadline.over(csv_lines(content, LIMITS)), start=1)
    return table.read((name, number, [unmarked(text) for text in line]) for number, line in lines)


def _package(file_name: str, content: bytes, deadline: Deadline) -> Iterator[Entry]:
    if not content.startswith(ZIP):
        return qti.read([(file_name, decoded(content))])
    return qti.read(_members(content))


def _members(content: bytes) -> list[tuple[str, str]]:
    try:
        listed = check_archive(content, members=MOST_FILES)
        if any(member.compress_type not in PACKED for member in listed):
            raise zipfile.BadZipFile
        names = [member.filename for member in listed if member.filename.lower().endswith(".xml")]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                (name.rpartition("/")[2][:80], decoded(archive.read(name)))
                for name in names
                if not name.endswith("imsmanifest.xml")
            ]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        # What zipfile raises for damaged, encrypted and exotic members.
        raise Refused(
            "zip", _("The package is damaged or protected by a password. Pack it again.")
        ) from error


def _texts(read: Callable[[str], Iterator[Entry]]) -> _Reader:
    return lambda file_name, content, deadline: read(decoded(content))


_READERS: dict[Format, _Reader] = {
    Format.XLSX: _workbook,
    Format.CSV: _csv,
    Format.GIFT: _texts(gift.read),
    Format.AIKEN: _texts(aiken.read),
    Format.MOODLE: _texts(moodle.read),
    Format.QTI: _package,
    Format.TEXT: _texts(plain_text.read),
}
