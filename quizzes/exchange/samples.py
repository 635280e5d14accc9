"""The template to download and the examples on the upload page; the readers' tests read them all."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.content import Kind, Text
from quizzes.exchange import aiken, gift_writing, plain_text, table_writing
from quizzes.exchange.items import Item, Row, only

STATED: dict[str, Any] = {"module": "c1m1", "difficulty": "easy", "dimension": "understanding", "points": 1}
STATED |= {"category": "客户意识/基础", "tags": ("新人",)}
ITEMS = (
    Item(
        Kind.SINGLE_CHOICE,
        Text("采购把到货预告发给仓库，谁是内部客户？（ ）", "Purchasing sends a forecast. Who is served?"),
        (
            Row(Text("供应商", "The supplier")),
            Row(Text("仓库", "The warehouse"), correct=True),
            Row(Text("财务", "Finance")),
        ),
        Text("谁接收并使用结果，谁就是客户。", "Whoever receives and uses the result is the customer."),
        hints=(
            Text("想想谁接收这份预告。", "Think of who receives the forecast."),
            Text("接收预告的人在公司内部。", "Whoever receives it works in the company."),
        ),
        **STATED,
    ),
    Item(
        Kind.MULTIPLE_CHOICE,
        Text("下列哪些做法算得上反馈？（ ）", "Which of these are feedback?"),
        (
            Row(Text("回邮件说明进度", "Answering with the state of things"), correct=True),
            Row(Text("沉默", "Silence")),
            Row(Text("约定答复时间", "Agreeing when the answer comes"), correct=True),
        ),
        **STATED,
    ),
    Item(
        Kind.TRUE_FALSE,
        Text("内部客户不付钱，所以不算客户。", "Internal customers pay nothing, so they are no customers."),
        (Row(Text("对", "True")), Row(Text("错", "False"), correct=True)),
        **STATED,
    ),
    Item(
        Kind.FILL_BLANK,
        Text("SLA 的中文名称是 ____。", "SLA stands for ____."),
        accepted=Text("服务级别协议\n服务水平协议", "service level agreement"),
        **STATED,
    ),
    Item(
        Kind.NUMERIC,
        Text("承诺在几小时内答复？", "Within how many hours do we promise an answer?"),
        number=Decimal(24),
        tolerance=Decimal("0.5"),
        unit=Text("小时", "hours"),
        **STATED,
    ),
    Item(
        Kind.ORDERING,
        Text("处理投诉的先后顺序是：", "Put the handling of a complaint in order:"),
        (Row(Text("倾听", "Listen")), Row(Text("复述", "Repeat")), Row(Text("承诺", "Promise"))),
        **STATED,
    ),
    Item(
        Kind.MATCHING,
        Text("把部门与它提供的结果配对。", "Match departments with what they provide."),
        (
            Row(Text("信息部", "IT"), Text("账号", "Accounts")),
            Row(Text("人力资源部", "HR"), Text("劳动合同", "Contracts")),
        ),
        **STATED,
    ),
    Item(
        Kind.SHORT_ANSWER,
        Text("写一段回复，告诉对方何时有结果。", "Write a reply that says when the result comes."),
        (
            Row(Text("写出期限", "Names a date"), points=2),
            Row(Text("写出联系人", "Names a person to ask"), points=1),
        ),
        model_answer=Text("周五下班前给您结果，有问题找小李。", "You have it by Friday. Ask Li."),
        by_hand=True,
        **STATED,
    ),
    Item(
        Kind.BLANKS,
        Text("先[[1]]需求，再约定[[2]]。", "First [[1]] what is needed, then agree on a [[2]]."),
        (Row(Text("确认|核实", "confirm|check")), Row(Text("期限|时间", "deadline|date"))),
        **STATED,
    ),
    Item(
        Kind.GRID,
        Text("下列说法是否成立？", "Which of these statements hold?"),
        (
            Row(Text("同事也可以是客户", "A colleague can be a customer"), correct=True),
            Row(Text("供应商才是客户", "Only suppliers are customers")),
        ),
        **STATED,
    ),
    Item(
        Kind.JUDGEMENT,
        Text("同事催问进度，你还没有结果。", "A colleague asks how it stands. You have no result yet."),
        (
            Row(Text("说明现状并约定时间", "Say how it stands and agree on a time"), panel=(2, 2, 1, 2, 2)),
            Row(Text("等有了结果再回复", "Answer once there is a result"), panel=(-1, -2, -1, -2, -1)),
        ),
        **STATED,
    ),
)  # fmt: skip
NOTES = (
    _("One question a row. The heads may stand in any order; columns that are not needed may go."),
    _("The answer of a choice is the letter of the option: B, or several: AC."),
    _("True or false: 对 or 错. The options may stay empty."),
    _("Fill in the blank: accepted answers, one a line or divided by |. One blank a question, written ____."),
    _("Number: the right number; the tolerance beside it says how far from it still counts as right."),
    _("Ordering: the items in the right order. Matching: the right side of A under the match of A."),
    _("Several blanks: [[1]] stands in the question where the accepted answers of option A belong."),
    _("Statement grid: the letters of what holds. Situational judgement: the ratings of experts, -2 to 2."),
    _("Category: one or two levels, 安全/消防; what is missing is made. Tags: with commas between them."),
    _("Short answer: yes under “Marked by a person” has a person mark it by the criteria and their points."),
    _("Hints are given out in practice, one by one; the first one gives away least."),
    _("The examples are read like questions. Delete them first."),
)


def table(language: str) -> tuple[list[str], list[list[str]]]:
    """Return the template's heads and example lines; ``language`` is that of the heads."""
    columns = table_writing.columns(ITEMS)
    return table_writing.heads(columns, language), table_writing.lines(ITEMS, columns, language)


def _texts(language: str, kinds: frozenset[Kind]) -> list[Item]:
    return [only(item, language) for item in ITEMS if item.kind in kinds]


EXAMPLES: dict[str, str] = {
    "numbered.txt": plain_text.write(_texts("zh", plain_text.KINDS)),
    "questions.gift": gift_writing.write(_texts("zh", gift_writing.KINDS)),
    "aiken.txt": aiken.write(_texts("en", aiken.KINDS)),
}
