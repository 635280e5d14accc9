"""Questions leave: what is chosen, what a format cannot hold is said first, keys only to authors."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from people.models import AuditEntry, User
from quizzes.content import Kind
from quizzes.exchange.bank import items_of
from quizzes.exchange.formats import Format
from quizzes.exchange.items import only
from quizzes.exchange.losses import different
from quizzes.exchange.reading import entries_of
from quizzes.exchange.writing import TARGETS
from quizzes.models import Question
from tests.factories import client_of
from tests.quizzes.factories import add_hints, make_question

pytestmark = pytest.mark.django_db
EXPORT = "/cms/questions/export/"


@pytest.fixture
def desk(trainer: User) -> Client:
    return client_of(trainer)


@pytest.mark.parametrize("wanted", [Format.XLSX, Format.CSV])
def test_tables_hold_the_whole_bank(desk: Client, wanted: Format) -> None:
    for kind in Kind:
        make_question(kind.value)
    answer = desk.post(f"{EXPORT}?format={wanted}&language=zh")
    assert answer["Content-Disposition"].startswith('attachment; filename="questions-')
    _format, entries = entries_of(f"a.{wanted}", answer.content)
    items = items_of(Question.objects.order_by("key"))
    assert len(entries) == len(items)
    for item, entry in zip(items, entries, strict=True):
        assert list(different(item, entry.item)) == []
    assert AuditEntry.objects.get(action="questions.export").detail == {"questions": len(items)}


def test_what_a_format_cannot_hold_is_said_before_the_download(desk: Client) -> None:
    make_question("matching")
    page = desk.get(f"{EXPORT}?format=aiken&language=zh").text
    assert "整道题" in page
    assert "没有可以下载的内容" in page
    assert "没有内容丢失" in desk.get(f"{EXPORT}?format=xlsx&language=zh").text


def test_hints_are_carried_or_said_to_stay_behind(desk: Client) -> None:
    add_hints(make_question(), "甲", "乙")
    add_hints(make_question(), "甲")
    make_question()
    for wanted in Format:
        losses = desk.get(f"{EXPORT}?format={wanted}&language=zh").context["losses"]
        told = ("单选题", "提示", 2) in [tuple(map(str, row[:2])) + row[2:] for row in losses]
        assert told is (wanted not in {Format.XLSX, Format.CSV, Format.MOODLE}), wanted


@pytest.mark.parametrize("wanted", [Format.XLSX, Format.MOODLE, Format.QTI3])
def test_what_is_lost_is_found_in_the_same_queries_however_many_questions(
    desk: Client, wanted: Format
) -> None:
    counted = []
    for number in (2, 40):
        for n in range(number):
            add_hints(make_question(key=f"q-{number}-{n}"), "甲", "乙")
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(f"{EXPORT}?format={wanted}&language=zh")
        counted.append(len(queries))
    assert page.context["count"] == 42
    assert counted[0] == counted[1]


@pytest.mark.parametrize("wanted", [Format.XLSX, Format.CSV, Format.MOODLE])
def test_hints_and_rubrics_leave_and_return(desk: Client, wanted: Format) -> None:
    question = make_question("short_answer", key="q-open", by_hand=True)
    add_hints(question, "先写期限", "再写联系人")
    question.options.update(feedback_zh="", feedback_en="")
    before = items_of(Question.objects.all())
    assert before[0].by_hand
    content = desk.post(f"{EXPORT}?format={wanted}&language=zh").content
    question.delete()
    file = SimpleUploadedFile(f"a.{TARGETS[wanted].suffix}", content)
    form = {"file": file, "language": "", "dimension": "ownership", "module": ""}
    address = desk.post("/cms/questions/import/", form)["Location"]
    page = desk.get(address).text
    assert "先写期限" in page
    assert "人工评分" in page
    desk.post(f"{address}confirm/")
    before = before if TARGETS[wanted].bilingual else [only(item, "zh") for item in before]
    (after,) = items_of(Question.objects.all())
    assert list(different(before[0], after)) == []
    assert after.by_hand


def test_filters_search_and_ticks_choose(desk: Client) -> None:
    one = make_question(key="q-1", module="c1m1")
    make_question(key="q-2", module="c2m1", kind="true_false")
    three = make_question(key="q-3", module="c1m1", stem_zh="特别的题干", live=False)

    def chosen(query: str) -> list[str]:
        sheet = load_workbook(BytesIO(desk.post(f"{EXPORT}?{query}&format=xlsx&language=zh").content)).active
        assert sheet is not None
        return [str(row[0].value) for row in sheet.iter_rows(min_row=2)]

    assert chosen("") == ["q-1", "q-2", "q-3"]
    assert chosen("module=c1m1") == ["q-1", "q-3"]
    assert chosen("kind=true_false") == ["q-2"]
    assert chosen("q=特别") == ["q-3"]
    assert chosen(f"id={one.pk}&id={three.pk}&id=x") == ["q-1", "q-3"]


def test_the_list_leads_here(desk: Client) -> None:
    question = make_question(module="c1m1")
    page = desk.get("/cms/snippets/quizzes/question/?module=c1m1").text
    assert "/cms/questions/export/?module=c1m1" in page
    assert "/cms/questions/import/" in page
    ticked = desk.get(f"/cms/bulk/quizzes/question/export/?id={question.pk}")
    assert ticked["Location"] == f"{EXPORT}?id={question.pk}"


@pytest.mark.parametrize("query", ["format=exe", "format=gift&language=fr"])
def test_an_unknown_format_is_not_there(desk: Client, query: str) -> None:
    assert desk.get(f"{EXPORT}?{query}", follow=True).status_code == 404


def test_keys_leave_only_to_authors(owner: User, hr: User, manager: User) -> None:
    make_question()
    for person in (owner, hr, manager):
        for answer in (client_of(person).get(EXPORT), client_of(person).post(f"{EXPORT}?format=gift")):
            assert answer.status_code in {302, 404}
            assert "红" not in answer.text


def test_the_door_of_the_desk_alone_opens_no_key(owner: User) -> None:
    make_question()
    owner.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = client_of(owner)
    assert client.get("/cms/").status_code == 200
    for answer in (client.get(EXPORT), client.post(f"{EXPORT}?format=gift")):
        assert answer.status_code in {302, 404}
        assert "红" not in answer.text
