"""The learner's screens over HTTP: what they show, what they write, whom they refuse."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses import actions
from courses.models import (
    CourseIndexPage,
    CoursePage,
    CoursePrerequisite,
    Enrolment,
    LearnerNote,
    LearningPathCourse,
    LearningPathPage,
    LessonPage,
    StepCompletion,
    StepKind,
)
from people.models import User
from tests.courses.builders import make_course, make_lesson, make_quiz_page
from tests.factories import client_of

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"
LEARN = "/zh-hans/learn/"
TABLES = (Enrolment, StepCompletion, LearnerNote)


def body_with_notes() -> list[Any]:
    return [
        {"type": "text", "id": "t1", "value": "<p>交接</p>"},
        {"type": "reflection", "id": "r1", "value": {"prompt": "谁替你多做了一遍？", "hint": ""}},
        {
            "type": "checklist",
            "id": "k1",
            "value": {
                "title": "三个条件",
                "items": [
                    {"type": "item", "id": "one", "value": "谁"},
                    {"type": "item", "id": "two", "value": "什么"},
                ],
            },
        },
    ]


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    made = make_lesson(course, "c1m9", title="从交接单看需求")
    made.body = body_with_notes()
    made.save()
    return made


def note_url(lesson: LessonPage, block: str) -> str:
    return f"{LEARN}lesson/{lesson.translation_key}/note/{block}/"


# Reading ---------------------------------------------------------------------------------------------


def test_it_works(owner: User, course: CoursePage, lesson: LessonPage) -> None:
    client = client_of(owner)
    assert course.title in client.get(LEARN).text
    page = client.get(course.get_url())
    assert "读完后按" in page.text
    shown = client.get(lesson.get_url())
    assert shown.status_code == 200
    assert "谁替你多做了一遍" in shown.text


def test_strangers_are_led_to_the_login(course: CoursePage, lesson: LessonPage) -> None:
    for url in (LEARN, course.get_url(), lesson.get_url(), "/zh-hans/glossary/", "/zh-hans/search/?q=a"):
        assert Client().get(url)["Location"].startswith("/accounts/login/")


def test_reading_writes_nothing(owner: User, course: CoursePage, lesson: LessonPage) -> None:
    client = client_of(owner)
    urls = [
        "/zh-hans/my/",
        LEARN,
        course.get_url(),
        lesson.get_url(),
        f"{LEARN}next/{lesson.translation_key}/",
        f"{LEARN}module/c1m1/",
        "/zh-hans/glossary/",
        "/zh-hans/search/?q=交接",
    ]
    for url in urls:
        client.get(url)
    assert [table.objects.count() for table in TABLES] == [0, 0, 0]


def test_buttons_answer_only_posts(owner: User, course: CoursePage, lesson: LessonPage) -> None:
    client = client_of(owner)
    for url in (
        f"{LEARN}course/{course.translation_key}/start/",
        f"{LEARN}lesson/{lesson.translation_key}/done/",
        note_url(lesson, "r1"),
    ):
        assert client.get(url).status_code == 405


def test_buttons_need_the_token(owner: User, lesson: LessonPage) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(f"{LEARN}lesson/{lesson.translation_key}/done/").status_code == 403
    assert not StepCompletion.objects.exists()


def test_start_enrols_once_and_leads_to_the_first_open_step(owner: User, course: CoursePage) -> None:
    client = client_of(owner)
    url = f"{LEARN}course/{course.translation_key}/start/"
    first, second = course.get_children().order_by("path")
    assert client.post(url)["Location"] == first.get_url()
    actions.complete_step(
        user=owner, step_key=first.translation_key, kind=StepKind.LESSON, language="zh-hans", now=NOW
    )
    assert client.post(url)["Location"] == second.get_url()
    assert Enrolment.objects.count() == 1


def test_done_leads_on_and_twice_is_once(owner: User, course: CoursePage) -> None:
    client = client_of(owner)
    first, second = course.get_children().order_by("path")
    url = f"{LEARN}lesson/{first.translation_key}/done/"
    assert client.post(url)["Location"] == second.get_url()
    assert client.post(url)["Location"] == second.get_url()
    assert StepCompletion.objects.count() == 1
    assert client.post(f"{LEARN}lesson/{second.translation_key}/done/")["Location"] == course.get_url()
    assert "100 / 100" in client.get(course.get_url()).text


def test_a_quiz_is_not_done_by_the_lessons_button(owner: User, course: CoursePage) -> None:
    page = make_quiz_page(course)
    assert client_of(owner).post(f"{LEARN}lesson/{page.translation_key}/done/").status_code == 404


def test_next_step_leads_behind_a_quiz(owner: User, course: CoursePage) -> None:
    page = make_quiz_page(course)
    first = course.get_children().order_by("path").first()
    answer = client_of(owner).get(f"{LEARN}next/{page.translation_key}/")
    assert answer["Location"] == first.get_url()


def test_next_step_of_an_unknown_page_says_so(owner: User, site: dict[str, CourseIndexPage]) -> None:
    answer = client_of(owner).get(f"{LEARN}next/{uuid4()}/", follow=True)
    assert "还没有" in answer.text


def test_module_leads_to_the_lesson_or_says_so(owner: User, course: CoursePage) -> None:
    client = client_of(owner)
    first = course.get_children().order_by("path").first()
    assert client.get(f"{LEARN}module/c1m1/")["Location"] == first.get_url()
    assert "这一节还没有这种语言的版本" in client.get(f"{LEARN}module/c9m9/", follow=True).text
    english = client.get("/en/learn/module/c1m1/", follow=True)
    assert "This lesson is not available in this language yet." in english.text


def test_a_course_of_the_other_language_is_not_shown_in_its_place(owner: User, course: CoursePage) -> None:
    answer = client_of(owner).get("/en/learn/")
    assert course.title not in answer.text
    assert "No course is published in this language yet." in answer.text


# Closed doors ----------------------------------------------------------------------------------------


def urls_of(course: CoursePage, lesson: LessonPage) -> list[str]:
    return [course.get_url(), lesson.get_url()]


def assert_invisible(client: Client, course: CoursePage, lesson: LessonPage) -> None:
    """The course, its lesson and everything that leads there are not there."""
    for url in urls_of(course, lesson):
        assert client.get(url).status_code == 404
    for url in (
        f"{LEARN}course/{course.translation_key}/start/",
        f"{LEARN}lesson/{lesson.translation_key}/done/",
        note_url(lesson, "r1"),
    ):
        assert client.post(url, {"seq": 1, "text": "x"}).status_code == 404
    for url in (LEARN, "/zh-hans/my/", f"{LEARN}module/c1m9/", "/zh-hans/search/?q=交接单"):
        assert course.title not in client.get(url, follow=True).text
        assert lesson.title not in client.get(url, follow=True).text
    assert [table.objects.count() for table in TABLES] == [0, 0, 0]


def test_an_unpublished_course_is_invisible_with_its_lessons(
    owner: User, course: CoursePage, lesson: LessonPage
) -> None:
    urls = urls_of(course, lesson)
    course.unpublish()
    client = client_of(owner)
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert_invisible(client, course, lesson)


def test_an_unpublished_lesson_leaves_the_course(owner: User, course: CoursePage, lesson: LessonPage) -> None:
    url = lesson.get_url()
    lesson.unpublish()
    client = client_of(owner)
    assert client.get(url).status_code == 404
    assert lesson.title not in client.get(course.get_url()).text


def test_a_course_for_a_group_is_open_to_that_group_only(
    owner: User, colleague: User, course: CoursePage, lesson: LessonPage
) -> None:
    group = Group.objects.create(name="pilot")
    restriction = PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)
    colleague.groups.add(group)
    assert_invisible(client_of(owner), course, lesson)
    assert client_of(colleague).get(lesson.get_url()).status_code == 200


def test_wagtails_own_login_form_is_not_reachable(owner: User, course: CoursePage) -> None:
    assert client_of(owner).get("/zh-hans/_util/login/").status_code == 404
    assert Client().get("/zh-hans/_util/login/")["Location"].startswith("/accounts/login/")


# Notes -----------------------------------------------------------------------------------------------


def test_a_note_is_kept_and_shown_to_its_writer_only(
    owner: User, colleague: User, lesson: LessonPage
) -> None:
    client = client_of(owner)
    answer = client.post(note_url(lesson, "r1"), {"seq": 1, "text": "夜班要停机编号"})
    assert answer["Location"] == f"{lesson.get_url()}#note-r1"
    assert "夜班要停机编号" in client.get(lesson.get_url()).text
    assert "夜班要停机编号" not in client_of(colleague).get(lesson.get_url()).text


def test_another_persons_note_cannot_be_written(owner: User, colleague: User, lesson: LessonPage) -> None:
    client_of(owner).post(note_url(lesson, "r1"), {"seq": 1, "text": "我的"})
    client_of(colleague).post(note_url(lesson, "r1"), {"seq": 9, "text": "别人的", "user": owner.pk})
    assert LearnerNote.objects.get(user=owner).text == "我的"


def test_the_script_gets_json(owner: User, lesson: LessonPage) -> None:
    client = client_of(owner)
    answer = client.post(
        note_url(lesson, "r1"), {"seq": 1, "text": "甲"}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"seq": 2, "state": "已保存。"}


def test_an_older_window_does_not_overwrite(owner: User, lesson: LessonPage) -> None:
    client = client_of(owner)
    client.post(note_url(lesson, "r1"), {"seq": 1, "text": "新的"})
    plain = client.post(note_url(lesson, "r1"), {"seq": 1, "text": "旧窗口的"})
    assert plain.status_code == 409
    assert "新的" in plain.text
    assert "旧窗口的" in plain.text
    script = client.post(
        note_url(lesson, "r1"), {"seq": 1, "text": "旧窗口的"}, headers={"accept": "application/json"}
    )
    assert script.status_code == 409
    assert LearnerNote.objects.get().text == "新的"


def test_sending_the_same_note_again_does_no_harm(owner: User, lesson: LessonPage) -> None:
    client = client_of(owner)
    for _time in range(2):
        answer = client.post(note_url(lesson, "r1"), {"seq": 1, "text": "甲"})
        assert answer.status_code == 302
    assert LearnerNote.objects.get().seq == 1


def test_ticks_are_kept_and_only_those_of_the_list(owner: User, lesson: LessonPage) -> None:
    client = client_of(owner)
    client.post(note_url(lesson, "k1"), {"seq": 1, "tick": ["two", "invented"], "text": "nein"})
    note = LearnerNote.objects.get()
    assert (note.ticks, note.text) == (["two"], "")
    assert 'value="two" checked' in client.get(lesson.get_url()).text


@pytest.mark.parametrize("seq", ["", "0", "-1", "x", "9" * 30, "²"])
def test_numbers_that_are_none_are_refused(owner: User, lesson: LessonPage, seq: str) -> None:
    client_of(owner).post(note_url(lesson, "r1"), {"seq": seq, "text": "甲"})
    assert not LearnerNote.objects.exclude(text="").exists()


def test_notes_that_are_too_long_are_refused(owner: User, lesson: LessonPage) -> None:
    answer = client_of(owner).post(
        note_url(lesson, "r1"), {"seq": 1, "text": "长" * 4001}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 400
    assert not LearnerNote.objects.exists()


@pytest.mark.parametrize("block", ["t1", "nothing", "..%2f"])
def test_there_is_no_note_where_there_is_no_such_block(owner: User, lesson: LessonPage, block: str) -> None:
    assert client_of(owner).post(note_url(lesson, block), {"seq": 1, "text": "x"}).status_code == 404


def test_hostile_text_comes_out_as_text(owner: User, course: CoursePage, lesson: LessonPage) -> None:
    owner.name = HOSTILE[:80]
    owner.save()
    lesson.title = HOSTILE
    lesson.save()
    course.title = HOSTILE
    course.summary = HOSTILE
    course.save()
    client = client_of(owner)
    client.post(note_url(lesson, "r1"), {"seq": 1, "text": HOSTILE + "\x00"})
    conflict = client.post(note_url(lesson, "r1"), {"seq": 1, "text": HOSTILE + "2"})
    pages = [conflict]
    for url in (
        LEARN, "/zh-hans/my/", course.get_url(), lesson.get_url(),
        f"/zh-hans/search/?q={HOSTILE}", f"/zh-hans/glossary/?q={HOSTILE}",
    ):  # fmt: skip
        pages.append(client.get(url))
    for page in pages:
        assert "<script>alert(1)" not in page.text
        assert "<img src=x" not in page.text
        assert page.status_code in {200, 409}


@pytest.mark.parametrize("asked", ["%00", "'", "a" * 5000, "%22 OR 1", "*", "(", "\\", "___"])
def test_odd_searches_are_answered(owner: User, course: CoursePage, asked: str) -> None:
    client = client_of(owner)
    assert client.get(f"/zh-hans/search/?q={asked}").status_code == 200
    assert client.get(f"/zh-hans/glossary/?q={asked}").status_code == 200


# Prerequisites and paths -----------------------------------------------------------------------------


def test_what_to_finish_first_is_said_by_translation(
    owner: User, site: dict[str, CourseIndexPage], course: CoursePage
) -> None:
    english = make_course(site["en"], lessons=0, translation_key=course.translation_key, title="First")
    second = make_course(site["zh-hans"], "c2")
    CoursePrerequisite.objects.create(page=second, course=english)
    client = client_of(owner)
    shown = client.get(second.get_url()).text
    assert course.title in shown
    assert "还没学完" in shown
    Enrolment.objects.create(
        user=owner,
        course_key=course.translation_key,
        title="x",
        source="self",
        enrolled_at=NOW,
        completed_at=NOW,
    )
    assert "还没学完" not in client.get(second.get_url()).text


def test_a_path_shows_its_courses_and_what_is_missing(
    owner: User, site: dict[str, CourseIndexPage], course: CoursePage
) -> None:
    hidden = make_course(site["zh-hans"], "c2", live=False)
    index = site["zh-hans"]
    index.refresh_from_db()
    path = index.add_child(
        instance=LearningPathPage(
            title="全员", slug="everyone", key="everyone", summary="约 4.5 小时", locale=index.locale
        )
    )
    for number, one in enumerate((course, hidden)):
        LearningPathCourse.objects.create(page=path, course=one, sort_order=number)
    client = client_of(owner)
    for url in (LEARN, path.get_url()):
        shown = client.get(url).text
        assert course.title in shown
        assert hidden.title not in shown
        assert "另有 1 门课" in shown


# Cost ------------------------------------------------------------------------------------------------


def test_lists_cost_the_same_at_two_sizes(owner: User, site: dict[str, CourseIndexPage]) -> None:
    client = client_of(owner)

    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    course = make_course(site["zh-hans"], "c1")
    actions.enrol(user=owner, course_key=course.translation_key, title="x", now=NOW)
    urls = (LEARN, "/zh-hans/my/", course.get_url())
    small = [cost(url) for url in urls]
    for number in range(2, 8):
        site["zh-hans"].refresh_from_db()
        made = make_course(site["zh-hans"], f"c{number}", lessons=3)
        actions.enrol(user=owner, course_key=made.translation_key, title="x", now=NOW)
    for number in range(10):
        make_lesson(course, f"more{number}")
    assert [cost(url) for url in urls] == small
