"""Tables of questions: heads, answers and layouts as trainers have them."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from core.refused import Refused
from quizzes.content import Kind, Text
from quizzes.exchange.columns import HEADS, OPTION_HEADS, column_of
from quizzes.exchange.items import Entry, Item
from quizzes.exchange.reading import entries_of
from quizzes.exchange.vocabulary import KIND_WORDS, kind_of


def xlsx(
    *sheets: tuple[str, list[list[Any]]], formats: dict[str, str] | None = None, merged: str = ""
) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets:
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
        for place, number_format in (formats or {}).items():
            sheet[place].number_format = number_format
        if merged:
            sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*lines: list[Any], sheet: str = "题库", **options: Any) -> list[Entry]:
    return entries_of("题库.xlsx", xlsx((sheet, list(lines)), **options))[1]


def one(*lines: list[Any], **options: Any) -> Item:
    entries = [entry for entry in read(*lines, **options) if not entry.place.startswith("sheet:")]
    assert len(entries) == 1, entries
    assert entries[0].item is not None, entries[0].problems
    return entries[0].item


def right(item: Item) -> list[str]:
    return [row.text.zh for row in item.options if row.correct]


def test_a_head_in_row_four_below_merged_titles() -> None:
    entries = read(
        ["内部客户意识题库", None, None],
        ["编制：培训部", None, None],
        [],
        [
            "序号",
            "题目类型",
            "试题内容",
            "选项A",
            "选项B",
            "选项C",
            "标准答案",
            "试题解析",
            "难易程度",
            "备注",
        ],
        [1, "单选", "谁是内部客户？", "供应商", "仓库", None, "B", "谁接收谁是客户", "较易", "x"],
        merged="A1:J1",
    )
    notice, entry = entries
    assert (notice.item, notice.problems[0].code, dict(notice.problems[0].about)) == (
        None,
        "column_unused",
        {"column": "备注"},
    )
    assert entry.item is not None
    assert (entry.place, entry.item.kind, right(entry.item)) == ("cell:题库!C5", Kind.SINGLE_CHOICE, ["仓库"])
    assert (entry.item.difficulty, entry.item.explanation.zh) == ("easy", "谁接收谁是客户")


CHOICE = ["题干", "题型", "选项A", "选项B", "选项C", "答案"]


@pytest.mark.parametrize("answer", ["AC", "A,C", "A、C", "A，C", "ac", "A C", "Ａ；Ｃ", "C/A", "甲\n丙"])
def test_answers_of_multiple_choice(answer: str) -> None:
    assert right(one(CHOICE, ["q", "多选题", "甲", "乙", "丙", answer])) == ["甲", "丙"]


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("A.甲\nB.乙\nC.丙", ["甲", "乙", "丙"]),
        ("A、甲 B、乙 C、丙", ["甲", "乙", "丙"]),
        ("甲|乙|丙", ["甲", "乙", "丙"]),
        ("甲；乙；丙", ["甲", "乙", "丙"]),
        ("甲\n乙\n丙", ["甲", "乙", "丙"]),
        ("（A）甲；（B）乙；（C）丙", ["甲", "乙", "丙"]),
    ],
)
def test_options_in_one_cell(cell: str, texts: list[str]) -> None:
    item = one(["题目", "选项", "正确答案"], ["q", cell, "B"])
    assert [row.text.zh for row in item.options] == texts
    assert right(item) == ["乙"]


@pytest.mark.parametrize(
    ("answer", "truth"),
    [("对", True), ("错", False), ("√", True), ("×", False), ("正确", True), ("错误", False), ("T", True),
     ("F", False), (True, True), (False, False), ("是", True), ("否", False), ("A", True), ("B", False),
     ("X", False)],
)  # fmt: skip
def test_answers_of_true_or_false(answer: str, truth: bool) -> None:
    item = one(["题干", "题型", "答案"], ["q", "判断题", answer])
    assert [row.correct for row in item.options] == [truth, not truth]


def test_true_or_false_with_its_own_words() -> None:
    item = one(CHOICE, ["q", "判断", "错误", "正确", None, "错"])
    assert (right(item), len(item.options)) == (["错误"], 2)


def test_the_type_is_taken_from_the_sheet_or_the_answer_when_no_column_states_it() -> None:
    content = xlsx(
        ("多选题", [["题干", "选项A", "选项B", "答案"], ["q1", "甲", "乙", "A"]]),
        (
            "其他",
            [
                ["题干", "选项A", "选项B", "答案"],
                ["q2", "甲", "乙", "A"],
                ["q3", None, None, "对"],
                ["q4", None, None, "甲"],
            ],
        ),
        ("封面", [["说明"], ["随便"]]),
    )
    entries = entries_of("a.xlsx", content)[1]
    said = [entry.item.kind if entry.item else entry.problems[0].code for entry in entries]
    assert said == [Kind.MULTIPLE_CHOICE, Kind.SINGLE_CHOICE, Kind.TRUE_FALSE, "kind_missing", "sheet_unused"]


def test_numbers_as_excel_keeps_them() -> None:
    head = ["题干", "题型", "答案", "允许误差", "单位"]
    assert one(head, ["q", "数值题", 24, 0.5, "小时"]).number == 24
    ranged = one(head, ["q", "数值题", "80~82", None, None])
    assert (ranged.number, str(ranged.lowest), str(ranged.highest)) == (None, "80", "82")
    percent = one(head, ["q", "数值题", 0.815, None, "%"], formats={"C2": "0.0%"})
    assert str(percent.number) == "81.5"
    item = one(["题干", "题型", "选项A", "选项B", "答案"], [2026, "单选题", 1, 2.5, "B"])
    assert (item.stem.zh, [row.text.zh for row in item.options]) == ("2026", ["1", "2.5"])


def test_pairs_and_sequences() -> None:
    pairs = one(
        ["题干", "题型", "选项A", "选项B", "选项C"], ["q", "连线题", "IT → 账号", "HR->合同", "→发票"]
    )
    assert [(row.text.zh, row.match.zh) for row in pairs.options] == [
        ("IT", "账号"),
        ("HR", "合同"),
        ("", "发票"),
    ]
    order = one(CHOICE, ["q", "排序题", "三", "一", "二", "BCA"])
    assert [row.text.zh for row in order.options] == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        (["q", "单选题", "甲", "乙", None, "D"], "letter_unknown", "cell:题库!F2"),
        (["q", "单选题", "甲", "乙", None, "丁"], "answer_unclear", "cell:题库!F2"),
        (["q", "简历题", "甲", "乙", None, "A"], "kind_unknown", "cell:题库!B2"),
        (["q", "判断题", None, None, None, "也许"], "answer_unclear", "cell:题库!F2"),
        (["q", "数值题", None, None, None, "很多"], "number_bad", "cell:题库!F2"),
        (["____和____", "填空题", None, None, None, "甲"], "blanks_several", "cell:题库!F2"),
        (["q", "排序题", "甲", "乙", "丙", "AB"], "answer_unclear", "cell:题库!F2"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell(line: list[str], code: str, place: str) -> None:
    (entry,) = read(CHOICE, line)
    assert entry.item is None
    assert [(problem.code, problem.place) for problem in entry.problems] == [(code, place)]


def test_hints_stand_in_columns_of_their_own() -> None:
    head = ["题干", "题型", "选项A", "选项B", "答案", "提示1", "提示1（英文）", "Hint 3"]
    item = one(head, ["q", "单选题", "甲", "乙", "A", "一", "one", "三"])
    assert item.hints == (Text("一", "one"), Text("三", ""))
    assert len(item.options) == 2


@pytest.mark.parametrize(
    ("word", "by_hand", "said"), [("是", True, []), ("no", False, []), ("也许", False, ["by_hand_unknown"])]
)
def test_a_short_answer_says_who_marks_it(word: str, by_hand: bool, said: list[str]) -> None:
    (entry,) = read(["题干", "题型", "选项A", "评分分值A", "人工评分"], ["q", "简答题", "期限", 2, word])
    assert entry.item is not None
    assert (entry.item.by_hand, [problem.code for problem in entry.problems]) == (by_hand, said)
    assert [(row.text.zh, row.points) for row in entry.item.options] == [("期限", 2)]


def test_only_short_answers_are_marked_by_a_person() -> None:
    assert not one(["题干", "题型", "答案", "人工评分"], ["q", "判断题", "对", "是"]).by_hand


def test_no_head_is_a_refusal() -> None:
    with pytest.raises(Refused) as caught:
        read(["甲", "乙"], ["丙", "丁"])
    assert caught.value.code == "head"


def test_every_word_means_one_thing() -> None:
    for field, heads in HEADS.items():
        assert {column_of(head) for head in heads} == {(field, -1, "zh")}
    for field, heads in OPTION_HEADS.items():
        for head in heads[:2]:
            assert column_of(f"{head}B") == column_of(f"{head} 2") == (field, 1, "zh")
    assert column_of("选项B（英文）") == column_of("Option B (English)") == ("option", 1, "en")
    assert column_of("Question (English)") == ("stem", -1, "en")
    assert column_of("备注") is None
    for kind, words in KIND_WORDS.items():
        assert {kind_of(word) for word in words} == {kind}
