"""Offer a quiz with one question of every type in the database that NEIKE_VAR names: for the photographs."""

import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

Row = dict[str, Any]
Texts = tuple[str, str]
QUIZ = "item-types"
# A number with units, and what the academy may not ask: type, texts in both languages, rows, other fields.
NEW: dict[str, tuple[Texts, list[Row], Row]] = {
    "numeric": (
        (
            "仓库每天处理 48 张领料单，每张平均 5 分钟。一天共需要多少工时？",
            "The store handles 48 requisitions a day, five minutes each. How much working time is that?",
        ),
        [],
        {
            "number": Decimal(4),
            "unit_zh": "小时",
            "unit_en": "hours",
            "units_zh": "分钟 = 60\n天",
            "units_en": "minutes = 60\ndays",
        },
    ),
    "blanks": (
        (
            "收到同事的请求后，先[[1]]对方真正需要什么，再约定[[2]]；做不到时，[[3]]说明并给出别的办法。",
            "When a colleague asks for something, first [[1]] what is really needed, then agree on a [[2]]; "
            "if it cannot be done, say so [[3]] and offer another way.",
        ),
        [
            {"text": ("确认|核实|弄清", "find out|check|confirm")},
            {"text": ("期限|时间|完成时间", "deadline|date|time")},
            {"text": ("及时|尽早|马上", "early|at once|in time")},
        ],
        {},
    ),
    "statement_grid": (
        ("关于内部客户，下列说法是否成立？", "Which of these statements about internal customers hold?"),
        [
            {
                "text": (
                    "同一位同事可以既是我的供方，又是我的客户",
                    "A colleague can be both my supplier and my customer",
                ),
                "is_correct": True,
            },
            {"text": ("上级部门总是下级部门的客户", "A higher department is always the customer")},
            {
                "text": (
                    "谁接收并使用我的成果，谁就是我的客户",
                    "Who receives and uses my work is my customer",
                ),
                "is_correct": True,
            },
        ],
        {"credit": "exact"},
    ),
    "judgement": (
        (
            "生产部急要一份设备清单，你手头的数据还没核对完。下面的做法是否妥当？",
            "Production needs a list of equipment at once, not checked yet. How good are these ways to act?",
        ),
        [
            {
                "text": (
                    "先发已核对的部分，写明其余何时给出",
                    "Send what is checked, and say when the rest will follow",
                ),
                "panel": "2 2 2 1 2 2",
            },
            {"text": ("把未核对的清单直接发过去", "Send the list unchecked"), "panel": "-1 -2 -1 -2 -1 -2"},
            {
                "text": ("请对方等到全部核对完再说", "Ask them to wait until everything is checked"),
                "panel": "-1 0 -1 -1 0 -1",
            },
        ],
        {},
    ),
}


def offer() -> str:
    """Make the questions and the quiz unless they are there; return the address of its page."""
    from django.utils import timezone  # noqa: PLC0415 - models need django.setup first
    from wagtail.models import Page  # noqa: PLC0415 - as above

    from quizzes.models import Question, Quiz, QuizItem, QuizPage  # noqa: PLC0415 - as above
    from quizzes.publishing import freeze_question  # noqa: PLC0415 - as above

    page = QuizPage.objects.filter(slug=QUIZ).first()
    if page is not None:
        return str(page.url)
    live = Question.objects.filter(live=True).order_by("key")
    first = {question.kind: question for question in reversed(live)}
    asked = [first[kind] for kind in sorted(first)]
    asked += [_make(kind) for kind in NEW if kind == "numeric" or kind not in first]
    quiz = Quiz.objects.create(
        key=QUIZ,
        title_zh="各种题型",
        title_en="Every type of question",
        pass_bp=6_000,
        feedback_rule="after_submit",
    )
    for place, question in enumerate(asked, start=1):
        freeze_question(Question.objects.get(pk=question.pk), now=timezone.now())
        QuizItem.objects.create(quiz=quiz, slot=place, question=question, sort_order=place)
    page = QuizPage(title="各种题型", slug=QUIZ, quiz=quiz)
    Page.objects.filter(depth=2).order_by("path")[0].add_child(instance=page)
    return str(page.url)


def _make(kind: str) -> Any:
    from quizzes.models import Question, QuestionOption  # noqa: PLC0415

    (zh, en), rows, fields = NEW[kind]
    explained = {
        "explanation_zh": "看谁接收并使用成果。",
        "explanation_en": "Look who receives and uses the work.",
    }
    question = Question.objects.create(
        key=f"q-type-{kind.replace('_', '-')}", kind=kind, module="c1m1", dimension="understanding",
        stem_zh=zh, stem_en=en, **explained, **fields,
    )  # fmt: skip
    for place, row in enumerate(rows):
        text_zh, text_en = row["text"]
        more = {name: value for name, value in row.items() if name != "text"}
        QuestionOption.objects.create(
            question=question, sort_order=place, text_zh=text_zh, text_en=text_en, **more
        )
    return question


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(offer())
