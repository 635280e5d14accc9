"""Results as rows, on the screen and in docs/performance.md between the markers, each with its own run."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN = "<!-- bench:begin -->"
END = "<!-- bench:end -->"
HEAD = ("| promise | bound | measured | holds | measured on |", "|---|---|---|---|---|")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured promise."""

    name: str
    bound: str
    measured: str
    holds: bool


def machine(now: datetime) -> str:
    """Return when and on what a row was measured."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{now:%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def write(row: Row, document: Path = DOCUMENT, now: datetime | None = None) -> None:
    """Put a row into the document's table in place of the one of that name, or at its end.

    Rows of scenarios that did not run stay as they are. Raises ValueError when the markers are missing.
    """
    text = document.read_text()
    before, found, rest = text.partition(BEGIN)
    table, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"{document} has no place for the table")
    lines = {_name(line): line for line in table.strip().splitlines()[len(HEAD) :]}
    holds = "yes" if row.holds else "no"
    on = machine(now or datetime.now(UTC))
    lines[row.name] = f"| {row.name} | {row.bound} | {row.measured} | {holds} | {on} |"
    whole = "\n".join((*HEAD, *lines.values()))
    document.write_text(f"{before}{BEGIN}\n{whole}\n{END}{after}")


def _name(line: str) -> str:
    return line.split("|")[1].strip()
