"""A learner's word on a lesson: one tap, changeable, kept without a trace of whose it is for trainers."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CoursePage, LessonFeedback, LessonPage
from home import voices
from people.models import Department, User
from people.permissions import ensure_roles
from tests.factories import client_of, make_person


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    """A lesson of the course."""
    found = LessonPage.objects.child_of(course).first()
    assert found
    return found


def address(lesson: LessonPage) -> str:
    return f"/zh-hans/learn/lesson/{lesson.translation_key}/feedback/"


def test_one_tap_is_kept_and_can_be_changed(owner: User, lesson: LessonPage) -> None:
    client = client_of(owner)
    page = client.get(lesson.url).text
    assert address(lesson) in page
    said = client.post(address(lesson), {"verdict": "helpful"}, follow=True)
    assert "谢谢" in said.text
    client.post(address(lesson), {"verdict": "unclear", "sentence": " 表格\n看不懂 "})
    row = LessonFeedback.objects.get()
    assert (row.user, row.verdict, row.sentence) == (owner, "unclear", "表格 看不懂")
    fragment = client.get(address(lesson)).text
    assert 'value="表格 看不懂"' in fragment
    assert 'value="unclear" aria-pressed="true"' in fragment


@pytest.mark.parametrize(
    "sent", [{}, {"verdict": "great"}, {"verdict": "helpful", "sentence": "长" * 301}, {"verdict": "\x00"}]
)
def test_refusals_write_nothing(owner: User, lesson: LessonPage, sent: dict[str, str]) -> None:
    said = client_of(owner).post(address(lesson), sent, follow=True)
    assert said.status_code == 200
    assert list(said.context["messages"]) or "message" in said.text
    assert not LessonFeedback.objects.exists()


def test_four_byte_characters_are_kept(owner: User, lesson: LessonPage) -> None:
    client_of(owner).post(address(lesson), {"verdict": "helpful", "sentence": "很好 \U0001f44d\U00020000"})
    assert LessonFeedback.objects.get().sentence == "很好 \U0001f44d\U00020000"


def test_a_lesson_that_is_not_open_takes_no_word(owner: User, lesson: LessonPage) -> None:
    client = client_of(owner)
    assert (
        client.post(f"/zh-hans/learn/lesson/{uuid4()}/feedback/", {"verdict": "helpful"}).status_code == 404
    )
    lesson.unpublish()
    assert client.post(address(lesson), {"verdict": "helpful"}).status_code == 404


def test_what_others_said_is_not_shown(owner: User, colleague: User, lesson: LessonPage) -> None:
    client_of(colleague).post(address(lesson), {"verdict": "unclear", "sentence": "只有我知道"})
    client = client_of(owner)
    assert "只有我知道" not in client.get(address(lesson)).text + client.get(lesson.url).text


def test_the_lesson_page_asks_nothing_more_for_it(owner: User, lesson: LessonPage) -> None:
    client = client_of(owner)
    client.get(lesson.url)
    with CaptureQueriesContext(connection) as asked:
        client.get(lesson.url)
    assert not [query for query in asked if "lessonfeedback" in query["sql"]]


def test_trainers_see_numbers_from_five_on_and_never_a_name(
    trainer: User, company: Department, lesson: LessonPage
) -> None:
    ensure_roles()
    desk = client_of(trainer)
    people = [make_person(f"learner-number-{number}", f"某人{number}", company) for number in range(5)]
    for number, person in enumerate(people):
        sent = {"verdict": "unclear" if number < 2 else "helpful", "sentence": f"第{number}句"}
        client_of(person).post(address(lesson), sent)
        first, report = desk.get("/cms/").text, desk.get("/cms/desk/voices/").text
        detail = desk.get(f"/cms/desk/voices/{lesson.translation_key}/").text
        told = number + 1 >= voices.FEWEST
        assert ("第0句" in detail) == told
        assert ("不清楚：2" in detail or "没讲清楚：2" in detail) == told
        assert ("满 5 人后显示" in report) == (not told)
        assert ("满 5 人后显示" in first) == (not told)
        for text in (first, report, detail):
            assert not [one for one in people if one.name in text or one.username in text]
    assert voices.voices()[0].unclear == 2


def test_only_those_who_write_read_it(owner: User, hr: User, lesson: LessonPage) -> None:
    for user in (owner, hr):
        for path in ("", f"{lesson.translation_key}/"):
            assert client_of(user).get(f"/cms/desk/voices/{path}").status_code in {302, 403, 404}
