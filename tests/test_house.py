"""House rules that no linter knows."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "core", "desk", "people", "quizzes", "cases", "courses", "awareness", "home", "academy")
MOST_LINES = 400
CATALOGUE = "locale/zh_Hans/LC_MESSAGES/django.po"
# Raw HTML is allowed only here, each with its reason.
RAW_HTML: dict[str, str] = {
    "courses/explaining.py": "marks terms within HTML that the blocks have rendered",
}


def tracked(*patterns: str) -> list[Path]:
    """Return the files git knows (or would add) that match the patterns."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def code() -> list[Path]:
    """Return the product's Python files, without migrations."""
    return [
        path for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] in APPS and "migrations" not in path.parts
    ]  # fmt: skip


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for path in code()
        if (n := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert long == {}


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    bare = [
        str(path.relative_to(ROOT)) for path in code() if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert bare == []


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    found = re.compile(
        r"<script>|<script [^>]*(?<!src)>(?!</script>)|\sstyle=\"|\son(click|change|submit|load)=", re.I
    )
    wrong = [
        str(path.relative_to(ROOT)) for path in tracked("templates/**.html")
        if found.search(re.sub(r'<script type="module" src=[^>]*></script>', "", path.read_text()))
    ]  # fmt: skip
    assert wrong == []


def test_drawings_hold_no_script_or_style() -> None:
    bad = re.compile(r"<script|<style|\sstyle=|\son\w+=|href=\"(?!#)|<foreignObject", re.I)
    drawings = tracked("templates/diagrams/*.svg")
    assert drawings
    assert [path.name for path in drawings if bad.search(path.read_text())] == []


def test_raw_html_has_its_reason() -> None:
    raw = re.compile(r"mark_safe|SafeString\(|\|safe\b|autoescape off|RawHTMLBlock|csrf_exempt")
    files = [*code(), *tracked("templates/**.html")]
    found = {str(path.relative_to(ROOT)) for path in files if raw.search(path.read_text())}
    assert found <= set(RAW_HTML)


def test_no_row_is_written_out_whole() -> None:
    """What leaves the server is named field by field: a key must not come along with the rest."""
    whole = re.compile(r"fields\s*=\s*[\"']__all__|model_to_dict|serializers\.serialize|ModelSerializer")
    assert [str(path.relative_to(ROOT)) for path in code() if whole.search(path.read_text())] == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b|lorem ipsum", re.I)
    files = [*code(), *tracked("templates/**.html", "static/**.js", "static/**.css", "academy/**.yaml")]
    assert [str(path.relative_to(ROOT)) for path in files if marks.search(path.read_text())] == []


def test_modules_of_javascript_are_short() -> None:
    long = [path.name for path in tracked("static/js/*.js") if len(path.read_text().splitlines()) > 80]
    assert long == []


def test_migrations_have_human_names() -> None:
    names = [path.name for path in tracked("*/migrations/0*.py")]
    assert [name for name in names if "_auto_" in name or "_and_more" in name] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_chinese_is_complete(domain: str) -> None:
    for path in tracked(f"locale/**/{domain}.po"):
        catalogue = polib.pofile(str(path))
        assert [entry.msgid for entry in catalogue.untranslated_entries()] == [], path
        assert [entry.msgid for entry in catalogue.fuzzy_entries()] == [], path


def test_every_text_of_ours_is_in_the_catalogue(tmp_path: Path) -> None:
    """Collect the texts anew from a copy: one that nobody translated fails here, not on the screen."""
    for source in [*code(), *tracked("templates/**.html")]:
        target = tmp_path / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "-v0"]
    subprocess.run(command, cwd=tmp_path, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(ROOT / CATALOGUE))}
    found = polib.pofile(str(tmp_path / CATALOGUE))
    assert sorted(entry.msgid for entry in found if (entry.msgctxt, entry.msgid) not in known) == []


def test_chinese_texts_use_full_width_punctuation() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]")
    catalogue = polib.pofile(str(ROOT / CATALOGUE))
    assert [entry.msgstr for entry in catalogue if half.search(entry.msgstr)] == []


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        ("docs/abuse-cases.md", [f"K{n}" for n in range(1, 15)] + [f"T{n}" for n in range(1, 12)]),
        ("docs/engine-details.md", [f"D{n}" for n in range(1, 26)]),
    ],
)
def test_every_promise_has_tests_that_exist(document: str, wanted: list[str]) -> None:
    """Names are collected from the sources; whether the tests pass is for them to say."""
    rows = re.findall(r"^\| ([A-Z]\d+) \|(.*)$", (ROOT / document).read_text(), re.M)
    assert [number for number, _row in rows] == wanted
    named = {number: re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row) for number, row in rows}
    assert [number for number, tests in named.items() if not tests] == []
    missing = [
        f"{number}: {path}::{name}"
        for number, tests in named.items()
        for path, name in tests
        if name not in _functions(path)
    ]
    assert missing == []


def _functions(path: str) -> set[str]:
    file = ROOT / path
    tree = ast.parse(file.read_text()) if file.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
