"""Writes of authored content: taking a definition from plain data, and freezing what is published."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from cases import dialogue, ranges, sentences
from cases.models import Case, Definition, Scenario, Version
from core.dimensions import Dimension
from core.freeze import digest
from core.refused import Refused
from people.models import User

# Ids of blocks made from plain data are derived from the names in it: loading twice changes nothing.
NAMESPACE = uuid.UUID("7d0c5b0e-6a53-4f0e-9c2e-3a1f5a0c9b11")
Owner = TypeVar("Owner", Case, Scenario)


def save_case(raw: Mapping[str, Any], *, user: User | None = None) -> Case:
    """Create or update a case from data in the form of ``academy/cases.yaml`` and publish it.

    Raises Refused with the sentences of everything that is broken; nothing is written then.
    """
    case = Case.objects.filter(key=raw["id"]).first() or Case(key=raw["id"], live=False)
    _common(case, raw)
    for name in ("narrative", "takeaway"):
        _set_pair(case, name, raw[name])
    case.judgements = _stream("judgement", case.key, [_judgement(one, case.key) for one in raw["judgements"]])
    case.discussion = _paragraphs("question", case.key, raw.get("discussion", ()))
    return _publish(case, user)


def save_scenario(raw: Mapping[str, Any], *, user: User | None = None) -> Scenario:
    """Create or update a role-play from data in the form of ``academy/scenarios.yaml`` and publish it.

    The data's own score range is ignored: it is computed. Raises Refused as ``save_case`` does.
    """
    scenario = Scenario.objects.filter(key=raw["id"]).first() or Scenario(key=raw["id"], live=False)
    _common(scenario, raw)
    scenario.minutes = raw["duration_min"]
    for name in ("situation", "learning_goal", "if_you_were_the_customer"):
        _set_pair(scenario, name, raw[name])
    scenario.learner_role, scenario.customer_role = raw["learner_role"], raw["customer_role"]
    scenario.start = raw["start"]
    gate = raw.get("gate") or {}
    scenario.gate_ending = gate.get("ending", "")
    scenario.gate_min_total = gate.get("min_total")
    scenario.gate_otherwise = gate.get("otherwise", "")
    key = scenario.key
    scenario.characters = _stream("character", key, [_character(one) for one in raw["characters"]])
    scenario.scenes = _stream("scene", key, [_scene(one, key) for one in raw["nodes"]])
    scenario.endings = _stream("ending", key, [_ending(one) for one in raw["endings"]])
    scenario.debrief = _paragraphs("paragraph", key, raw.get("debrief", ()))
    return _publish(scenario, user)


def _common(definition: Definition, raw: Mapping[str, Any]) -> None:
    definition.course = raw.get("course", "")
    definition.modules = ", ".join(raw.get("modules", ()))
    _set_pair(definition, "title", raw["title"])


def _publish(definition: Owner, user: User | None) -> Owner:
    broken = sentences.broken(definition.problems())
    if broken:
        raise Refused("broken", f"{definition.key}: {' '.join(broken)}")
    with transaction.atomic():
        definition.save()
        definition.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    definition.refresh_from_db()
    return definition


def _set_pair(target: Any, name: str, text: Mapping[str, str]) -> None:
    setattr(target, f"{name}_zh", text["zh"])
    setattr(target, f"{name}_en", text["en"])


def _pairs(raw: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {f"{name}_{code}": raw.get(name, {}).get(code, "") for name in names for code in ("zh", "en")}


def _id(*names: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


def _stream(name: str, owner: str, values: Sequence[tuple[str, dict[str, Any]]]) -> str:
    return json.dumps([{"type": name, "id": _id(owner, name, key), "value": value} for key, value in values])


def _items(owner: str, values: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{"type": "item", "id": _id(owner, key), "value": value} for key, value in values]


def _paragraphs(name: str, owner: str, texts: Sequence[Mapping[str, str]]) -> str:
    values = [(str(number), {"text_zh": one["zh"], "text_en": one["en"]}) for number, one in enumerate(texts)]
    return _stream(name, owner, values)


def _judgement(raw: Mapping[str, Any], owner: str) -> tuple[str, dict[str, Any]]:
    options = [
        (one["id"], {**_pairs(one, "text", "feedback"), "score": one["score"]}) for one in raw["options"]
    ]
    value = {
        "competency": raw["competency"],
        **_pairs(raw, "question"),
        "options": _items(f"{owner}/{raw['id']}", options),
    }
    return raw["id"], value


def _character(raw: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return raw["id"], {"key": raw["id"], "side": raw["side"], **_pairs(raw, "name", "department", "note")}


def _scene(raw: Mapping[str, Any], owner: str) -> tuple[str, dict[str, Any]]:
    choices = [(one["id"], _choice(one)) for one in raw["choices"]]
    value = {
        "key": raw["id"],
        "speaker": raw["speaker"],
        **_pairs(raw, "text"),
        "choices": _items(f"{owner}/{raw['id']}", choices),
    }
    return raw["id"], value


def _choice(raw: Mapping[str, Any]) -> dict[str, Any]:
    effects = raw.get("effects", {})
    return {
        "key": raw["id"],
        "next": raw["next"],
        **_pairs(raw, "text", "consequence", "customer_felt"),
        **{str(dimension): effects.get(str(dimension), 0) for dimension in Dimension},
    }


def _ending(raw: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return raw["id"], {"key": raw["id"], "kind": raw["kind"], **_pairs(raw, "title", "text", "role_swap")}


# Freezing ---------------------------------------------------------------------------------------------------


def freeze(definition: Case | Scenario, *, now: datetime) -> Version:
    """Write the published state as a new version; the last one is returned while nothing has changed."""
    content = definition.content()
    if isinstance(definition, Scenario):
        reach = ranges.score_ranges(dialogue.parse(content))
        content["score_range"] = {
            str(name): {"min": one.low, "max": one.high} for name, one in reach.items() if one.low < one.high
        }
    mark = digest(content)
    with transaction.atomic():
        type(definition).objects.select_for_update().get(pk=definition.pk)
        last: Version | None = definition.versions.order_by("-number").first()
        if last and last.digest == mark:
            return last
        number = last.number + 1 if last else 1
        return definition.versions.create(number=number, content=content, digest=mark, created_at=now)


def on_published(sender: type, instance: Case | Scenario, **_kwargs: Any) -> None:
    """Freeze what went live; a publication scheduled for later is frozen when its time has come."""
    if instance.live:
        freeze(instance, now=timezone.now())
