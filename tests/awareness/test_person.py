"""One person's scores: what counts, the exact boundaries, rounding, order."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from awareness.formula import Component, from_json
from awareness.person import (
    Assignment,
    AttemptStatus,
    DimensionPoints,
    PersonScores,
    QuizAttempt,
    ScenarioAttempt,
    ScoredItem,
)
from awareness.scores import centi
from core.dimensions import Dimension
from tests.awareness.builders import FEBRUARY, quiz, run, scores_of


def points(scores: PersonScores, component: Component) -> float | None:
    score = scores.scores.get(component)
    return None if score is None else score.centi / 100


def assignment(due: str = "2025-03-01", done: str | None = None, **more: object) -> Assignment:
    plain = Assignment(1, date.fromisoformat(due), date.fromisoformat(done) if done else None)
    return replace(plain, **more)  # type: ignore[arg-type]


# Participation


@pytest.mark.parametrize(
    ("case", "row", "wanted"),
    [
        ("done on the due date", assignment("2025-03-01", "2025-03-01"), 100),
        ("done a day late", assignment("2025-03-01", "2025-03-02"), 70),
        ("done on the last day", assignment("2025-03-01", "2025-03-31"), 70),
        ("done on the cutoff", assignment("2025-03-01", "2025-04-01"), 0),
        ("not done", assignment("2025-03-01"), 0),
        ("due on the first day of the window", assignment("2024-04-01", "2024-03-01"), 100),
        ("due the day before the window", assignment("2024-03-31", "2024-03-01"), None),
        ("due on the last day", assignment("2025-03-31"), 0),
        ("due on the cutoff", assignment("2025-04-01"), None),
        ("without a due date", replace(assignment(), due_on=None), None),
        ("waived", assignment(done="2025-02-01", waived=True), None),
        ("optional", assignment(done="2025-02-01", required=False), None),
        ("module withdrawn", assignment(module_withdrawn_on=date(2025, 3, 31)), None),
        ("module withdrawn on the cutoff", assignment(module_withdrawn_on=date(2025, 4, 1)), 0),
    ],
)
def test_participation(case: str, row: Assignment, wanted: float | None) -> None:
    scores = scores_of([row])
    assert points(scores, Component.PARTICIPATION) == wanted
    assert scores.modules_due == (0 if wanted is None else 1)


def test_participation_is_the_mean_credit_and_names_its_rows() -> None:
    rows = [
        replace(assignment(done="2025-02-01"), id=3),
        replace(assignment(done="2025-03-05"), id=1),
        replace(assignment(), id=2),
        replace(assignment(required=False), id=4),
    ]
    scores = scores_of(rows)
    assert scores.scores[Component.PARTICIPATION].centi == 5667  # 100 x 1.7 / 3 = 56.666...
    assert scores.scores[Component.PARTICIPATION].evidence == (1, 2, 3)
    assert scores.scores[Component.PARTICIPATION].dims == ()


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (0, 0),
        (100, 10_000),
        (Fraction(1, 3), 33),
        (Fraction(2, 3), 67),
        (Fraction(1, 200), 1),  # exactly half a centipoint goes up
        (Fraction(3, 200), 2),
        (Fraction(1, 201), 0),
        (Fraction(199999, 2000), 10_000),
    ],
)
def test_centipoints_are_rounded_half_up(value: int | Fraction, wanted: int) -> None:
    assert centi(value) == wanted


# Knowledge


ABANDONED, INVALID = AttemptStatus.ABANDONED, AttemptStatus.INVALID


@pytest.mark.parametrize(
    ("case", "attempts", "wanted"),
    [
        ("one attempt", [quiz("11100")], 60),
        ("retakes count half", [quiz("11000"), quiz("11110", "2025-02-11T10:00:00", "B")], 60),
        ("a worse retake changes nothing", [quiz("11110"), quiz("11000", "2025-02-11T10:00:00", "B")], 80),
        (
            "order is by time, not by row",
            [quiz("11110", "2025-02-11T10:00:00", "A"), quiz("11000", key="B")],
            60,
        ),
        ("the id decides between equal times", [quiz("11111", key="B"), quiz("00000", key="A")], 50),
        (
            "the fourth attempt is ignored",
            [
                quiz("10000", "2025-02-01T10:00:00", "A"),
                quiz("11000", "2025-02-02T10:00:00", "B"),
                quiz("11100", "2025-02-03T10:00:00", "C"),
                quiz("11111", "2025-02-04T10:00:00", "D"),
            ],
            40,
        ),
        ("invalid does not exist", [quiz("11111", status=INVALID), quiz("11100", key="B")], 60),
        ("abandoned below half is ignored", [quiz("11---", status=ABANDONED), quiz("11100", key="B")], 60),
        ("abandoned at half counts", [quiz("110---", status=ABANDONED)], 33.33),
        ("latest cycle", [quiz("11111"), quiz("10000", "2025-02-11T10:00:00", "B", cycle=2)], 20),
        (
            "an earlier cycle if the latest is after the cutoff",
            [quiz("11111"), quiz("10000", "2025-04-01T00:00:00", "B", cycle=2)],
            100,
        ),
        (
            "a cycle begun before the window is out",
            [quiz("11111", "2024-03-31T23:59:59"), quiz("11111", FEBRUARY, "B")],
            None,
        ),
        (
            "an earlier cycle inside stands in for one that began before",
            [quiz("11100", FEBRUARY, "A", cycle=1), quiz("11111", "2024-03-31T10:00:00", "B", cycle=2)],
            60,
        ),
        ("first instant of the window", [quiz("11100", "2024-04-01T00:00:00")], 60),
        ("exactly at the cutoff", [quiz("11100", "2025-04-01T00:00:00")], None),
        ("last second", [quiz("11100", "2025-03-31T23:59:59")], 60),
        (
            "a retake after the cutoff waits",
            [quiz("10000"), quiz("11111", "2025-04-01T00:00:00", "B")],
            20,
        ),
        ("four items are too few", [quiz("1110")], None),
        ("items add up over quizzes", [quiz("1110"), quiz("0", key="B", activity="Q2")], 60),
        ("every point counts the same", [quiz("11111"), quiz("00000" * 3, key="B", activity="Q2")], 25),
        ("voided before the cutoff", [quiz("v11000", voided=date(2025, 3, 31))], 40),
        ("voided on the cutoff stays", [quiz("v11000", voided=date(2025, 4, 1))], 50),
        ("nothing live", [quiz("vvvvv", voided=date(2025, 3, 31))], None),
        ("no attempt", [], None),
    ],
)
def test_knowledge(case: str, attempts: list[QuizAttempt], wanted: float | None) -> None:
    assert points(scores_of(quizzes=attempts), Component.KNOWLEDGE) == wanted


def test_an_all_voided_attempt_does_not_stand_in_the_way() -> None:
    gone = replace(quiz("vvvvv", voided=date(2025, 3, 1)), id="0")
    assert points(scores_of(quizzes=[gone, quiz("11100", "2025-02-11T10:00:00")]), Component.KNOWLEDGE) == 60


def test_the_items_of_the_first_attempts_are_counted() -> None:
    few = scores_of(quizzes=[quiz("1110")])
    assert (few.quiz_items, Component.KNOWLEDGE in few.scores) == (4, False)
    two = scores_of(quizzes=[quiz("1110"), quiz("11", key="B", activity="Q2")])
    assert two.quiz_items == 6


def test_partial_credit_and_points_are_exact() -> None:
    items = (
        ScoredItem(3, 2, Dimension.OWNERSHIP),
        ScoredItem(1, Fraction(1, 3), Dimension.OWNERSHIP),
        *(ScoredItem(1, 0, Dimension.COLLABORATION) for _ in range(3)),
    )
    attempt = QuizAttempt("A", "QZ", 1, datetime.fromisoformat(FEBRUARY), AttemptStatus.SUBMITTED, items)
    score = scores_of(quizzes=[attempt]).scores[Component.KNOWLEDGE]
    assert score.centi == 3333  # 100 x (7/3)/7
    assert dict(zip(Dimension, score.dims, strict=True)) == {
        Dimension.UNDERSTANDING: None,
        Dimension.RESPONSIVENESS: None,
        Dimension.COMMUNICATION: None,
        Dimension.COLLABORATION: 0,
        Dimension.OWNERSHIP: 5833,
    }


def test_dimensions_take_half_of_the_retake_too() -> None:
    score = scores_of(quizzes=[quiz("11000"), quiz("01110", "2025-02-11T10:00:00", "B")]).scores[
        Component.KNOWLEDGE
    ]
    assert score.centi == 5000  # 40 + half of 20
    assert score.dims == (5000, 10_000, 5000, 5000, 0)
    assert score.evidence == ("A", "B")


def test_a_retake_may_draw_other_questions() -> None:
    def asked(dimension: Dimension, right: int, at: str, key: str) -> QuizAttempt:
        items = tuple(ScoredItem(2, 2 * (place < right), dimension) for place in range(5))
        return QuizAttempt(key, "QZ", 1, datetime.fromisoformat(at), AttemptStatus.SUBMITTED, items)

    first = asked(Dimension.OWNERSHIP, 2, "2025-02-01T10:00:00", "A")
    retake = asked(Dimension.UNDERSTANDING, 5, "2025-02-02T10:00:00", "B")
    score = scores_of(quizzes=[first, retake]).scores[Component.KNOWLEDGE]
    assert score.centi == 7000  # 40 + half of 60, made of 40 and 100 in equal parts
    assert score.dims == (10_000, None, None, None, 4000)


def test_the_share_of_a_retake_is_the_formulas() -> None:
    tries = [quiz("10000"), quiz("11111", "2025-02-11T10:00:00", "B")]
    for share, wanted in ((0, 20), (0.75, 80), (1, 100)):
        formula = from_json({"retake_share": share})
        assert points(scores_of(quizzes=tries, formula=formula), Component.KNOWLEDGE) == wanted


def test_a_retake_that_did_not_help_is_no_evidence() -> None:
    score = scores_of(quizzes=[quiz("11000"), quiz("11000", "2025-02-11T10:00:00", "B")]).scores[
        Component.KNOWLEDGE
    ]
    assert score.evidence == ("A",)


def test_of_equal_retakes_the_earlier_counts() -> None:
    tries = [
        quiz("10000", "2025-02-01T10:00:00", "A"),
        quiz("01110", "2025-02-02T10:00:00", "B"),
        quiz("11100", "2025-02-03T10:00:00", "C"),
    ]
    score = scores_of(quizzes=tries).scores[Component.KNOWLEDGE]
    assert score.evidence == ("A", "B")


# Judgement


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("case", "attempts", "wanted"),
    [
        ("one run", [run(Fraction(3, 4))], 75),
        ("retakes count half", [run(HALF), run(1, "2025-02-11T10:00:00", "B")], 75),
        (
            "equal weight per activity",
            [run(1), run(0, key="B", activity="S2"), run(0, key="C", activity="S3")],
            33.33,
        ),
        ("below the lowest path is clamped", [run(Fraction(-1, 4))], 0),
        ("above the highest path is clamped", [run(Fraction(5, 4))], 100),
        ("abandoned at half", [run(HALF, status=ABANDONED, progress=HALF)], 50),
        ("abandoned below half", [run(HALF, status=ABANDONED, progress=Fraction(49, 100))], None),
        ("abandoned, progress unknown", [run(HALF, status=ABANDONED)], None),
        ("invalid", [run(HALF, status=INVALID)], None),
        ("no run", [], None),
    ],
)
def test_judgement(case: str, attempts: list[ScenarioAttempt], wanted: float | None) -> None:
    assert points(scores_of(scenarios=attempts), Component.JUDGEMENT) == wanted


def test_a_dimension_without_range_is_not_measured() -> None:
    rows = (
        DimensionPoints(Dimension.UNDERSTANDING, 1, 1, 1),
        DimensionPoints(Dimension.OWNERSHIP, 3, 0, 4),
    )
    attempt = replace(run(0), points=rows)
    score = scores_of(scenarios=[attempt]).scores[Component.JUDGEMENT]
    assert score.centi == 7500
    assert score.dims == (None, None, None, None, 7500)
    flat = replace(run(0), points=rows[:1])
    assert scores_of(scenarios=[flat]).scenarios == 0


def test_a_long_scenario_weighs_no_more_than_a_short_one() -> None:
    long = replace(run(0, key="B", activity="S2"), points=(DimensionPoints(Dimension.OWNERSHIP, 5, 0, 100),))
    score = scores_of(scenarios=[run(1), long]).scores[Component.JUDGEMENT]
    assert score.centi == 5250


def test_scenarios_are_counted() -> None:
    assert scores_of(scenarios=[run(1), run(0, key="B", activity="S2")]).scenarios == 2


# The personal page


def test_the_personal_score_needs_two_components_that_weigh_something() -> None:
    one = scores_of([assignment(done="2025-02-01")])
    assert one.personal is None
    both = scores_of([assignment(done="2025-02-01")], [quiz("11100")])
    assert both.personal == Fraction(100 * 15 + 60 * 25, 40)
    weightless = from_json({"weights": {"P": 0, "K": 40}})
    assert scores_of([assignment()], [quiz("11100")], formula=weightless).personal is None


def test_the_digest_changes_with_score_and_evidence() -> None:
    first = scores_of(quizzes=[quiz("11100")])
    assert scores_of(quizzes=[quiz("11100")]).digest == first.digest
    assert scores_of(quizzes=[quiz("11100", key="B")]).digest != first.digest
    assert scores_of(quizzes=[quiz("11110")]).digest != first.digest
