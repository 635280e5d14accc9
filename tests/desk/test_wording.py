"""What the checks say about words the glossary avoids, long screens, and places nobody reaches."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import timezone

from cases import authoring
from core.findings import Level
from courses.models import GlossaryTerm, LessonPage
from courses.terms_check import pairs
from desk import actions, linting, queries
from people.models import User
from people.permissions import ensure_roles
from quizzes.models import Question
from tests.cases.builders import small_case, small_scenario
from tests.courses.builders import make_case_page, make_course, make_lesson, make_quiz_page, make_site
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(db: None) -> LessonPage:
    """A lesson in Chinese."""
    course = make_course(make_site()["zh-hans"], lessons=0)
    ensure_roles()
    return make_lesson(course, "c1m1", summary="弄清谁接过去用。")


@pytest.fixture
def term(db: None) -> GlossaryTerm:
    """A term with what is not used for it."""
    caches["authored"].clear()
    words = {"term_zh": "内部客户", "term_en": "internal customer"}
    words |= {"avoid_zh": "内部顾客\n内部甲方", "avoid_en": "internal client"}
    return GlossaryTerm.objects.create(key="internal-customer", definition_zh="…", definition_en="…", **words)


def found(one: Any, code: str) -> list[str]:
    return [finding.text for finding in linting.findings_of(one) if finding.code == code]


def test_plain_content_is_read_through() -> None:
    data = {"stem": {"zh": "题", "en": "q"}, "rows": [{"text": {"zh": ["甲", "乙"], "en": []}}], "n": 3}
    assert list(pairs(data)) == [
        ("stem", "zh", "题"),
        ("stem", "en", "q"),
        ("rows/1/text", "zh", "甲"),
        ("rows/1/text", "zh", "乙"),
    ]


def test_a_lesson_is_told_the_word_to_use(lesson: LessonPage, term: GlossaryTerm) -> None:
    assert found(lesson, "variant") == []
    callout = {"side": "note", "title": "内部甲方", "text": "。"}
    raw: list[Any] = [{"type": "text", "id": "a", "value": "<p>谁是你的内部顾客？</p>"}]
    raw += [{"type": "callout", "id": "b", "value": callout}]
    lesson.body = lesson.body.stream_block.to_python(raw)
    sentences = found(lesson, "variant")
    assert len(sentences) == 2
    assert "“内部客户”" in sentences[0]
    term.live = False
    term.save()
    caches["authored"].clear()  # else a minute has to pass
    assert found(lesson, "variant") == []


def with_words(make: Callable[[], Any], field: str) -> Any:
    made = make()
    one = type(made)._default_manager.get(pk=made.pk)
    setattr(one, f"{field}_zh", "内部顾客说了算")
    setattr(one, f"{field}_en", "The internal client decides")
    return one


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: make_question(key="q-1"), "stem"),
        (make_survey, "title"),
        (lambda: authoring.save_case(small_case()), "narrative"),
        (lambda: authoring.save_scenario(small_scenario()), "situation"),
    ],
)
def test_every_definition_is_too_in_both_languages(
    make: Callable[[], Any], field: str, term: GlossaryTerm
) -> None:
    sentences = found(with_words(make, field), "variant")
    assert ["“内部客户”" in sentences[0], "internal customer" in sentences[1]] == [True, True]


def test_it_is_a_warning_that_saving_keeps_and_a_reason_mutes(term: GlossaryTerm, trainer: User) -> None:
    ensure_roles()
    question = Question.objects.get(pk=make_question(key="q-1", stem_zh="谁是内部顾客？").pk)
    health = actions.check(question, now=timezone.now())
    assert health.worst == Level.WARNING
    finding = next(one for one in linting.findings_of(question) if one.code == "variant")
    edit = client_of(trainer).get(f"/cms/snippets/quizzes/question/edit/{question.pk}/").text
    assert "“内部客户”" in edit
    actions.mute(
        user=trainer, one=question, code="variant", where=finding.where, reason="引用原话", now=timezone.now()
    )
    assert "variant" not in {line.code for line in queries.open_findings(question)}


def test_texts_one_after_the_other_are_one_screen(lesson: LessonPage) -> None:
    part: Any = ("text", "<p>" + "接过去用的人。" * 60 + "</p>")
    callout: Any = ("callout", {"side": "note", "title": "一", "text": "。"})
    bodies = [([part], 0), ([part, part], 1), ([part, callout, part], 0), ([part] * 4, 1)]
    for body, long in bodies:
        lesson.body = body
        assert len(found(lesson, "long_screen")) == long


def test_everything_above_has_to_be_published(lesson: LessonPage) -> None:
    assert found(lesson, "unreachable") == []
    for depth in (4, 3):
        above = lesson.get_ancestors().get(depth=depth)
        above.live = False
        above.save()
        assert found(LessonPage.objects.get(pk=lesson.pk), "unreachable")
        above.live = True
        above.save()


def test_a_place_without_content_says_so(lesson: LessonPage, trainer: User) -> None:
    course = lesson.get_parent().specific
    quiz, case = make_quiz_page(course), make_case_page(course)
    assert found(quiz, "nothing_offered") == []
    actions.archive(quiz.quiz, user=trainer, now=timezone.now())
    assert found(quiz, "nothing_offered")
    case.definition.live = False
    assert found(case, "nothing_offered")
    quiz.title = "Course quiz of all the words that nobody has translated"
    assert found(quiz, "other_language")
    edit = client_of(trainer).get(f"/cms/pages/{quiz.pk}/edit/").text
    assert "找不到内容" in edit


def test_the_first_page_of_a_place_that_is_made_asks_for_no_choice(lesson: LessonPage, trainer: User) -> None:
    course = lesson.get_parent()
    for kind in ("quizzes/quizpage", "quizzes/surveypage", "cases/casepage", "cases/scenariopage"):
        address = f"/cms/pages/add/{kind}/{course.pk}/"
        assert client_of(trainer).get(address).status_code == 200
        assert client_of(trainer).post(address, {"title": "新的一步", "slug": "new"}).status_code in {
            200,
            302,
        }
