"""Courses: their pages, lessons block by block, module checks, quiz, cases and role-plays."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from academy.loading.files import course_keys, read_yaml
from academy.loading.ledger import Ledger
from academy.loading.pages import LANGUAGES, Pair, Spec, write_pair
from academy.loading.quizzes import load_quiz
from cases.models import Case, CasePage, Scenario, ScenarioPage
from courses.models import CoursePage, CoursePrerequisite, LessonPage
from quizzes.models import Quiz, QuizPage, QuizPurpose

# Ids of blocks follow from the lesson's and the block's names: loading twice changes nothing.
BLOCKS = uuid.UUID("2b8a1a52-98f5-4a2e-9d5d-7f7a3b1c6f10")
CHECK_TITLE = {"zh": "随堂检查：{title}", "en": "Check: {title}"}
CHECK_MINUTES = 4
CASE_MINUTES = 12


def load_courses(ledger: Ledger, parent: Pair, published: Sequence[str]) -> None:
    """Load every course that is written out; those not in ``published`` stay drafts."""
    for key in course_keys():
        raw = read_yaml("courses", key, "course.yaml")
        live = key in published
        course = write_pair(ledger, parent, _course(raw, live))
        for lesson_key in raw["lessons"]:
            lesson = read_yaml("courses", key, f"{lesson_key}.yaml")
            write_pair(ledger, course, _lesson(lesson, live))
            _load_check(ledger, course, lesson, live)
        _load_activities(ledger, course, raw, live)


def offered_in_courses(published: Sequence[str]) -> set[str]:
    """Return the keys of the cases and role-plays that a published course offers."""
    plans = [read_yaml("courses", key, "course.yaml") for key in course_keys() if key in published]
    return {name for raw in plans for name in (*raw.get("cases", ()), *raw.get("roleplays", ()))}


def _course(raw: Mapping[str, Any], live: bool) -> Spec:
    fields = {
        language: {
            "title": raw["title"][language],
            "key": raw["key"],
            "summary": raw["summary"][language],
            "audience": raw["audience"][language],
            "objectives": "\n".join(raw["objectives"][language]),
            "minutes": raw["minutes"],
            **_prerequisites(raw, code),
        }
        for language, code in LANGUAGES
    }
    return Spec(CoursePage, raw["key"], raw["slug"], fields, live)


def _prerequisites(raw: Mapping[str, Any], code: str) -> dict[str, list[CoursePrerequisite]]:
    """Return the courses to finish first, which were loaded before; nothing for a course that needs none."""
    wanted = raw.get("prerequisites", ())
    pages = CoursePage.objects.filter(key__in=wanted, locale__language_code=code)
    found = {page.key: page for page in pages}
    rows = [CoursePrerequisite(course=found[key], sort_order=order) for order, key in enumerate(wanted)]
    return {"prerequisites": rows} if rows else {}


def _lesson(raw: Mapping[str, Any], live: bool) -> Spec:
    fields = {
        language: {
            "title": raw["title"][language],
            "key": raw["key"],
            "summary": raw["summary"][language],
            "objectives": "\n".join(raw["objectives"][language]),
            "minutes": raw["minutes"],
            "body": [_block(raw["key"], block, language) for block in raw["body"]],
        }
        for language in ("zh", "en")
    }
    return Spec(LessonPage, raw["key"], raw["slug"], fields, live)


def _block(lesson: str, raw: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return one block as stored JSON."""
    kind, text = raw["type"], raw[language]
    key = f"{lesson}/{raw['id']}"
    value: Any = dict(text) if isinstance(text, Mapping) else text
    if kind == "callout":
        value["side"] = raw["side"]
    elif kind == "diagram":
        value["name"] = raw["name"]
    elif kind == "table":
        value = _table(text)
    elif kind == "checklist":
        value["items"] = _list(key, text["items"])
    elif kind == "storyboard":
        value["scenes"] = _list(key, text["scenes"])
    return {"type": kind, "id": str(uuid.uuid5(BLOCKS, key)), "value": value}


def _list(key: str, items: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "id": str(uuid.uuid5(BLOCKS, f"{key}/{place}")), "value": item}
        for place, item in enumerate(items)
    ]


def _table(text: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "caption": text["caption"],
        "columns": [{"type": "text", "heading": heading} for heading in text["head"]],
        "rows": [{"values": list(row)} for row in text["rows"]],
    }


def _load_check(ledger: Ledger, course: Pair, lesson: Mapping[str, Any], live: bool) -> None:
    """Load a lesson's check: practice after reading, no limit, nothing that counts for the index."""
    if not lesson.get("checks"):
        return
    key = f"{lesson['key']}-check"
    title = {language: text.format(title=lesson["title"][language]) for language, text in CHECK_TITLE.items()}
    quiz = load_quiz(
        ledger,
        {
            "key": key,
            "title": title,
            "purpose": QuizPurpose.CHECK,
            "pass_percent": 0,
            "feedback": "after_submit",
            "slots": [{"pool": [name]} for name in lesson["checks"]],
        },
    )
    write_pair(ledger, course, _activity(QuizPage, quiz, title, minutes=CHECK_MINUTES, live=live))


def _load_activities(ledger: Ledger, course: Pair, raw: Mapping[str, Any], live: bool) -> None:
    for key in raw.get("cases", ()):
        case = Case.objects.get(key=key)
        title = {"zh": case.title_zh, "en": case.title_en}
        write_pair(ledger, course, _activity(CasePage, case, title, minutes=CASE_MINUTES, live=live))
    plan = raw["quiz"]
    quiz = load_quiz(ledger, plan)
    spec = _activity(QuizPage, quiz, plan["title"], minutes=plan["minutes"], live=live, intro=plan["intro"])
    write_pair(ledger, course, spec)
    for key in raw.get("roleplays", ()):
        load_scenario_page(ledger, course, key, live)


def load_scenario_page(ledger: Ledger, parent: Pair, key: str, live: bool) -> None:
    """Offer a role-play below a course or the practice container."""
    scenario = Scenario.objects.get(key=key)
    title = {"zh": scenario.title_zh, "en": scenario.title_en}
    write_pair(ledger, parent, _activity(ScenarioPage, scenario, title, minutes=scenario.minutes, live=live))


def load_case_page(ledger: Ledger, parent: Pair, key: str, live: bool) -> None:
    """Offer a case below the practice container."""
    case = Case.objects.get(key=key)
    title = {"zh": case.title_zh, "en": case.title_en}
    write_pair(ledger, parent, _activity(CasePage, case, title, minutes=CASE_MINUTES, live=live))


def _activity(
    model: type[QuizPage | CasePage | ScenarioPage],
    definition: Quiz | Case | Scenario,
    title: Mapping[str, str],
    *,
    minutes: int,
    live: bool,
    intro: Mapping[str, str] | None = None,
) -> Spec:
    fields = {
        language: {
            "title": title[language],
            "quiz" if isinstance(definition, Quiz) else "definition": definition,
            "minutes": minutes,
            "intro": f"<p>{intro[language]}</p>" if intro else "",
        }
        for language in ("zh", "en")
    }
    return Spec(model, definition.key, definition.key, fields, live)
