"""Every lesson of the ready-made academy, in both languages, as a learner reads it on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from courses.models import CoursePage, LessonPage
from people.models import User
from tests.browser.conftest import PHONE
from tests.browser.looking import authored
from tests.browser.world import World

COURSES = [f"c{number}" for number in range(1, 8)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("key", COURSES)
def test_lessons_are_fit_for_everybody(
    world: World, open_as: Callable[..., Page], learner: User, key: str, language: str
) -> None:
    course = CoursePage.objects.get(key=key, locale__language_code=language)
    lessons = LessonPage.objects.child_of(course).live()
    page = open_as(learner, language=language, size=PHONE)
    wrong = {}
    for one in (course, *lessons):
        page.goto(one.get_url())
        wrong[one.title] = authored(page, language)
    assert len(wrong) > 1
    assert {title: found for title, found in wrong.items() if found} == {}


def test_every_course_is_looked_at(world: World) -> None:
    assert sorted(set(CoursePage.objects.live().values_list("key", flat=True))) == COURSES
