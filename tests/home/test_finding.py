"""A Chinese word inside a sentence is found, on either database; what is not open is not."""

import pytest
from wagtail.models import Page, PageViewRestriction

from courses.models import CoursePage, GlossaryTerm, LessonPage
from home.finding import find
from people.models import User
from tests.courses.builders import make_course, make_lesson, make_site

SENTENCE = "<p>质量部每天发出四十多份检验报告，产线组长只看一行结论。</p>"


@pytest.fixture
def lesson(db: None) -> LessonPage:
    """A published lesson whose text holds one sentence."""
    course = make_course(make_site()["zh-hans"], lessons=0, title="弄清楚谁是客户")
    return make_lesson(course, "c1m1", title="从交接单看需求", body=[("text", SENTENCE)])


@pytest.fixture
def term(db: None) -> GlossaryTerm:
    """A published term."""
    return GlossaryTerm.objects.create(
        key="handover",
        term_zh="交接",
        term_en="handover",
        definition_zh="把产出交给接手的人。",
        definition_en="Passing an output to whoever takes it over.",
    )


def titles(user: User, asked: str) -> list[str]:
    return [hit.title for hit in find(user, asked).pages]


@pytest.mark.parametrize("asked", ["检验报告", "检验", "产线组长", "结论", "从交接单"])
def test_a_word_inside_a_sentence_is_found(owner: User, lesson: LessonPage, asked: str) -> None:
    assert titles(owner, asked) == [lesson.title]


@pytest.mark.parametrize("asked", ["报检", "组长产线", "钓鱼", "检验 钓鱼"])
def test_what_is_not_there_is_not_found(owner: User, lesson: LessonPage, asked: str) -> None:
    assert titles(owner, asked) == []


def test_terms_are_found_in_both_languages(owner: User, term: GlossaryTerm) -> None:
    assert find(owner, "交接").terms == (term,)
    assert find(owner, "handover").terms == (term,)
    assert find(owner, "产出").terms == (term,)


def test_drafts_of_terms_are_not_found(owner: User, term: GlossaryTerm) -> None:
    term.unpublish()
    assert find(owner, "交接").terms == ()


def test_unpublished_lessons_are_not_found(owner: User, lesson: LessonPage) -> None:
    lesson.unpublish()
    assert titles(owner, "检验报告") == []


def test_lessons_of_an_unpublished_course_are_not_found(owner: User, lesson: LessonPage) -> None:
    Page.objects.filter(pk=CoursePage.objects.get().pk).update(live=False)
    assert titles(owner, "检验报告") == []


def test_restricted_lessons_are_not_found(owner: User, lesson: LessonPage) -> None:
    PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.GROUPS)
    assert titles(owner, "检验报告") == []


def test_what_is_being_edited_is_not_found_before_it_is_published(owner: User, lesson: LessonPage) -> None:
    lesson.body = [("text", "<p>还没有公布的钓鱼邮件。</p>")]
    lesson.save_revision()
    assert titles(owner, "钓鱼") == []
    assert titles(owner, "检验") == [lesson.title]


@pytest.mark.parametrize("asked", ['"', "''", "(", "*", '" OR 1', "检验* AND", "\\", "-"])
def test_marks_of_query_languages_do_no_harm(owner: User, lesson: LessonPage, asked: str) -> None:
    assert isinstance(titles(owner, asked), list)
