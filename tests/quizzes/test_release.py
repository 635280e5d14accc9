"""Which of marks, right answers, feedback and own answers is visible at which moment."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.release import (
    AFTERWARDS,
    ALL,
    CHECK,
    MEASURED,
    OWN_ONLY,
    PRACTICE,
    RIGHT_AFTER_LASTS,
    Contradiction,
    Moment,
    Part,
    Rule,
    Stage,
    Visible,
    contradictions,
    decode,
    encode,
    moment,
    of_checked,
    visible,
)

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
SOON, LONG_AGO = NOW - timedelta(minutes=1), NOW - timedelta(days=3)
OPEN = Stage(None)
EVERYTHING = Visible(True, True, True, True)
MARKED = Visible(True, True, True)

rows = st.frozensets(st.sampled_from(list(Part)))
rules = st.builds(lambda *shown: Rule(dict(zip(Moment, shown[:4], strict=True)), shown[4]), rows, rows, rows,
                  rows, st.booleans())  # fmt: skip


def own_rule(during: str, right_after: str, while_open: str, after_close: str, *, held: bool = False) -> Rule:
    shown = [frozenset(map(Part, row)) for row in (during, right_after, while_open, after_close)]
    return Rule(dict(zip(Moment, shown, strict=True)), held)


@pytest.mark.parametrize(
    ("stage", "row"),
    [
        (OPEN, Moment.DURING),
        (Stage(None, closes_at=LONG_AGO), Moment.DURING),
        (Stage(SOON), Moment.RIGHT_AFTER),
        (Stage(NOW), Moment.RIGHT_AFTER),
        (Stage(NOW - RIGHT_AFTER_LASTS), Moment.WHILE_OPEN),
        (Stage(LONG_AGO), Moment.WHILE_OPEN),
        (Stage(LONG_AGO, closes_at=NOW + timedelta(seconds=1)), Moment.WHILE_OPEN),
        (Stage(LONG_AGO, closes_at=NOW), Moment.AFTER_CLOSE),
        (Stage(SOON, closes_at=SOON), Moment.AFTER_CLOSE),
    ],
)
def test_moments(stage: Stage, row: Moment) -> None:
    assert moment(stage, NOW) is row


@pytest.mark.parametrize(
    ("rule", "stage", "shown"),
    [
        (CHECK, Stage(SOON), EVERYTHING),
        (CHECK, Stage(LONG_AGO), EVERYTHING),
        (MEASURED, Stage(SOON), MARKED),
        (MEASURED, Stage(LONG_AGO), MARKED),
        (MEASURED, Stage(LONG_AGO, settled=True), EVERYTHING),
        (MEASURED, Stage(LONG_AGO, closes_at=LONG_AGO), EVERYTHING),
        (PRACTICE, Stage(SOON), EVERYTHING),
        (own_rule("o", "om", "o", "omfr"), Stage(SOON), Visible(own=True, marks=True)),
        (own_rule("o", "om", "o", "omfr"), Stage(LONG_AGO), Visible(own=True)),
        (own_rule("o", "", "", "omfr"), Stage(SOON, settled=True), Visible()),
        (own_rule("o", "", "", "omfr"), Stage(SOON, closes_at=NOW), EVERYTHING),
    ],
)
def test_the_matrix(rule: Rule, stage: Stage, shown: Visible) -> None:
    assert visible(rule, stage, NOW) == shown


@pytest.mark.parametrize(("rule", "settled"), [*product((PRACTICE, CHECK, MEASURED), (True, False))])
def test_an_open_attempt_shows_own_answers_only(rule: Rule, settled: bool) -> None:
    for closes_at in (None, LONG_AGO):
        assert visible(rule, Stage(None, closes_at, settled), NOW) == Visible(own=True)


@given(rules, st.booleans(), st.sampled_from([SOON, LONG_AGO]), st.sampled_from([None, SOON]))
def test_nothing_is_shown_that_the_row_does_not_allow(
    rule: Rule, settled: bool, at: datetime, closes: datetime | None
) -> None:
    stage = Stage(at, closes, settled)
    allowed = rule.shows[moment(stage, NOW)]
    shown = visible(rule, stage, NOW)
    for part, is_shown in zip(Part, astuple(shown), strict=True):
        assert not is_shown or part in allowed
    if rule.held and not settled and closes is None:
        assert not shown.right


@given(rules)
def test_a_rule_survives_being_frozen(rule: Rule) -> None:
    text = encode(rule)
    assert decode(text) == rule
    assert len(text) <= 24


def test_the_frozen_texts_of_the_ready_made_rules() -> None:
    """They stand in attempts and in a migration; changing one would change the past."""
    assert [encode(rule) for rule in (PRACTICE, CHECK, MEASURED)] == [
        "omfr/omfr/omfr/omfr",
        "o/omfr/omfr/omfr",
        "o/omfr/omfr/omfr/held",
    ]


@pytest.mark.parametrize("text", ["", "o", "after_submit", "o/o/o/x", "o/o/o/o/o", "held", "o/o/o/held"])
def test_what_was_never_frozen_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(text)


@pytest.mark.parametrize(
    ("checked", "done", "shown"),
    [
        (False, False, Visible(own=True)),
        (False, True, Visible(own=True)),
        (True, False, MARKED),
        (True, True, EVERYTHING),
    ],
)
def test_a_checked_question_of_practice(checked: bool, done: bool, shown: Visible) -> None:
    assert of_checked(PRACTICE, checked=checked, done=done) == shown
    assert of_checked(MEASURED, checked=checked, done=done) == Visible(own=True)
    assert of_checked(CHECK, checked=checked, done=done) == Visible(own=True)


@pytest.mark.parametrize(
    ("rule", "counts"), [(PRACTICE, False), (CHECK, False), (CHECK, True), (MEASURED, True)]
)
def test_the_ready_made_rules_contradict_nothing(rule: Rule, counts: bool) -> None:
    assert contradictions(rule, counts=counts) == []


@pytest.mark.parametrize(
    ("rule", "counts", "against"),
    [
        (PRACTICE, True, {Contradiction.DURING_MEASURED}),
        (own_rule("om", "om", "om", "om"), True, {Contradiction.DURING_MEASURED}),
        (own_rule("o", "o", "om", "om"), True, {Contradiction.HIDES_COUNTED_MARKS}),
        (own_rule("o", "o", "om", "om"), False, set()),
        (own_rule("o", "or", "omr", "omr"), False, {Contradiction.RIGHT_WITHOUT_MARKS}),
        (own_rule("o", "mr", "omr", "omr"), False, {Contradiction.RIGHT_WITHOUT_MARKS}),
        (own_rule("o", "of", "omf", "omf"), False, {Contradiction.FEEDBACK_WITHOUT_MARKS}),
        (own_rule("o", "om", "omr", "om"), False, {Contradiction.TAKEN_BACK}),
        (own_rule("o", "omr", "om", "om"), False, set()),
        (own_rule("o", "om", "om", "om", held=True), False, {Contradiction.HOLDS_NOTHING}),
        (own_rule("omf", "om", "om", "om"), False, {Contradiction.DURING_THEN_HIDDEN}),
        (own_rule("omfr", "omfr", "omfr", "omfr", held=True), False, {Contradiction.DURING_THEN_HIDDEN}),
    ],
)
def test_contradictions(rule: Rule, counts: bool, against: set[Contradiction]) -> None:
    assert set(contradictions(rule, counts=counts)) == against


def test_ready_made_rows() -> None:
    assert CHECK.shows[Moment.DURING] == OWN_ONLY
    assert all(MEASURED.shows[row] == ALL for row in AFTERWARDS)
