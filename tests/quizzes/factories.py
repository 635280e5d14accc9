"""Plain functions that make questions of every type, quizzes, pages and self-assessments."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from wagtail.models import Page

from core.dimensions import Dimension
from quizzes.content import Content, Kind, parse
from quizzes.models import (
    Category,
    Question,
    QuestionHint,
    QuestionOption,
    QuestionVersion,
    Quiz,
    QuizItem,
    QuizPage,
    Survey,
    SurveyItem,
    SurveyPage,
)
from quizzes.panel import mean
from quizzes.publishing import freeze_question, freeze_survey

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
Row = dict[str, Any]

# What each type needs beside its stem; texts carry a word that tests can look for.
ROWS: dict[str, list[Row]] = {
    "single_choice": [
        {"text": "红", "is_correct": True},
        {"text": "绿"},
        {"text": "蓝"},
        {"text": "黄"},
    ],
    "multiple_choice": [
        {"text": "甲", "is_correct": True},
        {"text": "乙", "is_correct": True},
        {"text": "丙"},
    ],
    "true_false": [{"text": "对"}, {"text": "错", "is_correct": True}],
    "fill_blank": [{"text": "上级"}],
    "numeric": [{"text": "95"}],
    "matching": [
        {"text": "左一", "match": "右一"},
        {"text": "左二", "match": "右二"},
        {"text": "左三", "match": "右三"},
        {"text": "", "match": "多余"},
    ],
    "ordering": [{"text": "第一步"}, {"text": "第二步"}, {"text": "第三步"}, {"text": "第四步"}],
    "short_answer": [{"text": "写出期限", "points": 2}],
    "blanks": [{"text": "确认|核实"}, {"text": "期限"}],
    "statement_grid": [{"text": "陈述甲", "is_correct": True}, {"text": "陈述乙"}, {"text": "陈述丙"}],
    "judgement": [
        {"text": "马上说明", "panel": (2, 2, 1, 2, 2)},
        {"text": "先等一等", "panel": (-1, -2, -1, -2, -1)},
    ],
}


def make_question(
    kind: str = "single_choice", key: str = "", *, live: bool = True, **fields: Any
) -> Question:
    """Make a question of a type with its options; frozen when ``live``."""
    key = key or f"q-{kind.replace('_', '-')}-{uuid.uuid4().hex[:6]}"
    values: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "module": "c1m1",
        "dimension": Dimension.UNDERSTANDING.value,
        "stem_zh": f"题目 {key}",
        "stem_en": f"Question {key}",
        "explanation_zh": "解析",
        "explanation_en": "Explanation",
        "live": live,
    }
    if kind == "numeric":
        values |= {"number": Decimal("81.5"), "tolerance": Decimal("0.1"), "unit_zh": "%", "unit_en": "%"}
    if kind == "fill_blank":
        values |= {"accepted_zh": "客户\n顾客", "accepted_en": "customer\nclient"}
    if kind == "short_answer":
        values |= {"model_answer_zh": "范文", "model_answer_en": "Model answer"}
    if kind == "blanks":
        values |= {
            "stem_zh": f"题目 {key}：先[[1]]，再定[[2]]",
            "stem_en": f"Question {key}: [[1]], then [[2]]",
        }
    question = Question.objects.create(**(values | fields))
    for place, row in enumerate(ROWS[kind]):
        _make_option(question, place, row)
    if live:
        freeze(question)
    return question


def _make_option(question: Question, place: int, row: Row) -> None:
    pairs: Row = {}
    for name in ("text", "match"):
        text = row.get(name, "")
        pairs |= {f"{name}_zh": text, f"{name}_en": f"{text} en" if text else ""}
    if question.kind == "numeric":
        pairs["text_en"] = row["text"]
    QuestionOption.objects.create(
        question=question,
        sort_order=place,
        feedback_zh=f"反馈{place}",
        feedback_en=f"Feedback {place}",
        is_correct=row.get("is_correct", False),
        points=row.get("points", 0),
        panel=" ".join(map(str, row.get("panel", ()))),
        **pairs,
    )


def add_hints(question: Question, *texts: str) -> Question:
    """Give a question hints and freeze it again."""
    for place, text in enumerate(texts):
        QuestionHint.objects.create(question=question, sort_order=place, text_zh=text, text_en=f"{text} en")
    freeze(question)
    return question


def make_category(path: str, name_en: str = "") -> Category:
    """Return the category of this Chinese path, made with what is above it."""
    above, _slash, name = path.rpartition("/")
    parent = make_category(above) if above else None
    made, _new = Category.objects.get_or_create(name_zh=name, parent=parent, defaults={"name_en": name_en})
    return made


def add_tags(question: Question, *tags: str) -> Question:
    """Put tags on a question as it stands in the database."""
    question.tags.add(*tags)
    question.save()
    return question


def freeze(question: Question, *, now: datetime = NOW) -> QuestionVersion:
    """Freeze a question as it stands in the database."""
    return freeze_question(Question.objects.get(pk=question.pk), now=now)


def make_content(kind: str, **changes: Any) -> Content:
    """Return frozen content of a type without any database; option ids are ``o0``, ``o1`` and so on."""
    rows = [
        {
            "id": f"o{place}",
            "text": {"zh": row.get("text", ""), "en": row.get("text", "")},
            "match": {"zh": row.get("match", ""), "en": row.get("match", "")},
            "feedback": {"zh": f"反馈{place}", "en": f"Feedback {place}"},
            "correct": row.get("is_correct", False),
            "points": row.get("points", 0),
            "panel": list(row.get("panel", ())),
        }
        for place, row in enumerate(ROWS[kind])
    ]
    data: dict[str, Any] = {
        "key": "q",
        "kind": kind,
        "module": "c1m1",
        "dimension": "understanding",
        "points": 1,
        "stem": {"zh": "先[[1]]，再定[[2]]", "en": "First [[1]], then [[2]]"}
        if kind == Kind.BLANKS
        else {"zh": "题目", "en": "Question"},
        "explanation": {"zh": "解析", "en": "Explanation"},
        "number": "81.5" if kind == Kind.NUMERIC else None,
        "tolerance": "0.1",
        "unit": {"zh": "%", "en": "%"},
        "accepted": {"zh": ["客户", "顾客"], "en": ["customer", "client"]},
        "model_answer": {"zh": "范文", "en": "Model answer"},
        "options": rows,
    }
    return parse(data | changes)


def make_quiz(*questions: Question, key: str = "quiz-1", **fields: Any) -> Quiz:
    """Make a quiz that asks these questions, each in a place of its own."""
    values: dict[str, Any] = {"title_zh": "测验", "title_en": "Quiz", "pass_bp": 7_500}
    quiz = Quiz.objects.create(key=key, **(values | fields))
    for place, question in enumerate(questions, start=1):
        QuizItem.objects.create(quiz=quiz, slot=place, question=question, sort_order=place)
    return quiz


def _under_home(page: Page) -> None:
    Page.objects.filter(depth=2).order_by("path")[0].add_child(instance=page)


def make_quiz_page(quiz: Quiz, **fields: Any) -> QuizPage:
    """Publish a page that offers the quiz."""
    page = QuizPage(**({"title": "课程测验", "slug": f"page-{quiz.key}", "quiz": quiz} | fields))
    _under_home(page)
    return page


def make_survey(items: int = 10, **fields: Any) -> Survey:
    """Make and freeze a self-assessment: statements over the five competencies, the last one of attention."""
    values: dict[str, Any] = {"key": "self-assessment", "title_zh": "自评", "title_en": "Self-assessment"}
    values |= {"instruction_zh": "请回想过去三个月。", "instruction_en": "Think of the last three months."}
    survey = Survey.objects.create(**(values | fields))
    dimensions = [dimension.value for dimension in Dimension]
    for place in range(1, items + 1):
        SurveyItem.objects.create(
            survey=survey,
            sort_order=place,
            code=f"S{place}",
            dimension=dimensions[(place - 1) % len(dimensions)],
            reverse=place % 4 == 0,
            text_zh=f"陈述{place}",
            text_en=f"Statement {place}",
        )
    SurveyItem.objects.create(
        survey=survey, sort_order=items + 1, code="AT", kind="attention", expected=2,
        text_zh="请选择“很少”。", text_en="Please choose “Rarely”.",
    )  # fmt: skip
    freeze_survey(Survey.objects.get(pk=survey.pk), now=NOW)
    return survey


def make_survey_page(survey: Survey, **fields: Any) -> SurveyPage:
    """Publish a page that offers the self-assessment."""
    page = SurveyPage(**({"title": "自评", "slug": f"page-{survey.key}", "survey": survey} | fields))
    _under_home(page)
    return page


def right_form(content: Content) -> dict[str, list[str]]:
    """Return the form somebody sends who knows the answer."""
    if content.kind in {Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE}:
        return {"option": [option.id for option in content.options if option.correct]}
    if content.kind is Kind.MATCHING:
        return {f"pair:{option.id}": [option.id] for option in content.options if option.text.zh}
    if content.kind is Kind.ORDERING:
        return {"order": [option.id for option in content.options], "keep": ["1"]}
    if content.kind in _EACH:
        return _EACH[content.kind](content)
    typed = {Kind.NUMERIC: "81.5", Kind.FILL_BLANK: "客户", Kind.SHORT_ANSWER: "我写的"}
    return {"text": [typed[content.kind]]}


_EACH: dict[Kind, Callable[[Content], dict[str, list[str]]]] = {
    Kind.BLANKS: lambda content: {f"blank:{o.id}": [o.text.zh.split("|")[0]] for o in content.options},
    Kind.GRID: lambda content: {f"mark:{o.id}": ["1" if o.correct else "0"] for o in content.options},
    Kind.JUDGEMENT: lambda content: {f"mark:{o.id}": [str(round(mean(o.panel)))] for o in content.options},
}


def publish_next(version: QuestionVersion, content: Any) -> None:
    """Let a question have a next version that no editor of ours would publish: none is ever changed."""
    version.pk, version.number, version.content = None, version.number + 1, content
    version.save(force_insert=True)
