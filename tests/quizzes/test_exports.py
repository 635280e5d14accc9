"""Questions leave: what is chosen, what a format cannot hold is said first, keys only to authors."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from openpyxl import load_workbook

from people.models import AuditEntry, User
from quizzes.content import Kind
from quizzes.exchange.bank import items_of
from quizzes.exchange.formats import Format
from quizzes.exchange.losses import different
from quizzes.exchange.reading import entries_of
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


def test_hints_are_said_to_stay_behind(desk: Client) -> None:
    add_hints(make_question(), "甲", "乙")
    add_hints(make_question(), "甲")
    make_question()
    for wanted in Format:
        losses = desk.get(f"{EXPORT}?format={wanted}&language=zh").context["losses"]
        assert ("单选题", "提示", 2) in [tuple(map(str, row[:2])) + row[2:] for row in losses], wanted


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
