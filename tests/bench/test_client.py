"""Percentiles and tables of the bench."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.client import percentile
from bench.report import BEGIN, END, Row, write


def test_percentile_takes_the_value_most_do_not_exceed() -> None:
    values = [float(number) for number in range(1, 101)]
    assert percentile(values, 0.95) == 95.0
    assert percentile([7.0], 0.95) == 7.0


def test_percentile_needs_values() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_a_row_takes_the_place_of_its_former_self_and_leaves_the_others(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"above\n{BEGIN}\n{END}\nbelow\n")
    write(Row("saving", "60 ms", "12 ms", True), document, datetime(2026, 11, 1, tzinfo=UTC))
    write(Row("reading", "40 %", "12 %", False), document, datetime(2026, 11, 2, tzinfo=UTC))
    write(Row("saving", "60 ms", "13 ms", True), document, datetime(2026, 11, 3, tzinfo=UTC))
    text = document.read_text()
    assert text.startswith("above\n")
    assert text.endswith("\nbelow\n")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert [row.split(",")[0] for row in rows] == [
        "| saving | 60 ms | 13 ms | yes | 2026-11-03",
        "| reading | 40 % | 12 % | no | 2026-11-02",
    ]


def test_a_document_without_markers_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text("nothing here")
    with pytest.raises(ValueError, match="no place"):
        write(Row("saving", "60 ms", "12 ms", True), document)
    assert document.read_text() == "nothing here"
