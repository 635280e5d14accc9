"""Every kind of content is previewed as learners see it, in both languages, and previews write nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cases.models import Case, CasePage, Scenario, ScenarioPage
from courses.models import CoursePage, GlossaryTerm, LearningPathPage, LessonPage
from home.models import HomePage
from people.models import User
from people.permissions import ensure_roles
from quizzes.models import Question, Quiz, QuizPage, Survey, SurveyPage
from tests.factories import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("academy")]
DEFINITIONS = (Question, Quiz, Survey, Case, Scenario, GlossaryTerm)
PAGES = (HomePage, CoursePage, LessonPage, QuizPage, SurveyPage, CasePage, ScenarioPage)


def preview(one: Any, mode: str, trainer: User) -> Any:
    """Return what the editor's preview shows, and the statements that wrote."""
    ensure_roles()
    request = client_of(trainer).get("/cms/").wsgi_request
    with CaptureQueriesContext(connection) as asked:
        response = one.make_preview_request(original_request=request, preview_mode=mode)
    written = [
        query["sql"]
        for query in asked
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in query["sql"]
    ]
    assert written == []
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "connect-src 'none'" in policy
    return response.content.decode()


@pytest.mark.parametrize("model", DEFINITIONS)
def test_a_definition_is_shown_in_both_languages(model: Any, trainer: User) -> None:
    one = model._default_manager.order_by("pk").first()
    modes = [mode for mode, _label in one.preview_modes]
    assert {mode.split(" ")[0] for mode in modes} == {"zh-hans", "en"}
    assert len({str(label) for _mode, label in one.preview_modes}) == len(modes)
    for mode in modes:
        language = "en" if mode.startswith("en") else "zh-Hans"
        assert f'<html lang="{language}">' in preview(one, mode, trainer)


@pytest.mark.parametrize("model", PAGES)
def test_a_page_is_shown_in_its_own_language(model: Any, trainer: User) -> None:
    for code, language in (("zh-hans", "zh-Hans"), ("en", "en")):
        page = model._default_manager.filter(locale__language_code=code).order_by("path").first()
        assert f'<html lang="{language}">' in preview(page, "", trainer)


def test_a_page_without_an_address_is_shown_in_its_own_language(trainer: User) -> None:
    course = CoursePage.objects.filter(locale__language_code="en").first()
    assert course
    page = LessonPage(title="Not saved", slug="not-saved", key="c1m99", locale=course.locale)
    page.path, page.depth = Page._get_path(course.path, course.depth + 1, 99), course.depth + 1
    page.set_url_path(course)
    assert '<html lang="en">' in preview(page, "", trainer)


def test_a_path_is_shown(trainer: User) -> None:
    index = Page.objects.filter(depth=3, locale__language_code="zh-hans", slug="courses").get()
    page = LearningPathPage(
        title="入门", slug="path-1", key="path-1", summary="两门课。", locale=index.locale
    )
    index.add_child(instance=page)
    assert "两门课。" in preview(page, "", trainer)


def test_a_quiz_shows_questions_without_their_key(trainer: User) -> None:
    quiz = Quiz.objects.filter(items__isnull=False).order_by("pk").first()
    assert quiz
    question = quiz.items.order_by("slot", "sort_order")[0].question
    page = preview(quiz, "zh-hans", trainer)
    assert question.stem_zh in page
    assert question.explanation_zh not in page


def test_previews_come_in_the_width_of_a_phone() -> None:
    for one in (*[model() for model in DEFINITIONS], LessonPage()):
        assert min(size["device_width"] for size in one.preview_sizes) <= 375
        assert one.default_preview_size == "mobile"
