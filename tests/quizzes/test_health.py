"""Measuring questions from real attempts, and the reports trainers see."""

import io
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from people.models import Department, User
from people.permissions import ensure_roles
from quizzes import actions, health_actions, queries
from quizzes.content import parse
from quizzes.models import Attempt, Question, QuestionHealth, QuestionVersion, Quiz, QuizHealth
from quizzes.queries.answer_rows import first_answers
from tests.factories import client_of, make_person
from tests.quizzes.factories import NOW, ROWS, freeze, make_question, make_quiz, right_form
from tests.quizzes.taking import take

pytestmark = pytest.mark.django_db
REPORT = "/cms/reports/questions/"


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


@pytest.fixture
def questions() -> list[Question]:
    """Three questions with one right answer."""
    return [make_question("single_choice", f"q-{place}") for place in range(3)]


@pytest.fixture
def quiz(questions: list[Question]) -> Quiz:
    """A quiz of them."""
    return make_quiz(*questions)


def people(company: Department, count: int) -> Iterable[User]:
    return (make_person(f"p{place}", f"学员{place}", company) for place in range(count))


def everybody(company: Department, quiz: Quiz, answers: Iterable[str]) -> None:
    wanted = list(answers)
    for user, letters in zip(people(company, len(wanted)), wanted, strict=True):
        take(user, quiz, letters)
    health_actions.measure(now=NOW)


def test_every_type_is_measured_and_only_choices_have_a_table_of_options(company: Department) -> None:
    asked = [make_question(kind, f"q-{kind.replace('_', '-')}") for kind in ROWS if kind != "short_answer"]
    quiz = make_quiz(*asked)
    for place, user in enumerate(people(company, 20)):
        attempt = actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
        for item in attempt.items.select_related("version"):
            form = right_form(parse(item.version.content)) if place % 2 else {}
            actions.save_answer(attempt=attempt, position=item.position, form=form, seq=1, now=NOW)
        actions.submit(attempt=attempt, now=NOW)
    assert health_actions.measure(now=NOW) == len(asked)
    rows = list(QuestionHealth.objects.all())
    assert {row.kind for row in rows if row.options} == {"single_choice", "multiple_choice", "true_false"}
    assert {(row.n, row.facility_bp) for row in rows} == {(20, 5_000)}


def test_figures_of_first_attempts(company: Department, quiz: Quiz) -> None:
    everybody(company, quiz, ["AAA"] * 8 + ["ABB"] * 4 + ["A-B"] * 4 + ["BBB"] * 4)
    rows = {row.key: row for row in QuestionHealth.objects.all()}
    assert [rows[f"q-{place}"].facility_bp for place in range(3)] == [8_000, 4_000, 4_000]
    assert (rows["q-1"].n, rows["q-1"].skipped_bp, rows["q-1"].seconds) == (20, 2_000, 10)
    assert [option["chosen"] for option in rows["q-0"].options] == [16, 4, 0, 0]
    assert (rows["q-0"].discrimination_bp or 0) > 0
    measured = QuizHealth.objects.get(quiz=quiz)
    assert (measured.n, measured.mean_bp) == (20, 5_333)
    ends = (measured.alpha_low_bp, measured.alpha_bp, measured.alpha_high_bp)
    assert None not in ends
    assert list(ends) == sorted(end for end in ends if end is not None)


def test_who_ran_out_of_time_is_counted_with_what_was_not_reached(company: Department) -> None:
    """Counting answers alone would leave out those for whom the time was too short."""
    quiz = make_quiz(*(make_question("single_choice", f"q-{n}") for n in range(3)), time_limit_minutes=20)
    everybody(company, quiz, ["AAA"] * 3)
    slow = actions.start(
        user=make_person("slow", "慢慢", company), quiz=quiz, page_key=None, language="zh-hans", now=NOW
    )
    save(slow, 1, NOW)
    assert actions.close_overdue(now=NOW + timedelta(hours=1)) == 1
    health_actions.measure(now=NOW)
    rows = {row.key: (row.n, row.facility_bp, row.skipped_bp) for row in QuestionHealth.objects.all()}
    assert rows == {"q-0": (4, 10_000, 0), "q-1": (4, 7_500, 2_500), "q-2": (4, 7_500, 2_500)}


def test_who_looked_and_never_submitted_a_try_without_a_score_is_not_counted(company: Department) -> None:
    quiz = make_quiz(make_question(), time_limit_minutes=20, overdue_rule="abandon")
    actions.start(
        user=make_person("slow", "慢慢", company), quiz=quiz, page_key=None, language="zh-hans", now=NOW
    )
    assert actions.close_overdue(now=NOW + timedelta(hours=1)) == 1
    assert health_actions.measure(now=NOW) == 0


def save(attempt: Attempt, position: int, now: datetime, *, seq: int = 1) -> None:
    form = right_form(parse(attempt.items.get(position=position).version.content))
    actions.save_answer(attempt=attempt, position=position, form=form, seq=seq, now=now, leaves=True)


def paced(user: User, quiz: Quiz, *saved: tuple[int, float]) -> None:
    """Take a quiz saving answers to these positions at these seconds from the start."""
    attempt = actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    for seq, (position, at) in enumerate(saved, start=1):
        save(attempt, position, NOW + timedelta(seconds=at), seq=seq)
    actions.submit(attempt=attempt, now=NOW + timedelta(hours=1))


FAST = [(1, 1.9), (2, 3.9), (3, 5.0)]


@pytest.mark.parametrize(
    ("rules", "saved", "expected"),
    [
        ({"one_at_a_time": True}, FAST, [(1, 10_000), (1, 0), (1, 10_000)]),
        ({"sequential": True}, FAST, [(1, 10_000), (1, 0), (1, 10_000)]),
        ({}, FAST, [(0, None)] * 3),  # all on one page: who answered last may have thought first
        ({"one_at_a_time": True}, [(1, 1.0), (3, 2.0)], [(1, 10_000), (0, None), (0, None)]),
        ({"one_at_a_time": True}, [(2, 9.0), (1, 9.5), (3, 10.0)], [(0, None)] * 3),
        (
            {"one_at_a_time": True},
            [(1, 9.0), (2, 19.0), (3, 29.0), (2, 30)],
            [(1, 0), (0, None), (0, None)],
        ),
    ],
    ids=["own pages", "no way back", "one page", "skipped", "backwards", "changed afterwards"],
)
def test_only_times_that_are_known_tell_of_haste(
    owner: User,
    rules: dict[str, Any],
    saved: list[tuple[int, float]],
    expected: list[tuple[int, int | None]],
) -> None:
    quiz = make_quiz(*(make_question("single_choice", f"q-{n}") for n in range(3)), **rules)
    paced(owner, quiz, *saved)
    health_actions.measure(now=NOW)
    rows = {row.key: (row.timed, row.hasty_bp) for row in QuestionHealth.objects.all()}
    assert [rows[f"q-{n}"] for n in range(3)] == expected


@pytest.mark.parametrize(("known", "shown"), [(9, ("<10", None)), (10, ("10", 100)), (20, ("20", 100))])
def test_haste_is_shown_from_ten_known_times_and_found_from_twenty(
    company: Department, desk: Client, known: int, shown: tuple[str, int | None]
) -> None:
    question = make_question("single_choice", "q-0")
    apart, together = make_quiz(question, one_at_a_time=True), make_quiz(question, key="quiz-2")
    everyone = list(people(company, 30))
    for place, user in enumerate(everyone):
        paced(user, apart if place < known else together, (1, 1.0))
    health_actions.measure(now=NOW)
    row = QuestionHealth.objects.get()
    figures = queries.figures(row)
    assert (figures.timed, figures.hasty) == shown
    assert ("hasty" in str(row.findings)) == (known == 20)
    page = desk.get(REPORT + "q-0/").text
    assert ("100% 不到两秒" in page) == (known >= 10)
    assert ("满 10 次后才显示" in page) == (known < 10)
    assert ("不少人不到两秒就作答" in page) == (known == 20)
    assert exported(desk)[1][7:9] == (shown[1], shown[0])
    assert [user for user in everyone if user.name in page] == []


def test_haste_changes_no_score(owner: User, colleague: User) -> None:
    quiz = make_quiz(*(make_question() for _turn in range(3)), one_at_a_time=True)
    paced(owner, quiz, *FAST)
    paced(colleague, quiz, (1, 60.0), (2, 120.0), (3, 180.0))
    assert set(Attempt.objects.values_list("score_bp", flat=True)) == {10_000}


def test_later_attempts_change_nothing(company: Department, quiz: Quiz) -> None:
    everybody(company, quiz, ["AAB"] * 3)
    take(User.objects.get(username="p0"), quiz, "BBB")
    health_actions.measure(now=NOW)
    assert QuestionHealth.objects.get(key="q-0").facility_bp == 10_000
    assert QuizHealth.objects.get(quiz=quiz).n == 3


def test_an_open_attempt_is_not_counted(company: Department, quiz: Quiz, owner: User) -> None:
    actions.start(user=owner, quiz=quiz, page_key=None, language="en", now=NOW)
    assert health_actions.measure(now=NOW) == 0


def test_versions_of_a_question_are_one_family(
    company: Department, quiz: Quiz, questions: list[Question]
) -> None:
    first, second = list(people(company, 2))
    take(first, quiz, "AAA")
    questions[0].stem_zh = "改了错字的题目"
    questions[0].save()
    freeze(questions[0])
    take(second, quiz, "BAA")
    health_actions.measure(now=NOW)
    assert QuestionVersion.objects.filter(key="q-0").count() == 2
    row = QuestionHealth.objects.get(key="q-0")
    assert (row.n, row.facility_bp) == (2, 5_000)


def test_a_voided_version_is_left_out(company: Department, quiz: Quiz) -> None:
    everybody(company, quiz, ["AAA"] * 3)
    QuestionVersion.objects.filter(key="q-2").update(voided_on=date(2026, 11, 24))
    health_actions.measure(now=NOW)
    assert set(QuestionHealth.objects.values_list("key", flat=True)) == {"q-0", "q-1"}


def test_a_wrong_key_is_found(company: Department, quiz: Quiz, desk: Client) -> None:
    """Those who know choose B in the first question; the key says A."""
    everybody(company, quiz, ["BAA"] * 12 + ["ABB"] * 8)
    row = QuestionHealth.objects.get(key="q-0")
    assert row.verdict == "key_suspect"
    assert row.findings[0]["letters"] == ["B"]
    assert "标错" in desk.get(REPORT + "q-0/").text


def test_measuring_again_replaces(company: Department, quiz: Quiz) -> None:
    everybody(company, quiz, ["AAA"])
    health_actions.measure(now=NOW)
    assert QuestionHealth.objects.count() == 3
    assert QuizHealth.objects.count() == 1


def test_nothing_is_shown_under_ten_people(company: Department, quiz: Quiz, desk: Client) -> None:
    everybody(company, quiz, ["AAA"] * 7 + ["BBB"] * 2)
    for address in (REPORT, REPORT + "q-0/", "/cms/reports/quizzes/"):
        page = desk.get(address).text
        assert ">77<" not in page
        assert ">78<" not in page
        assert "10" in page
    cells = exported(desk)[1]
    assert cells[2:] == ("<10", None, None, None, None, None, "<10", None)


def exported(desk: Client, query: str = "") -> list[tuple[object, ...]]:
    answer = desk.get(f"{REPORT}?export=xlsx{query}")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_export_is_the_screen(company: Department, quiz: Quiz, desk: Client) -> None:
    everybody(company, quiz, ["BAA"] * 12 + ["ABB"] * 8)
    rows = exported(desk)
    assert rows[1][1] == "q-0"
    assert rows[1][3] == 40
    page = desk.get(REPORT).text
    assert page.index("q-0") < page.index("q-1")
    assert len(exported(desk, "&verdict=key_suspect")) == 2


@pytest.mark.parametrize("who", ["owner", "manager", "hr"])
def test_only_trainers(who: str, request: pytest.FixtureRequest, company: Department, quiz: Quiz) -> None:
    ensure_roles()
    everybody(company, quiz, ["AAA"])
    client = client_of(request.getfixturevalue(who))
    for address in (
        REPORT,
        REPORT + "results/",
        REPORT + "q-0/",
        REPORT + "?export=xlsx",
        "/cms/reports/quizzes/",
    ):
        assert client.get(address).status_code in {302, 404}


def test_an_unknown_question_is_not_there(desk: Client) -> None:
    assert desk.get(REPORT + "nothing/", follow=True).status_code == 404
    assert desk.get("/cms/reports/quizzes/").status_code == 200


def test_queries_do_not_grow(company: Department, quiz: Quiz, desk: Client) -> None:
    everybody(company, quiz, ["AAA"])
    desk.get(REPORT)
    with CaptureQueriesContext(connection) as few:
        desk.get(REPORT)
    everybody_questions = [make_question("true_false", f"t-{place}") for place in range(12)]
    QuestionHealth.objects.bulk_create(
        QuestionHealth(key=one.key, question=one, kind=one.kind, module="c1m1", n=1, measured_at=NOW)
        for one in everybody_questions
    )
    with CaptureQueriesContext(connection) as many:
        desk.get(REPORT)
    assert len(many) == len(few)
    assert len(few) < 40
    with CaptureQueriesContext(connection) as reading:
        first_answers()
    assert len(reading) == 3
