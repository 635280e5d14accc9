"""Items of every type for the tests, full in both languages."""

from decimal import Decimal
from typing import Any

from quizzes.content import Kind, Text
from quizzes.exchange.items import Item, Row


def both(text: str) -> Text:
    return Text(text, f"{text} en" if text else "")


def row(text: str, *, match: str = "", feedback: str = "", correct: bool = False, points: int = 0) -> Row:
    return Row(both(text), both(match), both(feedback), correct, points)


def make_item(kind: Kind, **changes: Any) -> Item:
    """Return a whole item of a type, as the bank would export it."""
    base = Item(
        kind,
        explanation=both("解析 {a} = b # c ~ d : e \\ f"),
        key=f"q-{kind.value}",
        module="c1m1",
        dimension="ownership",
        difficulty="hard",
        points=2,
        hints=(both("先想谁接收"), both("是仓库")),
        **{"stem": both(f"题目：{kind.value}？"), **FORMS[kind]},
    )
    return Item(**{**{name: getattr(base, name) for name in Item.__slots__}, **changes})


FORMS: dict[Kind, dict[str, Any]] = {
    Kind.SINGLE_CHOICE: {
        "options": (
            row("=SUM(1)", feedback="不对"), row("乙", correct=True, feedback="对"), row("50%丙"),
            row("[丁]"),
        ),
    },
    Kind.MULTIPLE_CHOICE: {
        "options": (
            row("甲", correct=True), row("乙", correct=True, feedback="对"), row("丙"),
            row("丁", correct=True),
        ),
    },
    Kind.TRUE_FALSE: {
        "options": (
            Row(Text("对", "True"), feedback=both("不对")),
            Row(Text("错", "False"), feedback=both("是的"), correct=True),
        ),
    },
    Kind.FILL_BLANK: {
        "accepted": Text("客户\n顾客", "customer\nclient"), "options": (row("上级", feedback="想想"),),
    },
    Kind.NUMERIC: {
        "number": Decimal("81.5"), "tolerance": Decimal("0.25"), "unit": Text("%", "per cent"),
        "options": (Row(Text("95", "95"), feedback=both("那是上限")),),
    },
    Kind.MATCHING: {
        "options": (
            row("左一", match="右一", feedback="对"), row("左二", match="右二", feedback="对"),
            row("", match="多余"),
        ),
    },
    Kind.ORDERING: {"options": (row("先"), row("再", feedback="是的"), row("后"), row("末"))},
    Kind.BLANKS: {
        "stem": Text("先[[1]]，再定[[2]]", "First [[1]], then [[2]]"),
        "options": (row("确认|核实", feedback="对"), row("期限")),
    },
    Kind.GRID: {"options": (row("甲", correct=True), row("乙", feedback="不对"), row("丙", correct=True))},
    Kind.JUDGEMENT: {
        "options": (
            Row(both("马上说明"), panel=(2, 2, 1, 2, 2)),
            Row(both("先等等"), feedback=both("慢"), panel=(-1, -2, -1, -2, -1)),
        ),
    },
    Kind.SHORT_ANSWER: {
        "by_hand": True, "model_answer": both("范文"),
        "options": (row("写出期限", points=2), row("写出联系人", points=1)),
    },
}  # fmt: skip
