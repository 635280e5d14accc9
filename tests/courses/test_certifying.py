"""Paths, pieces of work and certificates from end to end, and every refusal on the way."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Run, RunKind, RunState, Scenario, ScenarioVersion
from core.refused import Refused
from courses import actions, path_queries
from courses.models import (
    Certificate,
    CourseIndexPage,
    HandIn,
    HandInKind,
    HandInState,
    LearningPathCourse,
    LearningPathPage,
    LearningPathScenario,
)
from people.models import Department, ServiceLink, User
from quizzes.models import Attempt, AttemptState, Quiz, QuizPurpose
from tests.courses.builders import make_course, make_quiz_page, make_scenario_page
from tests.factories import client_of, make_person

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TEXT = "交给仓储部的到货预告，周二十点前，写明托盘数。"


@pytest.fixture
def path(site: dict[str, CourseIndexPage]) -> LearningPathPage:
    """A path of one course with a quiz and one role-play."""
    index = site["zh-hans"]
    course = make_course(index, "c1")
    page = make_quiz_page(course)
    Quiz.objects.filter(pk=page.quiz_id).update(purpose=QuizPurpose.COURSE)
    make_scenario_page(course)
    return make_path(index, [course], ["rp1"])


def make_path(
    index: CourseIndexPage, courses: list[Any], plays: list[str], **fields: Any
) -> LearningPathPage:
    index.refresh_from_db()
    words = {"title": "全员", "slug": "everyone", "key": "everyone", "summary": "从 C1 开始。"}
    words |= {"certificate": "内部客户意识"} | fields
    made: LearningPathPage = index.add_child(instance=LearningPathPage(locale=index.locale, **words))
    made.courses = [LearningPathCourse(course=course) for course in courses]
    made.role_plays = [LearningPathScenario(scenario=Scenario.objects.get(key=key)) for key in plays]
    made.save()
    return made


@pytest.fixture
def superior(quality: Department) -> User:
    """The head of the owner's department."""
    return make_person("boss", "沈主管", quality, is_head=True)


def score(user: User, bp: int, number: int = 1, counts: str = "best") -> Attempt:
    return Attempt.objects.create(
        user=user,
        quiz=Quiz.objects.get(key="c1-quiz"),
        number=number,
        language="zh-hans",
        state=AttemptState.SUBMITTED,
        started_at=NOW,
        submitted_at=NOW,
        pass_bp=7_500,
        feedback_rule="o/omfr/omfr/omfr",
        score_bp=bp,
        passed=bp >= 7_500,
        counts=counts,
    )


def play(user: User, *, seen: bool = True) -> Run:
    version = ScenarioVersion.objects.create(
        definition=Scenario.objects.get(key="rp1"), number=1, content={}, digest="x", created_at=NOW
    )
    return Run.objects.create(
        user=user,
        kind=RunKind.SCENARIO,
        scenario_version=version,
        activity_key="rp1",
        page_key=uuid4(),
        language="zh-hans",
        number=1,
        state=RunState.FINISHED,
        started_at=NOW,
        finished_at=NOW,
        ending="good",
        swap_seen_at=NOW if seen else None,
    )


def send(user: User, path: LearningPathPage, confirmer: User, **changes: Any) -> HandIn:
    words: dict[str, Any] = {"kind": HandInKind.MAP, "text": TEXT, "now": NOW} | changes
    return actions.hand_in(user=user, path=path, confirmer_id=confirmer.pk, **words)


def earn(user: User, path: LearningPathPage, superior: User) -> Certificate:
    score(user, 8_000)
    play(user)
    work = send(user, path, superior)
    actions.decide(actor=superior, hand_in_id=work.pk, confirm=True, sentence="", now=NOW)
    return Certificate.objects.get(user=user)


def test_it_works(owner: User, superior: User, path: LearningPathPage) -> None:
    certificate = earn(owner, path, superior)
    assert (certificate.name, certificate.title_zh, certificate.path_zh) == ("周宁", "内部客户意识", "全员")
    assert [(course.title_zh, course.met_at) for course in certificate.courses.all()] == [("课程 c1", NOW)]
    client = client_of(owner)
    assert "内部客户意识" in client.get("/zh-hans/my/").text
    assert certificate.name in client.get(f"/zh-hans/learn/certificate/{certificate.pk}/").text
    assert "显示证书" in client.get(path.url).text


@pytest.mark.parametrize("last", ["quiz", "play", "work"])
def test_whatever_comes_last_brings_the_certificate(
    last: str, owner: User, superior: User, path: LearningPathPage
) -> None:
    from courses import receivers  # noqa: PLC0415

    if last != "quiz":
        score(owner, 7_500)
    if last != "play":
        play(owner)
    work = send(owner, path, superior)
    if last != "work":
        actions.decide(actor=superior, hand_in_id=work.pk, confirm=True, sentence="", now=NOW)
    assert not Certificate.objects.exists()
    if last == "quiz":
        receivers.on_attempt(attempt=score(owner, 7_500))
    elif last == "play":
        receivers.on_swap(run=play(owner))
    else:
        actions.decide(actor=superior, hand_in_id=work.pk, confirm=True, sentence="", now=NOW)
    assert Certificate.objects.filter(user=owner).count() == 1


def test_it_is_issued_once(owner: User, superior: User, path: LearningPathPage) -> None:
    first = earn(owner, path, superior)
    again = actions.issue(user_id=owner.pk, path_key=path.translation_key, now=NOW)
    assert again.pk == first.pk
    assert actions.issue_due(user_id=owner.pk, now=NOW) == []


def test_it_stays_as_it_was(owner: User, superior: User, path: LearningPathPage) -> None:
    certificate = earn(owner, path, superior)
    path.title, path.pass_percent = "别的路径", 100
    path.save()
    path.unpublish()
    text = client_of(owner).get(f"/zh-hans/learn/certificate/{certificate.pk}/").text
    assert "全员" in text
    assert "别的路径" not in text


@pytest.mark.parametrize("table", ["courses_certificate", "courses_certificatecourse"])
@pytest.mark.parametrize("change", ["UPDATE {} SET title_zh = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_it(
    table: str, change: str, owner: User, superior: User, path: LearningPathPage
) -> None:
    earn(owner, path, superior)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_it_cannot_be_claimed_early(owner: User, path: LearningPathPage) -> None:
    with pytest.raises(Refused, match="未达到"):
        actions.issue(user_id=owner.pk, path_key=path.translation_key, now=NOW)
    answer = client_of(owner).post(f"/zh-hans/learn/path/{path.translation_key}/certificate/", follow=True)
    assert "未达到" in answer.text
    assert not Certificate.objects.exists()


# Handing in -------------------------------------------------------------------------------------------------


def test_superior_and_receivers_are_asked(
    owner: User, superior: User, quality: Department, purchasing: Department, manager: User
) -> None:
    ServiceLink.objects.create(provider=quality, customer=purchasing, deliverable_zh="检验结论")
    asked = path_queries.confirmers(owner, NOW.date())
    assert [(one.user, one.is_superior) for one in asked] == [(superior, True), (manager, False)]


def test_the_head_asks_the_next_above(company: Department, superior: User) -> None:
    above = make_person("chief", "总经理", company, is_head=True)
    assert [one.user for one in path_queries.confirmers(superior, NOW.date())] == [above]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"text": "  "}, "empty"), ({"text": "x" * 4_001}, "too_long"), ({"confirmer_id": 0}, "not_asked")],
)
def test_what_is_refused(
    changes: dict[str, Any], code: str, owner: User, superior: User, path: LearningPathPage
) -> None:
    words: dict[str, Any] = {"kind": HandInKind.MAP, "text": TEXT, "confirmer_id": superior.pk} | changes
    with pytest.raises(Refused) as refused:
        actions.hand_in(user=owner, path=path, now=NOW, **words)
    assert refused.value.code == code
    assert not HandIn.objects.exists()


def test_a_newer_version_replaces_the_waiting_one(
    owner: User, superior: User, path: LearningPathPage
) -> None:
    first, second = send(owner, path, superior), send(owner, path, superior)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (HandInState.REPLACED, HandInState.SUBMITTED, 2)
    assert client_of(superior).get(f"/zh-hans/learn/work/{first.pk}/").status_code == 404
    assert client_of(owner).get(f"/zh-hans/learn/work/{first.pk}/").status_code == 200


def test_returned_with_a_sentence_and_sent_again(owner: User, superior: User, path: LearningPathPage) -> None:
    work = send(owner, path, superior)
    client = client_of(superior)
    assert work.path_title in client.get("/zh-hans/my/").text
    address = f"/zh-hans/learn/work/{work.pk}/decide/"
    assert "请用一句话" in client.post(address, {"return": "1"}, follow=True).text
    client.post(address, {"return": "1", "sentence": "缺接收人的时限"})
    assert "缺接收人的时限" in client_of(owner).get(path.url).text
    assert send(owner, path, superior).state == HandInState.SUBMITTED


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("reason", {"confirm": False, "sentence": " "}),
        ("too_long", {"confirm": True, "sentence": "x" * 401}),
    ],
)
def test_decisions_that_are_refused(
    code: str, words: dict[str, Any], owner: User, superior: User, path: LearningPathPage
) -> None:
    work = send(owner, path, superior)
    with pytest.raises(Refused) as refused:
        actions.decide(actor=superior, hand_in_id=work.pk, now=NOW, **words)
    assert refused.value.code == code


def test_it_is_decided_once_and_by_nobody_else(
    owner: User, superior: User, manager: User, path: LearningPathPage
) -> None:
    work = send(owner, path, superior)
    with pytest.raises(Refused) as refused:
        actions.decide(actor=manager, hand_in_id=work.pk, confirm=True, sentence="", now=NOW)
    assert refused.value.code == "not_found"
    actions.decide(actor=superior, hand_in_id=work.pk, confirm=True, sentence="", now=NOW)
    with pytest.raises(Refused) as again:
        actions.decide(actor=superior, hand_in_id=work.pk, confirm=False, sentence="x", now=NOW)
    assert again.value.code == "over"
    with pytest.raises(Refused) as third:
        send(owner, path, superior)
    assert third.value.code == "confirmed"


def test_text_and_file_are_for_owner_and_reader_only(
    owner: User, superior: User, colleague: User, hr: User, path: LearningPathPage
) -> None:
    address = f"/zh-hans/learn/path/{path.translation_key}/hand-in/"
    file = SimpleUploadedFile("客户地图.pdf", b"%PDF-1.4 map")
    answer = client_of(owner).post(
        address, {"kind": "map", "text": TEXT, "confirmer": superior.pk, "file": file}, follow=True
    )
    assert "已发送" in answer.text
    work = HandIn.objects.get()
    for user in (owner, superior):
        assert TEXT in client_of(user).get(f"/zh-hans/learn/work/{work.pk}/").text
        given = client_of(user).get(f"/zh-hans/learn/work/{work.pk}/file/")
        assert b"".join(given) == b"%PDF-1.4 map"
        assert given["Content-Disposition"].startswith("attachment")
    for user in (colleague, hr):
        for door in ("", "file/"):
            assert client_of(user).get(f"/zh-hans/learn/work/{work.pk}/{door}").status_code == 404
        assert client_of(user).post(f"/zh-hans/learn/work/{work.pk}/decide/").status_code == 404


@pytest.mark.parametrize(
    ("name", "size"), [("page.html", 10), ("map.svg", 10), ("map.pdf", 10 * 1024 * 1024 + 1)]
)
def test_files_that_are_refused_keep_the_words(
    name: str, size: int, owner: User, superior: User, path: LearningPathPage
) -> None:
    file = SimpleUploadedFile(name, b"x" * size)
    address = f"/zh-hans/learn/path/{path.translation_key}/hand-in/"
    answer = client_of(owner).post(
        address, {"kind": "map", "text": TEXT, "confirmer": superior.pk, "file": file}
    )
    assert answer.status_code == 400
    assert TEXT in answer.text
    assert not HandIn.objects.exists()


# Verifying --------------------------------------------------------------------------------------------------


def test_anybody_with_the_code_sees_initials_path_and_day_only(
    owner: User, superior: User, path: LearningPathPage
) -> None:
    certificate = earn(owner, path, superior)
    text = Client().get(f"/zh-hans/verify/{certificate.pk}/").text
    assert "周*" in text
    assert "全员" in text
    for secret in (owner.name, owner.employee_no, owner.username, "课程 c1"):
        assert str(secret) not in text


def test_a_changed_code_verifies_nothing(owner: User, superior: User, path: LearningPathPage) -> None:
    code = str(earn(owner, path, superior).pk)
    for place in (0, 9, 20, 35):
        other = code[:place] + ("0" if code[place] != "0" else "1") + code[place + 1 :]
        answer = Client().get(f"/zh-hans/verify/{other}/")
        assert answer.status_code == 404
        assert "周*" not in answer.text


def test_checking_is_limited_by_address(db: None) -> None:
    client = Client()
    answers = [client.get(f"/zh-hans/verify/{uuid4()}/").status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]


def test_a_strangers_certificate_is_not_there(
    owner: User, superior: User, colleague: User, path: LearningPathPage
) -> None:
    certificate = earn(owner, path, superior)
    assert client_of(colleague).get(f"/zh-hans/learn/certificate/{certificate.pk}/").status_code == 404


def test_the_path_page_asks_the_same_however_long_the_path(
    owner: User, site: dict[str, CourseIndexPage]
) -> None:
    index, counts = site["zh-hans"], []
    for size in (1, 6):
        index.refresh_from_db()
        courses = []
        for number in range(size):
            index.refresh_from_db()
            courses.append(make_course(index, f"s{size}n{number}"))
            make_quiz_page(courses[-1], f"s{size}n{number}-quiz")
        page = make_path(index, courses, [], slug=f"p{size}", key=f"p{size}")
        Quiz.objects.update(purpose=QuizPurpose.COURSE)
        page = LearningPathPage.objects.get(pk=page.pk)
        path_queries.path_standing(page, owner)
        with CaptureQueriesContext(connection) as queries:
            assert len(path_queries.path_standing(page, owner).conditions) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("counts", "scores", "wanted"),
    [
        ("best", (8_000, 6_000), (8_000, True)),
        ("latest", (8_000, 6_000), (6_000, False)),
        ("first", (6_000, 8_000), (6_000, False)),
    ],
)
def test_a_certificate_asks_for_the_try_that_counts(
    owner: User, path: LearningPathPage, counts: str, scores: tuple[int, ...], wanted: tuple[int, bool]
) -> None:
    for number, bp in enumerate(scores, start=1):
        score(owner, bp, number, counts)
    key = path.translation_key
    found = path_queries.standings(owner.pk, path_queries.rules_of([key]))[key]
    assert (found.courses[0].best_bp, found.courses[0].met_at is not None) == wanted
