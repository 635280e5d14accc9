"""Learning paths: their courses and role-plays in order, and what their certificate asks for."""

from collections.abc import Mapping
from typing import Any

from academy.loading.files import read_yaml
from academy.loading.ledger import Ledger
from academy.loading.pages import LANGUAGES, Pair, Spec, write_pair
from cases.models import Scenario
from courses.models import CoursePage, LearningPathCourse, LearningPathPage, LearningPathScenario


def load_paths(ledger: Ledger, parent: Pair) -> None:
    """Load every path; courses that are not published yet are chosen all the same and shown as coming."""
    for raw in read_yaml("paths.yaml"):
        fields = {short: _fields(raw, short, code) for short, code in LANGUAGES}
        write_pair(ledger, parent, Spec(LearningPathPage, raw["key"], raw["slug"], fields))


def _fields(raw: Mapping[str, Any], short: str, code: str) -> dict[str, Any]:
    courses = {
        page.key: page
        for page in CoursePage.objects.filter(key__in=raw["courses"], locale__language_code=code)
    }
    scenarios = {one.key: one for one in Scenario.objects.filter(key__in=raw["roleplays"])}
    return {
        "title": raw["title"][short],
        "key": raw["key"],
        "summary": raw["summary"][short],
        "certificate": raw["certificate"][short],
        "condition": raw["condition"][short],
        "courses": [
            LearningPathCourse(course=courses[key], sort_order=order)
            for order, key in enumerate(raw["courses"])
        ],
        "role_plays": [
            LearningPathScenario(scenario=scenarios[key], sort_order=order)
            for order, key in enumerate(raw["roleplays"])
        ],
    }
