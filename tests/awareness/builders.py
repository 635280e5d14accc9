"""Short ways to write a person's evidence down: quiz attempts, scenario runs, the scores they make."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from awareness.formula import DAI_1_0_0, Formula, Instrument
from awareness.periods import Quarter
from awareness.person import (
    Assignment,
    AttemptStatus,
    DimensionPoints,
    Evidence,
    PersonScores,
    QuizAttempt,
    ScenarioAttempt,
    ScoredItem,
    person_scores,
)
from core.dimensions import Dimension
from tests.awareness.tables import load

Q1 = Quarter("2025Q1", date(2025, 1, 1), date(2025, 4, 1))
SELF = load("09").questionnaire(Instrument.SELF)
FIVE = tuple(Dimension)
FEBRUARY = "2025-02-10T10:00:00"


def scores_of(
    assignments: Sequence[Assignment] = (),
    quizzes: Sequence[QuizAttempt] = (),
    scenarios: Sequence[ScenarioAttempt] = (),
    formula: Formula = DAI_1_0_0,
) -> PersonScores:
    return person_scores(Evidence(assignments, quizzes, scenarios), Q1, SELF, formula)


def quiz(
    right: str,
    at: str = FEBRUARY,
    key: str = "A",
    *,
    activity: str = "QZ",
    cycle: int = 1,
    status: AttemptStatus = AttemptStatus.SUBMITTED,
    voided: date | None = None,
) -> QuizAttempt:
    """One point an item: 1 right, 0 wrong, - unanswered, v right but voided; dimensions in turn."""
    items = tuple(
        ScoredItem(
            1,
            None if mark == "-" else int(mark in "1v"),
            FIVE[place % 5],
            voided if mark == "v" else None,
        )
        for place, mark in enumerate(right)
    )
    return QuizAttempt(key, activity, cycle, datetime.fromisoformat(at), status, items)


def run(
    share: Fraction | int,
    at: str = FEBRUARY,
    key: str = "A",
    *,
    activity: str = "SC",
    status: AttemptStatus = AttemptStatus.SUBMITTED,
    progress: Fraction | None = None,
) -> ScenarioAttempt:
    """Every dimension between -2 and 2, all at the same share of the way."""
    rows = tuple(DimensionPoints(dimension, -2 + 4 * share, -2, 2) for dimension in FIVE)
    return ScenarioAttempt(key, activity, 1, datetime.fromisoformat(at), status, rows, progress)
