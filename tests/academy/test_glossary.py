"""The glossary in its files: a term is used, in both languages, where the glossary says it is taught."""

import re

import pytest

from academy.checking.texts import strings
from academy.loading.files import course_keys, read_table, read_yaml

ENDINGS = re.compile(r"(?:ies|ing|ed|es|s|y|e)$")
SHORT = 3  # of words as short as this nothing is cut off
ROWS = read_table("glossary.csv")


@pytest.fixture(scope="module")
def lessons() -> dict[str, dict[str, str]]:
    """Every lesson's whole text by key and language, titles included."""
    found = {}
    for course in course_keys():
        for key in read_yaml("courses", course, "course.yaml")["lessons"]:
            lesson = read_yaml("courses", course, f"{key}.yaml")
            parts = [lesson["title"], lesson["summary"], lesson["objectives"], *lesson["body"]]
            found[key] = {
                language: " ".join(text for part in parts for text in strings(part[language]))
                for language in ("zh", "en")
            }
    return found


def english(term: str) -> re.Pattern[str]:
    """Match a term in any inflection of its words; an abbreviation in brackets need not follow."""
    words = re.sub(r"\(.*\)", "", term).replace("-", " ").split()
    stems = [re.escape(word if len(word) <= SHORT else ENDINGS.sub("", word)) + r"\w*" for word in words]
    return re.compile(r"\b" + r"(?:\W|<[^>]+>)+".join(stems), re.I)


@pytest.mark.parametrize("row", ROWS, ids=[row["term_zh"] for row in ROWS])
def test_a_term_is_used_where_it_is_said_to_be_taught(
    row: dict[str, str], lessons: dict[str, dict[str, str]]
) -> None:
    places = row["taught_in"].split()
    assert places != []
    assert set(places) <= lessons.keys()
    assert [key for key in places if row["term_zh"] not in lessons[key]["zh"]] == []
    assert [key for key in places if not english(row["term_en"]).search(lessons[key]["en"])] == []


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("internal complaint", "Looking at Internal Complaints", True),
        ("active listening", "to <b>listen actively</b>", False),
        ("reply", "three replies", True),
        ("first-response time", "the first response times", True),
        ("alternative", "an alteration", False),
        ("role swap", "a role. Somebody swaps", False),
    ],
)
def test_inflections(term: str, text: str, found: bool) -> None:
    assert bool(english(term).search(text)) is found
