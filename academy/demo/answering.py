"""How a made-up colleague answers: skill decides how often it is right, never which slip it is."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import exp

from academy.demo.material import Statement, chance_of
from cases.dialogue import Choice, Scene
from cases.judging import CaseStudy
from quizzes.content import Content, Kind
from quizzes.gaps import alternatives
from quizzes.scoring import RIGHT
from quizzes.selfcheck import HIGHEST, LOWEST

Form = dict[str, list[str]]

SURE, HOPELESS = 0.97, 0.08
BEND = 0.05  # how far departments differ from one another in a single competency
EASE = 0.1  # how far questions differ in difficulty
KEENNESS = 2.6  # how strongly skill prefers the better of two judgements
TACT = 1.5  # the same among the choices of a role-play
CARELESS = 0.04


@cache
def leaning(department: str, dimension: str) -> float:
    """Return how much better (or worse) a department is at one competency than at the others."""
    return chance_of("leaning", department, dimension).gauss(0.0, BEND)


@cache
def _ease(question: str) -> float:
    return chance_of("ease", question).gauss(0.0, EASE)


def answer(question: Content, *, skill: float, language: str, chance: random.Random) -> Form:
    """Return the form a person of this skill (0-1) sends for a question."""
    right = chance.random() < min(SURE, max(HOPELESS, skill + _ease(question.key)))
    return _WAYS[question.kind](question, right, language, chance)


def _choice(question: Content, right: bool, _language: str, chance: random.Random) -> Form:
    wrong = [option.id for option in question.options if not option.correct]
    key = [option.id for option in question.options if option.correct]
    return {"option": key if right or not wrong else [chance.choice(wrong)]}


def _several(question: Content, right: bool, _language: str, chance: random.Random) -> Form:
    """A wrong answer forgets one of the right options, or ticks a wrong one beside them."""
    wrong = [option.id for option in question.options if not option.correct]
    key = [option.id for option in question.options if option.correct]
    if right:
        return {"option": key}
    if len(key) > 1 and (not wrong or chance.random() < 0.6):  # noqa: PLR2004 - forgetting is commoner
        key.remove(chance.choice(key))
        return {"option": key}
    return {"option": [*key[1:], chance.choice(wrong)]}


def _order(question: Content, right: bool, _language: str, chance: random.Random) -> Form:
    order = [option.id for option in question.options]
    if not right:
        place = chance.randrange(len(order) - 1)
        order[place], order[place + 1] = order[place + 1], order[place]
    return {"order": order, "keep": ["1"]}


def _pairs(question: Content, right: bool, _language: str, chance: random.Random) -> Form:
    lefts = [option.id for option in question.options if option.text.zh]
    rights = list(lefts)
    if not right:
        one, other = chance.sample(range(len(rights)), 2)
        rights[one], rights[other] = rights[other], rights[one]
    return {f"pair:{left}": [chosen] for left, chosen in zip(lefts, rights, strict=True)}


def _number(question: Content, right: bool, _language: str, chance: random.Random) -> Form:
    if right or question.number is None:
        return {"text": [str(question.number)]}
    slips = [option.text.zh for option in question.options]
    return {"text": [chance.choice(slips) if slips else str(question.number * 2 + 1)]}


def _typed(question: Content, right: bool, language: str, chance: random.Random) -> Form:
    short = "en" if language == "en" else "zh"
    known = [text for text in (*question.accepted.get(short, ()), *question.accepted["zh"]) if text.strip()]
    slips = [option.text.show(language) for option in question.options]
    return {"text": [known[0] if right and known else chance.choice(slips or ["?"])]}


def _blanks(question: Content, right: bool, language: str, chance: random.Random) -> Form:
    """A wrong answer leaves one of the blanks empty."""
    filled = {option.id: alternatives(option.text.show(language))[0] for option in question.options}
    if not right:
        filled.pop(chance.choice(list(filled)))
    return {f"blank:{blank}": [text] for blank, text in filled.items()}


def _marks(question: Content, right: bool, _language: str, chance: random.Random) -> Form:
    """A wrong answer misjudges one of the statements."""
    missed = None if right else chance.choice(question.options).id
    return {
        f"mark:{option.id}": [RIGHT[option.correct != (option.id == missed)]] for option in question.options
    }


def _words(question: Content, right: bool, language: str, _chance: random.Random) -> Form:
    """An own answer: the gist when somebody has understood, otherwise nothing."""
    gist = question.model_answer.show(language).replace("。", ". ").split(". ")[0]
    return {"text": [gist]} if right else {}


_WAYS: dict[Kind, Callable[[Content, bool, str, random.Random], Form]] = {
    Kind.SINGLE_CHOICE: _choice,
    Kind.TRUE_FALSE: _choice,
    Kind.MULTIPLE_CHOICE: _several,
    Kind.ORDERING: _order,
    Kind.MATCHING: _pairs,
    Kind.NUMERIC: _number,
    Kind.FILL_BLANK: _typed,
    Kind.BLANKS: _blanks,
    Kind.GRID: _marks,
    Kind.SHORT_ANSWER: _words,
}


def judge(study: CaseStudy, *, skill: Callable[[str], float], chance: random.Random) -> dict[str, str]:
    """Return a judgement (judgement id to option id) for the whole case; ``skill`` is asked by competency."""
    chosen = {}
    for judgement in study.judgements:
        weights = _weights(
            [option.score for option in judgement.options], KEENNESS, skill(judgement.competency)
        )
        chosen[judgement.id] = chance.choices(judgement.options, weights)[0].id
    return chosen


def choose(scene: Scene, *, skill: float, chance: random.Random) -> Choice:
    """Return the choice a person of this skill makes."""
    weights = _weights([choice.total for choice in scene.choices], TACT, skill)
    return chance.choices(scene.choices, weights)[0]


def _weights(values: Sequence[int], strength: float, skill: float) -> list[float]:
    return [exp(strength * (skill - 0.3) * value) for value in values]


def rate(statements: Sequence[Statement], *, level: float, chance: random.Random) -> dict[str, int]:
    """Return a person's answers by code, around a level between 1 and 5."""
    answers = {}
    for statement in statements:
        value = min(HIGHEST, max(LOWEST, round(chance.gauss(level, 0.8))))
        answers[statement.code] = statement.expected or (
            LOWEST + HIGHEST - value if statement.reverse else value
        )
    return answers


def rate_carelessly(statements: Sequence[Statement], chance: random.Random) -> Mapping[str, int]:
    """Return the answers of somebody who clicks down one column without reading."""
    column = chance.choice((4, 5))
    return {statement.code: column for statement in statements}
