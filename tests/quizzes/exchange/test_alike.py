"""Questions of one shape lose the same: counting one for all tells what counting each would tell."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from quizzes.content import Kind, Text
from quizzes.exchange import losses, writing
from quizzes.exchange.alike import shape_of
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Item
from quizzes.exchange.writing import losses_of
from tests.quizzes.exchange.items import make_item

# Ordinary signs, signs that some format gives a meaning, and words that our readers look for.
PIECES = (
    "甲", "A", "b", "1", " ", "，", "、", "：", ".", "（ ）", "____", "（A）", "对", "True", "题", "答案",
    "一、", "A. ", "->", "=", "~", "%", "#", "{", "|", "；", "\n", "[[1]]", "*", "<p>", "&", "解析：", "  ",
)  # fmt: skip
PLACES = [(kind, name) for kind in Kind for name in ("stem", "explanation", "hints", "options")]
PLACES += [(Kind.FILL_BLANK, "accepted"), (Kind.SHORT_ANSWER, "model_answer")]


def _with(item: Item, place: str, text: str) -> Item:
    said: Any = Text(text, "")
    if place == "options":
        return replace(item, options=(replace(item.options[0], text=said), *item.options[1:]))
    return replace(item, hints=(said,)) if place == "hints" else replace(item, **{place: said})


@pytest.mark.parametrize("wanted", [one for one in Format if one not in {Format.CSV, Format.QTI}])
def test_one_tells_for_all(wanted: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for piece in PIECES for text in (f"丙{piece}丁", f"{piece}戊")]
    several = [
        _with(make_item(kind, key=f"q-{kind.value}-{name}-{n}"), name, text)
        for kind, name in PLACES
        for n, text in enumerate(texts)
    ]
    told = losses_of(several, wanted, "zh")
    monkeypatch.setattr(writing, "shape_of", lambda item: item)
    assert told == losses_of(several, wanted, "zh")


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
