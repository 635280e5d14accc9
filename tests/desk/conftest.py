"""A lesson to work on, for the tests that ask for one."""

import pytest

from courses.models import LessonPage
from people.permissions import ensure_roles
from tests.courses.builders import make_course, make_site


@pytest.fixture
def lesson(db: None) -> LessonPage:
    """A lesson in a course."""
    course = make_course(make_site()["zh-hans"], lessons=1)
    ensure_roles()
    found = LessonPage.objects.child_of(course).first()
    assert found
    return found
