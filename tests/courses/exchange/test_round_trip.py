"""A course taken out, brought into a database without it and taken out again: nothing is lost."""

import io
import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from PIL import Image as Pillow
from PIL import ImageChops
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from core.uploads import ImportState
from courses.authored import authored
from courses.models import CoursePage, CoursePrerequisite, LessonPage
from people.models import AuditEntry, User
from quizzes.models import Difficulty, Question, QuestionVersion, Quiz, QuizDraw
from tests.courses.exchange.drawing import drawn
from tests.courses.exchange.parcels import Members, export, forget, read, said, unpacked, write
from tests.quizzes.factories import add_hints

pytestmark = pytest.mark.django_db
LETTERS = "托盘 😀 𠮷 👨‍👩‍👧 é"
_BETWEEN = re.compile(r">\s+<")


def seen(key: str = "c1m1") -> dict[str, Any]:
    """Return a lesson as its readers see it, in both languages."""
    shown = {}
    for page in LessonPage.objects.filter(key=key).select_related("locale"):
        with override(page.locale.language_code):
            told = authored(page)
        parts = [_BETWEEN.sub("><", part) if isinstance(part, str) else part for part in told.parts]
        shown[page.locale.language_code] = (told.title, told.summary, told.objectives, parts)
    return shown


def test_the_first_course_comes_back_whole(academy: None, trainer: User) -> None:
    before, shown, first = export(), seen(), unpacked(export())
    keys = dict(Page.objects.filter(path__startswith="0").values_list("url_path", "translation_key"))
    forget()
    assert not CoursePage.objects.filter(key="c1").exists()
    upload = read(trainer, before)
    assert (upload.state, upload.preview["problems"], upload.preview["is_copy"]) == (
        ImportState.PREVIEWED, [], False,
    )  # fmt: skip
    upload = write(upload)
    assert (upload.state, upload.failure, bytes(upload.content)) == (ImportState.APPLIED, "", b"")
    assert unpacked(export()) == first
    assert seen() == shown
    made = Page.objects.filter(owner=trainer)
    assert made.exists()
    assert not made.filter(live=True).exists()
    assert {page.translation_key for page in made} <= set(keys.values())
    keys_of_questions = [
        data["fields"]["key"] for name, data in first.items() if name.startswith("questions/")
    ]
    assert not Question.objects.filter(key__in=keys_of_questions, live=True).exists()
    assert AuditEntry.objects.get(action="courses.import").subject == "c1"


def test_questions_quizzes_and_graphs_keep_their_inner_names(academy: None, trainer: User) -> None:
    """Option ids stay: answers of learners are kept under them."""
    members = unpacked(export("c2"))
    content = export("c2")
    versions = {row.key: row.content for row in QuestionVersion.objects.filter(key__startswith="q-c2")}
    draws = {quiz.key: _places(quiz) for quiz in Quiz.objects.filter(key__startswith="c2")}
    forget("c2")
    write(read(trainer, content))
    assert {quiz.key: _places(quiz) for quiz in Quiz.objects.filter(key__startswith="c2")} == draws
    again = {row.key: row.content() for row in Question.objects.filter(key__in=versions)}
    assert again == versions
    assert [name for name in members if name.startswith(("cases/", "role_plays/"))]


def test_hints_and_who_marks_come_along(academy: None, trainer: User) -> None:
    question = Question.objects.filter(key__startswith="q-c1")[0]
    add_hints(question, "先", "后")
    Question.objects.filter(pk=question.pk).update(kind="short_answer", by_hand=True)
    before = Question.objects.get(pk=question.pk).content()
    assert (len(before["hints"]), before["by_hand"]) == (2, True)
    content = export()
    forget()
    write(read(trainer, content))
    assert Question.objects.get(key=question.key).content() == before


def _places(quiz: Quiz) -> list[tuple[int, str]]:
    return [(item.slot, item.question.key) for item in quiz.items.order_by("sort_order", "pk")]


def _enrich() -> None:
    """Put into the first lesson what the academy's own course has none of."""
    picture, photo = (
        Image.objects.create(title=f"图 {LETTERS}", description="说明", file=ContentFile(content, name=name))
        for name, content in (("a.png", drawn(mode="RGBA")), ("b.jpg", drawn("JPEG", (300, 200))))
    )
    Image.objects.filter(pk=photo.pk).update(
        focal_point_x=30, focal_point_y=20, focal_point_width=10, focal_point_height=12
    )
    sheet = Document.objects.create(title="托盘数表", file=ContentFile(b"PK sheet", name="托盘数表.xlsx"))
    film = Document.objects.create(title="短片", file=ContentFile(b"\0\0 film", name="film.mp4"))
    other = LessonPage.objects.get(key="c1m2", locale__language_code="zh-hans")
    away = CoursePage.objects.get(key="c2", locale__language_code="zh-hans")
    text = (
        f'<p>{LETTERS}<a linktype="page" id="{other.pk}">下一节</a>'
        f'<a linktype="page" id="{away.pk}">第二门</a>'
        f'<a linktype="document" id="{sheet.pk}">表</a><a href="https://example.com/?a=1&amp;b=2">网</a></p>'
    )
    lesson = LessonPage.objects.get(key="c1m1", locale__language_code="zh-hans")
    lesson.body = [
        ("text", text),
        ("image", {"image": picture, "caption": "图"}),
        ("download", {"document": sheet, "text": LETTERS}),
        ("video", {"title": "短片", "film": film, "captions": None, "poster": photo, "transcript": "文字"}),
    ]
    lesson.save_revision().publish()
    course = CoursePage.objects.get(key="c1", locale__language_code="zh-hans")
    course.cover, course.title = photo, f"课程 {LETTERS}"
    course.prerequisites = [CoursePrerequisite(course=away)]
    course.save_revision()  # a change nobody has published yet
    quiz: Any = Quiz.objects.get(key="c1-quiz")
    quiz.draws = [QuizDraw(count=2, module="c1m1", difficulty=Difficulty.EASY)]
    quiz.save()


def test_pictures_files_links_and_rules_come_back(academy: None, trainer: User) -> None:
    _enrich()
    content, shown = export(), seen()
    members = unpacked(content)
    forget()
    Image.objects.all().delete()
    Document.objects.all().delete()
    upload = write(read(trainer, content))
    assert (upload.state, upload.failure) == (ImportState.APPLIED, "")
    again = unpacked(export())
    assert _without_names(again) == _without_names(members)
    _compare_pictures(members, again)
    text = seen()["zh-hans"][3][0]
    assert "/roles-swap/" in text
    assert LETTERS in text
    assert [len(parts[3]) for parts in seen().values()] == [len(parts[3]) for parts in shown.values()]
    photo = Image.objects.get(focal_point_x=30)
    course = CoursePage.objects.get(key="c1", locale__language_code="zh-hans")
    assert (course.cover, course.title) == (photo, f"课程 {LETTERS}")
    assert [row.course.key for row in course.prerequisites.all()] == ["c2"]


def _without_names(members: Members) -> Any:
    """Return the texts with every file's name replaced: pictures are drawn anew, their digests differ."""
    files = members["manifest.json"]["files"]
    titles = {name: f"{told['title']} {name.partition('/')[0]}" for name, told in files.items()}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {titles.get(name, name): plain(one) for name, one in value.items() if name != "sha256"}
        if isinstance(value, list):
            return [plain(one) for one in value]
        for name, title in titles.items():
            value = value.replace(name, title) if isinstance(value, str) else value
        return value

    return plain({name: data for name, data in members.items() if not isinstance(data, bytes)})


def _compare_pictures(members: Members, again: Members) -> None:
    one, two = ({n.split(".")[-1]: d for n, d in m.items() if isinstance(d, bytes)} for m in (members, again))
    assert set(one) == set(two) == {"png", "jpg", "xlsx", "mp4"}
    assert (one["xlsx"], one["mp4"]) == (two["xlsx"], two["mp4"])
    for ending, most in (("png", 0), ("jpg", 2)):
        first, second = (Pillow.open(io.BytesIO(found[ending])).convert("RGBA") for found in (one, two))
        extremes: Any = ImageChops.difference(first, second).getextrema()
        assert max(high for _low, high in extremes) <= most


def test_a_draw_takes_its_questions_along(academy: None) -> None:
    quiz: Any = Quiz.objects.get(key="c1-quiz")
    quiz.draws = [QuizDraw(count=2, module="c3m2")]
    quiz.save()
    keys = {
        data["fields"]["key"] for name, data in unpacked(export()).items() if name.startswith("questions/")
    }
    drawable = set(Question.objects.filter(module="c3m2", retired=False).values_list("key", flat=True))
    assert drawable
    assert drawable <= keys


def test_a_step_in_one_language_and_a_lesson_left_half_written(academy: None, trainer: User) -> None:
    english = LessonPage.objects.get(key="c1m1", locale__language_code="en")
    english.delete()
    chinese = LessonPage.objects.get(key="c1m2", locale__language_code="zh-hans")
    chinese.summary, chinese.body = "", [("callout", {"side": "note", "title": "", "text": ""})]
    chinese.save_revision(clean=False)
    content, members = export(), unpacked(export())
    forget()
    upload = read(trainer, content)
    assert said(upload) == []
    assert {line["text"] for line in upload.preview["problems"]} == {"此处为空，发布前需要填写。"}
    write(upload)
    assert unpacked(export()) == members
    assert LessonPage.objects.filter(key="c1m1").count() == 1


def test_languages_are_tied_to_one_another_again(academy: None, trainer: User) -> None:
    content = export()
    forget()
    upload = write(read(trainer, content))
    zh, en = CoursePage.objects.filter(translation_key=upload.course_key).order_by("locale__pk")
    assert isinstance(upload.course_key, UUID)
    chinese, english = (
        [str(key) for key in page.get_children().values_list("translation_key", flat=True)]
        for page in (zh, en)
    )
    assert chinese == english
    assert len(chinese) > 10
