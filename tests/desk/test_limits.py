"""The editors open in a bounded number of queries at any size, and bad input gets a sentence."""

import io
import json
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture
from wagtail.images.models import Image

from courses.models import LessonPage
from people.models import User
from people.permissions import ensure_roles
from quizzes.models import Question
from tests.courses.builders import make_course, make_lesson, make_site
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_quiz

pytestmark = pytest.mark.django_db
BANK = "/cms/snippets/quizzes/question/"
MOST_QUERIES = 40


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser, with a site."""
    make_course(make_site()["zh-hans"], lessons=0)
    ensure_roles()
    return client_of(trainer)


def asked(desk: Client, address: str) -> tuple[int, float]:
    desk.get(address)
    with CaptureQueriesContext(connection) as queries:
        begun = time.process_time()
        assert desk.get(address).status_code == 200
    return len(queries), time.process_time() - begun


def lesson_of(blocks: int) -> LessonPage:
    from courses.models import CoursePage  # noqa: PLC0415 - only this helper needs it

    course = CoursePage.objects.first()
    assert course
    kinds: list[Any] = [
        ("text", "<p>两个部门争“谁是谁的客户”。</p>"),
        ("callout", {"side": "theirs", "title": "仓库", "text": "少一列。"}),
        ("reflection", {"prompt": "谁替你多做了一遍？", "hint": ""}),
    ]
    return make_lesson(course, f"c1m{blocks}", body=[kinds[place % 3] for place in range(blocks)])


def test_a_lesson_of_thirty_blocks_opens_within_bounds(desk: Client) -> None:
    few, _short = asked(desk, f"/cms/pages/{lesson_of(3).pk}/edit/")
    many, seconds = asked(desk, f"/cms/pages/{lesson_of(30).pk}/edit/")
    assert few == many < MOST_QUERIES
    assert seconds < 1


def test_a_quiz_opens_within_bounds(desk: Client) -> None:
    counts = []
    for size in (3, 12):
        quiz = make_quiz(*[make_question(key=f"q-{size}-{n}") for n in range(size)], key=f"quiz-{size}")
        counts.append(asked(desk, f"/cms/snippets/quizzes/quiz/edit/{quiz.pk}/"))
    assert max(count for count, _seconds in counts) < MOST_QUERIES
    assert max(seconds for _count, seconds in counts) < 1


def test_the_list_of_five_thousand_questions_opens_within_bounds(desk: Client) -> None:
    make_question(key="q-first")
    few, _short = asked(desk, BANK)
    Question.objects.bulk_create(
        Question(key=f"q-{n:05d}", kind="single_choice", dimension="ownership", stem_zh=f"第 {n} 题")
        for n in range(5_000)
    )
    for query in ("", "?health=none", "?language_state=no_en", "?module=c1m1&difficulty=easy", "?q=第"):
        many, seconds = asked(desk, BANK + query)
        assert many < MOST_QUERIES, query
        assert seconds < 1, query
    assert asked(desk, BANK)[0] == few + 0


def upload(desk: Client, name: str, content: bytes, kind: str) -> str:
    file = SimpleUploadedFile(name, content, content_type=kind)
    answer = desk.post("/cms/images/add/", {"title": "图", "file": file, "collection": "1"})
    assert answer.status_code == 200
    assert not Image.objects.exists()
    return " ".join(str(error) for errors in answer.context["form"].errors.values() for error in errors)


def test_a_picture_of_sixty_megapixels_is_refused_with_a_sentence(desk: Client) -> None:
    buffer = io.BytesIO()
    Picture.new("1", (10_000, 6_000)).save(buffer, "PNG")
    assert "像素" in upload(desk, "big.png", buffer.getvalue(), "image/png")


def test_drawings_with_script_are_refused_with_a_sentence(desk: Client) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert upload(desk, "drawing.svg", svg, "image/svg+xml")
    assert upload(desk, "drawing.png", svg, "image/png")


# What the editor may be made to send: its own format, with what a web page or a hostile hand puts into it.
PASTED = {
    "blocks": [
        {
            "key": "a",
            "text": "交接<script>alert(1)</script> \U0001f600 看",
            "type": "unstyled",
            "depth": 0,
            "inlineStyleRanges": [{"offset": 0, "length": 2, "style": "color:red"}],
            "entityRanges": [{"offset": 0, "length": 2, "key": 0}],
        },
        {
            "key": "b",
            "text": "MSO",
            "type": "mso-list",
            "depth": 0,
            "inlineStyleRanges": [],
            "entityRanges": [],
        },
    ],
    "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}},
}


def lesson_form(**changes: str) -> dict[str, str]:
    form = {"title": "第一节", "slug": "c1m3", "key": "c1m3", "summary": "概要。", "objectives": ""}
    form |= {"minutes": "10", "body-count": "1", "body-0-deleted": "", "body-0-order": "0"}
    form |= {"body-0-type": "text", "body-0-id": "", "body-0-value": '{"blocks": [], "entityMap": {}}'}
    return form | changes


def test_text_pasted_from_elsewhere_is_clean_when_it_is_shown(desk: Client, owner: User) -> None:
    lesson = lesson_of(3)
    form = lesson_form(**{"body-0-value": json.dumps(PASTED), "action-publish": "1"})
    assert desk.post(f"/cms/pages/{lesson.pk}/edit/", form).status_code == 302
    page = client_of(owner).get(LessonPage.objects.get(pk=lesson.pk).url).text
    text = page.partition("<article")[2].partition('<div class="row apart')[0]
    assert "交接" in text
    for bad in ("<script", "javascript:", "style=", "mso-list"):
        assert bad not in text, bad


def test_a_title_of_three_hundred_characters_is_refused_with_a_sentence(desk: Client) -> None:
    lesson = lesson_of(3)
    answer = desk.post(f"/cms/pages/{lesson.pk}/edit/", lesson_form(title="长" * 300))
    assert answer.status_code == 200
    assert "255" in str(answer.context["form"].errors["title"])
    lesson.refresh_from_db()
    assert lesson.latest_revision is None


def test_four_byte_characters_are_kept(desk: Client) -> None:
    lesson = lesson_of(3)
    answer = desk.post(f"/cms/pages/{lesson.pk}/edit/", lesson_form(title="交接 \U0001f600 \U00020000"))
    assert answer.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).draft_title == "交接 \U0001f600 \U00020000"
