"""The password of a quiz: asked before each try, kept hashed and apart, guessed five times at most."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from wagtail.models import Revision

from core.refused import Refused
from people.models import AuditEntry, User
from quizzes import actions
from quizzes.models import Attempt, PasswordTry, Quiz, QuizPassword
from quizzes.override_actions import for_person, give
from quizzes.password_actions import MOST_WRONG, remove_password, set_password
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
WORD = "仓储2026"
pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(trainer: User) -> Quiz:
    quiz = make_quiz(make_question())
    set_password(actor=trainer, quiz=quiz, typed=WORD, now=NOW)
    return quiz


def begin(user: User, quiz: Quiz, typed: str, now: datetime = NOW) -> Attempt:
    return actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now, password=typed)


def refusal(user: User, quiz: Quiz, typed: str, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        begin(user, quiz, typed, now)
    assert not Attempt.objects.filter(user=user).exists()
    assert WORD not in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("typed", [WORD, f"  {WORD} ", "仓储２０２６"])
def test_it_works(owner: User, quiz: Quiz, typed: str) -> None:
    assert begin(owner, quiz, typed).number == 1


def test_going_on_asks_nothing_and_the_next_try_asks_again(owner: User, quiz: Quiz) -> None:
    attempt = begin(owner, quiz, WORD)
    assert begin(owner, quiz, "") == attempt
    actions.submit(attempt=attempt, now=NOW)
    with pytest.raises(Refused) as refused:
        begin(owner, quiz, "")
    assert refused.value.code == "password_needed"


def test_no_try_without_the_password(owner: User, quiz: Quiz) -> None:
    assert refusal(owner, quiz, "") == "password_needed"
    assert not PasswordTry.objects.exists()


def test_no_try_with_a_wrong_one_and_a_pause_after_five(owner: User, colleague: User, quiz: Quiz) -> None:
    for _turn in range(MOST_WRONG):
        assert refusal(owner, quiz, "仓储2025") == "password_wrong"
    assert refusal(owner, quiz, WORD) == "password_pause"
    assert refusal(owner, quiz, WORD, NOW + timedelta(minutes=14)) == "password_pause"
    assert begin(colleague, quiz, WORD).number == 1
    assert begin(owner, quiz, WORD, NOW + timedelta(minutes=15)).number == 1
    assert not PasswordTry.objects.exists()


def test_a_right_one_forgets_the_wrong_ones(owner: User, quiz: Quiz) -> None:
    refusal(owner, quiz, "wrong")
    actions.submit(attempt=begin(owner, quiz, WORD), now=NOW)
    assert not PasswordTry.objects.exists()


def test_an_exception_can_waive_it(hr: User, owner: User, quiz: Quiz) -> None:
    ends = NOW.date() + timedelta(days=9)
    rules = {"asks_password": False}
    give(actor=hr, quiz=quiz, target=for_person(owner), rules=rules, reason="x", expires_on=ends, now=NOW)
    assert begin(owner, quiz, "").number == 1


def test_an_exception_asks_for_none_that_is_not_there(
    hr: User, owner: User, quiz: Quiz, trainer: User
) -> None:
    ends = NOW.date() + timedelta(days=9)
    rules = {"asks_password": True}
    give(actor=hr, quiz=quiz, target=for_person(owner), rules=rules, reason="x", expires_on=ends, now=NOW)
    remove_password(actor=trainer, quiz=quiz)
    assert begin(owner, quiz, "").number == 1


@pytest.mark.parametrize("typed", ["", "   ", "abc", "长" * 65])
def test_too_short_and_too_long_are_refused(trainer: User, quiz: Quiz, typed: str) -> None:
    before = QuizPassword.objects.get().encoded
    with pytest.raises(Refused) as refused, transaction.atomic():
        set_password(actor=trainer, quiz=quiz, typed=typed, now=NOW)
    assert refused.value.code == "length"
    assert QuizPassword.objects.get().encoded == before


def test_it_is_nowhere_to_be_read(trainer: User, owner: User, quiz: Quiz) -> None:
    page = make_quiz_page(quiz)
    quiz.save_revision()
    desk = client_of(trainer)
    desk.post(f"/cms/quiz-password/{quiz.pk}/", {"password": f"{WORD}b"})
    encoded = QuizPassword.objects.get().encoded
    assert WORD not in encoded
    places = [str(row.content) for row in Revision.objects.all()]
    places += [f"{row.subject} {row.detail}" for row in AuditEntry.objects.all()]
    places += [desk.get(f"/cms/quiz-password/{quiz.pk}/").text, client_of(owner).get(page.url).text]
    places.append(desk.get(f"/cms/snippets/quizzes/quiz/edit/{quiz.pk}/").text)
    assert not [place for place in places if WORD in place or encoded in place]
    assert AuditEntry.objects.filter(action="quizzes.password_set", subject=quiz.key).count() == 2


def test_over_http(owner: User, quiz: Quiz) -> None:
    page = make_quiz_page(quiz)
    me, start = client_of(owner), f"/zh-hans/quiz/{page.translation_key}/start/"
    assert 'name="password"' in me.get(page.url).text
    assert me.post(start, {"password": "wrong"})["Location"] == page.url
    assert me.post(f"{start}?password={WORD}")["Location"] == page.url
    assert "9" * 400 not in me.post(start, {"password": "9" * 400}).get("Location", "")
    assert "/quiz/" in me.post(start, {"password": WORD})["Location"]


def test_setting_and_removing_at_the_desk(trainer: User, hr: User, owner: User, quiz: Quiz) -> None:
    address = f"/cms/quiz-password/{quiz.pk}/"
    for user in (hr, owner):
        client_of(user).post(address, {"remove": "1"})
    assert QuizPassword.objects.exists()
    desk = client_of(trainer)
    assert desk.post(address, {"password": "x"}).status_code == 200
    assert desk.post(address, {"remove": "1"}).status_code == 302
    assert not QuizPassword.objects.exists()
    assert address in desk.get("/cms/snippets/quizzes/quiz/").text
