"""What earns a certificate: every rule of the design's section 0.3, decided without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from courses.certification import CourseRule, Facts, PathRules, initials, standing

DAY = datetime(2026, 11, 24, tzinfo=UTC)
LATER = datetime(2026, 11, 25, tzinfo=UTC)
C1, C2, PLAIN = UUID(int=1), UUID(int=2), UUID(int=3)
RULES = PathRules((CourseRule(C1, (1,)), CourseRule(C2, (2, 3))), ("rp1", "rp5"), 7_500, True)
EARNED = Facts(
    scores={1: [(7_500, DAY)], 2: [(10_000, DAY)], 3: [(9_000, LATER)]},
    finished={},
    played={"rp1": DAY, "rp5": DAY},
    seen_from_other_side={"rp5"},
    confirmed=True,
)


def test_it_works() -> None:
    found = standing(RULES, EARNED)
    assert found.complete
    assert [course.met_at for course in found.courses] == [DAY, LATER]


@pytest.mark.parametrize(
    "facts",
    [
        replace(EARNED, scores={**EARNED.scores, 1: [(7_499, DAY)]}),
        replace(EARNED, scores={**EARNED.scores, 3: []}),
        replace(EARNED, played={"rp1": DAY}),
        replace(EARNED, seen_from_other_side=set()),
        replace(EARNED, seen_from_other_side={"rp2"}),
        replace(EARNED, confirmed=False),
    ],
)
def test_each_condition_is_needed(facts: Facts) -> None:
    assert not standing(RULES, facts).complete


def test_the_best_try_counts_and_the_first_that_reaches_the_mark_dates_it() -> None:
    facts = replace(EARNED, scores={**EARNED.scores, 1: [(5_000, DAY), (8_000, LATER), (7_600, DAY)]})
    first = standing(RULES, facts).courses[0]
    assert (first.best_bp, first.met_at) == (8_000, DAY)


def test_a_course_without_a_quiz_must_be_finished() -> None:
    rules = PathRules((CourseRule(PLAIN, ()),), (), 7_500, False)
    assert not standing(rules, replace(EARNED, finished={})).complete
    assert standing(rules, replace(EARNED, finished={PLAIN: DAY})).complete


def test_a_path_without_courses_is_earned_by_nobody() -> None:
    assert not standing(PathRules((), (), 0, False), EARNED).complete


@pytest.mark.parametrize(
    ("name", "shown"),
    [("周宁", "周*"), ("欧阳小明", "欧***"), ("Zhou Ning", "Z. N."), ("qiu", "Q."), ("周", "周*"), ("", "")],
)
def test_strangers_see_initials(name: str, shown: str) -> None:
    assert initials(name) == shown
