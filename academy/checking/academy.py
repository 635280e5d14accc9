"""The whole check of the ready-made academy, file by file."""

from collections.abc import Iterator
from typing import Any

from academy.checking import coverage, lessons, questions, texts
from academy.checking.findings import Finding
from academy.loading.bank import bank_contents, term_key
from academy.loading.files import course_keys, read_table, read_yaml

DEFINITIONS = ("questions.yaml", "cases.yaml", "scenarios.yaml", "self_assessment.yaml")


def findings() -> Iterator[Finding]:
    """Yield what is to be mended in the academy's files; nothing when all is well."""
    glossary = read_table("glossary.csv")
    variants = _variants(glossary)
    addresses = _addresses()
    for course in course_keys():
        plan = read_yaml("courses", course, "course.yaml")
        yield from texts.check(f"courses/{course}/course.yaml", plan, variants)
        for name in plan["lessons"]:
            file, lesson = f"courses/{course}/{name}.yaml", read_yaml("courses", course, f"{name}.yaml")
            yield from texts.check(file, lesson, variants)
            yield from lessons.check(file, lesson, addresses)
    for name in DEFINITIONS:
        yield from texts.check(name, read_yaml(name), variants)
    yield from texts.check("glossary.csv", [_term(row) for row in glossary], {"zh": {}, "en": {}})
    yield from questions.check(bank_contents())
    yield from (Finding(coverage.FILE, f"row {number}", told) for number, told in coverage.problems())


def _variants(glossary: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the wordings not used here, each with the term that is, by language."""
    return {
        language: {
            wrong.strip(): row[f"term_{language}"]
            for row in glossary
            for wrong in row[f"avoid_{language}"].split("|")
            if wrong.strip()
        }
        for language in texts.LANGUAGES
    }


def _term(row: dict[str, str]) -> dict[str, Any]:
    parts = {
        part: {language: row[f"{part}_{language}"] for language in texts.LANGUAGES}
        for part in ("term", "definition")
    }
    return {"id": row["term_en"], **parts}


def _addresses() -> set[str]:
    """Return where a link in a lesson may lead: pages by their path below the language."""
    found = {"/glossary/", "/courses/"}
    found |= {f"/glossary/#{term_key(row)}" for row in read_table("glossary.csv")}
    for course in course_keys():
        plan = read_yaml("courses", course, "course.yaml")
        home = f"/courses/{plan['slug']}/"
        found.add(home)
        for name in plan["lessons"]:
            found.add(f"{home}{read_yaml('courses', course, f'{name}.yaml')['slug']}/")
    return found
