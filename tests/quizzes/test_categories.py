"""Categories and tags: how trainers keep them, and what a quiz draws by them."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import User
from people.permissions import ensure_roles
from quizzes import actions, queries
from quizzes.health import of_quiz
from quizzes.models import Category, Question, QuestionTag, QuestionVersion, Quiz, QuizDraw, TaggedQuestion
from tests.factories import client_of
from tests.quizzes.factories import NOW, add_tags, freeze, make_category, make_question, make_quiz
from tests.quizzes.test_desk import BANK, PUBLISH, QUIZZES, posted, question_form, quiz_form, sentences

pytestmark = pytest.mark.django_db
CATEGORIES = "/cms/snippets/quizzes/category/"
Form = dict[str, Any]


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


def category_form(name: str, parent: Category | None = None, name_en: str = "") -> Form:
    return {"name_zh": name, "name_en": name_en, "parent": parent.pk if parent else ""}


def tags_on(question: Question) -> list[str]:
    return sorted(Question.objects.get(pk=question.pk).tags.names())


# Keeping categories --------------------------------------------------------------------------------------


def test_a_category_is_made_listed_found_and_changed(desk: Client) -> None:
    assert desk.post(f"{CATEGORIES}add/", category_form("安全", name_en="Safety")).status_code == 302
    top = Category.objects.get()
    assert desk.post(f"{CATEGORIES}add/", category_form("消防", top)).status_code == 302
    below = Category.objects.get(parent=top)
    make_category("流程")
    for asked, found in (({}, 3), ({"q": "消"}, 1), ({"q": "Safe"}, 1), ({"q": "别的"}, 0)):
        listed = desk.get(CATEGORIES, asked)
        assert (listed.status_code, len(listed.context["object_list"])) == (200, found)
    opens = rf'href="{CATEGORIES}edit/{below.pk}/">\s*<span[^>]*>安全 / 消防<'
    assert re.search(opens, desk.get(CATEGORIES).text)
    desk.post(f"{CATEGORIES}edit/{below.pk}/", category_form("消防安全", top, "Fire"))
    below.refresh_from_db()
    assert (below.path, below.name_en) == ("安全/消防安全", "Fire")


def test_a_category_is_named_in_the_language_being_shown() -> None:
    make_category("安全", "Safety")
    below = make_category("安全/消防")
    with override("en"):
        assert str(below) == "Safety / 消防"
    with override("zh-hans"):
        assert str(below) == "安全 / 消防"


def test_a_list_shows_each_category_with_those_below_it() -> None:
    for path in ("b", "a/y", "a/x", "b/a"):
        make_category(path)
    assert [one.path for one in Category.objects.all()] == ["a", "a/x", "a/y", "b", "b/a"]


@pytest.mark.parametrize("above", ["", "安全"])
def test_a_name_stands_once_at_a_place(desk: Client, above: str) -> None:
    parent = make_category(above) if above else None
    make_category(f"{above}/消防".strip("/"))
    refused = desk.post(f"{CATEGORIES}add/", category_form("消防", parent))
    assert "已有同名分类" in str(refused.context["form"].errors)
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.create(name_zh="消防", parent=parent)


def test_the_same_name_may_stand_at_two_places(desk: Client) -> None:
    make_category("安全/常识")
    assert desk.post(f"{CATEGORIES}add/", category_form("常识")).status_code == 302


@pytest.mark.parametrize("name", ["安全/消防", "安全／消防"])
def test_a_slash_in_a_name_is_refused(desk: Client, name: str) -> None:
    refused = desk.post(f"{CATEGORIES}add/", category_form(name))
    assert "斜杠" in str(refused.context["form"].errors["name_zh"])


def test_a_third_level_is_refused(desk: Client) -> None:
    below = make_category("安全/消防")
    top, other = Category.objects.get(parent=None), make_category("流程")
    with pytest.raises(ValidationError, match="两级"), override("zh-hans"):
        Category(name_zh="更深", parent=below).full_clean()
    assert desk.post(f"{CATEGORIES}add/", category_form("更深", below)).context["form"].errors["parent"]
    refused = desk.post(f"{CATEGORIES}edit/{top.pk}/", category_form("安全", other))
    assert "两级" in str(refused.context["form"].errors["parent"])


def test_a_category_does_not_belong_under_itself(desk: Client) -> None:
    top = make_category("安全")
    refused = desk.post(f"{CATEGORIES}edit/{top.pk}/", category_form("安全", top))
    assert "自己" in str(refused.context["form"].errors["parent"])


def use_by_child(category: Category) -> None:
    Category.objects.create(name_zh="下级", parent=category)


def use_by_question(category: Category) -> None:
    make_question(category=category)


def use_by_draw(category: Category) -> None:
    QuizDraw.objects.create(quiz=make_quiz(), category=category)


@pytest.mark.parametrize(
    ("use", "says"), [(use_by_child, "下级分类"), (use_by_question, "题目"), (use_by_draw, "抽题")]
)
def test_a_category_in_use_is_not_deleted(desk: Client, use: Any, says: str) -> None:
    used = make_category("安全")
    use(used)
    told = desk.post(f"{CATEGORIES}delete/{used.pk}/", follow=True)
    assert [says in str(one) for one in told.context["messages"]] == [True]
    desk.post(f"/cms/bulk/quizzes/category/delete/?id={used.pk}", {"next": CATEGORIES}, follow=True)
    assert Category.objects.filter(pk=used.pk).exists()


def test_a_category_nobody_uses_is_deleted(desk: Client) -> None:
    unused = make_category("安全")
    desk.post(f"{CATEGORIES}delete/{unused.pk}/")
    assert not Category.objects.exists()


# Filing questions ----------------------------------------------------------------------------------------


def test_category_and_tags_are_published_and_make_no_new_version(desk: Client) -> None:
    question, category = make_question(key="q-1"), make_category("安全/消防")
    form = posted(question) | {"category": category.pk, "tags": "新人，SLA、新人"}
    assert desk.post(f"{BANK}edit/{question.pk}/", form | PUBLISH).status_code == 302
    question.refresh_from_db()
    assert (question.category, tags_on(question)) == (category, ["SLA", "新人"])
    assert QuestionVersion.objects.count() == 1
    assert not {"category", "tags"} & set(QuestionVersion.objects.get().content)


def test_a_draft_keeps_category_and_tags_until_it_is_published(desk: Client) -> None:
    question, category = add_tags(make_question(key="q-1"), "旧"), make_category("安全")
    form = posted(question) | {"category": category.pk, "tags": "新, 复训"}
    desk.post(f"{BANK}edit/{question.pk}/", form)
    question = Question.objects.get()
    assert (question.category, tags_on(question)) == (None, ["旧"])
    draft = question.get_latest_revision_as_object()
    assert (draft.category, sorted(tag.name for tag in draft.tags.all())) == (category, ["复训", "新"])
    page = desk.get(f"{BANK}edit/{question.pk}/").text
    assert "复训" in page
    question.get_latest_revision().publish()
    question.refresh_from_db()
    assert (question.category, tags_on(question)) == (category, ["复训", "新"])


def test_a_draft_survives_its_category(desk: Client) -> None:
    question, category = make_question(key="q-1"), make_category("安全")
    desk.post(f"{BANK}edit/{question.pk}/", posted(question) | {"category": category.pk, "tags": ""})
    desk.post(f"{CATEGORIES}delete/{category.pk}/")
    assert desk.get(f"{BANK}edit/{question.pk}/").status_code == 200
    assert Question.objects.get().get_latest_revision_as_object().category is None


def test_a_quiz_of_an_older_day_loses_the_draw_whose_category_is_gone() -> None:
    category = make_category("安全")
    quiz: Any = make_quiz()
    quiz.draws = [QuizDraw(count=1, category=category), QuizDraw(count=1, module="c1m1")]
    quiz.save()
    revision = quiz.save_revision()
    quiz.draws.filter(category=category).delete()
    category.delete()
    assert [draw.module for draw in revision.as_object().draws.all()] == ["c1m1"]


def test_a_copy_has_the_same_category_and_tags(desk: Client) -> None:
    question = add_tags(make_question(key="q-1", category=make_category("安全")), "新人")
    shown = desk.get(f"{BANK}copy/{question.pk}/").context["form"]
    assert shown["category"].value() == question.category_id
    assert "新人" in str(shown["tags"])


def test_a_tag_in_other_letters_is_the_same_tag(desk: Client) -> None:
    for key, tags in (("q-1", "SLA"), ("q-2", "sla")):
        desk.post(f"{BANK}add/", question_form(key=key) | {"tags": tags})
    assert QuestionTag.objects.count() == 1
    assert TaggedQuestion.objects.count() == 2


def test_too_long_a_tag_is_refused_with_a_sentence(desk: Client) -> None:
    refused = desk.post(f"{BANK}add/", question_form() | {"tags": f'"{"长" * 60}，{"长" * 101}"'})
    assert "100" in str(refused.context["form"].errors["tags"])


@pytest.mark.parametrize("tags", ["！！,？？", "🙂", '"', "a" * 5_000, "\x00"])
def test_no_tag_breaks_the_form(desk: Client, tags: str) -> None:
    assert desk.post(f"{BANK}add/", question_form() | {"tags": tags}).status_code in {200, 302}


def test_the_list_shows_and_filters_by_category_and_tag(desk: Client) -> None:
    make_question(key="q-1", category=make_category("安全/消防"))
    add_tags(make_question(key="q-2", category=make_category("安全")), "新人", "复训")
    add_tags(make_question(key="q-3"), "复训")
    top, tags = make_category("安全"), {tag.name: tag.pk for tag in QuestionTag.objects.all()}
    for asked, found in [
        ({"category": top.pk}, ["q-1", "q-2"]),
        ({"category": make_category("安全/消防").pk}, ["q-1"]),
        ({"tag": tags["复训"]}, ["q-2", "q-3"]),
        ({"tag": tags["新人"], "category": top.pk}, ["q-2"]),
        ({"category": "999", "tag": "x"}, ["q-1", "q-2", "q-3"]),
    ]:
        assert [row.key for row in desk.get(BANK, asked).context["object_list"]] == found
    page = desk.get(BANK).text
    assert "安全 / 消防" in page
    assert "新人、复训" in page


def test_lists_ask_as_often_for_few_as_for_many(desk: Client) -> None:
    counts = []
    for size in (3, 30):
        while Question.objects.count() < size:
            number = Question.objects.count()
            add_tags(make_question(category=make_category(f"安全{number}/消防")), f"标签{number}", "共有")
        row: list[int] = []
        for address in (BANK, CATEGORIES, f"{BANK}add/"):
            desk.get(address)
            with CaptureQueriesContext(connection) as asked:
                desk.get(address)
            row.append(len(asked))
        counts.append(row)
    assert counts[0] == counts[1]
    assert max(counts[1]) < 40


# Draws ---------------------------------------------------------------------------------------------------


def draw_of(quiz: Quiz, **wanted: Any) -> QuizDraw:
    return QuizDraw.objects.create(quiz=quiz, **({"count": 9} | wanted))


def test_a_draw_follows_category_and_tags(owner: User) -> None:
    make_question(key="q-1", category=make_category("安全/消防"))
    add_tags(make_question(key="q-2", category=make_category("安全")), "新人", "SLA")
    add_tags(make_question(key="q-3", category=make_category("流程"), difficulty="hard"), "新人")
    make_question(key="q-4")
    make_question("short_answer", key="q-5", category=make_category("安全"))
    make_question(key="q-6", category=make_category("安全"), retired=True)
    make_question(key="q-7", category=make_category("安全"), live=False)
    top, fire = make_category("安全"), make_category("安全/消防")
    quiz = make_quiz()
    cases: list[tuple[Form, list[str]]] = [
        ({"category": top}, ["q-1", "q-2"]),
        ({"category": fire}, ["q-1"]),
        ({"tags": "新人"}, ["q-2", "q-3"]),
        ({"tags": "新人，sla"}, ["q-2"]),
        ({"tags": "新人", "difficulty": "hard"}, ["q-3"]),
        ({"tags": "新人", "category": top}, ["q-2"]),
        ({"tags": "没有"}, []),
        ({"category": fire, "module": "c9m9"}, []),
    ]
    for wanted, found in cases:
        rule = draw_of(quiz, **wanted)
        assert sorted(queries.pool_of(rule)) == found
        assert [len(place.pool) for place in queries.places_of(quiz)] == ([len(found)] if found else [])
        rule.delete()
    draw_of(quiz, category=fire)
    attempt = actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    assert [item.version.key for item in attempt.items.all()] == ["q-1"]


def test_each_draw_gives_what_a_person_has_not_seen_of_its_own_pool(owner: User) -> None:
    """A later try gets the rest of every pool; a question that was corrected meanwhile stays a seen one."""
    for number in range(3):
        make_question(key=f"fire-{number}", category=make_category("安全/消防"))
        add_tags(make_question(key=f"new-{number}", difficulty="hard"), "新人")
        make_question(key=f"easy-{number}", module="c2m1", difficulty="easy")
    quiz = make_quiz()
    draw_of(quiz, count=1, category=make_category("安全"))
    draw_of(quiz, count=1, tags="新人")
    draw_of(quiz, count=1, module="c2m1", difficulty="easy")
    tries = []
    for _turn in range(3):
        attempt = actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
        actions.submit(attempt=attempt, now=NOW)
        tries.append([item.version.key for item in attempt.items.order_by("position")])
        for key in tries[-1]:
            question = Question.objects.get(key=key)
            question.stem_zh += "（改）"
            question.save()
            freeze(question)
    for pool, drawn in zip(("fire", "new", "easy"), zip(*tries, strict=True), strict=True):
        assert sorted(drawn) == [f"{pool}-{number}" for number in range(3)]


def test_a_draft_of_the_filing_changes_no_draw(desk: Client) -> None:
    question, category = make_question(key="q-1"), make_category("安全")
    rule = draw_of(make_quiz(), category=category)
    form = posted(question) | {"category": category.pk, "tags": ""}
    desk.post(f"{BANK}edit/{question.pk}/", form)
    assert queries.pool_of(rule) == {}
    desk.post(f"{BANK}edit/{question.pk}/", form | PUBLISH)
    assert list(queries.pool_of(rule)) == ["q-1"]


PATHS = st.sampled_from(["", "安全", "安全/消防", "流程"])
TAGS = st.sets(st.sampled_from(["新人", "SLA", "复训"]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PATHS, TAGS), max_size=4), PATHS, TAGS)
def test_a_pool_is_what_meets_everything_asked(
    db: None, filed: list[tuple[str, set[str]]], path: str, tags: set[str]
) -> None:
    with transaction.atomic():
        expected = set()
        for number, (own_path, own_tags) in enumerate(filed):
            category = make_category(own_path) if own_path else None
            question = add_tags(make_question("true_false", key=f"q-{number}", category=category), *own_tags)
            fits = not path or own_path == path or own_path.startswith(f"{path}/")
            if fits and tags <= own_tags:
                expected.add(question.key)
        rule = QuizDraw(count=1, category=make_category(path) if path else None, tags="、".join(tags))
        assert set(queries.pool_of(rule)) == expected
        transaction.set_rollback(True)


def draw_row(**wanted: Any) -> Form:
    return {
        "count": "2",
        "module": "",
        "difficulty": "",
        "dimension": "",
        "category": "",
        "tags": "",
    } | wanted


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [({"tags": "新人"}, False), ({"tags": "新人，复训"}, True), ({"category": "安全"}, True), ({}, False)],
)
def test_too_few_questions_of_a_category_or_tag_are_refused(
    desk: Client, wanted: Form, refused: bool
) -> None:
    add_tags(make_question(category=make_category("安全")), "新人", "复训")
    add_tags(make_question(), "新人")
    row = draw_row(**wanted)
    if row["category"]:
        row["category"] = make_category("安全").pk
    answer = desk.post(f"{QUIZZES}add/", quiz_form([], [row]))
    assert (answer.status_code, Quiz.objects.exists()) == ((200, False) if refused else (302, True))
    if refused:
        assert "只有 1 道" in sentences(answer)
        assert "没有任何题目带有" not in sentences(answer)


def test_a_draw_by_a_tag_nobody_knows_says_which(desk: Client) -> None:
    add_tags(make_question(), "新人")
    said = sentences(desk.post(f"{QUIZZES}add/", quiz_form([], [draw_row(tags="新人、新认")])))
    assert "“新认”" in said
    assert "“新人”" not in said


def test_the_editor_shows_what_a_draw_asks(desk: Client) -> None:
    quiz, category = make_quiz(), make_category("安全/消防")
    rule: Model = draw_of(quiz, category=category, tags="新人")
    page = desk.get(f"{QUIZZES}edit/{quiz.pk}/").text
    assert f'<option value="{category.pk}" selected>' in page
    assert "新人" in page
    assert "安全" in str(rule)


def test_a_quiz_whose_draw_has_become_too_small_says_so() -> None:
    quiz, category = make_quiz(make_question()), make_category("安全")
    make_question(category=category)
    draw_of(quiz, category=category, count=2)
    found = {one.code: one.sentence for one in of_quiz(quiz)}
    assert "draw_too_small" in found
    draw_of(quiz, count=2)
    make_question(category=category)
    assert "draw_too_small" not in {one.code for one in of_quiz(Quiz.objects.get())}
