"""A definition as plain content: what a version freezes, and what the checks and previews read."""

from typing import TYPE_CHECKING, Any

from cases.dialogue import TEXTS as SCENARIO_TEXTS
from cases.judging import TEXTS as CASE_TEXTS
from core.dimensions import Dimension

if TYPE_CHECKING:
    from cases.models import Case, Scenario

SCHEMA = 1


def _pair(source: Any, name: str) -> dict[str, str]:
    read = source.get if hasattr(source, "get") else lambda field: getattr(source, field)
    return {"zh": read(f"{name}_zh") or "", "en": read(f"{name}_en") or ""}


def _modules(text: str) -> list[str]:
    return [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]


def of_case(case: "Case") -> dict[str, Any]:
    """Return a case as plain content; ids are those of the blocks."""
    return {
        "schema": SCHEMA,
        "key": case.key,
        "course": case.course,
        "modules": _modules(case.modules),
        **{name: _pair(case, name) for name in CASE_TEXTS},
        "discussion": [_pair(block.value, "text") for block in case.discussion],
        "judgements": [
            {
                "id": block.id,
                "competency": block.value["competency"] or "",
                "question": _pair(block.value, "question"),
                "options": [_option(item) for item in block.value["options"].bound_blocks],
            }
            for block in case.judgements
        ],
    }


def _option(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": _pair(item.value, "text"),
        "score": item.value["score"] or 0,
        "feedback": _pair(item.value, "feedback"),
    }


def of_scenario(scenario: "Scenario") -> dict[str, Any]:
    """Return a role-play as plain content; without its range of scores, which is computed from it."""
    return {
        "schema": SCHEMA,
        "key": scenario.key,
        "course": scenario.course,
        "modules": _modules(scenario.modules),
        "minutes": scenario.minutes,
        **{name: _pair(scenario, name) for name in SCENARIO_TEXTS},
        "learner_role": scenario.learner_role,
        "customer_role": scenario.customer_role,
        "gate": _gate(scenario),
        "start": scenario.start,
        "characters": [
            {
                "key": value["key"] or "",
                "side": value["side"] or "",
                **{name: _pair(value, name) for name in ("name", "department", "note")},
            }
            for value in _values(scenario.characters)
        ],
        "scenes": [
            {
                "key": value["key"] or "",
                "speaker": value["speaker"] or "",
                "text": _pair(value, "text"),
                "choices": [_choice(choice) for choice in value["choices"]],
            }
            for value in _values(scenario.scenes)
        ],
        "endings": [
            {
                "key": value["key"] or "",
                "kind": value["kind"] or "",
                **{name: _pair(value, name) for name in ("title", "text", "role_swap")},
            }
            for value in _values(scenario.endings)
        ],
        "debrief": [_pair(value, "text") for value in _values(scenario.debrief)],
    }


def _values(stream: Any) -> list[Any]:
    return [block.value for block in stream]


def _gate(scenario: "Scenario") -> dict[str, Any] | None:
    if not scenario.gate_ending:
        return None
    return {
        "ending": scenario.gate_ending,
        "min_total": scenario.gate_min_total or 0,
        "otherwise": scenario.gate_otherwise,
    }


def _choice(value: Any) -> dict[str, Any]:
    effects = {str(dimension): value[str(dimension)] for dimension in Dimension if value[str(dimension)]}
    return {
        "key": value["key"] or "",
        **{name: _pair(value, name) for name in ("text", "consequence", "customer_felt")},
        "effects": effects,
        "next": value["next"] or "",
    }
