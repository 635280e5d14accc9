"""Between the bank's rows and the neutral item."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q, QuerySet

from quizzes.content import Kind, Text
from quizzes.exchange.items import Item, Row
from quizzes.models import Category, Difficulty, Question, QuestionHint, QuestionOption, TaggedQuestion
from quizzes.panel import ratings_of

TEXTS = ("stem", "explanation", "unit", "units", "accepted", "model_answer")
ROW_TEXTS = ("text", "match", "feedback")
ROW_COLUMNS = (
    "text_zh", "text_en", "match_zh", "match_en", "feedback_zh", "feedback_en", "is_correct", "points",
    "panel",
)  # fmt: skip


def items_of(questions: QuerySet[Question]) -> list[Item]:
    """Return the items of stored questions, in their order; five queries."""
    those = Q(question__in=questions.order_by().values("pk"))
    rows: dict[int, list[Row]] = defaultdict(list)
    options = QuestionOption.objects.filter(those).order_by("sort_order", "pk")
    for values in options.values_list("question_id", *ROW_COLUMNS):
        pk, zh, en, match_zh, match_en, feedback_zh, feedback_en, correct, points, panel = values
        texts = (Text(zh, en), Text(match_zh, match_en), Text(feedback_zh, feedback_en))
        rows[pk].append(Row(*texts, correct, points, ratings_of(panel) if panel else ()))
    hints: dict[int, list[Text]] = defaultdict(list)
    given = QuestionHint.objects.filter(those).order_by("sort_order", "pk")
    for pk, zh, en in given.values_list("question_id", "text_zh", "text_en"):
        hints[pk].append(Text(zh, en))
    tags: dict[int, list[str]] = defaultdict(list)
    tagged = TaggedQuestion.objects.filter(content_object__in=questions.order_by().values("pk"))
    for pk, name in tagged.order_by("tag__name").values_list("content_object_id", "tag__name"):
        tags[pk].append(name)
    paths = {category.pk: category.path for category in Category.objects.all()}
    return [
        replace(
            _item(question, rows[question.pk], hints[question.pk]),
            category=paths.get(question.category_id, ""),
            tags=tuple(tags[question.pk]),
        )
        for question in questions
    ]


def _pair(row: object, name: str) -> Text:
    return Text(getattr(row, f"{name}_zh"), getattr(row, f"{name}_en"))


def _figure(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.normalize()


def _item(question: Question, rows: list[Row], hints: list[Text]) -> Item:
    return Item(
        kind=Kind(question.kind),
        stem=_pair(question, "stem"),
        options=tuple(rows),
        explanation=_pair(question, "explanation"),
        number=_figure(question.number),
        tolerance=question.tolerance.normalize(),
        lowest=_figure(question.lowest),
        highest=_figure(question.highest),
        unit=_pair(question, "unit"),
        units=_pair(question, "units"),
        credit=question.credit,
        accepted=_pair(question, "accepted"),
        model_answer=_pair(question, "model_answer"),
        key=question.key,
        module=question.module,
        dimension=question.dimension,
        difficulty=question.difficulty,
        points=question.points,
        hints=tuple(hints),
        by_hand=question.is_marked_by_hand,
    )


def question_of(item: Item) -> Question:
    """Return the unsaved draft of an item; unless the file says otherwise of medium difficulty, one point."""
    question = Question(
        key=item.key,
        kind=item.kind.value,
        module=item.module,
        dimension=item.dimension,
        difficulty=item.difficulty or Difficulty.MEDIUM,
        points=1 if item.points is None else item.points,
        number=item.number,
        lowest=item.lowest,
        highest=item.highest,
        credit=item.credit,
        by_hand=item.by_hand,
        tolerance=item.tolerance if item.kind is Kind.NUMERIC else Decimal(0),
        live=False,
        has_unpublished_changes=True,
    )
    for name in TEXTS:
        text: Text = getattr(item, name)
        setattr(question, f"{name}_zh", text.zh)
        setattr(question, f"{name}_en", text.en)
    return question


def options_of(item: Item, question: Question) -> list[QuestionOption]:
    """Return the unsaved options of a stored question, in the item's order."""
    options = []
    for place, row in enumerate(item.options):
        option = QuestionOption(
            question=question,
            sort_order=place,
            is_correct=row.correct,
            points=row.points,
            panel=" ".join(map(str, row.panel)),
        )
        for name in ROW_TEXTS:
            text: Text = getattr(row, name)
            setattr(option, f"{name}_zh", text.zh)
            setattr(option, f"{name}_en", text.en)
        options.append(option)
    return options


def hints_of(item: Item, question: Question) -> list[QuestionHint]:
    """Return the unsaved hints of a stored question, in the item's order."""
    return [
        QuestionHint(question=question, sort_order=place, text_zh=hint.zh, text_en=hint.en)
        for place, hint in enumerate(item.hints)
    ]
