"""Answers as shown: the file is the screen, nobody is in it, and few people are not shown at all."""

import io
from collections.abc import Iterable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import AuditEntry, Department, User
from people.permissions import ensure_roles
from quizzes import actions, answers_report, queries
from quizzes.content import parse
from quizzes.models import Attempt, AttemptItem, Question, QuestionKind, Quiz
from quizzes.publishing import freeze_question
from tests.factories import client_of, make_person
from tests.quizzes.factories import NOW, make_question, make_quiz, right_form
from tests.quizzes.taking import take

REPORT = "/cms/reports/quizzes/quiz-1/answers/"


@pytest.fixture
def desk(trainer: User) -> Client:
    ensure_roles()
    return client_of(trainer)


@pytest.fixture
def questions() -> list[Question]:
    return [make_question("single_choice", f"q-{place}") for place in range(2)]


@pytest.fixture
def quiz(questions: list[Question]) -> Quiz:
    return make_quiz(*questions)


def everybody(company: Department, quiz: Quiz, answers: Iterable[str]) -> list[Attempt]:
    return [
        take(make_person(f"learner{place}", f"甄名{place}", company), quiz, letters)
        for place, letters in enumerate(answers)
    ]


def on_screen(desk: Client) -> list[list[object]]:
    rows: list[list[object]] = []
    first = desk.get(REPORT)
    for number in first.context["page"].paginator.page_range:
        rows += desk.get(REPORT, {"page": number}).context["rows"]
    return rows


def in_file(desk: Client) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(desk.post(REPORT).content))
    rows: list[list[object]] = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    return [row for row in rows[1:] if isinstance(row[0], int)]


def blank(rows: list[list[object]]) -> list[list[object]]:
    return [[None if cell == "" else cell for cell in row] for row in rows]


def test_an_answer_is_told_as_it_was_shown(company: Department, quiz: Quiz, desk: Client) -> None:
    attempts = everybody(company, quiz, ["A-"] * 5)
    rows = on_screen(desk)
    assert len(rows) == 10
    for place, attempt in enumerate(sorted(attempts, key=lambda one: one.pk)):
        first, second = rows[2 * place : 2 * place + 2]
        item = attempt.items.select_related("version").get(position=1)
        texts = {option["id"]: option["text"]["zh"] for option in item.version.content["options"]}
        assert first[:2] == [place + 1, 1]
        assert first[4:6] == [item.version.key, item.version.number]
        assert first[8] == " | ".join(texts[key] for key in item.option_order)
        assert first[9:] == ["红", "正确", 1.0, 1, 10, ""]
        assert second[9:] == ["", "未作答", None, 1, None, ""]


def test_the_file_is_the_screen(company: Department, quiz: Quiz, desk: Client) -> None:
    everybody(company, quiz, ["AB", "BA", "AA", "-A", "C-"] * 3)
    shown = on_screen(desk)
    assert len(shown) == 30
    assert in_file(desk) == blank(shown)


def test_parts_of_the_file_go_on_counting(
    company: Department, quiz: Quiz, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody(company, quiz, ["AB"] * 7)
    monkeypatch.setattr(answers_report, "PAPERS_A_FILE", 5)
    monkeypatch.setattr(answers_report, "READ_AT_ONCE", 2)
    numbers = []
    for part in (1, 2):
        book = openpyxl.load_workbook(io.BytesIO(desk.post(REPORT, {"part": part}).content))
        column = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
        numbers.append(sorted({cell for cell in column if isinstance(cell, int)}))
    assert numbers == [[1, 2, 3, 4, 5], [6, 7]]


def test_what_was_shown_stays_when_the_question_changes(
    company: Department, quiz: Quiz, questions: list[Question], desk: Client
) -> None:
    everybody(company, quiz, ["AA"] * 5)
    before = on_screen(desk)
    for question in questions:
        question.refresh_from_db()
        question.stem_zh = "改过的题目"
        question.save()
        freeze_question(question, now=NOW)
    assert on_screen(desk) == before


def test_nobody_is_in_it(company: Department, quiz: Quiz, desk: Client) -> None:
    attempts = everybody(company, quiz, ["AB"] * 5)
    page = desk.get(REPORT).content.decode()
    file = str(in_file(desk))
    for attempt in attempts:
        for word in (attempt.user.name, attempt.user.username, str(attempt.pk)):
            assert word not in page + file


def test_few_people_are_not_shown_however_often_they_tried(
    company: Department, quiz: Quiz, desk: Client, owner: User
) -> None:
    everybody(company, quiz, ["AB"] * 4)
    take(User.objects.get(username="learner0"), quiz, "AA")
    for answer in (desk.get(REPORT), desk.post(REPORT)):
        assert answer["Content-Type"].startswith("text/html")
        assert answer.context["rows"] == []
        assert "满 5 人完成测验后" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="answers.export").exists()
    take(owner, quiz, "AB")
    assert len(on_screen(desk)) == 12


def test_an_open_attempt_is_not_shown(company: Department, quiz: Quiz, desk: Client, owner: User) -> None:
    everybody(company, quiz, ["AB"] * 5)
    actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    assert AttemptItem.objects.count() == 12
    assert len(on_screen(desk)) == 10


def test_taking_the_file_is_noted(company: Department, quiz: Quiz, desk: Client, trainer: User) -> None:
    everybody(company, quiz, ["AB"] * 5)
    desk.get(REPORT)
    assert not AuditEntry.objects.filter(action="answers.export").exists()
    desk.post(REPORT)
    entry = AuditEntry.objects.get(action="answers.export")
    assert (entry.actor, entry.subject) == (trainer, "quiz-1")


@pytest.mark.parametrize("who", ["owner", "manager", "hr"])
def test_only_trainers(who: str, company: Department, request: pytest.FixtureRequest, quiz: Quiz) -> None:
    client = client_of(request.getfixturevalue(who))
    for answer in (client.get(REPORT), client.post(REPORT)):
        assert answer.status_code in {302, 404}
        assert answer.headers.get("Location", "/cms/login/").startswith(("/cms/", "/accounts/"))


def test_an_unknown_quiz_and_pages_that_are_none(company: Department, quiz: Quiz, desk: Client) -> None:
    everybody(company, quiz, ["AB"] * 5)
    assert desk.get("/cms/reports/quizzes/nothing/answers/", follow=True).status_code == 404
    for page in ("0", "-1", "x", "99999999999999999999"):
        assert desk.get(REPORT, {"page": page}).status_code == 200
        assert desk.post(REPORT, {"part": page}).status_code == 200


def test_a_page_costs_the_same_however_many_papers_there_are(
    company: Department, quiz: Quiz, desk: Client
) -> None:
    def cost() -> int:
        desk.get(REPORT)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(REPORT).status_code == 200
        return len(asked)

    everybody(company, quiz, ["AB"] * 5)
    small = cost()
    for number in range(5, 25):
        take(make_person(f"p{number}", "学员", company), quiz, "AB")
    assert cost() == small


def test_every_kind_of_question_is_told(company: Department, desk: Client) -> None:
    kinds = [kind for kind in QuestionKind.values if kind != QuestionKind.SHORT_ANSWER]
    quiz = make_quiz(*(make_question(kind, f"q-{kind}") for kind in kinds))
    for number in range(5):
        person = make_person(f"p{number}", "学员", company)
        attempt = actions.start(user=person, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
        for item in queries.items_of(attempt):
            form = right_form(parse(item.version.content))
            actions.save_answer(attempt=attempt, position=item.position, form=form, seq=1, now=NOW)
        actions.submit(attempt=attempt, now=NOW)
    rows = on_screen(desk)
    assert len(rows) == 5 * len(kinds)
    assert [row for row in rows if not row[9] or row[10] != "正确"] == []
    assert in_file(desk) == blank(rows)
