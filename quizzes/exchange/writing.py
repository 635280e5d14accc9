"""From items to a file to download, and beforehand the list of what the format cannot hold."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.sheets import harmless
from core.workbook import XLSX, Sheet, workbook_bytes
from quizzes.content import Kind
from quizzes.exchange import (
    aiken,
    gift,
    gift_writing,
    moodle,
    moodle_writing,
    plain_text,
    qti,
    qti_writing,
    table,
    table_writing,
)
from quizzes.exchange.alike import shape_of
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Entry, Item, cleaned, only
from quizzes.exchange.losses import Loss, losses

Files = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Target:
    """How a format is written: its types, its languages, its file."""

    kinds: frozenset[Kind]
    bilingual: bool
    suffix: str
    mime: str
    make: Callable[[Sequence[Item], str], bytes]
    again: Callable[[Sequence[Item], str], Iterator[Entry]]


def _text(write: Callable[[Sequence[Item]], str]) -> Callable[[Sequence[Item], str], bytes]:
    return lambda items, language: write(items).encode()


def _zip(version: int) -> Callable[[Sequence[Item], str], bytes]:
    def make(items: Sequence[Item], language: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in qti_writing.write(items, version=version, language=language):
                archive.writestr(name, text)
        return out.getvalue()

    return make


def _qti_again(version: int) -> Callable[[Sequence[Item], str], Iterator[Entry]]:
    return lambda items, language: qti.read(qti_writing.write(items, version=version, language=language)[:-1])


def _table(items: Sequence[Item], language: str) -> tuple[list[str], list[list[str]]]:
    columns = table_writing.columns(items)
    return table_writing.heads(columns, language), table_writing.lines(items, columns, language)


def _workbook(items: Sequence[Item], language: str) -> bytes:
    heads, lines = _table(items, language)
    return workbook_bytes([Sheet(name=_("Questions"), head=heads, rows=lines)])


def _csv(items: Sequence[Item], language: str) -> bytes:
    """Return a .csv with the mark that tells Excel it is UTF-8; no cell of it can be run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads, lines = _table(items, language)
    writer.writerows([heads, *([harmless(text) for text in line] for line in lines)])
    return out.getvalue().encode("utf-8-sig")


def _table_again(items: Sequence[Item], language: str) -> Iterator[Entry]:
    heads, lines = _table(items, language)
    return table.read(("", number, line) for number, line in enumerate([heads, *lines], start=1))


TARGETS: dict[Format, Target] = {
    Format.XLSX: Target(table_writing.KINDS, True, "xlsx", XLSX, _workbook, _table_again),
    Format.CSV: Target(table_writing.KINDS, True, "csv", "text/csv", _csv, _table_again),
    Format.GIFT: Target(
        gift_writing.KINDS, False, "gift", "text/plain", _text(gift_writing.write),
        lambda items, language: gift.read(gift_writing.write(items)),
    ),
    Format.MOODLE: Target(
        moodle_writing.KINDS, False, "xml", "application/xml", _text(moodle_writing.write),
        lambda items, language: moodle.read(moodle_writing.write(items)),
    ),
    Format.QTI: Target(qti_writing.KINDS, False, "zip", "application/zip", _zip(2), _qti_again(2)),
    Format.QTI3: Target(qti_writing.KINDS, False, "zip", "application/zip", _zip(3), _qti_again(3)),
    Format.AIKEN: Target(
        aiken.KINDS, False, "txt", "text/plain", _text(aiken.write),
        lambda items, language: aiken.read(aiken.write(items)),
    ),
    Format.TEXT: Target(
        plain_text.KINDS, False, "txt", "text/plain", _text(plain_text.write),
        lambda items, language: plain_text.read(plain_text.write(items)),
    ),
}  # fmt: skip


def prepared(items: Sequence[Item], target: Target, language: str) -> list[Item]:
    """Return the items with what a file of this format says of them: one language, or both."""
    if target.bilingual:
        return [cleaned(item) for item in items]
    return [only(item, language) for item in items]


def file_of(items: Sequence[Item], wanted: Format, language: str) -> bytes:
    """Return the file; questions of a type that the format does not have are left out."""
    target = TARGETS[wanted]
    return target.make([i for i in prepared(items, target, language) if i.kind in target.kinds], language)


def losses_of(items: Sequence[Item], wanted: Format, language: str) -> list[Loss]:
    """Return what the file would not hold of these items; of those that fare alike one is tried."""
    target = TARGETS[wanted]
    first: dict[Item, Item] = {}
    counts: Counter[Item] = Counter()
    for item in items:
        shape = shape_of(item)
        first.setdefault(shape, item)
        counts[shape] += 1
    tried = prepared(list(first.values()), target, language)
    return losses(tried, [*counts.values()], target.kinds, lambda kept: target.again(kept, language))
