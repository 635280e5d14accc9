"""Questions of one shape lose the same: counting one for all tells what counting each would tell."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.content import Kind, Text
from quizzes.exchange import losses
from quizzes.exchange.alike import shape_of
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Item
from quizzes.exchange.writing import losses_of
from tests.quizzes.exchange.items import make_item

# Ordinary signs, signs that some format gives a meaning, and words that our readers look for.
PIECES = st.sampled_from(
    ["甲", "乙", "A", "b", "1", " ", "，", "、", "：", ".", "（ ）", "____", "（A）", "对", "True", "题",
     "答案", "一、", "A. ", "->", "=", "~", "%", "#", "{", "|", "；", "\n", "[[1]]", "*", "<p>", "&",
     "解析：", "  "],
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=6).map("".join)


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(list(Kind)))
    item = make_item(kind, stem=Text(draw(TEXTS), draw(TEXTS)), explanation=Text(draw(TEXTS), ""))
    rows = tuple(replace(row, text=Text(draw(TEXTS), ""), match=row.match) for row in item.options)
    return replace(item, options=rows, hints=(Text(draw(TEXTS), ""),), accepted=Text(draw(TEXTS), ""))


@pytest.mark.parametrize("wanted", [one for one in Format if one is not Format.CSV])
@settings(max_examples=40, deadline=None)
@given(found=st.lists(items(), min_size=1, max_size=6))
def test_one_tells_for_all(wanted: Format, found: list[Item]) -> None:
    several = [replace(item, key=f"q-{place}") for place, item in enumerate(found)]
    told = losses_of(several, wanted, "zh")
    each: dict[tuple[Kind, str], int] = {}
    for item in several:
        for loss in losses_of([item], wanted, "zh"):
            each[loss.kind, loss.what] = each.get((loss.kind, loss.what), 0) + loss.count
    assert {(loss.kind, loss.what): loss.count for loss in told} == each


def test_a_bank_of_ordinary_questions_is_read_back_by_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = count()
    monkeypatch.setattr(losses, "different", lambda item, other: iter([f"{next(compared)}"][:0]))
    several = [
        make_item(Kind.SINGLE_CHOICE, key=f"q-{n}", stem=Text(f"第 {n} 题：谁是客户、谁是同事（ ）", ""))
        for n in range(500)
    ]
    losses_of(several, Format.GIFT, "zh")
    assert next(compared) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("题目（ ）", "题目（A）"),
        ("题目", "题目  x"),
        ("甲", "A. 甲"),
        ("甲", "甲|乙"),
        ("甲（ ）", "甲（ ）（ ）"),
    ],
)
def test_signs_with_a_meaning_make_another_shape(one: str, other: str) -> None:
    first, second = (make_item(Kind.GRID, stem=Text(text, "")) for text in (one, other))
    assert shape_of(first) != shape_of(second)
