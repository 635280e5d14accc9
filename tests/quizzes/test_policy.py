"""Which rules hold for a person, when a try can begin and when it is over."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.policy import RULES, Change, Counts, Hindrance, Level, Policy, effective, later, may_count

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
TODAY = date(2026, 11, 24)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def change(level: Level, **more: Any) -> Change:
    given: dict[str, Any] = {
        "values": {"time_limit_minutes": 60}, "given_at": NOW, "expires_on": TODAY + DAY,
    }  # fmt: skip
    return Change(level, **(given | more))


def minutes(*changes: Change, today: date = TODAY) -> int | None:
    return effective(Policy(time_limit_minutes=20), changes, today).time_limit_minutes


def sets(value: int | None) -> dict[str, Any]:
    return {"values": {"time_limit_minutes": value}}


PERSON = change(Level.PERSON, **sets(90))
NEAR = change(Level.DEPARTMENT, depth=3, **sets(70))
FAR = change(Level.DEPARTMENT, depth=1, **sets(50))
ASSIGNMENT = change(Level.ASSIGNMENT, **sets(40))
EVERY_QUIZ = replace(ASSIGNMENT, this_quiz=False, values={"time_limit_minutes": 35}, given_at=NOW + DAY)
NEWER = replace(ASSIGNMENT, given_at=NOW + HOUR, values={"time_limit_minutes": 45})


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ((), 20),
        ((PERSON, NEAR, FAR, ASSIGNMENT), 90),
        ((NEAR, FAR, ASSIGNMENT), 70),
        ((FAR, ASSIGNMENT), 50),
        ((ASSIGNMENT,), 40),
        ((ASSIGNMENT, EVERY_QUIZ), 40),
        ((ASSIGNMENT, NEWER), 45),
        ((replace(PERSON, withdrawn=True), ASSIGNMENT), 40),
        ((replace(PERSON, expires_on=TODAY), ASSIGNMENT), 40),
        ((replace(PERSON, expires_on=TODAY + DAY), ASSIGNMENT), 90),
        ((replace(PERSON, values={"time_limit_minutes": None}), ASSIGNMENT), 40),
    ],
)
def test_the_nearest_exception_wins_in_any_order(changes: tuple[Change, ...], wanted: int) -> None:
    assert {minutes(*order) for order in permutations(changes)} == {wanted}


def test_each_rule_is_decided_for_itself() -> None:
    extra = change(Level.PERSON, values={"time_percent": 150})
    window = change(Level.DEPARTMENT, values={"closes_at": NOW + DAY, "time_percent": 120})
    found = effective(Policy(time_limit_minutes=20), (extra, window), TODAY)
    assert (found.time_percent, found.closes_at, found.time_limit_minutes) == (150, NOW + DAY, 20)


VALUES = st.fixed_dictionaries(
    {"attempt_limit": st.none() | st.integers(1, 9), "sequential": st.none() | st.booleans()}
)
CHANGES = st.lists(
    st.builds(
        Change,
        level=st.sampled_from(Level),
        values=VALUES,
        given_at=st.integers(0, 10**6).map(lambda seconds: NOW + timedelta(seconds=seconds)),
        expires_on=st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days)),
        depth=st.integers(0, 5),
        this_quiz=st.booleans(),
        withdrawn=st.booleans(),
    ),
    max_size=8,
)


@given(CHANGES)
def test_only_what_holds_has_any_effect(changes: list[Change]) -> None:
    holding = [one for one in changes if one.holds(TODAY)]
    found = effective(Policy(), changes, TODAY)
    assert found == effective(Policy(), holding, TODAY)
    for name in RULES:
        offered = [one.values[name] for one in holding if one.values.get(name) is not None]
        assert getattr(found, name) in (offered or [getattr(Policy(), name)])


@given(CHANGES, st.integers(1, 9))
def test_nothing_outranks_the_newest_exception_of_a_person_for_this_quiz(
    changes: list[Change], tries: int
) -> None:
    own = change(Level.PERSON, values={"attempt_limit": tries}, given_at=NOW + 99 * DAY, depth=9)
    assert effective(Policy(), [*changes, own], TODAY).attempt_limit == tries


@pytest.mark.parametrize(
    ("policy", "deadline"),
    [
        (Policy(), None),
        (Policy(time_limit_minutes=20), 20 * MINUTE),
        (Policy(time_limit_minutes=20, time_percent=150), 30 * MINUTE),
        (Policy(time_limit_minutes=20, closes_at=NOW + 15 * MINUTE), 15 * MINUTE),
        (Policy(time_limit_minutes=20, closes_at=NOW + HOUR), 20 * MINUTE),
        (Policy(closes_at=NOW + HOUR), HOUR),
        # Extra time moves the closing as far as it lengthens the try.
        (Policy(time_limit_minutes=20, time_percent=150, closes_at=NOW + 15 * MINUTE), 25 * MINUTE),
        # Without a limit the window is the time: three hours instead of two, of which one is over.
        (Policy(time_percent=150, opens_at=NOW - HOUR, closes_at=NOW + HOUR), 2 * HOUR),
        (Policy(time_percent=150, closes_at=NOW + HOUR), HOUR),
    ],
)
def test_a_try_is_over_with_its_time_or_with_the_window(policy: Policy, deadline: timedelta | None) -> None:
    assert policy.deadline(NOW) == (None if deadline is None else NOW + deadline)


@given(st.integers(1, 600), st.integers(100, 500), st.integers(-600, 600), st.integers(0, 10_000))
def test_extra_time_never_shortens_and_is_never_cut_by_the_closing(
    limit: int, percent: int, begun: int, window: int
) -> None:
    usual = Policy(time_limit_minutes=limit, closes_at=NOW + window * MINUTE)
    extra = replace(usual, time_percent=percent)
    started = NOW + begun * MINUTE
    plain, longer = usual.deadline(started), extra.deadline(started)
    assert plain is not None
    assert longer is not None
    added = timedelta(seconds=limit * 60 * percent // 100) - limit * MINUTE
    assert timedelta(0) <= longer - plain - added < timedelta(seconds=1)


ENDED = (NOW - 2 * HOUR, NOW - HOUR)


@pytest.mark.parametrize(
    ("policy", "ended", "wanted"),
    [
        (Policy(), ENDED, None),
        (Policy(attempt_limit=3), ENDED, None),
        (Policy(attempt_limit=2), ENDED, Hindrance.NO_TRIES_LEFT),
        (Policy(attempt_limit=1), ENDED, Hindrance.NO_TRIES_LEFT),
        (Policy(opens_at=NOW), (), None),
        (Policy(opens_at=NOW + MINUTE), (), Hindrance.NOT_OPEN_YET),
        (Policy(closes_at=NOW + MINUTE), (), None),
        (Policy(closes_at=NOW), (), Hindrance.CLOSED_ALREADY),
        (Policy(closes_at=NOW - MINUTE), (), Hindrance.CLOSED_ALREADY),
        (Policy(second_delay_minutes=60), (NOW - HOUR,), None),
        (Policy(second_delay_minutes=61), (NOW - HOUR,), Hindrance.WAIT),
        (Policy(second_delay_minutes=61), ENDED, None),
        (Policy(second_delay_minutes=61), (), None),
        (Policy(later_delay_minutes=61), ENDED, Hindrance.WAIT),
        (Policy(later_delay_minutes=61), (NOW - HOUR,), None),
        (Policy(later_delay_minutes=120, closes_at=NOW + HOUR), ENDED, Hindrance.NO_TIME_LEFT),
        (Policy(later_delay_minutes=120, closes_at=NOW + HOUR + MINUTE), ENDED, Hindrance.WAIT),
    ],
)
def test_what_stands_against_a_try(
    policy: Policy, ended: tuple[datetime, ...], wanted: Hindrance | None
) -> None:
    assert policy.hindrance(ended, NOW) is wanted


@given(st.integers(0, 500), st.integers(0, 500), st.lists(st.integers(0, 5_000), min_size=1, max_size=5))
def test_the_moment_told_is_the_first_at_which_a_try_can_begin(
    second: int, further: int, ago: list[int]
) -> None:
    policy = Policy(second_delay_minutes=second, later_delay_minutes=further)
    ended = [NOW - one * MINUTE for one in ago]
    moment = policy.next_from(ended)
    if moment is None:
        assert policy.hindrance(ended, NOW) is None
    else:
        assert policy.hindrance(ended, moment) is None
        assert policy.hindrance(ended, moment - timedelta(microseconds=1)) is Hindrance.WAIT


@pytest.mark.parametrize(
    ("counts", "wanted"), [(Counts.BEST, [1, 3, 2]), (Counts.FIRST, [1]), (Counts.LATEST, [2])]
)
def test_which_tries_may_count(counts: Counts, wanted: list[int]) -> None:
    assert list(may_count(counts, [1, 3, 2])) == wanted
    assert list(may_count(counts, [])) == []


def test_no_deadline_is_later_than_any() -> None:
    assert later(NOW, None) is later(None, NOW) is None
    assert later(NOW, NOW + DAY) == later(NOW + DAY, NOW) == NOW + DAY


def test_no_way_back_means_one_question_at_a_time() -> None:
    assert Policy(sequential=True).copied()["one_at_a_time"] is True
