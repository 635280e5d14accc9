"""Results as rows, on the screen and in docs/performance.md between the markers."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN = "<!-- bench:begin -->"
END = "<!-- bench:end -->"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured promise."""

    name: str
    bound: str
    measured: str
    holds: bool


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table with the machine's size above."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    lines = [
        f"Measured {datetime.now(UTC):%Y-%m-%d} with `make bench` on {os.cpu_count()} cores, "
        f"{pages / 2**30:.0f} GiB, Python {platform.python_version()}.",
        "",
        "| promise | bound | measured | holds |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.bound} | {row.measured} | {'yes' if row.holds else 'no'} |" for row in rows
    ]
    return "\n".join(lines)


def write(rows: list[Row], document: Path = DOCUMENT) -> None:
    """Put the table between the document's markers; raises ValueError when they are missing."""
    text = document.read_text()
    before, found, rest = text.partition(BEGIN)
    _old, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"{document} has no place for the table")
    document.write_text(f"{before}{BEGIN}\n{table(rows)}\n{END}{after}")
