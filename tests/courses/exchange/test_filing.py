"""Categories and tags travel with a course: by their names, made where they are missing, named beforehand."""

from typing import Any

import pytest
from django.test import Client

from core.uploads import ImportState
from courses.exchange.planning import FILED
from people.models import User
from quizzes.models import Category, Question, QuestionTag, Quiz, QuizDraw
from tests.courses.exchange.parcels import Members, changed, export, forget, read, said, unpacked, write
from tests.factories import client_of
from tests.quizzes.factories import add_tags, make_category

pytestmark = pytest.mark.django_db
LEVELS = [{"zh": "安全", "en": "Safety"}, {"zh": "消防", "en": ""}]


@pytest.fixture
def filed(academy: None) -> Question:
    """A question of the first course in a category, with tags; its quiz draws by them."""
    make_category("安全", "Safety")
    question = Question.objects.filter(key__startswith="q-c1m1").order_by("key")[0]
    question.category = make_category("安全/消防")
    add_tags(question, "新人", "SLA")
    quiz: Any = Quiz.objects.get(key="c1-quiz")
    quiz.draws = [QuizDraw(count=1, category=make_category("安全"), tags="新人")]
    quiz.save()
    return question


def empty(question: Question) -> None:
    """Take the course out, and every category and tag with it."""
    forget()
    Category.objects.exclude(parent=None).delete()
    Category.objects.all().delete()
    QuestionTag.objects.all().delete()


def record_of(members: Members, key: str) -> Any:
    return members[f"questions/{key}.json"]["fields"]


def filings(preview: dict[str, Any]) -> list[str]:
    return [line["title"] for line in preview["lines"] if line["becomes"] == FILED]


def test_category_and_tags_come_back(filed: Question, trainer: User) -> None:
    content = export()
    assert record_of(unpacked(content), filed.key)["category"] == LEVELS
    assert record_of(unpacked(content), filed.key)["tags"] == ["SLA", "新人"]
    empty(filed)
    upload = read(trainer, content)
    assert (upload.preview["problems"], filings(upload.preview)) == ([], ["安全", "安全 / 消防"])
    assert not Category.objects.exists()
    assert write(upload).state == ImportState.APPLIED
    made = Question.objects.get(key=filed.key)
    assert made.category
    assert (made.category.path, sorted(made.tags.names())) == ("安全/消防", ["SLA", "新人"])
    assert Category.objects.get(parent=None).name_en == "Safety"
    draw = Quiz.objects.get(key="c1-quiz").draws.get()
    assert (draw.category, draw.tags) == (Category.objects.get(parent=None), "新人")
    assert unpacked(export()) == unpacked(content)


def test_the_preview_names_a_new_category(filed: Question, trainer: User) -> None:
    content = export()
    empty(filed)
    page = client_of(trainer).get(f"/cms/courses/import/{read(trainer, content).pk}/").text
    assert "安全 / 消防" in page
    assert "新分类" in page


def test_a_category_that_is_here_is_used_and_not_named(filed: Question, trainer: User) -> None:
    content = export()
    empty(filed)
    known = make_category("安全", "Another word")
    upload = read(trainer, content)
    assert filings(upload.preview) == ["安全 / 消防"]
    write(upload)
    known.refresh_from_db()
    assert (known.name_en, Category.objects.count()) == ("Another word", 2)


def test_what_is_here_word_for_word_is_used_and_makes_no_category(filed: Question, trainer: User) -> None:
    upload = read(trainer, export())
    assert filings(upload.preview) == []
    line = next(line for line in upload.preview["lines"] if line["key"] == filed.key)
    assert line["becomes"] == "used"


def test_a_question_filed_elsewhere_is_another_one(filed: Question, trainer: User) -> None:
    content = export()
    filed.tags.set(["别的"])
    filed.save()
    upload = read(trainer, content)
    assert f"{filed.key}-2" in {line["key"] for line in upload.preview["lines"]}


def test_files_without_categories_and_tags_stay_as_they_were(academy: None) -> None:
    records = [data for name, data in unpacked(export()).items() if name.startswith("questions/")]
    assert records
    assert not any({"category", "tags"} & set(record["fields"]) for record in records)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "安全"),
        ("category", {"zh": "安全"}),
        ("category", ["安全"]),
        ("category", [{"zh": ""}]),
        ("category", [{"en": "Safety"}]),
        ("category", [{"zh": 1}]),
        ("category", [{"zh": "安全/消防"}]),
        ("category", [{"zh": "安全", "de": "Sicherheit"}]),
        ("category", [{"zh": "长" * 61}]),
        ("category", [{"zh": name} for name in "甲乙丙"]),
        ("tags", "新人"),
        ("tags", [1]),
        ("tags", None),
        ("tags", ["长" * 101]),
        ("tags", [str(number) for number in range(51)]),
    ],
)
def test_what_is_no_category_or_tag_is_said(filed: Question, trainer: User, field: str, value: Any) -> None:
    content = changed(export(), lambda members: record_of(members, filed.key).__setitem__(field, value))
    assert said(read(trainer, content))


@pytest.mark.parametrize("value", [None, []])
def test_no_category_may_be_said_so(filed: Question, trainer: User, value: Any) -> None:
    def change(members: Members) -> None:
        record_of(members, filed.key).update(category=value, tags=[])

    content = changed(export(), change)
    empty(filed)
    write(read(trainer, content))
    made = Question.objects.get(key=filed.key)
    assert (made.category, list(made.tags.names())) == (None, [])


def test_a_draw_takes_along_what_stands_in_its_category(filed: Question) -> None:
    other = Question.objects.filter(key__startswith="q-c2").order_by("key")[0]
    other.category = make_category("安全")
    add_tags(other, "新人")
    last = Question.objects.filter(key__startswith="q-c3").order_by("key")[0]
    last.category = make_category("安全")
    last.save()
    names = set(unpacked(export()))
    assert f"questions/{other.key}.json" in names
    assert f"questions/{last.key}.json" not in names


def test_the_preview_opens_for_its_trainer_alone(filed: Question, trainer: User, client: Client) -> None:
    upload = read(trainer, export())
    assert client.get(f"/cms/courses/import/{upload.pk}/").status_code == 302
