"""Everything the sources name lands somewhere a learner meets it, and the table in the docs says so."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from academy.checking import coverage
from academy.loading.academy import PUBLISHED
from academy.loading.files import course_keys

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"


def test_every_row_lands_where_it_says() -> None:
    assert coverage.problems() == []


def test_every_module_named_is_published() -> None:
    assert {name[:2] for name in coverage.modules_named()} <= set(PUBLISHED) & set(course_keys())


def test_rows_are_numbered_without_a_gap_and_say_what_is_done() -> None:
    rows = coverage.rows()
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert {row.section for row in rows} == set(coverage.SECTIONS)
    assert all(row.treatment or row.note for row in rows)


def test_a_row_that_lands_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = coverage.rows()[0]
    wrong = coverage.Row(
        row.number, row.section, row.item, row.source, ("c9m9", "PF-01"), ("T", "S"), False, ""
    )
    monkeypatch.setattr(coverage, "rows", lambda: [wrong])
    assert [number for number, _sentence in coverage.problems()] == [1, 1, 1]


def test_the_document_is_what_the_command_prints() -> None:
    out = StringIO()
    call_command("coverage_table", stdout=out)
    assert DOCUMENT.read_text(encoding="utf-8") == out.getvalue()
