"""What the bench does inside the product to import questions."""

import time

from django.utils import timezone

from people.models import User
from quizzes import import_actions
from quizzes.content import Kind, Text
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Item, Row
from quizzes.exchange.writing import file_of
from quizzes.models import ImportState, Question, QuestionImport


def import_questions(count: str) -> dict[str, float]:
    """Import a workbook of so many questions; return the seconds to the preview and to the last draft."""
    content = file_of([_item(number) for number in range(int(count))], Format.XLSX, "zh")
    before, upload = Question.objects.count(), _upload(content)
    times = []
    for state in (ImportState.UPLOADED, ImportState.CONFIRMED):
        began = time.monotonic()
        if state == ImportState.CONFIRMED:
            import_actions.confirm_import(upload=upload, only_good=False, now=timezone.now())
        import_actions.work_off(now=timezone.now)
        times.append(round(time.monotonic() - began, 1))
    return {"read": times[0], "written": times[1], "made": Question.objects.count() - before}


def _upload(content: bytes) -> QuestionImport:
    return import_actions.upload_questions(
        actor=User.objects.get(username="jiangwen"),
        file_name="questions.xlsx",
        content=content,
        language="",
        module="",
        dimension="ownership",
    )


def _item(number: int) -> Item:
    stem = f"第 {number} 题：采购每天下班前把第二天的到货预告发给仓库，就这件事来说谁是内部客户？"
    rows = tuple(
        Row(
            Text(f"第 {number} 题的选项{letter}", ""),
            feedback=Text("看谁接收结果", ""),
            correct=letter == "B",
        )
        for letter in "ABCD"
    )
    return Item(Kind.SINGLE_CHOICE, Text(stem, ""), rows, Text("谁接收并使用结果，谁就是客户。", ""))
