"""The glossary's page and the terms explained in lessons."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from courses.explaining import explained
from courses.glossary import groups, terms
from courses.models import CoursePage, GlossaryTerm
from people.models import User
from tests.courses.builders import make_lesson

pytestmark = pytest.mark.django_db


def term(key: str, zh: str, en: str, **fields: Any) -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        key=key,
        term_zh=zh,
        term_en=en,
        definition_zh=f"{zh}的意思",
        definition_en=f"meaning of {en}",
        **fields,
    )


@pytest.fixture
def some() -> None:
    term("deliverable", "交付", "deliverable")
    term("need", "需求", "need", marked_en=False)
    term("chart", "责任分工表", "responsibility chart (RACI)")
    term("draft", "草稿", "draft", live=False)


def test_a_term_is_explained_behind_a_button_and_links_to_the_glossary(some: None) -> None:
    with override("zh-hans"):
        [html] = explained(["<p>需求和交付，草稿。</p>"])
    assert '<button type="button" class="gloss" popovertarget="term-deliverable">交付</button>' in html
    assert 'id="term-deliverable"' in html
    assert "交付的意思" in html
    assert 'href="/zh-hans/glossary/#deliverable"' in html
    assert 'lang="en">deliverable<' in html
    assert "term-draft" not in html


def test_everyday_words_and_what_stands_in_brackets_are_left(some: None) -> None:
    with override("en"):
        [html] = explained(["<p>You need a responsibility chart.</p>"])
    assert re.findall(r'popovertarget="([^"]+)"', html) == ["term-chart"]


def test_parts_that_are_no_html_stay_as_they_are(some: None) -> None:
    mark = object()
    assert explained([mark, "<p>a</p>"]) == [mark, "<p>a</p>"]


def test_markup_in_a_definition_is_text(some: None) -> None:
    term("evil", "坏词", "evil")
    GlossaryTerm.objects.filter(key="evil").update(definition_zh="<script>alert(1)</script>")
    with override("zh-hans"):
        [html] = explained(["<p>坏词</p>"])
    assert "<script>" not in html


def test_search_finds_either_language_and_the_meaning(some: None) -> None:
    assert [found.key for found in terms("RACI")] == ["chart"]
    assert [found.key for found in terms("需求的")] == ["need"]
    assert terms("草稿") == []


def test_groups_follow_the_language(some: None, owner: User) -> None:
    with override("zh-hans"):
        assert [group.letter for group in groups(terms(""), owner)] == ["J", "X", "Z"]
    with override("en"):
        assert [group.letter for group in groups(terms(""), owner)] == ["D", "N", "R"]


def test_a_term_links_to_published_lessons_that_teach_it(course: CoursePage, owner: User) -> None:
    lesson = make_lesson(course, "c1m9")
    make_lesson(course, "c1m8", live=False)
    term("map", "客户地图", "customer map", taught_in="c1m9 c1m8 c9m9")
    with override("zh-hans"):
        [group] = groups(terms(""), owner)
    assert [(found.title, found.url) for found in group.entries[0].lessons] == [
        (lesson.title, lesson.get_url())
    ]


@pytest.mark.parametrize("number", [2, 20])
def test_the_page_asks_a_fixed_number_of_questions(course: CoursePage, owner: User, number: int) -> None:
    for place in range(number):
        make_lesson(course, f"c1x{place}")
        term(f"t{place}", f"交付{place}", f"deliverable {place}", taught_in=f"c1x{place}")
    with override("zh-hans"), CaptureQueriesContext(connection) as seen:
        groups(terms(""), owner)
    assert len(seen) <= 7
