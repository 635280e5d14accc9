"""Categories and tags of an uploaded file: named in the preview, made with the questions, never doubled."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from quizzes.exchange.bank import items_of
from quizzes.models import Category, ImportState, Question, QuestionTag
from quizzes.queries.imports import new_categories
from tests.factories import client_of
from tests.quizzes.exchange.test_tables import xlsx
from tests.quizzes.factories import add_tags, make_category, make_question
from tests.quizzes.test_imports import UPLOAD, confirm, uploaded

pytestmark = pytest.mark.django_db
HEAD = ["题干", "题型", "选项A", "选项B", "答案", "分类", "标签"]
LINES = [
    ["谁是客户？", "单选题", "仓库", "供应商", "A", "安全/消防", "新人，SLA"],
    ["反馈是什么？", "单选题", "回复", "沉默", "A", "安全", "sla"],
    ["谁负责？", "单选题", "我们", "没人", "A", "", ""],
]
WRONG = ["画出流程图", "单选题", "甲", "乙", "", "画图", "画图"]


@pytest.fixture
def desk(trainer: User) -> Client:
    return client_of(trainer)


def file_of(*lines: list[str]) -> bytes:
    return xlsx(("题库", [HEAD, *lines]))


def test_new_categories_are_named_before_anything_is_written(desk: Client) -> None:
    upload = uploaded(desk, content=file_of(*LINES, WRONG))
    assert new_categories(upload) == ["安全", "安全 / 消防"]
    page = desk.get(f"{UPLOAD}{upload.pk}/?show=").text
    assert "导入时会新建" in page
    assert "<li>安全 / 消防</li>" in page
    assert "<li>画图</li>" not in page
    assert "新人、SLA" in page
    assert not Category.objects.exists()
    assert not QuestionTag.objects.exists()


def test_confirming_files_the_questions(desk: Client) -> None:
    upload = confirm(desk, uploaded(desk, content=file_of(*LINES)))
    assert upload.state == ImportState.APPLIED
    found = [
        (question.category.path if question.category else "", sorted(question.tags.names()))
        for question in Question.objects.order_by("pk")
    ]
    assert found == [("安全/消防", ["SLA", "新人"]), ("安全", ["SLA"]), ("", [])]
    assert [one.path for one in Category.objects.all()] == ["安全", "安全/消防"]
    assert QuestionTag.objects.count() == 2


def test_only_the_good_ones_make_categories(desk: Client) -> None:
    confirm(desk, uploaded(desk, content=file_of(*LINES, WRONG)), only_good="1")
    assert not Category.objects.filter(name_zh="画图").exists()
    assert not QuestionTag.objects.filter(name="画图").exists()


def test_a_category_is_known_by_its_english_name_too(desk: Client) -> None:
    safety = make_category("安全", "Safety")
    line = [*LINES[1][:5], "ｓａｆｅｔｙ", ""]
    upload = uploaded(desk, content=file_of(line))
    assert new_categories(upload) == []
    assert "导入时会新建" not in desk.get(f"{UPLOAD}{upload.pk}/").text
    confirm(desk, upload)
    assert Question.objects.get().category == safety
    assert Category.objects.count() == 1


def test_two_ways_of_writing_it_make_one_category(desk: Client) -> None:
    lines = [[*line[:5], name, name] for line, name in zip(LINES, ["IT/ＳＬＡ", "it/SLA", "IT"], strict=True)]
    upload = uploaded(desk, content=file_of(*lines))
    assert len(new_categories(upload)) == 2
    confirm(desk, upload)
    assert Category.objects.count() == 2


def test_a_category_made_since_the_preview_is_used(desk: Client) -> None:
    upload = uploaded(desk, content=file_of(*LINES))
    known = make_category("安全")
    confirm(desk, upload)
    assert Question.objects.filter(category=known).count() == 1
    assert Category.objects.count() == 2


def test_a_filed_draft_opens_in_the_editor(desk: Client) -> None:
    confirm(desk, uploaded(desk, content=file_of(*LINES)))
    question = Question.objects.order_by("pk")[0]
    page = desk.get(f"/cms/snippets/quizzes/question/edit/{question.pk}/").text
    assert f'<option value="{question.category_id}" selected>' in page
    assert "新人" in page


def test_the_bank_is_written_out_with_both() -> None:
    add_tags(make_question(key="q-1", category=make_category("安全/消防")), "b", "a")
    make_question(key="q-2")
    items = items_of(Question.objects.order_by("key"))
    assert [(item.category, item.tags) for item in items] == [("安全/消防", ("a", "b")), ("", ())]


def test_the_bank_is_written_out_in_as_many_queries_for_many(desk: Client) -> None:
    counts = []
    for size in (2, 12):
        while (number := Question.objects.count()) < size:
            add_tags(make_question(category=make_category(f"分类{number}/下级")), f"标签{number}")
        with CaptureQueriesContext(connection) as asked:
            items_of(Question.objects.all())
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_losses_of_an_export_name_them(desk: Client) -> None:
    add_tags(make_question(category=make_category("安全")), "新人")
    for wanted, lost in (("qti", True), ("gift", False), ("moodle", False), ("xlsx", False)):
        losses = desk.get(f"/cms/questions/export/?format={wanted}&language=zh").context["losses"]
        named = {str(row[1]) for row in losses}
        assert ({"分类", "标签"} <= named) == lost, wanted
