"""The lesson editor finds every script and style its blocks ask for; lacking one, it shows no blocks."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage
from home.models import HomePage
from people.models import User


@pytest.fixture
def course(db: None) -> CoursePage:
    """A course with nothing in it."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="首页", slug="neike"))
    index = home.add_child(instance=CourseIndexPage(title="课程", slug="courses"))
    return index.add_child(instance=CoursePage(title="课程一", slug="c1", key="c1", summary="概要。"))


def test_no_script_or_style_of_the_editor_is_missing(
    client: Client, administrator: User, course: CoursePage
) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)

    page = client.get(f"/cms/pages/add/courses/lessonpage/{course.pk}/").text

    files = set(re.findall(r'/static/([^"?]+\.(?:js|css))', page))
    assert "typed_table_block/js/typed_table_block.js" in files
    assert [file for file in sorted(files) if finders.find(file) is None] == []
