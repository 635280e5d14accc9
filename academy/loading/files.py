"""The academy's files."""

import csv
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent


def read_yaml(*parts: str) -> Any:
    """Return a YAML file of the academy as plain data."""
    return yaml.load((FOLDER.joinpath(*parts)).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def read_table(name: str) -> list[dict[str, str]]:
    """Return a CSV file of the academy as rows by column name."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def course_keys() -> list[str]:
    """Return the keys of the courses that are written out, in their order."""
    return sorted(path.parent.name for path in (FOLDER / "courses").glob("*/course.yaml"))
