"""Ranges, further units and ways of marking: carried by a format, or told to be lost; never changed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from quizzes.content import Credit, Kind, Text
from quizzes.exchange.formats import Format
from quizzes.exchange.items import NONE, Item, from_json, to_json
from quizzes.exchange.losses import different
from quizzes.exchange.reading import entries_of
from quizzes.exchange.settling import Choices, settled
from quizzes.exchange.writing import file_of, losses_of
from tests.quizzes.exchange.items import make_item

RANGE = make_item(
    Kind.NUMERIC, key="q-range", number=None, tolerance=Decimal(0), lowest=Decimal("80.5"),
    highest=Decimal(82), unit=NONE, options=(), hints=(),
)  # fmt: skip
UNITS = make_item(
    Kind.NUMERIC, key="q-units", unit=Text("小时", "h"),
    units=Text("分钟 = 60\n秒 = 3600", "min = 60\ns = 3600"),
    options=(), hints=(),
)  # fmt: skip
WRONG_UNIT = make_item(
    Kind.NUMERIC, key="q-wrong-unit", unit=Text("小时", "h"), units=Text("分钟 = 60\n次", "min = 60\ntimes"),
    options=(), hints=(),
)  # fmt: skip
EXACT = make_item(Kind.MULTIPLE_CHOICE, key="q-exact", hints=(), credit=Credit.EXACT.value)
PLACES = make_item(Kind.ORDERING, key="q-places", hints=(), credit=Credit.POSITIONS.value)
ITEMS = {"range": RANGE, "units": UNITS, "wrong unit": WRONG_UNIT, "exact": EXACT, "places": PLACES}
MIDDLE = {"number", "tolerance", "lowest", "highest"}
UNMARKED = {"exact": {"credit"}, "places": {"credit"}}
ORDER = {"option_feedback"}
TOLD: dict[Format, dict[str, set[str]]] = {
    Format.XLSX: {},
    Format.CSV: {},
    Format.GIFT: {
        **UNMARKED, "units": {"unit", "units"}, "wrong unit": {"unit", "units"}, "places": {"credit"} | ORDER,
    },
    Format.MOODLE: {**UNMARKED, "range": MIDDLE, "wrong unit": {"units"}},
    Format.QTI: {**UNMARKED, "range": MIDDLE, "units": {"units"}, "wrong unit": {"units"}},
    Format.TEXT: {
        "exact": {"credit", "option_feedback"}, "places": {"credit"} | ORDER, "units": {"units"},
        "wrong unit": {"units"},
    },
}  # fmt: skip
TOLD[Format.QTI3] = TOLD[Format.QTI]


@pytest.mark.parametrize("name", list(ITEMS))
@pytest.mark.parametrize("wanted", list(TOLD))
def test_what_a_format_loses_is_told(wanted: Format, name: str) -> None:
    told = {loss.what for loss in losses_of([ITEMS[name]], wanted, "zh")}
    assert told == TOLD[wanted].get(name, set())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_brings_everything_back(language: str) -> None:
    items = list(ITEMS.values())
    _format, entries = entries_of("a.xlsx", file_of(items, Format.XLSX, language))
    assert [problem for entry in entries for problem in entry.problems] == []
    for item, entry in zip(items, entries, strict=True):
        assert list(different(item, entry.item)) == []


def test_an_import_keeps_them_as_json() -> None:
    for item in ITEMS.values():
        assert from_json(to_json(item)) == item


def test_an_import_from_before_says_nothing_of_them() -> None:
    data = to_json(make_item(Kind.NUMERIC))
    for name in ("lowest", "highest", "units", "credit", "hints", "by_hand"):
        del data[name]
    assert from_json(data) == make_item(Kind.NUMERIC, hints=())


def said(item: Item) -> list[str]:
    from quizzes.exchange.items import Entry  # noqa: PLC0415

    return [
        problem.code for problem in settled(Entry("line:1", item), Choices("zh", "", "ownership")).problems
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": None, "lowest": Decimal(3)}, "range_unclear"),
        ({"lowest": Decimal(3), "highest": Decimal(4)}, "range_unclear"),
        ({"number": None, "lowest": Decimal(4), "highest": Decimal(3)}, "range_unclear"),
        ({"number": None}, "number_missing"),
        ({"units": Text("分钟 = 0", "")}, "unit_unclear"),
        ({"units": Text("= 60", "")}, "unit_unclear"),
        ({"credit": "positions"}, "credit_unfit"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object], code: str) -> None:
    assert said(make_item(Kind.NUMERIC, **changes)) == [code]


def test_more_experts_than_the_bank_holds_are_refused() -> None:
    item = make_item(Kind.JUDGEMENT)
    crowd = tuple(replace(row, panel=(-2,) * 61) for row in item.options)
    assert said(replace(item, options=crowd)) == ["experts_many"]
    assert said(replace(item, options=tuple(replace(row, panel=(-2,) * 60) for row in item.options))) == []


def test_an_unknown_way_of_marking_is_said() -> None:
    lines = "题干,题型,选项A,选项B,正确答案,计分方式\n问,多选题,甲,乙,AB,随便\n"
    _format, entries = entries_of("a.csv", lines.encode())
    assert [(problem.code, problem.stops) for problem in entries[0].problems] == [("credit_unknown", False)]
    assert entries[0].item is not None
    assert entries[0].item.credit == ""


def test_optional_units_of_moodle_are_refused() -> None:
    text = (
        file_of([UNITS], Format.MOODLE, "zh")
        .decode()
        .replace("<unitgradingtype>1</unitgradingtype>", "<unitgradingtype>0</unitgradingtype>")
    )
    _format, entries = entries_of("a.xml", text.encode())
    assert [problem.code for problem in entries[0].problems] == ["units_several"]
