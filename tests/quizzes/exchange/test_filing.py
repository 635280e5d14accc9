"""Categories and tags in files: what returns, what a format has no place for, what other systems write."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.content import Kind
from quizzes.exchange import gift, moodle, table, table_writing
from quizzes.exchange.columns import column_of
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Entry, Item, from_json, to_json
from quizzes.exchange.reading import entries_of
from quizzes.exchange.settling import Choices, settled
from quizzes.exchange.writing import TARGETS, file_of, losses_of
from tests.quizzes.exchange.items import make_item

WITH_PLACE = (Format.XLSX, Format.CSV, Format.GIFT, Format.MOODLE)
FILINGS = [("安全/消防", ("新人", "SLA 约定")), ("", ()), ("安全", ("新人",)), ("安全", ())]
NAMES = st.sampled_from(["安全", "消防", "On call", "{=~#:\\", "a & b <i>", "Top"])
PATHS = st.lists(NAMES, max_size=2).map("/".join)
TAGS = st.lists(st.sampled_from(["新人", "SLA", "on call", "a&b", "<b>", "#{~"]), max_size=3, unique=True)


def filed_items(filings: list[tuple[str, Any]]) -> list[Item]:
    return [
        make_item(Kind.TRUE_FALSE, key=f"q-{number}", category=category, tags=tuple(tags))
        for number, (category, tags) in enumerate(filings)
    ]


def filings(entries: list[Entry]) -> list[tuple[str, tuple[str, ...]]]:
    assert [problem for entry in entries for problem in entry.problems] == []
    return [(entry.item.category, entry.item.tags) for entry in entries if entry.item]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("wanted", WITH_PLACE)
def test_category_and_tags_return(wanted: Format, language: str) -> None:
    content = file_of(filed_items(FILINGS), wanted, language)
    _format, entries = entries_of(f"a.{TARGETS[wanted].suffix}", content)
    assert filings(entries) == FILINGS
    lost = {loss.what for loss in losses_of(filed_items(FILINGS), wanted, language)}
    assert not lost & {"category", "tags"}


@settings(max_examples=40)
@given(st.lists(st.tuples(PATHS, TAGS.map(tuple)), min_size=1, max_size=5), st.sampled_from(WITH_PLACE))
def test_any_order_of_categories_returns(stated: list[tuple[str, tuple[str, ...]]], wanted: Format) -> None:
    content = file_of(filed_items(stated), wanted, "zh")
    _format, entries = entries_of(f"a.{TARGETS[wanted].suffix}", content)
    assert filings(entries) == stated


@pytest.mark.parametrize("wanted", sorted(set(Format) - set(WITH_PLACE)))
def test_a_format_without_a_place_says_so(wanted: Format) -> None:
    items = [make_item(Kind.SINGLE_CHOICE, category="安全", tags=("新人",)), make_item(Kind.SINGLE_CHOICE)]
    lost = {
        loss.what: loss.count for loss in losses_of([items[0], replace(items[1], key="q-2")], wanted, "zh")
    }
    assert (lost["category"], lost["tags"]) == (1, 1)


def test_a_table_without_them_has_no_columns_for_them() -> None:
    bare, full = filed_items([("", ())]), filed_items(FILINGS)
    assert not {"category", "tags"} & {name for name, _place, _language in table_writing.columns(bare)}
    assert {"分类", "标签"} <= set(table_writing.heads(table_writing.columns(full), "zh"))
    assert {"Category", "Tags"} <= set(table_writing.heads(table_writing.columns(full), "en"))


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("分类", "category"), ("题目分类", "category"), ("试题 分类", "category"), ("Category", "category"),
        ("标签", "tags"), ("试题标签", "tags"), ("关键词", "tags"), ("TAGS", "tags"),
        ("章节", "module"), ("题目类别", "kind"),
    ],
)  # fmt: skip
def test_heads_are_known_by_many_names(head: str, field: str) -> None:
    assert column_of(head) == (field, -1, "zh")


def test_a_table_takes_them_as_people_write_them() -> None:
    head = ["题干", "答案", "分类", "标签"]
    lines = [["对吗？", "对", " 安全 ／ 消防 ", "新人，SLA、新人"], ["真的？", "错", "c1m2", ""]]
    read = list(table.read(("题库", number, line) for number, line in enumerate([head, *lines], start=1)))
    assert filings(read) == [("安全/消防", ("新人", "SLA")), ("", ())]
    assert [entry.item.module for entry in read if entry.item] == ["", "c1m2"]


@pytest.mark.parametrize(
    ("path", "module", "category"),
    [
        ("$course$/top/Safety/Fire drill", "", "Safety/Fire drill"),
        ("$system$/安全", "", "安全"),
        ("$course$/top/安全/c1m2", "c1m2", "安全"),
        ("c1m2", "c1m2", ""),
        ("Fire", "", "Fire"),
        ("$course$/top", "", ""),
        ("$course$", "", ""),
        ("//", "", ""),
    ],
)
def test_paths_of_moodle_are_understood(path: str, module: str, category: str) -> None:
    in_gift = list(gift.read(f"$CATEGORY: {path}\n\nIs it so? {{TRUE}}\n"))
    node = f"<question type='category'><category><text>{path}</text></category></question>"
    body = "<questiontext format='plain_text'><text>Is it so?</text></questiontext>"
    answers = "".join(
        f"<answer fraction='{n}'><text>{w}</text></answer>" for n, w in ((100, "true"), (0, "false"))
    )
    xml = f"<quiz>{node}<question type='truefalse'>{body}{answers}</question></quiz>"
    for entries in (in_gift, list(moodle.read(xml))):
        assert filings(entries) == [(category, ())]
        assert [entry.item.module for entry in entries if entry.item] == [module]


def test_tags_that_carry_our_fields_are_no_tags() -> None:
    text = "// [tag:module:c1m2] [tag:新人] [tag:difficulty:hard] [tag:a, b]\nIs it so? {TRUE}\n"
    (entry,) = gift.read(text)
    assert entry.item is not None
    assert (entry.item.module, entry.item.difficulty, entry.item.tags) == ("c1m2", "hard", ("新人", "a", "b"))


def settle(**changes: Any) -> Entry:
    entry = Entry("line:1", make_item(Kind.TRUE_FALSE, **changes))
    return settled(entry, Choices("zh", "c1m1", "ownership"))


def test_a_third_level_is_left_out_and_said() -> None:
    entry = settle(category="安全/消防/演练")
    assert entry.item is not None
    assert entry.item.category == "安全/消防"
    assert [(one.code, one.stops) for one in entry.problems] == [("category_deep", False)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "长" * 61}, "too_long"),
        ({"category": f"安全/{'长' * 61}"}, "too_long"),
        ({"tags": ("长" * 101,)}, "too_long"),
        ({"tags": tuple(map(str, range(51)))}, "tags_many"),
    ],
)
def test_what_the_bank_cannot_hold_stops_the_question(changes: dict[str, Any], code: str) -> None:
    assert [(one.code, one.stops) for one in settle(**changes).problems] == [(code, True)]


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\ufeff", "\x1b"])
def test_signs_nobody_can_store_are_taken_out(sign: str) -> None:
    item = settle(category=f"安{sign}全", tags=(f"新{sign}人",)).item
    assert item is not None
    assert (item.category, item.tags) == ("安全", ("新人",))


def test_a_kept_preview_holds_them_and_an_older_one_needs_none() -> None:
    item = make_item(Kind.TRUE_FALSE, category="安全", tags=("新人",))
    assert from_json(to_json(item)) == item
    older = {name: value for name, value in to_json(item).items() if name not in {"category", "tags"}}
    assert from_json(older) == replace(item, category="", tags=())
