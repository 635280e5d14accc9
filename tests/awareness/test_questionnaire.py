"""Quality flags, dimension scores, and which form counts."""

from datetime import date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awareness.formula import DAI_1_0_0, Instrument, from_json
from awareness.periods import Span
from awareness.questionnaire import (
    Flag,
    Form,
    Quality,
    Questionnaire,
    Verdict,
    latest_usable,
    quality_flags,
    read_form,
)
from core.dimensions import Dimension
from tests.awareness.tables import load

SELF = load("09").questionnaire(Instrument.SELF)
RATING = load("09").questionnaire(Instrument.RATING)
WINDOW = Span(date(2024, 4, 1), date(2025, 4, 1))
AT = datetime.fromisoformat("2025-02-15T09:00:00")


def answers(forward: int, reverse: int, questionnaire: Questionnaire = SELF) -> dict[str | int, int]:
    """Answer every item, attention items as instructed."""
    return {item.id: item.expected or (reverse if item.reverse else forward) for item in questionnaire.items}


def form(given: dict[str | int, int], seconds: int | None = 180) -> Form:
    return Form("F", AT, given, seconds)


def flags(given: dict[str | int, int], seconds: int | None = 180) -> set[Flag]:
    return set(quality_flags(SELF, form(given, seconds), DAI_1_0_0))


def test_honest_answers_carry_no_flag() -> None:
    assert flags(answers(4, 2)) == set()


def test_the_instructed_item_must_be_answered_as_instructed() -> None:
    assert flags({**answers(4, 2), "AT1": 5}) == {Flag.ATTENTION}
    skipped = answers(4, 2)
    del skipped["AT1"]
    assert flags(skipped) == set()


def test_twelve_identical_answers_in_a_row_are_a_long_string() -> None:
    ordered = [item.id for item in SELF.content]
    for length, flagged in ((11, set()), (12, {Flag.LONGSTRING})):
        given = {key: 1 + place % 5 for place, key in enumerate(ordered)}  # no two neighbours alike
        given.update(dict.fromkeys(ordered[4 : 4 + length], 3))
        given.update({ordered[3]: 2, ordered[4 + length]: 2})
        assert flags(given) == flagged, length


def test_the_attention_item_and_items_left_out_do_not_break_a_string() -> None:
    given = answers(3, 3)
    assert given["AT1"] == 2
    del given["R1"], given["A2"]
    assert Flag.LONGSTRING in flags(given)


def test_ratings_have_their_own_length_of_string() -> None:
    given = answers(3, 3, RATING)
    assert quality_flags(RATING, form(given), DAI_1_0_0) == {Flag.LONGSTRING}
    given[RATING.items[0].id] = given[RATING.items[9].id] = 4  # eight in a row remain
    assert quality_flags(RATING, form(given), DAI_1_0_0) == set()
    given[RATING.items[9].id] = 3  # nine
    assert quality_flags(RATING, form(given), DAI_1_0_0) == {Flag.LONGSTRING}


@pytest.mark.parametrize(
    ("seconds", "fast"), [(0, True), (49, True), (50, False), (51, False), (None, False)]
)
def test_two_seconds_an_item_is_not_too_fast(seconds: int | None, fast: bool) -> None:
    assert (Flag.SPEED in flags(answers(4, 2), seconds)) is fast


def test_speed_is_judged_on_the_items_answered() -> None:
    few: dict[str | int, int] = {"R1": 4, "S1": 3}
    assert Flag.SPEED not in flags(few, 4)
    assert Flag.SPEED in flags(few, 3)


@pytest.mark.parametrize(
    ("forward", "reverse", "flagged"),
    [(5, 5, True), (4, 4, True), (1, 1, True), (2, 2, True), (3, 3, False), (5, 2, False), (2, 4, False)],
)
def test_agreeing_with_opposites_is_a_contradiction(forward: int, reverse: int, flagged: bool) -> None:
    assert (Flag.CONTRADICTION in flags(answers(forward, reverse))) is flagged


def test_a_mean_just_below_four_does_not_contradict() -> None:
    given = answers(4, 4)
    given["R1"] = 3
    assert Flag.CONTRADICTION not in flags(given)
    given["S1"] = 5
    assert Flag.CONTRADICTION in flags(given)


def test_one_sided_forms_cannot_contradict() -> None:
    assert Flag.CONTRADICTION not in flags({item.id: 5 for item in SELF.content if not item.reverse})


def test_scores_turn_reversed_items_and_average_dimensions() -> None:
    given = {**answers(4, 2), "R1": 5, "E1": 1}
    reading = read_form(SELF, form(given), DAI_1_0_0)
    assert reading.verdict is Verdict.USABLE
    assert reading.score is not None
    # UND: (1+4+4+4+4)/5, OWN: (5+4+4+4+4)/5, the others 4; each (mean-1)/4
    assert dict(zip(Dimension, reading.score.dims, strict=True)) == {
        Dimension.UNDERSTANDING: 6000,
        Dimension.RESPONSIVENESS: 7500,
        Dimension.COMMUNICATION: 7500,
        Dimension.COLLABORATION: 7500,
        Dimension.OWNERSHIP: 8000,
    }
    assert reading.score.centi == 7300
    assert reading.score.evidence == ("F",)


@pytest.mark.parametrize(
    ("left_out", "verdict"),
    [
        ((), Verdict.USABLE),
        (("C1", "C2"), Verdict.USABLE),  # exactly half of four
        (("C1", "C2", "C3"), Verdict.INCOMPLETE),
        (("R1", "R2"), Verdict.USABLE),  # three of five remain
        (("R1", "R2", "R3"), Verdict.INCOMPLETE),
    ],
)
def test_half_of_every_dimension_must_be_answered(left_out: tuple[str, ...], verdict: Verdict) -> None:
    given = {key: value for key, value in answers(4, 2).items() if key not in left_out}
    assert read_form(SELF, form(given), DAI_1_0_0).verdict is verdict


def test_two_flags_make_a_form_unusable_and_one_does_not() -> None:
    assert read_form(SELF, form(answers(5, 5)), DAI_1_0_0).verdict is Verdict.CARELESS
    assert read_form(SELF, form(answers(3, 3)), DAI_1_0_0).verdict is Verdict.USABLE
    strict = from_json({"careless_exclude": 1})
    assert read_form(SELF, form(answers(3, 3)), strict).verdict is Verdict.CARELESS


@pytest.mark.parametrize("answer", [0, 6])
def test_answers_outside_the_scale_are_refused(answer: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 5"):
        read_form(SELF, form({**answers(4, 2), "R1": answer}), DAI_1_0_0)


def test_a_questionnaire_without_a_dimension_is_refused() -> None:
    items = tuple(item for item in SELF.items if item.dimension is not Dimension.OWNERSHIP)
    with pytest.raises(ValueError, match="five dimensions"):
        Questionnaire(Instrument.SELF, items)


def sent(key: str, at: str, given: dict[str | int, int]) -> Form:
    return Form(key, datetime.fromisoformat(at), given, 180)


GOOD, FLAGGED, CARELESS = answers(4, 2), answers(3, 3), answers(5, 5)
PARTIAL: dict[str | int, int] = {"R1": 4}


@pytest.mark.parametrize(
    ("forms", "used", "quality"),
    [
        ([], None, Quality()),
        ([("A", "2025-04-01T00:00:00", GOOD)], None, Quality()),
        ([("A", "2024-03-31T23:59:59", GOOD)], None, Quality()),
        ([("A", "2024-04-01T00:00:00", GOOD)], "A", Quality(received=1, used=1)),
        ([("A", "2025-03-31T23:59:59", GOOD)], "A", Quality(received=1, used=1)),
        (
            [("B", "2025-01-01T09:00:00", GOOD), ("A", "2025-02-01T09:00:00", GOOD)],
            "A",
            Quality(received=2, used=1),
        ),
        (
            [("A", "2025-02-01T09:00:00", GOOD), ("B", "2025-02-01T09:00:00", GOOD)],
            "B",
            Quality(received=2, used=1),
        ),
        (
            [("A", "2025-01-01T09:00:00", FLAGGED), ("B", "2025-02-01T09:00:00", CARELESS)],
            "A",
            Quality(received=2, used=1, careless=1, flagged_but_kept=1),
        ),
        (
            [("A", "2025-01-01T09:00:00", FLAGGED), ("B", "2025-02-01T09:00:00", GOOD)],
            "B",
            Quality(received=2, used=1),
        ),
        ([("A", "2025-01-01T09:00:00", PARTIAL)], None, Quality(received=1, incomplete=1)),
    ],
)
def test_the_latest_usable_form_of_the_window_counts(
    forms: list[tuple[str, str, dict[str | int, int]]], used: str | None, quality: Quality
) -> None:
    score, line = latest_usable(SELF, [sent(*row) for row in forms], WINDOW, DAI_1_0_0)
    assert (score.evidence[0] if score else None) == used
    assert line == quality


def test_items_are_put_into_displayed_order() -> None:
    shuffled = Questionnaire(Instrument.SELF, tuple(reversed(SELF.items)))
    assert shuffled == SELF
    assert [item.position for item in shuffled.items] == list(range(1, 26))


GIVEN = st.dictionaries(st.sampled_from([item.id for item in SELF.items]), st.integers(1, 5))


@given(GIVEN, st.none() | st.integers(0, 200), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(
    given: dict[str | int, int], seconds: int | None, random: Random
) -> None:
    turned = list(given.items())
    random.shuffle(turned)
    assert read_form(SELF, form(given, seconds), DAI_1_0_0) == read_form(
        SELF, form(dict(turned), seconds), DAI_1_0_0
    )


@given(GIVEN)
def test_the_total_is_the_mean_of_the_five_dimensions(given: dict[str | int, int]) -> None:
    score = read_form(SELF, form(given), DAI_1_0_0).score
    if score is not None:
        dims = [value for value in score.dims if value is not None]
        assert len(dims) == 5
        assert abs(5 * score.centi - sum(dims)) <= 5  # each was rounded once
        assert 0 <= score.centi <= 10_000
