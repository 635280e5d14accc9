"""Moodle's cloze: typed gaps become blanks, everything else is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.content import Kind, Text
from quizzes.exchange import cloze
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Row, Unfit
from quizzes.exchange.reading import entries_of
from quizzes.exchange.writing import file_of
from tests.quizzes.exchange.items import make_item

SIGNS = st.text(alphabet="甲乙ab~=#{}%\\:/\"' 5", max_size=8).map(str.strip)


def test_gaps_become_numbered_blanks() -> None:
    stem, rows = cloze.read("先{1:SHORTANSWER:=确认~%100%核实#好}，再定{:SA:=期限}。")
    assert stem == "先[[1]]，再定[[2]]。"
    assert [(row.text.zh, row.feedback.zh) for row in rows] == [("确认|核实", "好"), ("期限", "")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("没有空", "kind_unknown"),
        ("{1:MULTICHOICE:=甲~乙}", "kind_unknown"),
        ("{1:NUMERICAL:=5:1}", "kind_unknown"),
        ("{1:SHORTANSWER_C:=Ab}", "kind_unknown"),
        ("{1:SA:=甲} {2:SA:=乙}", "partial_credit"),
        ("{1:SA:=甲~乙#不对}", "blank_slips"),
        ("{1:SA:=甲~%50%乙}", "blank_slips"),
        ("{1:SA:=甲~*#再想想}", "blank_slips"),
        ("{1:SA:=甲*}", "wildcard"),
        ("{1:SA:=甲|乙}", "blank_sign"),
    ],
)
def test_what_the_bank_cannot_hold_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        cloze.read(text)
    assert refused.value.code == code


@given(st.lists(SIGNS.filter(bool), min_size=1, max_size=3), SIGNS)
def test_signs_of_the_format_come_back(answers: list[str], feedback: str) -> None:
    row = Row(Text("|".join(answers), ""), feedback=Text(feedback, ""))
    stem, rows = cloze.read(cloze.write("先[[1]]后", [row]))
    assert (stem, rows) == ("先[[1]]后", (row,))


def test_running_text_is_not_taken_for_a_gap() -> None:
    stem, rows = cloze.read(cloze.write("写作{1:SA:=甲}或{乙}，填[[1]]", [Row(Text("丙", ""))]))
    assert stem == "写作｛1:SA:=甲}或{乙}，填[[1]]"
    assert [row.text.zh for row in rows] == ["丙"]


def test_a_file_of_moodle_brings_the_blanks_back() -> None:
    item = make_item(Kind.BLANKS)
    _format, entries = entries_of("a.xml", file_of([item], Format.MOODLE, "zh"))
    assert entries[0].problems == ()
    assert entries[0].item is not None
    assert entries[0].item.stem.zh == "先[[1]]，再定[[2]]"
    assert [row.text.zh for row in entries[0].item.options] == ["确认|核实", "期限"]
