"""The desk's screens of corrections and decisions: by POST, by authors, nobody on their own result."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Department, User
from quizzes import correction_actions
from quizzes.models import (
    Attempt,
    Correction,
    CorrectionKind,
    CorrectionState,
    GradeEntry,
    Question,
    QuestionVersion,
    Quiz,
)
from tests.factories import client_of, make_person
from tests.quizzes.correcting import correct_key, four_questions, propose, take
from tests.quizzes.factories import NOW

VOID = CorrectionKind.VOID
HOSTILE = "<script>alert(1)</script>'\";--{{ 7*7 }}"


@pytest.fixture
def quiz(db: None) -> Quiz:
    """A quiz of four questions with one right option each; three of them pass."""
    return four_questions()


@pytest.fixture
def desk(trainer: User) -> Client:
    """The first trainer at the desk."""
    return client_of(trainer)


def post(client: Client, path: str, **said: Any) -> str:
    """Send a form and return the page it leads to."""
    answer = client.post(f"/cms/results/{path}", said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_question_to_changed_results(
    owner: User, quiz: Quiz, desk: Client, company: Department
) -> None:
    attempt = take(owner, quiz, "0110")
    page = desk.get("/cms/results/corrections/?question=q-0", follow=True).content.decode()
    assert "1 项成绩" in page
    page = post(desk, "question/q-0/propose/", version="1", kind="void", reason=HOSTILE)
    assert "<script>alert(1)" not in page
    assert "1 项成绩中有 1 项会变化" in page
    assert "需由同事决定" in page
    correction = Correction.objects.get()
    page = post(desk, f"corrections/{correction.pk}/approve/")
    assert Correction.objects.get().state == CorrectionState.PROPOSED
    other = client_of(make_person("second", "陆教员", company, group="trainer"))
    post(other, f"corrections/{correction.pk}/approve/")
    post(other, f"corrections/{correction.pk}/approve/")
    attempt.refresh_from_db()
    assert attempt.score_bp == 6_667
    result = client_of(owner).get(f"/zh-hans/quiz/{attempt.pk}/result/").content.decode()
    assert "&lt;script&gt;alert(1)" in result
    assert "50% → 66%" in result
    assert "陆教员" not in result
    english = client_of(owner).get(f"/en/quiz/{attempt.pk}/result/").content.decode()
    assert "Why this result changed" in english
    correction_actions.work_off(now=lambda: NOW.replace(year=2099))
    page = desk.get(f"/cms/results/corrections/{correction.pk}/").content.decode()
    assert "66%" in page


def test_a_corrected_key_is_offered_on_the_newest_version_only(owner: User, quiz: Quiz, desk: Client) -> None:
    take(owner, quiz, "0110")
    assert 'value="regrade"' not in desk.get("/cms/results/question/q-0/").content.decode()
    correct_key("q-0", 1)
    page = desk.get("/cms/results/question/q-0/").content.decode()
    assert page.count('value="regrade"') == 1
    post(desk, "question/q-0/propose/", version="2", kind="regrade", reason="答案更正")
    correction = Correction.objects.get()
    page = post(desk, f"corrections/{correction.pk}/approve/")
    assert "50%" in page
    assert Attempt.objects.get().score_bp == 7_500


def test_nothing_is_changed_by_get(owner: User, quiz: Quiz, desk: Client, trainer: User) -> None:
    attempt, correction = take(owner, quiz, "0110"), propose(trainer, "q-0", VOID)
    for path in (
        "question/q-0/propose/",
        f"corrections/{correction.pk}/approve/",
        f"corrections/{correction.pk}/decline/",
        f"attempt/{attempt.pk}/override/",
        f"attempt/{attempt.pk}/lift/",
    ):
        assert desk.get(f"/cms/results/{path}").status_code == 405
    assert Correction.objects.get().state == CorrectionState.PROPOSED
    assert attempt.grades.count() == 1


def test_a_forged_form_is_refused(quiz: Quiz, trainer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(trainer)
    correction = propose(trainer, "q-0", VOID)
    assert client.post(f"/cms/results/corrections/{correction.pk}/decline/").status_code == 403


@pytest.mark.parametrize("who", ["owner", "manager", "hr"])
def test_for_others_there_is_nothing(
    request: pytest.FixtureRequest, who: str, quiz: Quiz, trainer: User, colleague: User
) -> None:
    attempt, correction = take(colleague, quiz, "0110"), propose(trainer, "q-0", VOID)
    client = client_of(request.getfixturevalue(who))
    for path in ("corrections/", f"corrections/{correction.pk}/", "find/?q=小邱", f"attempt/{attempt.pk}/"):
        assert client.get(f"/cms/results/{path}").status_code in {302, 403, 404}
    for path in (f"corrections/{correction.pk}/approve/", f"attempt/{attempt.pk}/override/"):
        client.post(f"/cms/results/{path}", {"percent": "90", "passed": "yes", "reason": "补考"})
    assert Correction.objects.get().state == CorrectionState.PROPOSED
    assert GradeEntry.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"version": "1", "kind": "void", "reason": ""},
        {"version": "1", "kind": "void", "reason": "长" * 501},
        {"version": "1", "kind": "erase", "reason": "答案有误"},
        {"version": "1", "reason": "答案有误"},
        {"version": "1", "kind": "regrade", "reason": "答案有误"},
    ],
)
def test_bad_input_is_answered_by_a_sentence(quiz: Quiz, desk: Client, said: dict[str, str]) -> None:
    page = post(desk, "question/q-0/propose/", **said)
    assert "messages" in page
    assert not Correction.objects.exists()


@pytest.mark.parametrize("version", ["", "0", "-1", "9" * 40, "１", "1 or 1=1"])
def test_no_such_version(quiz: Quiz, desk: Client, version: str) -> None:
    said = {"version": version, "kind": "void", "reason": "答案有误"}
    assert desk.post("/cms/results/question/q-0/propose/", said, follow=True).status_code == 404


def test_a_result_is_found_by_its_person_and_decided_on(owner: User, quiz: Quiz, desk: Client) -> None:
    attempt = take(owner, quiz, "0110")
    assert "周宁" in desk.get("/cms/results/find/?q=周宁").content.decode()
    assert str(attempt.pk) in desk.get("/cms/results/find/?q=E-zhouning").content.decode()
    assert str(attempt.pk) not in desk.get("/cms/results/find/?q=周").content.decode()
    path = f"attempt/{attempt.pk}/override/"
    for percent in ("", "101", "-5", "7.5", "９０", "9" * 30):
        post(desk, path, percent=percent, passed="yes", reason="补考")
    post(desk, path, percent="90", passed="yes", reason="")
    assert attempt.grades.count() == 1
    for _turn in range(2):
        page = post(desk, path, percent="90", passed="yes", reason=HOSTILE)
    assert "<script>alert(1)" not in page
    assert attempt.grades.count() == 2
    result = client_of(owner).get(f"/zh-hans/quiz/{attempt.pk}/result/").content.decode()
    assert "江雯" in result
    assert "&lt;script&gt;alert(1)" in result
    post(desk, f"attempt/{attempt.pk}/lift/", reason="弄错了人")
    attempt.refresh_from_db()
    assert (attempt.score_bp, attempt.passed) == (5_000, False)


def test_a_result_older_than_the_ledger_says_so(owner: User, quiz: Quiz, desk: Client) -> None:
    old = Attempt.objects.create(
        user=owner, quiz=quiz, number=1, language="zh-hans", state="submitted", started_at=NOW,
        submitted_at=NOW, pass_bp=7_500, feedback_rule="after_submit", score_bp=5_000, passed=False,
    )  # fmt: skip
    assert "当时还没有评分记录" in desk.get(f"/cms/results/attempt/{old.pk}/").content.decode()
    post(desk, f"attempt/{old.pk}/override/", percent="90", passed="yes", reason="补考")
    page = desk.get(f"/cms/results/attempt/{old.pk}/").content.decode()
    assert "当时还没有评分记录" in page
    assert "50%" in page
    new = take(owner, quiz, "0110")
    assert "当时还没有评分记录" not in desk.get(f"/cms/results/attempt/{new.pk}/").content.decode()


def test_nobody_finds_or_opens_their_own_result(trainer: User, quiz: Quiz, desk: Client) -> None:
    attempt = take(trainer, quiz, "0110")
    assert str(attempt.pk) not in desk.get("/cms/results/find/?q=江雯").content.decode()
    assert desk.get(f"/cms/results/attempt/{attempt.pk}/", follow=True).status_code == 404
    said = {"percent": "100", "passed": "yes", "reason": "补考"}
    assert desk.post(f"/cms/results/attempt/{attempt.pk}/override/", said, follow=True).status_code == 404
    assert attempt.grades.count() == 1


def test_an_unchanged_result_tells_nothing_of_changes(owner: User, quiz: Quiz) -> None:
    attempt = take(owner, quiz, "0110")
    page = client_of(owner).get(f"/en/quiz/{attempt.pk}/result/").content.decode()
    assert "Why this result changed" not in page


def test_the_screens_cost_the_same_however_long_they_are(
    company: Department, quiz: Quiz, desk: Client, trainer: User
) -> None:
    correction = propose(trainer, "q-0", VOID)
    counts = []
    for start, end in ((0, 2), (2, 9)):
        for n in range(start, end):
            take(make_person(f"p{n}", f"学员{n}", company), quiz, "1010")
            QuestionVersion.objects.create(
                question=Question.objects.get(key="q-1"), key="q-1", number=n + 2, kind="single_choice",
                dimension="ownership", module="", digest=f"{n}", created_at=NOW,
                content=QuestionVersion.objects.filter(key="q-1")[0].content,
            )  # fmt: skip
            propose(trainer, "q-1", VOID)
        row = []
        for path in ("corrections/", f"corrections/{correction.pk}/", "question/q-1/", "find/?q=学员"):
            desk.get(f"/cms/results/{path}")
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(f"/cms/results/{path}").status_code == 200
            row.append(len(captured))
        counts.append(row)
    assert counts[0] == counts[1]
