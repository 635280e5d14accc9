"""Exceptions from the rules of a quiz: whom they reach, what they do to open tries, each refusal."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.refused import Refused
from people.models import AuditEntry, Department, User
from quizzes import actions, queries
from quizzes.models import Attempt, AttemptState, Quiz, QuizOverride
from quizzes.override_actions import Given, Target, for_department, for_person, give, withdraw
from quizzes.policy import Policy
from quizzes.signals import assignments_asked
from tests.factories import client_of, make_department, make_person
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
TODAY = date(2026, 11, 24)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(db: None) -> Quiz:
    return make_quiz(make_question(), make_question(), time_limit_minutes=20, attempt_limit=1)


def grant(actor: User, quiz: Quiz | None, target: Target, **rules: Any) -> Given:
    values: dict[str, Any] = {
        "reason": "视力不便", "expires_on": TODAY + 30 * DAY, "now": NOW,
    }  # fmt: skip
    values |= {name: rules.pop(name) for name in tuple(rules) if name in values}
    return give(actor=actor, quiz=quiz, target=target, rules=rules, **values)


def policy(user: User, quiz: Quiz, now: datetime = NOW) -> Policy:
    return queries.policy_of(user.pk, quiz, now).policy


def begin(user: User, quiz: Quiz, now: datetime = NOW) -> Attempt:
    return actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now)


def refused(code: str, *args: Any, **rules: Any) -> None:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        grant(*args, **rules)
    assert (refusal.value.code, bool(str(refusal.value))) == (code, True)
    assert not QuizOverride.objects.exists()


def test_it_works(hr: User, owner: User, colleague: User, quiz: Quiz) -> None:
    given = grant(hr, quiz, for_person(owner), time_percent=150)
    assert (given.override.given_by, given.override.given_at, given.moved) == (hr, NOW, 0)
    attempt = begin(owner, quiz)
    assert (attempt.deadline_at, attempt.time_percent) == (NOW + 30 * MINUTE, 150)
    assert begin(colleague, quiz).deadline_at == NOW + 20 * MINUTE
    entry = AuditEntry.objects.get(action="quizzes.override")
    assert (entry.actor, entry.subject, entry.detail["rules"]) == (hr, owner.name, {"time_percent": 150})
    assert "视力不便" not in str(entry.detail)


def test_the_person_goes_before_the_nearest_department_before_the_farther_one(hr: User, quiz: Quiz) -> None:
    top = make_department("TOP", "总部")
    middle = make_department("MID", "中间", parent=top)
    low = make_department("LOW", "基层", parent=middle)
    other = make_department("OTH", "别处", parent=top)
    person, neighbour = make_person("p1", "甲", low), make_person("p2", "乙", other)
    top.refresh_from_db()
    for row in (top, middle, low, other):
        row.refresh_from_db()
    grant(hr, quiz, for_department(top, TODAY), time_limit_minutes=30)
    assert [policy(one, quiz).time_limit_minutes for one in (person, neighbour)] == [30, 30]
    grant(hr, quiz, for_department(middle, TODAY), time_limit_minutes=40)
    grant(hr, quiz, for_department(top, TODAY), time_limit_minutes=35, now=NOW + HOUR)
    assert [policy(one, quiz).time_limit_minutes for one in (person, neighbour)] == [40, 35]
    grant(hr, quiz, for_person(person), time_limit_minutes=50)
    assert [policy(one, quiz).time_limit_minutes for one in (person, neighbour)] == [50, 35]


def test_an_assignment_reaches_those_who_have_it(hr: User, owner: User, colleague: User, quiz: Quiz) -> None:
    def told(user_id: int, quiz_id: int, **_rest: object) -> set[int]:
        return {7} if user_id == owner.pk and quiz_id == quiz.pk else {8}

    assignments_asked.connect(told)
    try:
        people = User.objects.filter(pk=owner.pk)
        grant(hr, quiz, Target("C1 → 质量部", people, course_assignment=7), attempt_limit=3)
        assert (policy(owner, quiz).attempt_limit, policy(colleague, quiz).attempt_limit) == (3, 1)
    finally:
        assignments_asked.disconnect(told)


def test_one_for_every_quiz_reaches_every_quiz(hr: User, owner: User, quiz: Quiz) -> None:
    other = make_quiz(make_question(), key="other", time_limit_minutes=10)
    grant(hr, None, for_person(owner), time_percent=200)
    assert begin(owner, other).deadline_at == NOW + 20 * MINUTE
    assert begin(owner, quiz).deadline_at == NOW + 40 * MINUTE


def test_it_ends_on_its_day_and_when_withdrawn(hr: User, owner: User, quiz: Quiz) -> None:
    given = grant(hr, quiz, for_person(owner), attempt_limit=5, expires_on=TODAY + DAY)
    assert policy(owner, quiz).attempt_limit == 5
    assert policy(owner, quiz, NOW + 14 * HOUR).attempt_limit == 1
    withdraw(actor=hr, override_id=given.override.pk, reason="不再需要", now=NOW + MINUTE)
    assert policy(owner, quiz).attempt_limit == 1
    assert AuditEntry.objects.filter(action="quizzes.override_withdrawn", actor=hr).count() == 1


def test_one_more_try(hr: User, owner: User, quiz: Quiz) -> None:
    actions.submit(attempt=begin(owner, quiz), now=NOW)
    with pytest.raises(Refused):
        begin(owner, quiz)
    grant(hr, quiz, for_person(owner), attempt_limit=2)
    assert begin(owner, quiz).number == 2


def test_extra_time_moves_the_closing_too(hr: User, owner: User, colleague: User, quiz: Quiz) -> None:
    Quiz.objects.update(closes_at=NOW + 10 * MINUTE)
    quiz.refresh_from_db()
    grant(hr, quiz, for_person(owner), time_percent=150)
    assert begin(colleague, quiz).deadline_at == NOW + 10 * MINUTE
    assert begin(owner, quiz, NOW + 15 * MINUTE).deadline_at == NOW + 20 * MINUTE


# Open tries -------------------------------------------------------------------------------------------------


def test_an_open_try_ends_later_at_once(hr: User, owner: User, colleague: User, quiz: Quiz) -> None:
    mine, other = begin(owner, quiz), begin(colleague, quiz)
    assert grant(hr, quiz, for_person(owner), time_percent=150, now=NOW + 10 * MINUTE).moved == 1
    for attempt in (mine, other):
        attempt.refresh_from_db()
    assert (mine.deadline_at, mine.time_percent) == (NOW + 30 * MINUTE, 150)
    assert (other.deadline_at, other.time_percent) == (NOW + 20 * MINUTE, 100)


def test_a_whole_department_s_open_tries_end_later(
    hr: User, owner: User, colleague: User, quality: Department, quiz: Quiz
) -> None:
    for user in (owner, colleague):
        begin(user, quiz)
    quality.refresh_from_db()
    assert grant(hr, None, for_department(quality, timezone.localdate(NOW)), time_percent=200).moved == 2


def test_no_try_ends_earlier(hr: User, owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    assert grant(hr, quiz, for_person(owner), time_limit_minutes=5, grace_seconds=0).moved == 0
    attempt.refresh_from_db()
    assert (attempt.deadline_at, attempt.grace_seconds) == (NOW + 20 * MINUTE, 5)


def test_a_try_without_end_stays_without(hr: User, owner: User) -> None:
    quiz = make_quiz(make_question(), key="free")
    attempt = begin(owner, quiz)
    grant(hr, quiz, for_person(owner), closes_at=NOW + HOUR)
    attempt.refresh_from_db()
    assert attempt.deadline_at is None


def test_withdrawing_leaves_an_open_try_what_it_has(hr: User, owner: User, quiz: Quiz) -> None:
    given = grant(hr, quiz, for_person(owner), time_percent=150)
    attempt = begin(owner, quiz)
    withdraw(actor=hr, override_id=given.override.pk, reason="误发", now=NOW)
    attempt.refresh_from_db()
    assert attempt.deadline_at == NOW + 30 * MINUTE


def test_a_try_whose_time_was_up_is_not_revived(hr: User, owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz)
    assert grant(hr, quiz, for_person(owner), time_percent=500, now=NOW + 21 * MINUTE).moved == 0
    assert actions.close_overdue(now=NOW + 21 * MINUTE) == 1
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED


def test_an_answer_sent_with_an_old_page_meets_the_new_end(hr: User, owner: User, quiz: Quiz) -> None:
    stale = begin(owner, quiz)
    grant(hr, quiz, for_person(owner), time_percent=150)
    late = NOW + 25 * MINUTE
    assert actions.save_answer(attempt=stale, position=1, form={}, seq=1, now=late).kept
    assert actions.submit(attempt=stale, now=late).closed_by == "learner"


# Refusals ---------------------------------------------------------------------------------------------------


def test_nobody_gives_themselves_an_exception(hr: User, quiz: Quiz) -> None:
    refused("own", hr, quiz, for_person(hr), time_percent=150)


def test_nor_a_department_of_which_they_are_all(hr: User, quiz: Quiz) -> None:
    lonely = make_department("ONE", "一人部门")
    alone = make_person("alone", "独人", lonely, group="hr")
    lonely.refresh_from_db()
    refused("own", alone, quiz, for_department(lonely, TODAY), time_percent=150)


@pytest.mark.parametrize("reason", ["", "  ", "\x00"])
def test_no_exception_without_a_reason(hr: User, owner: User, quiz: Quiz, reason: str) -> None:
    refused("reason", hr, quiz, for_person(owner), time_percent=150, reason=reason)


@pytest.mark.parametrize("day", [TODAY, TODAY - DAY])
def test_no_exception_that_is_over(hr: User, owner: User, quiz: Quiz, day: date) -> None:
    refused("over", hr, quiz, for_person(owner), time_percent=150, expires_on=day)


def test_no_exception_from_nothing(hr: User, owner: User, quiz: Quiz) -> None:
    refused("nothing", hr, quiz, for_person(owner), time_percent=None, counts="")


def test_no_window_that_ends_before_it_begins(hr: User, owner: User, quiz: Quiz) -> None:
    refused("window", hr, quiz, for_person(owner), opens_at=NOW, closes_at=NOW)


def test_withdrawn_once_and_with_a_reason(hr: User, owner: User, quiz: Quiz) -> None:
    pk = grant(hr, quiz, for_person(owner), time_percent=150).override.pk
    for reason, code in (("", "reason"), ("不再需要", None), ("again", "gone")):
        if code is None:
            withdraw(actor=hr, override_id=pk, reason=reason, now=NOW)
            continue
        with pytest.raises(Refused) as refusal:
            withdraw(actor=hr, override_id=pk, reason=reason, now=NOW)
        assert refusal.value.code == code
    assert QuizOverride.objects.get().withdrawn_reason == "不再需要"


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": None},
        {"reason": ""},
        {"time_percent": 50},
        {"time_percent": 501},
        {"grace_seconds": 600},
        {"withdrawn_at": NOW},
        {"withdrawn_reason": "x"},
        {"course_assignment": 3},
    ],
)
def test_the_database_refuses_what_makes_no_sense(owner: User, wrong: dict[str, Any]) -> None:
    values = {"person": owner, "reason": "x", "expires_on": TODAY, "given_at": NOW} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizOverride.objects.create(**values)


CLEARED = {"given_by", "withdrawn_by"}
ONCE = {"withdrawn_at", "withdrawn_reason"}
FACTS = sorted({field.name for field in QuizOverride._meta.concrete_fields} - CLEARED - ONCE)


def changed(**values: Any) -> None:
    """Change the only exception behind the back of the actions; the database must refuse."""
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        QuizOverride.objects.update(**values)


@pytest.mark.parametrize("name", FACTS)
def test_the_database_refuses_to_change_an_exception(hr: User, owner: User, quiz: Quiz, name: str) -> None:
    grant(hr, quiz, for_person(owner), time_percent=150)
    changed(**{name: F(name)})


def test_the_database_lets_an_exception_end_once(hr: User, trainer: User, owner: User, quiz: Quiz) -> None:
    pk = grant(hr, quiz, for_person(owner), time_percent=150).override.pk
    changed(given_by=trainer)
    withdraw(actor=hr, override_id=pk, reason="不再需要", now=NOW)
    changed(withdrawn_reason="别的理由")
    changed(withdrawn_at=None, withdrawn_reason="")
    changed(withdrawn_by=trainer)
    QuizOverride.objects.update(given_by=None, withdrawn_by=None)
    for name in sorted(CLEARED):
        changed(**{name: trainer})


def test_the_database_refuses_to_remove_an_exception(hr: User, owner: User, quiz: Quiz) -> None:
    override = grant(hr, quiz, for_person(owner), time_percent=150).override
    for removing in (override.delete, QuizOverride.objects.all().delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            removing()
    assert QuizOverride.objects.exists()


def test_what_is_for_made_up_people_goes_with_them(hr: User, owner: User, quality: Department) -> None:
    owner.is_demo = quality.is_demo = True
    for target in (for_person(owner), for_department(quality, TODAY)):
        grant(hr, None, target, time_percent=150)
    assert QuizOverride.objects.filter(is_demo=True).delete()[0] == 2


# What learners see ------------------------------------------------------------------------------------------


def test_learners_see_the_rules_and_never_the_reason(hr: User, owner: User, quiz: Quiz) -> None:
    page = make_quiz_page(quiz)
    now = timezone.now()
    grant(hr, None, for_person(owner), time_percent=150, now=now, expires_on=timezone.localdate() + DAY)
    me = client_of(owner)
    shown = me.get(page.url).content.decode()
    assert "1.5 倍" in shown
    assert "限时 30 分钟" in shown
    me.post(f"/zh-hans/quiz/{page.translation_key}/start/")
    playing = me.get(f"/zh-hans/quiz/{Attempt.objects.get().pk}/").content.decode()
    assert "1.5 倍" in playing
    assert "视力不便" not in shown + playing


def test_starting_asks_little_more_with_many_exceptions(
    hr: User, owner: User, colleague: User, quality: Department, quiz: Quiz
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            policy(owner, quiz)
        return len(captured)

    assert asked() == 2
    quality.refresh_from_db()
    counts = []
    for _turn in range(2):
        for target in (for_person(colleague), for_person(owner), for_department(quality, TODAY)):
            grant(hr, quiz, target, time_percent=150)
        counts.append(asked())
    assert counts == [3, 3]
