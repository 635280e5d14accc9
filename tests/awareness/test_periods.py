"""Quarters, windows and their edges."""

from datetime import UTC, date, datetime

import pytest

from awareness.formula import DAI_1_0_0, Component, from_json
from awareness.periods import Quarter, Span

Q1 = Quarter("2025Q1", date(2025, 1, 1), date(2025, 4, 1))


@pytest.mark.parametrize(
    ("day", "label", "start", "end"),
    [
        (date(2025, 1, 1), "2025Q1", date(2025, 1, 1), date(2025, 4, 1)),
        (date(2025, 3, 31), "2025Q1", date(2025, 1, 1), date(2025, 4, 1)),
        (date(2025, 4, 1), "2025Q2", date(2025, 4, 1), date(2025, 7, 1)),
        (date(2024, 12, 31), "2024Q4", date(2024, 10, 1), date(2025, 1, 1)),
    ],
)
def test_every_day_has_its_quarter(day: date, label: str, start: date, end: date) -> None:
    assert Quarter.of(day) == Quarter(label, start, end)


def test_labels_are_read_back() -> None:
    assert Quarter.labelled("2025Q1") == Q1
    assert Quarter.labelled("2024Q4") == Q1.previous()


@pytest.mark.parametrize("label", ["2025Q0", "2025Q5", "2025", "25Q1", "2025Q1 ", "0000Q1", ""])
def test_other_labels_are_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"not a quarter|year"):
        Quarter.labelled(label)


def test_quarters_follow_each_other_over_the_year_end() -> None:
    assert Q1.previous().label == "2024Q4"
    assert Q1.previous().next() == Q1
    assert Q1.last_day == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("component", "start"),
    [
        (Component.PARTICIPATION, date(2024, 4, 1)),
        (Component.KNOWLEDGE, date(2024, 4, 1)),
        (Component.JUDGEMENT, date(2024, 4, 1)),
        (Component.SELF_VIEW, date(2024, 4, 1)),
        (Component.CUSTOMERS, date(2024, 10, 1)),
    ],
)
def test_windows_reach_back_by_component(component: Component, start: date) -> None:
    assert Q1.window(component, DAI_1_0_0) == Span(start, date(2025, 4, 1))


def test_a_window_of_one_quarter_is_the_quarter() -> None:
    formula = from_json({"window_quarters": {"K": 1}})
    assert Q1.window(Component.KNOWLEDGE, formula) == Q1.span


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2024-12-31T23:59:59.999999", False),
        ("2025-01-01T00:00:00", True),
        ("2025-03-31T23:59:59.999999", True),
        ("2025-04-01T00:00:00", False),
    ],
)
def test_an_event_at_exactly_the_cutoff_belongs_to_the_next_quarter(moment: str, inside: bool) -> None:
    at = datetime.fromisoformat(moment)
    assert Q1.span.has_moment(at) is inside
    assert Q1.span.has_day(at.date()) is inside


def test_no_date_lies_in_no_span() -> None:
    assert not Q1.span.has_day(None)


def test_times_with_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="local clock times"):
        Q1.span.has_moment(datetime(2025, 2, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "end"), [(date(2025, 1, 2), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 4, 1))]
)
def test_a_quarter_opens_on_the_first_of_a_month(start: date, end: date) -> None:
    with pytest.raises(ValueError, match="first day of a month"):
        Quarter("x", start, end)
