"""One person's row of a roster: cleaned, checked, or said in which cell something is wrong. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from people.roster_columns import (
    CODE,
    EMAIL,
    EMPLOYEE_NO,
    FORMULA_SIGNS,
    LANGUAGES,
    LONGEST,
    MOBILE,
    NAMES,
    NO,
    YES,
    day_of,
    tidy,
    unreadable,
)

PATTERNS = {"employee_no": EMPLOYEE_NO, "department": CODE, "email": EMAIL, "mobile": MOBILE}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be imported: its number, the field, a stable code, what the sentence mentions."""

    row: int
    column: str
    code: str
    about: dict[str, str]


@dataclass(slots=True)
class Cells:
    """A row's values; empty texts and None mean that the cell says nothing."""

    row: int
    employee_no: str = ""
    name: str = ""
    department: str | None = None
    department_name: str = ""
    department_name_en: str = ""
    parent: str = ""
    email: str = ""
    mobile: str = ""
    title: str = ""
    start_on: date | None = None
    end_on: date | None = None
    is_head: bool | None = None
    language: str = ""
    wrong: set[str] = field(default_factory=set)


def cells_of(row: int, texts: Mapping[str, str], problems: list[Problem]) -> Cells:
    """Return the row's values and add what is wrong with them; a wrong cell counts as empty.

    A row that names a department but no person only describes the department.
    """
    cells = Cells(row)
    for column, raw in texts.items():
        text = tidy(column, raw)
        problem = _problem(row, column, text)
        if problem is not None:
            problems.append(problem)
            cells.wrong.add(column)
        elif text:
            setattr(cells, column, _value(column, text))
    of_a_department = cells.department is not None and not texts.get("name")
    if not texts.get("employee_no") and not of_a_department:
        problems.append(Problem(row, "employee_no", "missing", {}))
    return cells


def _problem(row: int, column: str, text: str) -> Problem | None:
    code, about = "", {}
    if unreadable(text):
        code = "unreadable"
    elif len(text) > LONGEST.get(column, 80):
        code, about = "too_long", {"longest": str(LONGEST.get(column, 80))}
    elif column in NAMES and text.startswith(FORMULA_SIGNS):
        code = "formula"
    elif text and column in PATTERNS and not PATTERNS[column].fullmatch(text):
        code = f"bad_{column}"
    elif text and column in {"start_on", "end_on"} and day_of(text) is None:
        code = "bad_date"
    elif text and column == "is_head" and text.lower() not in YES | NO:
        code = "bad_is_head"
    elif text and column == "language" and text.lower() not in LANGUAGES:
        code = "bad_language"
    return Problem(row, column, code, about) if code else None


def _value(column: str, text: str) -> str | date | bool | None:
    if column in {"start_on", "end_on"}:
        return day_of(text)
    if column == "is_head":
        return text.lower() in YES
    if column == "language":
        return LANGUAGES[text.lower()]
    return text
