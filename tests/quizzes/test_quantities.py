"""Numbers with units: what counts as the same, what a missing or wrong unit does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.answers import NotAnAnswer, read_answer
from quizzes.content import Content, offered, public
from quizzes.player import show
from quizzes.quantities import UnitFault, quantity
from quizzes.release import Visible
from quizzes.review import review, withheld
from quizzes.scoring import credit_bp, slip_of
from tests.quizzes.factories import make_content

UNITS = {"zh": ["分钟 = 60", "秒 = 3600", "次"], "en": ["min = 60", "s = 3600", "times"]}


def hours(**changes: object) -> Content:
    """Return a question whose answer is 1.5 hours, give or take a tenth."""
    base = {"number": "1.5", "tolerance": "0.1", "unit": {"zh": "小时", "en": "h"}, "units": UNITS}
    return make_content("numeric", **(base | changes))


@pytest.mark.parametrize(
    ("text", "unit", "bp"),
    [
        ("1.5", "小时", 10_000),
        ("1.5", "h", 10_000),
        ("90", "分钟", 10_000),
        ("96", "min", 10_000),
        ("96.0000000000000000000000000000001", "min", 0),
        ("84", "min", 10_000),
        ("83.9", "min", 0),
        ("5400", "秒", 10_000),
        ("1.5", "分钟", 0),
        ("90", "小时", 0),
        ("1.5", "次", 0),
        ("1.5", "", 0),
        ("1.5小时", "", 10_000),
        ("９０ 分钟", "", 10_000),
        ("90 MIN", "", 10_000),
        ("90 min", "min", 10_000),
        ("90 min", "h", 0),
        ("1.5 天", "", 0),
        ("小时", "", 0),
        ("9e999999", "min", 0),
        ("NaN", "h", 0),
    ],
)
def test_credit(text: str, unit: str, bp: int) -> None:
    assert credit_bp(hours(), {"text": text, "unit": unit}) == bp


@pytest.mark.parametrize(
    ("text", "unit", "fault"),
    [
        ("1.5", "", UnitFault.MISSING),
        ("99", "", UnitFault.MISSING),
        ("1.5", "次", UnitFault.WRONG),
        ("1.5 h", "min", UnitFault.WRONG),
        ("1.5", "h", None),
        ("99", "min", None),
    ],
)
def test_a_fault_of_the_unit_tells_nothing_of_the_number(
    text: str, unit: str, fault: UnitFault | None
) -> None:
    assert quantity(hours(), text, unit).fault == fault
    given = {"text": text, "unit": unit}
    shown = review(hours(), given, credit_bp(hours(), given), [], language="en", released=False)
    assert (shown.unit_fault, shown.key_lines) == (fault or "", ())


def test_what_is_wrong_with_the_unit_is_feedback() -> None:
    shown = review(hours(), {"text": "1.5"}, 0, [], language="en", released=False)
    assert shown.unit_fault == "missing"
    assert withheld(shown, Visible(own=True, marks=True)).unit_fault == ""
    assert withheld(shown, Visible(own=True, marks=True, feedback=True)).unit_fault == "missing"


@pytest.mark.parametrize(
    ("text", "bp"), [("80", 10_000), ("82", 10_000), ("81.9", 10_000), ("79.99", 0), ("82.01", 0), ("x", 0)]
)
def test_a_range_counts_with_both_ends(text: str, bp: int) -> None:
    content = make_content("numeric", number=None, lowest="80", highest="82")
    assert credit_bp(content, {"text": text}) == bp


def test_half_a_range_accepts_nothing() -> None:
    content = make_content("numeric", number=None, lowest="80")
    assert credit_bp(content, {"text": "80"}) == 0


def test_a_range_is_measured_in_further_units_too() -> None:
    content = hours(number=None, lowest="1", highest="2")
    assert credit_bp(content, {"text": "120", "unit": "min"}) == 10_000
    assert credit_bp(content, {"text": "121", "unit": "min"}) == 0


def test_the_own_unit_may_stand_behind_the_number_without_further_units() -> None:
    content = make_content("numeric", number="24", tolerance="0", unit={"zh": "小时", "en": "h"})
    assert [credit_bp(content, {"text": text}) for text in ("24", "24小时", "24 H", "24天")] == [
        10_000, 10_000, 10_000, 0,
    ]  # fmt: skip


def test_per_cent_is_a_unit_like_others() -> None:
    content = hours(
        number="5", tolerance="0", unit={"zh": "%", "en": "%"}, units={"zh": ["‰ = 10"], "en": ["‰ = 10"]}
    )
    assert [credit_bp(content, {"text": text}) for text in ("5%", "50‰", "5‰", "5")] == [
        10_000, 10_000, 0, 0,
    ]  # fmt: skip


def test_a_slip_is_known_in_every_unit() -> None:
    content = hours()
    rows = make_content("numeric").options  # 95
    assert rows[0].id == "o0"
    assert slip_of(content, {"text": "95", "unit": "h"}) == "o0"
    assert slip_of(content, {"text": "5700", "unit": "min"}) == "o0"
    assert slip_of(content, {"text": "95", "unit": "min"}) is None
    assert slip_of(content, {"text": "95", "unit": ""}) is None


@given(st.decimals(-1000, 1000, places=3), st.sampled_from(["小时", "min", "s"]), st.integers(1, 10**6))
def test_the_same_quantity_earns_the_same_in_every_unit(value: Decimal, unit: str, factor: int) -> None:
    figures = {"小时": 1, "min": 60, "s": 3600}
    content = hours()
    own = credit_bp(content, {"text": str(value), "unit": "h"})
    assert credit_bp(content, {"text": str(value * figures[unit]), "unit": unit}) == own
    assert (own == 10_000) == (Decimal("1.4") <= value <= Decimal("1.6"))
    other = hours(units={"zh": [f"份 = {factor}"], "en": [f"parts = {factor}"]})
    assert credit_bp(other, {"text": str(value * factor), "unit": "parts"}) == own


@given(
    st.text(alphabet="0159.-+eE%‰ 小时分钟hmins∞½٣，", max_size=12),
    st.text(alphabet="小时min次 =", max_size=5),
)
def test_whatever_is_typed_is_marked(text: str, unit: str) -> None:
    assert credit_bp(hours(), {"text": text, "unit": unit}) in {None, 0, 10_000}


def test_only_units_of_the_question_are_taken() -> None:
    assert read_answer(hours(), {"text": ["90"], "unit": ["min"]}) == {"text": "90", "unit": "min"}
    assert read_answer(hours(), {"text": ["90"], "unit": [""]}) == {"text": "90"}
    assert read_answer(hours(), {"text": [""], "unit": ["min"]}) == {}
    assert read_answer(make_content("numeric"), {"text": ["90"], "unit": ["天"]}) == {"text": "90"}
    with pytest.raises(NotAnAnswer):
        read_answer(hours(), {"text": ["90"], "unit": ["天"]})


def test_the_list_of_units_tells_neither_the_right_one_nor_figures() -> None:
    assert offered(hours(), "en") == ("h", "min", "s", "times")
    assert offered(hours(), "zh-hans") == ("分钟", "小时", "次", "秒")
    assert "60" not in str(public(hours(), [], "en"))
    assert offered(make_content("numeric"), "en") == ()


def test_the_chosen_unit_stays_chosen() -> None:
    shown = show(hours(), [], {"text": "90", "unit": "min"}, language="en")
    assert [unit.text for unit in shown.units if unit.chosen] == ["min"]
    shown = show(hours(), [], {"text": "90", "unit": "min"}, language="zh-hans")
    assert [unit.text for unit in shown.units if unit.chosen] == ["分钟"]
    assert not any(unit.chosen for unit in show(hours(), [], {"text": "90"}, language="en").units)


def test_the_key_names_number_and_units() -> None:
    shown = review(hours(), {"text": "1"}, 0, [], language="en", released=True)
    assert shown.key_lines == ("1.5 h", "1 h = 60 min", "1 h = 3600 s")
    content = make_content("numeric", number=None, lowest="80", highest="82")
    assert review(content, None, None, [], language="en", released=True).key_lines == ("80 – 82 %",)
