"""What the demonstration company's people did: drawn from a seed, as answers a person would send."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from quizzes.content import CHOICES, Content, Kind

LOWEST, HIGHEST = 1, 5
SKIPPED, CARELESS = 0.02, 0.04


@dataclass(frozen=True, slots=True)
class Habits:
    """How a person goes about it: both between 0 and 1."""

    diligence: float
    skill: float


def answer(question: Content, habits: Habits, chance: random.Random) -> dict[str, Any] | None:
    """Return the answer a person of these habits gives, right more often with skill; None when skipped."""
    if chance.random() < SKIPPED:
        return None
    right = chance.random() < habits.skill
    if question.kind in CHOICES:
        key = sorted(option.id for option in question.options if option.correct)
        wrong = [option.id for option in question.options if not option.correct]
        return {"options": key if right or not wrong else [chance.choice(wrong)]}
    if question.kind is Kind.ORDERING:
        order = [option.id for option in question.options]
        return {"options": order if right else chance.sample(order, len(order))}
    if question.kind is Kind.MATCHING:
        return {"pairs": _pairs(question, right, chance)}
    return _typed(question, right, chance)


def _typed(question: Content, right: bool, chance: random.Random) -> dict[str, Any] | None:
    slips = [option.text.zh for option in question.options]
    keys = {Kind.NUMERIC: str(question.number), Kind.FILL_BLANK: next(iter(question.accepted["zh"]), "")}
    if question.kind not in keys:
        return None
    return {"text": keys[question.kind] if right or not slips else chance.choice(slips)}


def _pairs(question: Content, right: bool, chance: random.Random) -> dict[str, str]:
    lefts = [option.id for option in question.options if option.text.zh]
    rights = list(lefts)
    if not right:
        chance.shuffle(rights)
    return dict(zip(lefts, rights, strict=True))


def form_answers(items: Sequence[Mapping[str, Any]], habits: Habits, chance: random.Random) -> dict[str, int]:
    """Return the answers of one self-assessment; a few people answer without reading."""
    if chance.random() < CARELESS:
        return {item["code"]: HIGHEST for item in items}
    level = 2.6 + 1.6 * habits.skill
    answers = {}
    for item in items:
        value = item["expected"] or min(HIGHEST, max(LOWEST, round(chance.gauss(level, 0.8))))
        answers[item["code"]] = LOWEST + HIGHEST - value if item["reverse"] else value
    return answers


def moment(start: datetime, days: float, chance: random.Random) -> datetime:
    """Return a working-hours moment within ``days`` of ``start``."""
    day = start + timedelta(days=chance.random() * days)
    return day.replace(hour=chance.randrange(0, 10), minute=chance.randrange(60), second=chance.randrange(60))
