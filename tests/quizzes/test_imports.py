"""Questions come in: upload, preview, confirm, write; nothing twice, nothing by halves, nobody else's."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from core.deadline import Deadline
from core.uploads import MOST_TRIES
from people.models import AuditEntry, User
from quizzes import import_actions
from quizzes.content import Kind
from quizzes.exchange import reading, samples
from quizzes.exchange.bank import items_of
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Entry, Item, zh
from quizzes.exchange.settling import Choices, settled
from quizzes.models import ImportedQuestion, ImportState, Judgement, Question, QuestionImport, QuestionOption
from quizzes.queries.imports import Bank, import_counts
from tests.factories import client_of
from tests.quizzes.exchange.test_tables import xlsx
from tests.quizzes.factories import make_question

pytestmark = pytest.mark.django_db
UPLOAD = "/cms/questions/import/"
HEAD = ["题干", "题型", "选项A", "选项B", "答案"]
GOOD = [["谁是客户？", "单选题", "仓库", "供应商", "A"], ["反馈是什么？", "单选题", "回复", "沉默", "A"]]
BAD = ["画出流程图", "绘图题", None, None, None]


@pytest.fixture
def desk(trainer: User) -> Client:
    return client_of(trainer)


def send(
    client: Client, *lines: Any, name: str = "题库.xlsx", content: bytes | None = None, **told: str
) -> Any:
    file = SimpleUploadedFile(name, content or xlsx(("题库", [HEAD, *lines])))
    form = {"file": file, "language": "", "dimension": "ownership", "module": "c1m1"}
    return client.post(UPLOAD, form | told)


def uploaded(client: Client, *lines: Any, **told: Any) -> QuestionImport:
    answer = send(client, *lines, **told)
    assert answer.status_code == 302, answer.context["form"].errors
    return QuestionImport.objects.get(pk=answer["Location"].split("/")[-2])


def confirm(client: Client, upload: QuestionImport, **told: str) -> QuestionImport:
    client.post(f"{UPLOAD}{upload.pk}/confirm/", told)
    return QuestionImport.objects.get(pk=upload.pk)


def test_it_works(desk: Client, trainer: User) -> None:
    upload = uploaded(desk, *GOOD)
    assert (upload.state, upload.total, bytes(upload.content)) == (ImportState.PREVIEWED, 2, b"")
    page = desk.get(f"{UPLOAD}{upload.pk}/").text
    assert "谁是客户？" in page
    assert "供应商" in page
    assert not Question.objects.exists()
    upload = confirm(desk, upload)
    assert (upload.state, upload.made) == (ImportState.APPLIED, 2)
    first, second = Question.objects.order_by("pk")
    assert (first.stem_zh, first.stem_en, first.live, first.module, first.dimension) == (
        "谁是客户？", "", False, "c1m1", "ownership",
    )  # fmt: skip
    assert [(o.text_zh, o.text_en, o.is_correct) for o in second.options.all()] == [
        ("回复", "", True), ("沉默", "", False),
    ]  # fmt: skip
    assert AuditEntry.objects.get(action="questions.import").detail == {"made": 2}
    assert {entry.user for entry in ModelLogEntry.objects.all()} == {trainer}
    assert "2 道题以草稿形式写入题库" in desk.get(f"{UPLOAD}{upload.pk}/").text


def test_a_draft_opens_and_saves_in_the_editor(desk: Client) -> None:
    confirm(desk, uploaded(desk, *GOOD))
    question = Question.objects.first()
    assert question is not None
    assert desk.get(f"/cms/snippets/quizzes/question/edit/{question.pk}/").status_code == 200
    assert desk.get(f"/cms/snippets/quizzes/question/history/{question.pk}/").status_code == 200
    assert desk.get("/cms/snippets/quizzes/question/").status_code == 200


def test_a_file_that_takes_too_long_is_a_sentence_and_leaves_nothing(
    desk: Client, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(file_name: str, content: bytes, deadline: Deadline) -> Iterator[Entry]:
        while True:
            time.sleep(0.02)
            yield Entry("line:1", Item(Kind.SHORT_ANSWER, zh("问")))

    monkeypatch.setitem(reading._READERS, Format.XLSX, slow)
    monkeypatch.setattr(import_actions, "SECONDS", 0.1)
    trainer.language = "zh-hans"
    trainer.save()
    upload = uploaded(desk, *GOOD)
    assert (upload.state, bytes(upload.content), upload.leased_until) == (ImportState.FAILED, b"", None)
    assert upload.failure == "读取用时超过 0.1 秒，没有导入任何内容。请把文件拆成几份，或另存一份再上传。"
    assert upload.failure in desk.get(f"{UPLOAD}{upload.pk}/").text
    assert not ImportedQuestion.objects.exists()
    assert not Question.objects.exists()


def test_judging_what_was_read_has_the_same_time(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(entry: Entry, choices: Choices) -> Entry:
        time.sleep(0.2)
        return settled(entry, choices)

    monkeypatch.setattr(import_actions, "settled", slow)
    monkeypatch.setattr(import_actions, "SECONDS", 0.1)
    upload = uploaded(desk, *GOOD)
    assert (upload.state, ImportedQuestion.objects.exists()) == (ImportState.FAILED, False)


def test_the_same_file_twice_doubles_nothing(desk: Client) -> None:
    confirm(desk, uploaded(desk, *GOOD))
    again = uploaded(desk, *GOOD)
    assert import_counts(again).known == 2
    assert confirm(desk, again).state == ImportState.PREVIEWED
    assert Question.objects.count() == 2
    edited = Question.objects.first()
    assert edited is not None
    Question.objects.update(stem_zh="改过的题干")  # recognised by its name, though its text is another one
    assert import_counts(uploaded(desk, *GOOD)).known == 2


def test_confirming_twice_writes_once(desk: Client) -> None:
    upload = uploaded(desk, *GOOD)
    confirm(desk, upload)
    confirm(desk, upload)
    assert Question.objects.count() == 2


def test_two_previews_of_one_file_write_it_once(desk: Client) -> None:
    one, two = uploaded(desk, *GOOD), uploaded(desk, *GOOD)
    assert confirm(desk, one).made == 2
    assert confirm(desk, two).made == 0
    assert Question.objects.count() == 2


def test_a_known_question_is_recognised_by_text_whatever_its_signs(desk: Client) -> None:
    question = make_question(stem_zh="谁 是 客户", stem_en="Who?")
    QuestionOption.objects.filter(question=question).delete()
    for text in ("供应商", "仓库"):
        QuestionOption.objects.create(question=question, text_zh=text, text_en=text)
    upload = uploaded(desk, *GOOD)
    known = upload.questions.get(judgement=Judgement.KNOWN)
    assert known.twin == question.key
    other = make_question(stem_zh="反馈是什么")  # the same words, other answers: another question
    assert other.key not in set(upload.questions.values_list("twin", flat=True))


def test_all_or_nothing_unless_only_the_good_ones_are_wanted(desk: Client) -> None:
    upload = uploaded(desk, *GOOD, BAD)
    assert confirm(desk, upload).state == ImportState.PREVIEWED
    assert not Question.objects.exists()
    page = desk.get(f"{UPLOAD}{upload.pk}/").text
    assert "绘图题" in page
    assert "单元格 B4" in page
    assert confirm(desk, upload, only_good="1").made == 2


def test_a_repeated_question_is_named_and_left_out(desk: Client) -> None:
    upload = uploaded(desk, *GOOD, GOOD[0])
    (row,) = upload.questions.filter(judgement=Judgement.WRONG)
    assert row.problems[0]["code"] == "repeated"
    assert "单元格 A2" in desk.get(f"{UPLOAD}{upload.pk}/").text


def test_every_problem_can_be_downloaded(desk: Client) -> None:
    upload = uploaded(desk, *[[f"{n}", "绘图题", None, None, None] for n in range(60)])
    sheet = load_workbook(BytesIO(desk.get(f"{UPLOAD}{upload.pk}/problems/").content)).active
    assert sheet is not None
    assert sheet.max_row == 61


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"x", "不支持这种文件"),
        ("a.xlsx", b"x", "与扩展名不符"),
        ("a.csv", b"", "空"),
        ("a.txt", b"\x00\x01", "编码"),
        ("a.xml", b"<html/>", "XML"),
    ],
)
def test_what_is_no_file_of_questions_is_refused_at_once(
    desk: Client, name: str, content: bytes, says: str
) -> None:
    answer = send(desk, name=name, content=content or b" ")
    assert answer.status_code == 200
    assert says in str(answer.context["form"].errors)
    assert not QuestionImport.objects.exists()


def test_what_shows_only_when_reading_is_said_on_the_page(desk: Client) -> None:
    upload = uploaded(desk, name="a.csv", content="姓名,工号\n甲,1\n".encode())
    assert upload.state == ImportState.FAILED
    assert "没有找到表头" in desk.get(f"{UPLOAD}{upload.pk}/").text


def test_an_english_file_leaves_the_chinese_empty(desk: Client) -> None:
    upload = uploaded(desk, name="a.gift", content=b"Who is the customer? {=The warehouse ~The supplier}")
    assert upload.language == "en"
    confirm(desk, upload)
    question = Question.objects.get()
    assert (question.stem_zh, question.stem_en) == ("", "Who is the customer?")
    assert desk.get(f"/cms/snippets/quizzes/question/edit/{question.pk}/").status_code == 200


# In the background ---------------------------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file be too large for the request itself."""
    monkeypatch.setattr(import_actions, "SMALL_FILE", 0)
    monkeypatch.setattr(import_actions, "FEW", 0)


@pytest.mark.usefixtures("large")
def test_a_large_file_is_worked_off_in_the_background(desk: Client) -> None:
    upload = uploaded(desk, *GOOD)
    assert upload.state == ImportState.UPLOADED
    page = desk.get(f"{UPLOAD}{upload.pk}/").text
    assert 'http-equiv="refresh"' in page
    assert import_actions.work_off(now=timezone.now) == 1
    upload = confirm(desk, upload)
    assert upload.state == ImportState.CONFIRMED
    assert not Question.objects.exists()
    assert import_actions.work_off(now=timezone.now) == 1
    assert Question.objects.count() == 2
    assert import_actions.work_off(now=timezone.now) == 0


def later(minutes: int) -> Callable[[], datetime]:
    return lambda: timezone.now() + timedelta(minutes=minutes)


@pytest.mark.usefixtures("large")
def test_an_interrupted_reading_begins_anew(desk: Client) -> None:
    upload = uploaded(desk, *[[f"题{n}", "单选题", "甲", "乙", "A"] for n in range(600)])
    with (
        mock.patch.object(
            import_actions, "_row", side_effect=[*[_good(upload, n) for n in range(300)], KeyboardInterrupt]
        ),
        pytest.raises(KeyboardInterrupt),
    ):
        import_actions.work_off(now=timezone.now)
    assert upload.questions.count() == import_actions.CHUNK
    assert import_actions.work_off(now=timezone.now) == 0  # the lease still runs
    assert import_actions.work_off(now=later(3)) == 1
    upload.refresh_from_db()
    assert (upload.state, upload.questions.count()) == (ImportState.PREVIEWED, 600)


def _good(upload: QuestionImport, position: int) -> ImportedQuestion:
    return ImportedQuestion(upload=upload, position=position, place="x", judgement=Judgement.GOOD)


@pytest.mark.usefixtures("large")
def test_an_interrupted_writing_leaves_nothing_and_can_be_repeated(desk: Client) -> None:
    upload = uploaded(desk, *GOOD)
    import_actions.work_off(now=timezone.now)
    confirm(desk, upload)
    with (
        mock.patch.object(import_actions, "_log", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        import_actions.work_off(now=timezone.now)
    assert not Question.objects.exists()
    assert not QuestionOption.objects.exists()
    assert import_actions.work_off(now=later(3)) == 1
    assert Question.objects.count() == 2


@pytest.mark.usefixtures("large")
def test_what_fails_again_and_again_is_given_up(desk: Client) -> None:
    upload = uploaded(desk, *GOOD)
    with mock.patch.object(import_actions, "entries_of", side_effect=MemoryError):
        for n in range(MOST_TRIES):
            assert import_actions.work_off(now=later(3 * n)) == 1
    upload.refresh_from_db()
    assert upload.state == ImportState.FAILED
    assert "没有导入任何内容" in upload.failure


@pytest.mark.usefixtures("large")
def test_whoever_lost_the_lease_writes_nothing_more(desk: Client) -> None:
    upload = uploaded(desk, *GOOD)
    lost = QuestionImport.objects.get(pk=upload.pk)
    QuestionImport.objects.update(tries=5)
    import_actions._read(lost, timezone.now)
    assert not upload.questions.exists()


def test_previews_go_after_a_day(desk: Client) -> None:
    old, young = uploaded(desk, *GOOD), uploaded(desk, *GOOD)
    QuestionImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=25))
    assert import_actions.clear_old_imports(timezone.now()) == 1
    assert set(ImportedQuestion.objects.values_list("upload", flat=True)) == {young.pk}
    assert confirm(desk, old).state == ImportState.DISCARDED
    assert not Question.objects.exists()


def test_discarding(desk: Client) -> None:
    upload = uploaded(desk, *GOOD)
    desk.post(f"{UPLOAD}{upload.pk}/discard/")
    assert not ImportedQuestion.objects.exists()
    assert confirm(desk, upload).state == ImportState.DISCARDED


# Doors ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["", "problems/", "confirm/", "discard/"])
def test_an_upload_is_its_trainers_alone(desk: Client, administrator: User, hr: User, step: str) -> None:
    upload = uploaded(desk, *GOOD)
    for person in (administrator, hr):
        client = client_of(person)
        ask = client.get if step in {"", "problems/"} else client.post
        assert ask(f"{UPLOAD}{upload.pk}/{step}").status_code in {302, 404}
    assert QuestionImport.objects.get().state == ImportState.PREVIEWED


def test_the_template_and_the_examples_read_back(desk: Client) -> None:
    for name, content in [
        ("t.xlsx", desk.get(f"{UPLOAD}template/").content),
        *((name, desk.get(f"{UPLOAD}examples/{name}").content) for name in samples.EXAMPLES),
    ]:
        upload = uploaded(desk, name=name, content=content)
        counts = import_counts(upload)
        assert counts.good > 0, name
        assert counts.wrong == 0, [row.problems for row in upload.questions.all()]
    assert desk.get(f"{UPLOAD}examples/nothing.txt").status_code == 404


# Costs ---------------------------------------------------------------------------------------------------


def test_the_preview_costs_the_same_however_long_the_file(desk: Client) -> None:
    counted = []
    for number in (3, 60):
        upload = uploaded(desk, *[[f"题{number} {n}", "单选题", "甲", "乙", "A"] for n in range(number)])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(f"{UPLOAD}{upload.pk}/?show=")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_bank_is_read_in_few_queries() -> None:
    for number in range(8):
        make_question(key=f"q-{number}")
    with CaptureQueriesContext(connection) as queries:
        Bank()
    assert len(queries) == 5
    assert len(items_of(Question.objects.all())[0].options) == 4
