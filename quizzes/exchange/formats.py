"""The formats questions come and go in."""

from enum import StrEnum


class Format(StrEnum):
    """Stored with an import, never renamed. QTI is version 2; files of both versions are read."""

    XLSX = "xlsx"
    CSV = "csv"
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE = "moodle"
    QTI = "qti"
    QTI3 = "qti3"
    TEXT = "text"
