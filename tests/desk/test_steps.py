"""What the desk offers next: the other language as a draft, free names, choosers that find and leave out."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from courses.models import CoursePage, LessonPage
from courses.page_forms import free_key
from desk import actions
from people.models import User
from people.permissions import ensure_roles
from tests.courses.builders import make_course, make_quiz_page, make_site
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_quiz

pytestmark = pytest.mark.django_db
CHOOSER = "/cms/snippets/choose/quizzes/quiz/results/"


@pytest.fixture
def course(db: None) -> CoursePage:
    """A course of two lessons in Chinese, and its empty counterpart in English."""
    index = make_site()
    made = make_course(index["zh-hans"])
    make_course(index["en"], lessons=0, translation_key=made.translation_key, title="One")
    ensure_roles()
    return made


@pytest.fixture
def desk(course: CoursePage, trainer: User) -> Client:
    """A trainer's browser."""
    return client_of(trainer)


def lesson(course: CoursePage) -> LessonPage:
    """Return the first lesson."""
    found = LessonPage.objects.child_of(course).first()
    assert found
    return found


@pytest.mark.parametrize(
    ("taken", "free"),
    [([], "c1m1"), (["c1m1", "c1m5"], "c1m6"), (["c1m9", "c1m10"], "c1m11"), (["c1mx", "c10m4"], "c1m1")],
)
def test_the_next_name_is_free(taken: list[str], free: str) -> None:
    assert free_key("c1m", taken) == free


def test_a_new_page_is_offered_a_free_name(desk: Client, course: CoursePage) -> None:
    page = desk.get(f"/cms/pages/add/courses/lessonpage/{course.pk}/")
    assert page.context["form"].initial["key"] == "c1m3"
    page = desk.get(f"/cms/pages/add/courses/coursepage/{course.get_parent().pk}/")
    assert page.context["form"].initial["key"] == "c2"


def test_a_lesson_leads_to_its_other_language_which_starts_as_a_draft(
    desk: Client, course: CoursePage
) -> None:
    page = lesson(course)
    edit = f"/cms/pages/{page.pk}/edit/"
    submit = f"/cms/localize/submit/page/{page.pk}/?select_locale=en"
    assert submit in desk.get(edit).text
    assert "checked" in desk.get(submit).text
    desk.post(submit, {"locales": [Locale.objects.get(language_code="en").pk]})
    english = page.get_translations().get()
    assert not english.live
    assert submit not in desk.get(edit).text
    opened = desk.get(f"/cms/pages/{english.pk}/edit/")
    assert f"/cms/pages/{page.pk}/edit/" in opened.text
    assert opened.context["form"].fields.keys() >= {"title", "body", "key"}
    assert "data-findings" in opened.text


def test_half_a_synced_translation_is_not_published(desk: Client, course: CoursePage) -> None:
    page = lesson(course)
    source, _made = TranslationSource.get_or_create_from_instance(page)
    locale = Locale.objects.get(language_code="en")
    synced = Translation.objects.create(source=source, target_locale=locale)
    synced.save_target(publish=False)
    english = page.get_translations().get()
    answer = desk.post(f"/cms/pages/{english.pk}/edit/", {"action": "publish"}, follow=True)
    assert "没有翻译" in answer.text
    english.refresh_from_db()
    assert not english.live


def test_the_check_after_a_lesson_is_led_to(desk: Client, course: CoursePage) -> None:
    last = LessonPage.objects.child_of(course).last()
    assert last
    edit = f"/cms/pages/{last.pk}/edit/"
    place = f"/cms/pages/add/quizzes/quizpage/{course.pk}/"
    assert place in desk.get(edit).text
    quiz = make_quiz_page(course).quiz
    after = desk.get(edit).text
    assert place not in after
    assert f"/cms/snippets/quizzes/quiz/edit/{quiz.pk}/" in after


def test_steps_are_listed_in_the_order_learners_take_them(desk: Client, course: CoursePage) -> None:
    lesson(course).save_revision().publish()
    listed = [page.pk for page in desk.get(f"/cms/pages/{course.pk}/").context["pages"]]
    assert listed == [page.pk for page in course.get_children()]


def test_a_chooser_finds_and_leaves_out_what_is_archived(desk: Client, trainer: User) -> None:
    kept = make_quiz(make_question(key="q-1"), key="c1-quiz", title_zh="课程测验")
    gone = make_quiz(make_question(key="q-2"), key="old-quiz", title_zh="旧的测验")
    assert str(gone) in desk.get(f"{CHOOSER}?q=old").text
    actions.archive(gone, user=trainer, now=timezone.now())
    for query in ("", "?q=测验", "?q=quiz"):
        found = desk.get(CHOOSER + query).text
        assert str(kept) in found
        assert str(gone) not in found
    assert str(kept) not in desk.get(f"{CHOOSER}?q=c1+旧的").text


@pytest.mark.parametrize("words", ["x" * 500, "%00", "%25", "'\"<script>", "p=9"])
def test_a_chooser_takes_any_words(desk: Client, words: str) -> None:
    for address in (CHOOSER, CHOOSER.removesuffix("results/")):
        answer = desk.get(f"{address}?q={words}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace("&lt;", "")


def test_a_question_is_found_by_its_name(desk: Client) -> None:
    for number in range(30):
        make_question(key=f"q-{number:02d}", stem_zh=f"第 {number} 题")
    found = desk.get("/cms/snippets/choose/quizzes/question/results/?q=q-27").text
    assert "第 27 题" in found
    assert "第 1 题" not in found
