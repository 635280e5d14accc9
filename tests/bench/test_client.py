"""Percentiles and tables of the bench."""

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


def test_table_replaces_only_what_is_between_the_markers(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"above\n{BEGIN}\nformer figures\n{END}\nbelow\n")
    write([Row("saving", "60 ms", "12 ms", True)], document)
    text = document.read_text()
    assert text.startswith("above\n")
    assert text.endswith("\nbelow\n")
    assert "| saving | 60 ms | 12 ms | yes |" in text
    assert "former figures" not in text


def test_a_document_without_markers_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text("nothing here")
    with pytest.raises(ValueError, match="no place"):
        write([], document)
    assert document.read_text() == "nothing here"
