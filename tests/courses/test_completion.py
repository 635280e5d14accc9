"""What completes a course: edge rows and properties that must hold for every course and every learner."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.completion import (
    DutyState,
    all_done,
    due_for_newcomer,
    duty_state,
    missing_first,
    progress,
    step_after,
)

A, B, C, GONE = (UUID(int=number) for number in range(1, 5))
TODAY = date(2026, 11, 24)
keys = st.lists(st.uuids(version=4), unique=True, max_size=12)


def test_it_works() -> None:
    shown = progress([A, B, C], {A, GONE})
    assert (shown.done, shown.total, shown.percent, shown.next_key) == (1, 3, 33, B)


def test_percentages_are_cut() -> None:
    assert progress([A, B, C], {A, B}).percent == 66


def test_a_course_without_steps_is_never_done() -> None:
    assert progress([], {A}).percent == 0
    assert not all_done([], {A})


def test_a_removed_step_no_longer_counts() -> None:
    assert progress([A], {A, GONE}).percent == 100
    assert all_done([A], {A, GONE})


def test_an_added_step_does_not_unfinish_a_finished_course() -> None:
    shown = progress([A, B], {A}, finished=True)
    assert (shown.percent, shown.next_key, shown.added_since) == (100, B, 1)


@pytest.mark.parametrize(
    ("done", "current", "expected"),
    [
        (set(), A, B),
        ({B}, A, C),
        ({C}, C, A),
        ({A, B, C}, A, None),
        ({A, B}, C, None),
        ({A}, GONE, B),
        ({A, C}, C, B),
    ],
)
def test_the_step_after(done: set[UUID], current: UUID, expected: UUID | None) -> None:
    assert step_after([A, B, C], done, current) == expected


def test_missing_first_keeps_the_order_asked_for() -> None:
    assert missing_first([C, A, B], {A}) == [C, B]


@pytest.mark.parametrize(
    ("due_on", "completed", "waived", "expected"),
    [
        (date(2026, 11, 23), False, False, DutyState.LATE),
        (date(2026, 11, 24), False, False, DutyState.SOON),
        (date(2026, 12, 8), False, False, DutyState.SOON),
        (date(2026, 12, 9), False, False, DutyState.OPEN),
        (date(2026, 11, 1), True, False, DutyState.DONE),
        (date(2026, 11, 1), False, True, DutyState.WAIVED),
        (date(2026, 11, 1), True, True, DutyState.DONE),
    ],
)
def test_duty_state(due_on: date, completed: bool, waived: bool, expected: DutyState) -> None:
    assert duty_state(due_on, TODAY, completed=completed, waived=waived) is expected


def test_newcomers_get_time() -> None:
    assert due_for_newcomer(date(2026, 11, 25), TODAY, 14) == date(2026, 12, 8)
    assert due_for_newcomer(date(2027, 1, 31), TODAY, 14) == date(2027, 1, 31)


@given(steps=keys, done=keys, finished=st.booleans())
def test_progress_stays_between_nothing_and_whole(
    steps: list[UUID], done: list[UUID], finished: bool
) -> None:
    shown = progress(steps, set(done), finished=finished)
    assert 0 <= shown.percent <= 100
    assert 0 <= shown.done <= shown.total == len(steps)
    assert (shown.percent == 100) == (finished or all_done(steps, set(done)))
    assert (shown.next_key is None) == (shown.done == shown.total)


@given(steps=keys, data=st.data())
def test_doing_one_more_step_never_takes_progress_away(steps: list[UUID], data: st.DataObject) -> None:
    done = set(data.draw(st.lists(st.sampled_from(steps)))) if steps else set()
    before = progress(steps, done)
    after = progress(steps, done | set(steps[:1]))
    assert after.percent >= before.percent


@given(steps=keys.filter(bool), data=st.data())
def test_following_the_next_step_finishes_every_course(steps: list[UUID], data: st.DataObject) -> None:
    done = set(data.draw(st.lists(st.sampled_from(steps))))
    current: UUID | None = data.draw(st.sampled_from(steps))
    walked = 0
    while current is not None:
        done.add(current)
        current = step_after(steps, done, current)
        walked += 1
        assert walked <= len(steps) + 1
    assert all_done(steps, done)


@given(steps=keys, done=keys, dropped=st.integers(min_value=0, max_value=11))
def test_removing_a_step_never_unfinishes(steps: list[UUID], done: list[UUID], dropped: int) -> None:
    fewer = steps[:dropped] + steps[dropped + 1 :]
    if all_done(steps, set(done)) and fewer:
        assert all_done(fewer, set(done))
