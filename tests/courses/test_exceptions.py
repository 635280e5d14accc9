"""The screens for exceptions: who gets in, who reads a reason, filters, every refusal by a sentence."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import actions as courses
from courses.exception_forms import for_assignment
from courses.models import CourseAssignment, CoursePage
from people.models import Department, User
from quizzes import queries
from quizzes.models import QuizOverride
from quizzes.override_actions import for_person, give
from tests.courses.builders import make_quiz_page
from tests.factories import client_of

LIST = "/zh-hans/learn/exceptions/"
NEW = f"{LIST}new/"
REASON = "住院两周"
pytestmark = pytest.mark.django_db


def form(**more: Any) -> dict[str, Any]:
    ends = (timezone.localdate() + timedelta(days=30)).isoformat()
    return {"reason": REASON, "expires_on": ends, "time_percent": "150", **more}


@pytest.fixture
def given(hr: User, owner: User) -> QuizOverride:
    """Half as much time again for the owner, given by HR."""
    day = timezone.localdate() + timedelta(days=30)
    return give(
        actor=hr, quiz=None, target=for_person(owner), rules={"time_percent": 150}, reason=REASON,
        expires_on=day, now=timezone.now(),
    ).override  # fmt: skip


def test_it_works(hr: User, owner: User, course: CoursePage) -> None:
    quiz = make_quiz_page(course).quiz
    client = client_of(hr)
    assert "1.5" in client.get(NEW).text
    sent = form(person=owner.username, quiz=quiz.pk, closes_at="2031-01-02T10:30", sequential="false")
    assert client.post(NEW, sent)["Location"] == LIST
    made = QuizOverride.objects.get()
    assert (made.person, made.quiz, made.given_by) == (owner, quiz, hr)
    assert made.rules == {"time_percent": 150, "closes_at": made.closes_at, "sequential": False}
    listed = client.get(LIST).text
    for words in (owner.name, REASON, "150", "2031", hr.name):
        assert words in listed
    client.post(f"{LIST}{made.pk}/withdraw/", {"reason": "提前出院"})
    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_reason) == (hr, "提前出院")
    assert owner.name not in client.get(LIST).text.split("<main", 1)[1]
    assert "提前出院" in client.get(LIST, {"state": "over"}).text


def test_nobody_else_gets_in(owner: User, manager: User, given: QuizOverride) -> None:
    for user in (owner, manager):
        client = client_of(user)
        for url in (LIST, NEW):
            assert client.get(url).status_code == 404
        assert client.post(NEW, form(person=owner.username)).status_code == 404
        assert client.post(f"{LIST}{given.pk}/withdraw/", {"reason": "x"}).status_code == 404
    given.refresh_from_db()
    assert given.withdrawn_at is None
    assert QuizOverride.objects.count() == 1


def test_a_trainer_reads_only_the_reasons_of_their_own(
    trainer: User, administrator: User, colleague: User, given: QuizOverride
) -> None:
    client = client_of(trainer)
    client.post(NEW, form(person=colleague.username, reason="培训师自己写的"))
    shown = client.get(LIST, {"state": "all"}).text
    assert REASON not in shown
    assert "培训师自己写的" in shown
    assert REASON in client_of(administrator).get(LIST).text


def test_giving_is_never_done_by_reading(hr: User, owner: User, given: QuizOverride) -> None:
    client = client_of(hr)
    client.get(NEW, form(person=owner.username))
    assert client.get(f"{LIST}{given.pk}/withdraw/").status_code == 405
    assert QuizOverride.objects.filter(withdrawn_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": ""},
        {"person": "nobody-here"},
        {"person": "\x00"},
        {"time_percent": ""},
        {"time_percent": "99"},
        {"time_percent": "501"},
        {"time_percent": "9" * 400},
        {"attempt_limit": "0"},
        {"second_delay_minutes": "-1"},
        {"closes_at": "9999-12-31T23:59"},
        {"closes_at": "not a day"},
        {"opens_at": "2031-01-02T10:00", "closes_at": "2031-01-02T10:00"},
        {"counts": "worst"},
        {"quiz": "9" * 400},
        {"department": "9" * 400},
        {"assignment": "9" * 400},
        {"expires_on": "2020-01-01"},
        {"expires_on": ""},
        {"reason": "   "},
        {"reason": "长" * 301},
    ],
)
def test_what_makes_no_sense_is_answered_by_a_sentence(hr: User, owner: User, wrong: dict[str, str]) -> None:
    refused = client_of(hr).post(NEW, form(person=owner.username) | wrong)
    assert refused.status_code in {200, 400}
    assert refused.context["form"].errors
    assert not QuizOverride.objects.exists()


def test_one_target_and_not_two(hr: User, owner: User, quality: Department) -> None:
    refused = client_of(hr).post(NEW, form(person=owner.username, department=quality.pk))
    assert refused.context["form"].errors
    assert not QuizOverride.objects.exists()


def test_not_for_oneself(trainer: User) -> None:
    refused = client_of(trainer).post(NEW, form(person=trainer.username))
    assert refused.status_code == 400
    assert not QuizOverride.objects.exists()


def test_an_assignment_reaches_whoever_owes_its_course(
    hr: User, owner: User, colleague: User, course: CoursePage
) -> None:
    quiz = make_quiz_page(course).quiz
    now = timezone.now()
    made = courses.assign(
        actor=hr, course=course, due_on=timezone.localdate(), required=True, now=now, person=owner
    )
    client = client_of(hr)
    client.post(NEW, form(assignment=made.pk, attempt_limit="7", time_percent=""))
    assert set(for_assignment(made).people) == {owner}

    def limit(user: User) -> int | None:
        return queries.policy_of(user.pk, quiz, now).policy.attempt_limit

    assert (limit(owner), limit(colleague)) == (7, quiz.attempt_limit)
    courses.withdraw(actor=hr, assignment_id=made.pk, now=now)
    assert limit(owner) == quiz.attempt_limit
    assert CourseAssignment.objects.count() == 1


def test_withdrawing_without_a_reason_or_twice(hr: User, given: QuizOverride) -> None:
    client = client_of(hr)
    url = f"{LIST}{given.pk}/withdraw/"
    client.post(url, {"reason": ""})
    given.refresh_from_db()
    assert given.withdrawn_at is None
    client.post(url, {"reason": "第一次"})
    client.post(url, {"reason": "第二次"})
    given.refresh_from_db()
    assert given.withdrawn_reason == "第一次"
    assert client.post(f"{LIST}{given.pk + 1}/withdraw/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"quiz": "9" * 400}, {"quiz": "x"}, {"who": "\x00"}, {"state": "x"}, {"page": "x"}]
)
def test_nonsense_in_the_filters_breaks_nothing(hr: User, given: QuizOverride, asked: dict[str, str]) -> None:
    assert client_of(hr).get(LIST, asked).status_code == 200


def test_filters(hr: User, owner: User, given: QuizOverride) -> None:
    client = client_of(hr)
    for asked, count in (
        ({"who": owner.name}, 1), ({"who": str(owner.employee_no)}, 1), ({"who": "别人"}, 0),
        ({"quiz": "1"}, 0), ({"state": "over"}, 0), ({"state": "all"}, 1),
    ):  # fmt: skip
        assert len(client.get(LIST, asked).context["lines"]) == count


def test_the_list_asks_the_same_at_any_length(hr: User, owner: User, colleague: User) -> None:
    client, counts = client_of(hr), []
    client.get(LIST)
    day = timezone.localdate() + timedelta(days=30)
    for size in (2, 12):
        for _turn in range(size):
            give(
                actor=hr, quiz=None, target=for_person(owner), rules={"time_percent": 150}, reason="x",
                expires_on=day, now=timezone.now(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]
