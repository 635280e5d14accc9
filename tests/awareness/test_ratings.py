"""Who may rate whom, and which rating counts."""

from datetime import date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awareness.formula import DAI_1_0_0, Instrument
from awareness.ids import Id
from awareness.periods import Quarter
from awareness.placement import DepartmentRow, Spell, build_tree
from awareness.questionnaire import Form, Quality
from awareness.ratings import (
    Rating,
    RatingForm,
    RatingRules,
    ServiceEdge,
    TreeHistory,
    is_customer,
    ratings_of,
)
from tests.awareness.tables import load

Q1 = Quarter("2025Q1", date(2025, 1, 1), date(2025, 4, 1))
QUESTIONS = load("01").questionnaire(Instrument.RATING)
OLD = date(2020, 1, 1)
MARCH = date(2025, 3, 1)
ROWS = [
    DepartmentRow("CO", None),
    DepartmentRow("IT", "CO"),
    DepartmentRow("IT1", "IT"),
    DepartmentRow("FIN", "CO"),
    DepartmentRow("FIN1", "FIN"),
    DepartmentRow("HR", "CO"),
]
EDGES = [ServiceEdge("IT", "FIN"), ServiceEdge("HR", "FIN", OLD, MARCH), ServiceEdge("IT", "IT1")]
TREE = build_tree(ROWS, Q1.last_day)


@pytest.mark.parametrize(
    ("department", "provider", "day", "wanted"),
    [
        ("FIN", "IT", MARCH, True),
        ("FIN1", "IT", MARCH, True),  # an edge covers sub-departments
        ("CO", "IT", MARCH, False),  # but not what lies above
        ("HR", "IT", MARCH, False),
        ("FIN", "HR", date(2025, 2, 28), True),
        ("FIN", "HR", MARCH, False),  # expired that day
        ("IT1", "IT", MARCH, False),  # the provider is above the rater, whatever the map says
        ("IT", "IT", MARCH, False),
        ("FIN", "CO", MARCH, False),
        ("GHOST", "IT", MARCH, False),
    ],
)
def test_only_declared_customers_may_rate(department: str, provider: str, day: date, wanted: bool) -> None:
    assert is_customer(department, provider, EDGES, TREE, day) is wanted


def test_a_provider_below_the_rater_may_be_rated() -> None:
    assert is_customer("IT", "IT1", [ServiceEdge("IT1", "IT")], TREE, MARCH)


def answers(value: int, turned: int) -> dict[str | int, int]:
    return {item.id: turned if item.reverse else value for item in QUESTIONS.items}


GOOD, BAD = answers(4, 2), answers(5, 5)


def rating(
    key: str, rater: str, provider: str, at: str = "2025-02-10T09:00:00", given: dict[str | int, int] = GOOD
) -> RatingForm:
    return RatingForm(rater, provider, Form(key, datetime.fromisoformat(at), given, 90))


SPELLS: dict[Id, list[Spell]] = {
    "f": [Spell("f", "FIN", OLD)],
    "f1": [Spell("f1", "FIN1", OLD)],
    "h": [Spell("h", "HR", OLD)],
    "gone": [Spell("gone", "FIN", OLD, date(2025, 2, 20))],
    "moved": [Spell("moved", "HR", OLD, MARCH), Spell("moved", "FIN", MARCH)],
}


def result(*forms: RatingForm, rows: list[DepartmentRow] = ROWS) -> tuple[dict[str, Rating], Quality]:
    rules = RatingRules(dict(SPELLS), EDGES, TreeHistory(rows), QUESTIONS)
    ratings, quality = ratings_of(forms, rules, Q1, DAI_1_0_0)
    return {str(row.id): row for row in ratings}, quality


def test_a_rating_knows_provider_customer_and_score() -> None:
    ratings, quality = result(rating("A", "f1", "IT"))
    assert ratings["A"].provider == "IT"
    assert ratings["A"].customer == "FIN1"
    assert ratings["A"].score.centi == 7500
    assert quality == Quality(received=1, used=1)


def test_the_latest_usable_rating_of_a_pair_counts() -> None:
    ratings, quality = result(
        rating("A", "f", "IT", "2025-01-10T09:00:00"),
        rating("B", "f", "IT", "2025-02-10T09:00:00"),
        rating("C", "f", "IT", "2025-03-10T09:00:00", BAD),
    )
    assert list(ratings) == ["B"]
    assert quality == Quality(received=3, used=1, careless=1)


def test_one_rater_may_rate_several_providers() -> None:
    ratings, _ = result(rating("A", "f", "IT"), rating("B", "f", "HR"))
    assert {row.provider for row in ratings.values()} == {"IT", "HR"}


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2024-09-30T23:59:59", False),
        ("2024-10-01T00:00:00", True),
        ("2025-03-31T23:59:59", True),
        ("2025-04-01T00:00:00", False),
    ],
)
def test_the_window_is_two_quarters(at: str, counts: bool) -> None:
    ratings, quality = result(rating("A", "f", "IT", at))
    assert (len(ratings), quality.received) == ((1, 1) if counts else (0, 0))


def test_strangers_and_people_without_a_posting_are_turned_away() -> None:
    ratings, quality = result(rating("A", "h", "IT"), rating("B", "nobody", "IT"))
    assert ratings == {}
    assert quality == Quality(received=2, not_a_customer=2)


def test_the_department_on_the_day_of_the_rating_decides() -> None:
    ratings, _ = result(
        rating("A", "moved", "IT", "2025-02-28T23:59:59"), rating("B", "moved", "IT", "2025-03-01T00:00:00")
    )
    assert list(ratings) == ["B"]


def test_the_tree_on_the_day_of_the_rating_decides() -> None:
    rows = [row for row in ROWS if row.department != "FIN1"]
    rows += [DepartmentRow("FIN1", "FIN", None, MARCH), DepartmentRow("FIN1", "HR", MARCH)]
    early, late = (
        rating("A", "f1", "IT", "2025-02-28T09:00:00"),
        rating("B", "f1", "IT", "2025-03-01T09:00:00"),
    )
    assert list(result(early, late, rows=rows)[0]) == ["A"]


def test_leaving_later_does_not_withdraw_a_rating() -> None:
    ratings, _ = result(
        rating("A", "gone", "IT", "2025-02-19T09:00:00"), rating("B", "gone", "HR", "2025-02-20T09:00:00")
    )
    assert list(ratings) == ["A"]


def test_a_partly_answered_form_is_refused() -> None:
    partial = {key: value for key, value in GOOD.items() if key not in ("QR1", "QR2")}
    one_left = {key: value for key, value in GOOD.items() if key != "QR1"}
    ratings, quality = result(rating("A", "f", "IT", given=partial), rating("B", "f1", "IT", given=one_left))
    assert list(ratings) == ["B"]
    assert quality == Quality(received=2, used=1, incomplete=1)


def test_ratings_follow_a_department_to_its_successor() -> None:
    rows = [
        *ROWS[:1],
        DepartmentRow("IT", "CO", None, MARCH, "DIGI"),
        *ROWS[3:],
        DepartmentRow("DIGI", "CO", MARCH),
    ]
    ratings, _ = result(rating("A", "f", "IT"), rating("B", "f1", "IT"), rows=rows)
    assert [row.provider for row in ratings.values()] == ["DIGI", "DIGI"]


def test_trees_are_built_once_between_changes() -> None:
    rows = [DepartmentRow("CO", None), DepartmentRow("X", "CO", MARCH, date(2025, 3, 10))]
    history = TreeHistory(rows)
    assert history.on(date(2025, 2, 1)) is history.on(date(2025, 2, 28))
    assert [("X" in history.on(date(2025, 3, day)).number) for day in (1, 9, 10)] == [True, True, False]
    assert "X" not in history.on(date(2025, 2, 28)).number


FORMS = st.lists(
    st.builds(
        rating,
        st.uuids().map(str),
        st.sampled_from([*map(str, SPELLS), "nobody"]),
        st.sampled_from(["IT", "HR", "CO"]),
        st.sampled_from(["2024-12-01T09:00:00", "2025-02-10T09:00:00", "2025-03-05T09:00:00"]),
        st.sampled_from([GOOD, BAD, answers(3, 3)]),
    ),
    max_size=10,
)


@given(FORMS, st.randoms(use_true_random=False))
def test_the_order_of_forms_changes_nothing(forms: list[RatingForm], random: Random) -> None:
    before = result(*forms)
    random.shuffle(forms)
    assert result(*forms) == before


@given(FORMS)
def test_a_rater_has_one_voice_per_provider(forms: list[RatingForm]) -> None:
    ratings, quality = result(*forms)
    pairs = [(row.rater, row.provider) for row in ratings.values()]
    assert len(pairs) == len(set(pairs)) == quality.used
    assert quality.received == len(forms)
