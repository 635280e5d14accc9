"""Catalogues are compiled when, and only when, they have changed."""

import gettext
import os
from pathlib import Path

import polib
import pytest

from scripts.compile_messages import compile_catalogues


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A catalogue with one finished, one fuzzy and one empty entry."""
    path = tmp_path / "wagtail" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="Page", msgstr="页面"))
    catalogue.append(polib.POEntry(msgid="Lock", msgstr="锁", flags=["fuzzy"]))
    catalogue.append(polib.POEntry(msgid="Draft", msgstr=""))
    catalogue.save(str(path))
    return path


def test_it_works(tmp_path: Path, source: Path) -> None:
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]

    chinese = gettext.translation("django", tmp_path / "wagtail", languages=["zh_Hans"])
    assert chinese.gettext("Page") == "页面"


@pytest.mark.parametrize("unfinished", ["Lock", "Draft"])
def test_unfinished_entries_stay_english(tmp_path: Path, source: Path, unfinished: str) -> None:
    compile_catalogues(tmp_path)

    chinese = gettext.translation("django", tmp_path / "wagtail", languages=["zh_Hans"])
    assert chinese.gettext(unfinished) == unfinished


def test_an_unchanged_catalogue_is_left_alone(tmp_path: Path, source: Path) -> None:
    compile_catalogues(tmp_path)

    assert compile_catalogues(tmp_path) == []


def test_a_changed_catalogue_is_compiled_again(tmp_path: Path, source: Path) -> None:
    compile_catalogues(tmp_path)
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))

    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
