"""What holds for any evidence: order does not matter, scores stay on the scale, parts add up."""

from datetime import date, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from awareness.formula import Component
from awareness.person import Assignment, AttemptStatus, QuizAttempt, ScenarioAttempt
from tests.awareness.builders import FEBRUARY, quiz, run, scores_of

MOMENTS = st.sampled_from(
    [
        "2024-03-31T23:59:59",
        "2024-04-01T00:00:00",
        "2024-11-05T08:00:00",
        FEBRUARY,
        "2025-02-11T10:00:00",
        "2025-03-31T23:59:59",
        "2025-04-01T00:00:00",
    ]
)
STATUSES = st.sampled_from(list(AttemptStatus))
QUIZZES = st.lists(
    st.builds(
        quiz,
        st.text("01-v", min_size=1, max_size=8),
        MOMENTS,
        st.uuids().map(str),
        activity=st.sampled_from(["Q1", "Q2"]),
        cycle=st.integers(1, 2),
        status=STATUSES,
        voided=st.sampled_from([None, date(2025, 3, 31), date(2025, 4, 1)]),
    ),
    max_size=8,
)
SHARES = st.fractions(-1, 2, max_denominator=8)
RUNS = st.lists(
    st.builds(
        run,
        SHARES,
        MOMENTS,
        st.uuids().map(str),
        activity=st.sampled_from(["S1", "S2"]),
        status=STATUSES,
        progress=SHARES,
    ),
    max_size=6,
)
DATES = st.dates(date(2024, 3, 1), date(2025, 4, 30))
ASSIGNMENTS = st.lists(
    st.builds(
        Assignment,
        st.uuids().map(str),
        st.none() | DATES,
        st.none() | DATES,
        st.booleans(),
        st.booleans(),
        st.none() | DATES,
    ),
    max_size=8,
)


@given(ASSIGNMENTS, QUIZZES, RUNS, st.randoms(use_true_random=False))
def test_the_order_of_evidence_changes_nothing(
    assignments: list[Assignment], quizzes: list[QuizAttempt], runs: list[ScenarioAttempt], random: Random
) -> None:
    before = scores_of(tuple(assignments), tuple(quizzes), tuple(runs))
    for rows in (assignments, quizzes, runs):
        random.shuffle(rows)
    assert scores_of(assignments, quizzes, runs) == before


@given(ASSIGNMENTS, QUIZZES, RUNS)
def test_scores_lie_between_nothing_and_everything(
    assignments: list[Assignment], quizzes: list[QuizAttempt], runs: list[ScenarioAttempt]
) -> None:
    for score in scores_of(assignments, quizzes, runs).scores.values():
        for value in (score.centi, *score.dims):
            assert value is None or 0 <= value <= 10_000


@given(st.lists(st.text("01", min_size=5, max_size=5), min_size=1, max_size=4))
def test_dimension_parts_add_up_to_the_total(tries: list[str]) -> None:
    attempts = [
        quiz(right, f"2025-02-0{1 + place}T10:00:00", f"A{place}") for place, right in enumerate(tries)
    ]
    score = scores_of(quizzes=attempts).scores[Component.KNOWLEDGE]
    assert sum(value or 0 for value in score.dims) == 5 * score.centi  # five items, one per dimension


@given(QUIZZES)
def test_evidence_after_the_cutoff_changes_nothing(quizzes: list[QuizAttempt]) -> None:
    known = [attempt for attempt in quizzes if attempt.submitted_at < datetime(2025, 4, 1)]  # noqa: DTZ001 - local time
    assert scores_of(quizzes=quizzes) == scores_of(quizzes=known)
