"""Plain functions that make cases, role-plays and pages for the tests."""

from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from wagtail.models import Locale, Page, Site

from cases import authoring
from cases.models import Case, CasePage, Run, Scenario, ScenarioPage

ACADEMY = Path(__file__).parents[2] / "academy"
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@cache
def _load(name: str) -> Any:
    return yaml.safe_load((ACADEMY / name).read_text("utf-8"))


def all_roleplays() -> list[dict[str, Any]]:
    """Return the academy's eight role-plays as written."""
    return deepcopy(_load("scenarios.yaml")["roleplays"])


def all_cases() -> list[dict[str, Any]]:
    """Return the academy's ten cases as written."""
    return deepcopy(_load("cases.yaml")["cases"])


def text(name: str) -> dict[str, str]:
    """Return a text in both languages that can be told from every other."""
    return {"zh": f"中文{name}", "en": f"English {name}"}


def choice(key: str, leads_to: str, **effects: int) -> dict[str, Any]:
    """Return a choice whose hidden parts can be found again in an answer."""
    return {
        "id": key,
        "text": text(f"say-{key}"),
        "effects": effects,
        "consequence": text(f"consequence-{key}"),
        "customer_felt": text(f"felt-{key}"),
        "next": leads_to,
    }


def ending(key: str, kind: str) -> dict[str, Any]:
    """Return an ending."""
    return {
        "id": key,
        "kind": kind,
        "title": text(f"title-{key}"),
        "text": text(f"told-{key}"),
        "role_swap": text(f"swap-{key}"),
    }


def small_scenario(key: str = "rp-small") -> dict[str, Any]:
    """Return a role-play of three scenes: s1 leads to s2 or s3, both to e1 (to be earned) or e2."""
    return {
        "id": key,
        "title": text("title"),
        "course": "c1",
        "modules": ["c1m1"],
        "duration_min": 5,
        "situation": text("situation"),
        "learning_goal": text("goal"),
        "if_you_were_the_customer": text("if-customer"),
        "learner_role": "me",
        "customer_role": "you",
        "gate": {"ending": "e1", "min_total": 3, "otherwise": "e2"},
        "start": "s1",
        "characters": [
            {
                "id": "me",
                "name": text("me"),
                "department": text("dept-me"),
                "side": "provider",
                "note": text("n1"),
            },
            {
                "id": "you",
                "name": text("you"),
                "department": text("dept-you"),
                "side": "customer",
                "note": text("n2"),
            },
        ],
        "nodes": [
            {
                "id": "s1",
                "speaker": "you",
                "text": text("scene-s1"),
                "choices": [
                    choice("s1a", "s2", understanding=2, communication=1),
                    choice("s1b", "s3", ownership=-2),
                ],
            },
            {
                "id": "s2",
                "speaker": "narrator",
                "text": text("scene-s2"),
                "choices": [
                    choice("s2a", "e1", ownership=1),
                    choice("s2b", "e1", ownership=-1, responsiveness=-1),
                ],
            },
            {
                "id": "s3",
                "speaker": "you",
                "text": text("scene-s3"),
                "choices": [choice("s3a", "e1", collaboration=1), choice("s3b", "e2", understanding=-1)],
            },
        ],
        "endings": [ending("e1", "good"), ending("e2", "poor")],
        "debrief": [text("debrief")],
    }


def small_case(key: str = "case-small") -> dict[str, Any]:
    """Return a case with two judgements of three options each."""

    def option(name: str, score: int) -> dict[str, Any]:
        return {
            "id": name,
            "text": text(f"option-{name}"),
            "score": score,
            "feedback": text(f"feedback-{name}"),
        }

    return {
        "id": key,
        "title": text("case-title"),
        "course": "c1",
        "modules": ["c1m2"],
        "narrative": text("narrative"),
        "takeaway": text("takeaway"),
        "discussion": [text("discussion")],
        "judgements": [
            {
                "id": "j1",
                "competency": "ownership",
                "question": text("question-1"),
                "options": [option("1a", 3), option("1b", 0), option("1c", 1)],
            },
            {
                "id": "j2",
                "competency": "communication",
                "question": text("question-2"),
                "options": [option("2a", 0), option("2b", 2), option("2c", 3)],
            },
        ],
    }


def root_of(language: str) -> Page:
    """Return the site's top page of a language, made when missing; both are translations of each other."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    found = Page.objects.filter(depth=2, locale=locale, slug=f"top-{language}").first()
    if found:
        return found
    top = Page(title=f"top {language}", slug=f"top-{language}", locale=locale)
    other = Page.objects.filter(depth=2, slug__startswith="top-").first()
    if other:
        top.translation_key = other.translation_key
    made = Page.objects.get(depth=1).add_child(instance=top)
    if other is None:
        Site.objects.update_or_create(
            is_default_site=True, defaults={"root_page": made, "hostname": "localhost"}
        )
    return made


def make_scenario_page(definition: Scenario | None = None, language: str = "zh-hans") -> ScenarioPage:
    """Publish a role-play on a page."""
    definition = definition or authoring.save_scenario(small_scenario())
    page = ScenarioPage(
        title=f"演练 {definition.key}",
        slug=definition.key,
        definition=definition,
        locale=Locale.objects.get_or_create(language_code=language)[0],
    )
    return root_of(language).add_child(instance=page)


def make_case_page(definition: Case | None = None, language: str = "zh-hans") -> CasePage:
    """Publish a case on a page."""
    definition = definition or authoring.save_case(small_case())
    page = CasePage(
        title=f"案例 {definition.key}",
        slug=definition.key,
        definition=definition,
        locale=Locale.objects.get_or_create(language_code=language)[0],
    )
    return root_of(language).add_child(instance=page)


def option_of(run: Run, judgement: int, place: int) -> tuple[str, str]:
    """Return (judgement id, option id) by place, both counted from 0."""
    raw = run.version.content["judgements"][judgement]
    return raw["id"], raw["options"][place]["id"]


def answers(run: Run, *places: int) -> dict[str, str]:
    """Return the judgements in order, each answered with the option at this place."""
    return dict(option_of(run, number, place) for number, place in enumerate(places))
