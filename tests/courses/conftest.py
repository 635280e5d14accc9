"""A small academy: one course of two lessons in Chinese."""

import pytest
from django.core.cache import caches

from courses.models import CourseIndexPage, CoursePage
from tests.courses.builders import make_course, make_site


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Each test begins with an empty cache of authored pages."""
    caches["authored"].clear()


@pytest.fixture
def site(db: None) -> dict[str, CourseIndexPage]:
    """The containers of both languages."""
    return make_site()


@pytest.fixture
def course(site: dict[str, CourseIndexPage]) -> CoursePage:
    """A live course of two lessons."""
    return make_course(site["zh-hans"])
