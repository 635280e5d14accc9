"""Content that is there in one language only says so, names the language, and is whole in it."""

import re
from typing import Any

import pytest
from django.test import Client

from cases.models import Run
from courses.models import CoursePage
from people.models import User
from quizzes.models import Attempt, QuestionVersion, SurveyResponse, SurveyVersion
from tests.cases import builders as cases
from tests.courses.builders import make_course, make_lesson, make_site
from tests.factories import client_of
from tests.quizzes import factories as quizzes

pytestmark = pytest.mark.django_db
NOTE = "no complete English version"


def without_english(data: Any, spared: str = "") -> Any:
    """Return plain content with English taken away, except under one name."""
    if isinstance(data, dict):
        if set(data) == {"zh", "en"}:
            return {"zh": data["zh"], "en": [] if isinstance(data["en"], list) else ""}
        return {
            name: part if name == spared else without_english(part, spared) for name, part in data.items()
        }
    return [without_english(part, spared) for part in data] if isinstance(data, list) else data


def take_english_away(version: Any) -> None:
    """Change a frozen version as no action of ours could: old data, a foreign hand."""
    type(version).objects.filter(pk=version.pk).update(content=without_english(version.content))


def attempt(client: Client, user: User) -> Attempt:
    """Begin a try at a quiz with one question that has an English stem and Chinese options."""
    question = quizzes.make_question(key="q-1", stem_zh="谁接过去用？", stem_en="Who uses it?")
    page = quizzes.make_quiz_page(quizzes.make_quiz(question))
    version = QuestionVersion.objects.get(key="q-1")
    quizzes.publish_next(version, without_english(version.content, spared="stem"))
    client.post(f"/en/quiz/{page.translation_key}/start/")
    return Attempt.objects.get(user=user)


def test_a_question_is_shown_whole_in_the_language_it_has(owner: User) -> None:
    client = client_of(owner)
    mine = attempt(client, owner)
    shown = client.get(f"/en/quiz/{mine.pk}/").text
    assert NOTE in shown
    assert re.search(
        r'<div lang="zh-Hans">\s*<fieldset class="options"[^>]*>\s*<legend[^>]*>谁接过去用？', shown
    )
    assert "Who uses it?" not in shown
    assert "data-other-language" not in client.get(f"/zh-hans/quiz/{mine.pk}/").text


def test_so_is_its_result(owner: User) -> None:
    client = client_of(owner)
    mine = attempt(client, owner)
    client.post(f"/en/quiz/{mine.pk}/submit/")
    shown = client.get(f"/en/quiz/{mine.pk}/result/").text
    assert NOTE in shown
    assert re.search(r'<article class="card stack review" lang="zh-Hans">', shown)


def test_a_complete_question_has_no_note(owner: User) -> None:
    client = client_of(owner)
    question = quizzes.make_question(key="q-2", stem_en="Who uses it?")
    page = quizzes.make_quiz_page(quizzes.make_quiz(question))
    version = QuestionVersion.objects.get(key="q-2")
    quizzes.publish_next(version, _doubled(without_english(version.content)))
    client.post(f"/en/quiz/{page.translation_key}/start/")
    shown = client.get(f"/en/quiz/{Attempt.objects.get(user=owner).pk}/").text
    assert "data-other-language" not in shown


def _doubled(data: Any) -> Any:
    if isinstance(data, dict):
        if set(data) == {"zh", "en"}:
            return {"zh": data["zh"], "en": data["zh"]}
        return {name: _doubled(part) for name, part in data.items()}
    return [_doubled(part) for part in data] if isinstance(data, list) else data


@pytest.mark.parametrize("kind", ["role-play", "case"])
def test_cases_and_role_plays_are_shown_whole(owner: User, kind: str) -> None:
    client = client_of(owner)
    page = cases.make_scenario_page() if kind == "role-play" else cases.make_case_page()
    client.post(f"/zh-hans/practice/{page.translation_key}/start/")
    run = Run.objects.get(user=owner)
    complete = client.get(f"/en/{kind}/{run.pk}/").text
    assert "data-other-language" not in complete
    take_english_away(run.version)
    shown = client.get(f"/en/{kind}/{run.pk}/").text
    assert NOTE in shown
    assert '<main id="main" tabindex="-1" lang="zh-Hans"' in shown
    assert run.version.content["title"]["zh"] in shown.split("<main", 1)[1]
    assert '<html lang="en">' in shown


def test_a_questionnaire_is_too(owner: User) -> None:
    client = client_of(owner)
    page = quizzes.make_survey_page(quizzes.make_survey())
    client.post(f"/zh-hans/self-check/{page.translation_key}/start/")
    mine = SurveyResponse.objects.get(user=owner)
    take_english_away(SurveyVersion.objects.get(pk=mine.version_id))
    shown = client.get(f"/en/self-check/{mine.pk}/").text
    assert NOTE in shown
    assert '<main id="main" tabindex="-1" lang="zh-Hans"' in shown


@pytest.fixture
def course(db: None) -> CoursePage:
    """A course in both languages whose second lesson is in Chinese only."""
    index = make_site()
    made = make_course(index["zh-hans"])
    english = make_course(index["en"], lessons=0, translation_key=made.translation_key, title="One")
    first = made.get_children().first().specific
    make_lesson(english, "c1m1", translation_key=first.translation_key, title="First")
    return made


def test_a_course_names_the_steps_it_lacks(owner: User, course: CoursePage) -> None:
    english = course.get_translations().get()
    shown = client_of(owner).get(english.url).text
    (link,) = re.findall(r'<a href="([^"]*)" hreflang="zh-Hans" lang="zh-Hans">第 c1m2 节</a>', shown)
    assert client_of(owner).get(link).status_code == 200
    assert "hreflang" not in client_of(owner).get(course.url).text.split("<main", 1)[1]
    lesson = course.get_children().last()
    lesson.live = False
    lesson.save()
    assert "第 c1m2 节" not in client_of(owner).get(english.url).text


def test_switching_stays_and_says_why(owner: User, course: CoursePage) -> None:
    url = course.get_children().last().url
    shown = client_of(owner).get("/language/en/", {"next": url}, follow=True)
    assert shown.redirect_chain[-1][0] == url
    sentence = "There is no English version of this page yet"
    assert re.search(rf'<li class="note[^"]*" lang="en">{sentence}', shown.text)
