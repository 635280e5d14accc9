"""The common shape of findings, muting, health in lists, and what the checks find."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from core.findings import Finding, Level, in_order, worst
from core.refused import Refused
from courses.models import LessonPage
from desk import actions, linting, queries
from desk.models import Health, Mute
from desk.tasks import check_content
from people.models import User
from people.permissions import ensure_roles
from quizzes.models import Question
from tests.courses.builders import make_course, make_lesson, make_site
from tests.factories import client_of
from tests.quizzes import factories
from tests.quizzes.factories import make_quiz

pytestmark = pytest.mark.django_db
BANK = "/cms/snippets/quizzes/question/"


def make_question(key: str, **fields: Any) -> Question:
    """Make a question whose English is English, as the database has it."""
    made = factories.make_question(key=key, live=False, **{"stem_en": "Who receives it?", **fields})
    for place, row in enumerate(made.options.all()):
        made.options.filter(pk=row.pk).update(text_en="abcd"[place] * 4)
    fresh = Question.objects.get(pk=made.pk)
    if not any(finding.is_error for finding in linting.findings_of(fresh)):
        fresh.save_revision().publish()
    return Question.objects.get(pk=made.pk)


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


@pytest.fixture
def lesson(db: None) -> LessonPage:
    """A lesson in Chinese with nothing wrong but its translation."""
    course = make_course(make_site()["zh-hans"], lessons=0)
    ensure_roles()  # there are home pages now
    return make_lesson(course, "c1m1", summary="弄清谁接过去用。")


def codes(one: Any) -> set[str]:
    return {finding.code for finding in linting.findings_of(one)}


def test_the_worst_comes_first_and_each_once() -> None:
    hint, error = Finding("a", Level.HINT, "a"), Finding("b", Level.ERROR, "b")
    assert in_order([hint, error, hint]) == [error, hint]
    assert worst([hint, error]) == "error"
    assert worst([]) == ""
    assert Finding("c", Level.HINT, "%(n)s", values={"n": 3}).text == "3"


def test_questions_are_looked_through() -> None:
    good = make_question(key="q-good", stem_zh="谁接收这份预告？", stem_en="Who receives it?")
    assert codes(good) == set()
    twice = make_question(key="q-no", stem_zh="下面哪一项不是不合适的？")
    assert "double_negative" in codes(twice)
    loud = make_question(key="q-loud", explanation_zh="太好了！", explanation_en="Good \U0001f600")
    assert {"exclamation", "emoji"} <= codes(loud)
    long = make_question(key="q-long")
    long.options.filter(is_correct=True).update(text_zh="这个选项写得特别长，一看就是正确答案")
    assert "key_longest" in codes(Question.objects.get(pk=long.pk))
    alike = make_question(key="q-alike")
    alike.options.update(text_en="The same")
    assert "two_alike" in codes(Question.objects.get(pk=alike.pk))
    bare = make_question(key="q-bare", explanation_en="")
    assert next(finding.level for finding in linting.findings_of(bare)) == Level.ERROR


def test_a_quiz_that_gives_its_keys_away_is_named() -> None:
    questions = [make_question(key=f"q-{number}") for number in range(4)]
    quiz = make_quiz(*questions, shuffle_options=False)
    assert {"keys_in_place", "not_offered"} <= codes(quiz)
    quiz.shuffle_options = True
    assert "keys_in_place" not in codes(quiz)
    Question.objects.filter(pk=questions[0].pk).update(retired=True)
    assert "not_published" in codes(quiz)


def test_keys_that_are_always_the_longest_are_named() -> None:
    questions = [make_question(key=f"q-{number}") for number in range(4)]
    for question in questions:
        question.options.filter(is_correct=True).update(text_zh="最长的一项")
        Question.objects.get(pk=question.pk).save_revision().publish()
    assert "keys_longest" in codes(make_quiz(*questions))


def test_lessons_are_looked_through(lesson: LessonPage) -> None:
    assert codes(lesson) == {"no_translation"}
    lesson.body = []
    assert "empty" in codes(lesson)
    lesson.body = [("text", "<p>" + "接过去用的人。" * 120 + "</p>")]
    assert "long_screen" in codes(lesson)
    lesson.body = [("text", "<p>" + "This page was written in quite another language. " * 5 + "</p>")]
    assert {"wrong_language", "other_language"} <= codes(lesson)
    lesson.summary = ""
    assert "no_summary" in codes(lesson)
    parent = lesson.get_parent()
    parent.live = False
    parent.save()
    assert "unreachable" in codes(LessonPage.objects.get(pk=lesson.pk))


def test_a_picture_needs_its_words(lesson: LessonPage) -> None:
    image = Image.objects.create(title="流程", file=get_test_image_file())

    def with_alt(alt: str, *, decorative: bool = False) -> set[str]:
        value = {"image": image.pk, "alt_text": alt, "decorative": decorative}
        raw = [{"type": "image", "id": "i1", "value": {"image": value, "caption": ""}}]
        lesson.body = lesson.body.stream_block.to_python(raw)
        return codes(lesson)

    assert "no_alt" in with_alt("")
    assert "alt_is_title" in with_alt("流程")
    assert not {"no_alt", "alt_is_title"} & with_alt("从下单到收货的五步")
    assert "no_alt" not in with_alt("", decorative=True)


def test_publishing_an_empty_lesson_is_refused_and_a_draft_is_kept(desk: Client, lesson: LessonPage) -> None:
    form = {"title": "第一节", "slug": "c1m1", "key": "c1m1", "summary": "概要。", "objectives": ""}
    form |= {"minutes": "10", "body-count": "0", "show_in_menus": ""}
    address = f"/cms/pages/{lesson.pk}/edit/"
    refused = desk.post(address, form | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "课时还没有内容" in refused.text
    assert desk.post(address, form).status_code == 302
    assert Health.objects.get(object_id=lesson.pk).worst == "error"


def test_muting_needs_a_reason_and_is_signed(desk: Client, trainer: User) -> None:
    question = make_question(key="q-loud", explanation_zh="太好了！")
    edit = desk.get(f"{BANK}edit/{question.pk}/").text
    assert "感叹号" in edit
    address = f"/cms/desk/mute/{queries.kind_of(question).pk}/{question.pk}/exclamation/?where=explanation-zh"
    assert address.split("?", maxsplit=1)[0] in edit
    assert "为什么不适用" in desk.get(address).text
    assert "请用几句话" in desk.post(address, {"reason": "  "}).text
    assert not Mute.objects.exists()
    desk.post(address, {"reason": "原话如此"})
    row = Mute.objects.get()
    assert (row.muted_by, row.reason, row.code) == (trainer, "原话如此", "exclamation")
    assert Health.objects.get(object_id=question.pk).worst == "none"
    assert "江雯" in desk.get(f"{BANK}edit/{question.pk}/").text
    desk.post(address, {"unmute": "1"})
    assert not Mute.objects.exists()
    assert Health.objects.get(object_id=question.pk).worst == "hint"


def test_an_error_cannot_be_muted(trainer: User) -> None:
    question = make_question(key="q-bare", explanation_en="")
    error = linting.findings_of(question)[0]
    for code, where in ((error.code, error.where), ("unheard_of", "")):
        with pytest.raises(Refused):
            actions.mute(
                user=trainer, one=question, code=code, where=where, reason="因为", now=timezone.now()
            )


def test_only_those_who_write_may_mute(owner: User, hr: User) -> None:
    question = make_question("q-loud", explanation_zh="太好了！")
    address = f"/cms/desk/mute/{queries.kind_of(question).pk}/{question.pk}/exclamation/?where=explanation-zh"
    for user in (owner, hr):
        assert client_of(user).post(address, {"reason": "因为"}).status_code in {302, 403, 404}
    assert not Mute.objects.exists()


@pytest.mark.parametrize("path", ["999999/1", "1/1", "999999/999999"])
def test_what_is_not_checked_is_not_there(desk: Client, path: str) -> None:
    assert desk.get(f"/cms/desk/mute/{path}/anything/", follow=True).status_code == 404


def test_the_list_is_filtered_by_health_and_language(desk: Client) -> None:
    good = make_question(key="q-good", stem_zh="谁接收？", stem_en="Who receives it?")
    loud = make_question(key="q-loud", explanation_zh="太好了！")
    bare = make_question(key="q-bare", explanation_en="")
    check_content()
    for query, found in [
        ({"health": "none"}, [good]),
        ({"health": "hint"}, [loud]),
        ({"health": "error"}, [bare]),
        ({"language_state": "no_en"}, [bare]),
        ({"language_state": "both"}, [good, loud]),
        ({"language_state": "no_zh"}, []),
        ({"health": "nonsense"}, None),
    ]:
        listed = desk.get(BANK, query)
        assert listed.status_code == 200
        if found is not None:
            keys = sorted(row.key for row in listed.context["object_list"])
            assert keys == sorted(one.key for one in found)


def test_only_what_changed_is_checked_again(trainer: User) -> None:
    question = make_question(key="q-good")
    check_content()
    first = Health.objects.get(object_id=question.pk, content_type=queries.kind_of(question)).checked_at
    check_content()
    again = Health.objects.get(object_id=question.pk, content_type=queries.kind_of(question))
    assert again.checked_at == first
    question.explanation_zh = "太好了！"
    question.save_revision(user=trainer)
    check_content()
    again.refresh_from_db()
    assert again.worst == "hint"


def test_the_first_page_names_what_needs_attention(desk: Client) -> None:
    make_question(key="q-bare", explanation_en="")
    check_content()
    page = desk.get("/cms/").text
    assert "q-bare" in page
    assert "需要处理" in page


def test_a_translation_behind_its_source_says_so(lesson: LessonPage) -> None:
    index = lesson.get_parent().get_parent()
    english = index.get_translations().get()
    course = make_course(
        english.specific, lessons=0, translation_key=lesson.get_parent().translation_key, title="One"
    )
    page = make_lesson(course, "c1m1", translation_key=lesson.translation_key)
    page.save_revision().publish()
    assert "behind" not in codes(page)
    lesson.save_revision().publish()
    assert "behind" in codes(LessonPage.objects.get(pk=page.pk))
    assert "behind" not in codes(lesson)
    page.save_revision().publish()
    assert "behind" not in codes(LessonPage.objects.get(pk=page.pk))


def test_both_languages_are_shown_beside_each_other(desk: Client, owner: User, lesson: LessonPage) -> None:
    address = f"/cms/desk/languages/{lesson.pk}/"
    alone = desk.get(address)
    assert "还没有这种语言的页面" in alone.text
    side = desk.get(f"{address}page/")
    assert side.status_code == 200
    assert side["X-Frame-Options"] == "SAMEORIGIN"
    assert "form-action 'none'" in side["Content-Security-Policy"]
    for path in (address, f"{address}page/"):
        assert client_of(owner).get(path).status_code in {302, 403, 404}
    assert desk.get("/cms/desk/languages/999999/", follow=True).status_code == 404
