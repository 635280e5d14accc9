"""Questions in parts: several blanks, statement grids, judgements; what is read, marked, drawn and shown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import gaps, lint
from quizzes.answers import NotAnAnswer, read_answer
from quizzes.content import public
from quizzes.player import show
from quizzes.review import Verdict, review
from quizzes.scoring import credit_bp
from tests.quizzes.factories import make_content

PARTS = ["blanks", "statement_grid", "judgement"]


@pytest.mark.parametrize(
    ("kind", "form", "response"),
    [
        ("blanks", {"blank:o0": [" 确\x00认 "], "blank:o1": [" "]}, {"blanks": {"o0": "确认"}}),
        ("blanks", {"blank:o0": [""], "text": ["x"]}, {}),
        ("statement_grid", {"mark:o0": ["1"], "mark:o1": ["0"]}, {"marks": {"o0": "1", "o1": "0"}}),
        ("statement_grid", {"mark:o0": ["1", "0"]}, {"marks": {"o0": "0"}}),
        ("statement_grid", {}, {}),
        ("judgement", {"mark:o0": ["-2"], "mark:o1": ["2"]}, {"marks": {"o0": "-2", "o1": "2"}}),
    ],
)
def test_it_reads_what_a_form_holds(kind: str, form: dict[str, list[str]], response: dict[str, Any]) -> None:
    assert read_answer(make_content(kind), form) == response


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("blanks", {"blank:o9": ["x"]}),
        ("blanks", {"blank:": ["x"]}),
        ("blanks", {"blank:o0": ["x" * 201]}),
        ("statement_grid", {"mark:o9": ["1"]}),
        ("statement_grid", {"mark:o0": ["2"]}),
        ("statement_grid", {"mark:o0": ["-1"]}),
        ("statement_grid", {"mark:o0": ["01"]}),
        ("judgement", {"mark:o0": ["3"]}),
        ("judgement", {"mark:o0": ["-3"]}),
        ("judgement", {"mark:o0": ["1.5"]}),
        ("judgement", {"mark:o0": ["99999999999999999999"]}),
        ("judgement", {"mark:7d5c": ["1"]}),
    ],
)
def test_it_refuses_what_is_not_its_own(kind: str, form: dict[str, list[str]]) -> None:
    with pytest.raises(NotAnAnswer):
        read_answer(make_content(kind), form)


@given(
    st.sampled_from(PARTS),
    st.dictionaries(
        st.sampled_from(["blank:o0", "blank:o1", "mark:o0", "mark:o1", "mark:o2", "mark:o9", "option"]),
        st.lists(st.sampled_from(["1", "0", "-2", "2", "3", "", "确认", "\x00"]), max_size=3),
    ),
)
def test_whatever_is_kept_can_be_marked_drawn_and_shown(kind: str, form: dict[str, list[str]]) -> None:
    content = make_content(kind)
    try:
        response = read_answer(content, form)
    except NotAnAnswer:
        return
    credit = credit_bp(content, response)
    assert credit is None or 0 <= credit <= 10_000
    show(content, ["o0", "o1"], response, language="en")
    review(content, response, credit, ["o0", "o1"], language="en", released=True)


@pytest.mark.parametrize(
    ("kind", "credit", "response", "bp"),
    [
        ("blanks", None, {"blanks": {"o0": "核 实。", "o1": "期限"}}, 10_000),
        ("blanks", None, {"blanks": {"o0": "核实"}}, 5_000),
        ("blanks", None, {"blanks": {"o0": "期限", "o1": "确认"}}, 0),
        ("blanks", None, {"blanks": {"o0": "确认|核实"}}, 0),
        ("blanks", None, {"blanks": {"o0": "|"}}, 0),
        ("blanks", "exact", {"blanks": {"o0": "核实"}}, 0),
        ("blanks", "exact", {"blanks": {"o0": "核实", "o1": "期限"}}, 10_000),
        ("blanks", None, {"blanks": {"o0": " "}}, None),
        ("statement_grid", None, {"marks": {"o0": "1", "o1": "0", "o2": "0"}}, 10_000),
        ("statement_grid", None, {"marks": {"o0": "1", "o1": "0"}}, 6_667),
        ("statement_grid", None, {"marks": {"o0": "0", "o1": "1", "o2": "1"}}, 0),
        ("statement_grid", "exact", {"marks": {"o0": "1", "o1": "0"}}, 0),
        ("statement_grid", "exact", {"marks": {"o0": "1", "o1": "0", "o2": "0"}}, 10_000),
        ("statement_grid", None, {"marks": {}}, None),
        ("judgement", None, {"marks": {"o0": "2", "o1": "-1"}}, 10_000),
    ],
)
def test_credit(kind: str, credit: str | None, response: dict[str, Any], bp: int | None) -> None:
    assert credit_bp(make_content(kind, credit=credit), response) == bp


@given(st.dictionaries(st.sampled_from(["o0", "o1", "o2"]), st.sampled_from(["0", "1"]), min_size=1))
def test_only_all_statements_judged_rightly_earn_everything(marks: dict[str, str]) -> None:
    key = {"o0": "1", "o1": "0", "o2": "0"}
    for credit in (None, "exact"):
        earned = credit_bp(make_content("statement_grid", credit=credit), {"marks": marks})
        assert earned is not None
        assert 0 <= earned <= 10_000
        assert (earned == 10_000) == (marks == key)


@given(st.text(alphabet="确认期限核实|｜aA。\x00 ", max_size=8), st.text(alphabet="期限 ＡＢ|", max_size=5))
def test_no_typed_text_breaks_the_blanks(one: str, two: str) -> None:
    credit = credit_bp(make_content("blanks"), {"blanks": {"o0": one, "o1": two}})
    assert credit in {None, 0, 5_000, 10_000}


@pytest.mark.parametrize("kind", PARTS)
def test_nothing_of_the_key_is_drawn(kind: str) -> None:
    content = make_content(kind)
    drawn = str(public(content, ["o1", "o0"], "zh-hans")) + str(show(content, [], None, language="zh-hans"))
    for secret in ("确认", "核实", "期限", "correct", "panel", "反馈", "解析"):
        assert secret not in drawn


@pytest.mark.parametrize("kind", PARTS)
def test_before_the_release_only_the_own_answer_is_told(kind: str) -> None:
    content = make_content(kind)
    response = {"blanks": {"o0": "我写"}, "marks": {"o0": "1", "o1": "0"}}
    lines = review(content, response, 0, [], language="zh-hans", released=False).lines
    assert {(line.right, line.key, line.feedback) for line in lines} == {(None, "", "")}
    assert lines[0].match in {"我写", "1"}


def test_what_a_result_tells_after_the_release() -> None:
    told = review(
        make_content("blanks"),
        {"blanks": {"o0": "核实", "o1": "错"}},
        5_000,
        [],
        language="zh",
        released=True,
    )
    assert (told.verdict, told.stem) == (Verdict.PARTLY, "先(1) ____，再定(2) ____")
    assert [(line.text, line.match, line.right, line.key) for line in told.lines] == [
        ("(1)", "核实", True, "确认"),
        ("(2)", "错", False, "期限"),
    ]
    grid = review(
        make_content("statement_grid"),
        {"marks": {"o1": "1"}},
        0,
        ["o1", "o0", "o2"],
        language="zh",
        released=True,
    )
    assert [(line.text, line.chosen, line.right, line.key) for line in grid.lines] == [
        ("陈述乙", True, False, "0"),
        ("陈述甲", False, False, "1"),
        ("陈述丙", False, False, "0"),
    ]
    rated = review(
        make_content("judgement"),
        {"marks": {"o0": "1", "o1": "-1"}},
        0,
        ["o0", "o1"],
        language="zh",
        released=True,
    )
    assert [(line.match, line.right, line.key) for line in rated.lines] == [
        ("1", False, "+1.8"),
        ("-1", True, "−1.4"),
    ]


def test_blanks_stand_where_each_language_puts_them() -> None:
    content = make_content("blanks", stem={"zh": "先[[1]]，再定[[2]]", "en": "A [[2]] comes after [[ 1 ]]."})
    english = show(content, [], {"blanks": {"o1": "date"}}, language="en")
    pieces = [(piece.text, piece.field.id if piece.field else "", piece.number) for piece in english.pieces]
    assert pieces == [("A ", "o1", 2), (" comes after ", "o0", 1), (".", "", 0)]
    assert english.pieces[0].field is not None
    assert english.pieces[0].field.chosen == "date"
    assert english.stem == "A (2) ____ comes after (1) ____."


@pytest.mark.parametrize("stem", ["没有空", "[[1]]", "[[1]] [[1]] [[2]]", "[[1]] [[3]]", "[[0]] [[1]] [[2]]"])
def test_a_text_names_every_blank_once(stem: str) -> None:
    assert not gaps.fits(stem, 2)
    content = make_content("blanks", stem={"zh": stem, "en": "[[1]] [[2]]"})
    assert len(lint.problems(content)) == 1
    show(content, [], None, language="zh-hans")


@given(st.text(alphabet="ab[]12 ", max_size=40))
def test_a_text_with_blanks_loses_nothing(stem: str) -> None:
    together = "".join(f"{text}[[{number}]]" if number else text for text, number in gaps.pieces(stem))
    assert gaps.with_lines(together) == gaps.with_lines(stem) or "[[0]]" in stem.replace(" ", "")


def test_a_grid_with_one_answer_everywhere_is_warned_of() -> None:
    rows = [
        {"id": f"o{n}", "text": {"zh": f"陈述{n}", "en": f"S{n}"}, "match": {"zh": "", "en": ""},
         "feedback": {"zh": "", "en": ""}, "correct": True, "points": 0}
        for n in range(2)
    ]  # fmt: skip
    found = [finding.code for finding in lint.findings(make_content("statement_grid", options=rows))]
    assert "all_alike" in found
