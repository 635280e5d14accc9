"""The ready-made academy loads completely, twice without a trace, and never over a trainer's work."""

import pytest
from django.utils.translation import override
from wagtail.models import Page

from academy.loading import bank, courses, quizzes
from academy.loading.academy import PUBLISHED, load
from academy.loading.files import course_keys, read_table, read_yaml
from academy.loading.ledger import Ledger
from academy.loading.pages import Pair
from academy.models import LoadedItem
from cases.models import Case, CasePage, Scenario, ScenarioPage
from courses.models import CoursePage, GlossaryTerm, LessonPage
from quizzes import content, lint
from quizzes.models import (
    Question,
    QuestionOption,
    QuestionVersion,
    Quiz,
    QuizDraw,
    QuizItem,
    QuizPage,
    Survey,
)

pytestmark = pytest.mark.django_db


def test_everything_arrives(academy: None) -> None:
    assert Question.objects.count() == len(read_yaml("questions.yaml")["questions"])
    assert Case.objects.filter(live=True).count() == len(read_yaml("cases.yaml")["cases"])
    assert Scenario.objects.filter(live=True).count() == len(read_yaml("scenarios.yaml")["roleplays"])
    assert GlossaryTerm.objects.filter(live=True).count() == len(read_table("glossary.csv"))
    assert Survey.objects.get().items.count() == len(read_table("self_items.csv"))


def test_course_c1_is_whole_in_both_languages(academy: None) -> None:
    for language in ("zh-hans", "en"):
        course = CoursePage.objects.get(key="c1", locale__language_code=language)
        kinds = [type(step).__name__ for step in course.get_children().live().specific()]
        assert kinds.count("LessonPage") == 5
        assert kinds.count("QuizPage") == 6
        assert {"CasePage", "ScenarioPage"} <= set(kinds)


def test_translations_share_their_keys(academy: None) -> None:
    for model in (CoursePage, LessonPage, QuizPage, CasePage, ScenarioPage):
        chinese = model.objects.filter(locale__language_code="zh-hans")
        english = model.objects.filter(locale__language_code="en")
        assert set(chinese.values_list("translation_key")) == set(english.values_list("translation_key"))
        assert chinese.exists()


def test_every_loaded_question_could_be_published_by_a_trainer(academy: None) -> None:
    found = {row.key: lint.problems(content.parse(row.content())) for row in Question.objects.all()}
    assert {key: problems for key, problems in found.items() if problems} == {}
    assert QuestionVersion.objects.count() == Question.objects.count()


def test_the_quiz_plan_draws_ten_questions(academy: None) -> None:
    quiz = Quiz.objects.get(key="c1-quiz")
    assert quiz.items.values("slot").distinct().count() == 10
    assert (quiz.pass_bp, quiz.attempt_limit, quiz.time_limit_minutes) == (7_500, 3, 20)


def test_loading_again_changes_nothing(academy: None) -> None:
    before = dict(Page.objects.values_list("pk", "latest_revision_id"))
    items = LoadedItem.objects.count()
    counts = load()
    assert set(counts) == {"unchanged"}
    assert dict(Page.objects.values_list("pk", "latest_revision_id")) == before
    assert LoadedItem.objects.count() == items


def test_a_role_play_offered_in_two_courses_has_a_page_in_each(academy: None) -> None:
    pages = ScenarioPage.objects.filter(slug="rp1-three-engineers", locale__language_code="zh-hans")
    parents = {page.get_parent().specific.key for page in pages}
    assert parents == {"c1", "c2"}


def test_a_trainers_edit_is_kept(academy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = LessonPage.objects.get(key="c1m1", locale__language_code="zh-hans")
    lesson.title = "讲师改过的标题"
    lesson.save_revision().publish()
    question = Question.objects.get(key="q-c1m1-01")
    question.stem_zh = "讲师改过的题干？"
    question.save_revision().publish()
    LoadedItem.objects.filter(key__in=["c1m1", "q-c1m1-01"]).update(source="changed in the files")
    counts = load()
    assert counts["kept as changed by a trainer"] == 2
    assert counts["updated"] == 1  # the English lesson, which nobody touched
    lesson.refresh_from_db()
    question.refresh_from_db()
    assert (lesson.title, question.stem_zh) == ("讲师改过的标题", "讲师改过的题干？")


def test_a_changed_file_updates_what_nobody_touched(academy: None) -> None:
    question = Question.objects.get(key="q-c1m1-01")
    uids = set(question.options.values_list("uid", flat=True))
    LoadedItem.objects.filter(key="q-c1m1-01").update(source="changed in the files")
    assert load()["updated"] == 1
    assert set(question.options.values_list("uid", flat=True)) == uids


def test_an_option_that_moved_keeps_its_id(academy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = dict(QuestionOption.objects.filter(question__key="q-c1m1-01").values_list("text_zh", "uid"))
    data = read_yaml("questions.yaml")
    [raw] = [raw for raw in data["questions"] if raw["id"] == "q-c1m1-01"]
    raw["options"].reverse()
    raw["options"][0]["text"]["zh"] = "改过的一个选项"
    monkeypatch.setattr(bank, "read_yaml", lambda *parts: data)
    ledger = Ledger()
    bank.load_questions(ledger)
    assert ledger.counts["updated"] == 1
    now = dict(QuestionOption.objects.filter(question__key="q-c1m1-01").values_list("text_zh", "uid"))
    assert set(now.values()) == set(ids.values())
    assert {text: now[text] for text in ids if text in now} == {t: ids[t] for t in ids if t in now}
    assert now["改过的一个选项"] not in {now[text] for text in ids if text in now}


def grown_plan(quiz: Quiz) -> tuple[dict[str, object], str]:
    """Return the quiz's plan with one more question as an alternative in its first place, and its key."""
    plan = read_yaml("courses", "c1", "course.yaml")["quiz"]
    more = Question.objects.exclude(quiz_items__quiz=quiz).order_by("key").values_list("key", flat=True)[0]
    plan["slots"][0]["pool"].append(more)
    return plan, more


def placed(quiz: Quiz) -> dict[str, int]:
    return dict(quiz.items.values_list("question__key", "slot"))


def test_a_question_added_to_the_plan_reaches_a_quiz_that_nobody_touched(academy: None) -> None:
    quiz = Quiz.objects.get(key="c1-quiz")
    before, rows = placed(quiz), set(quiz.items.values_list("pk", flat=True))
    plan, more = grown_plan(quiz)
    ledger = Ledger()
    quizzes.load_quiz(ledger, plan)
    assert ledger.counts == {"updated": 1}
    assert placed(quiz) == {**before, more: 1}
    assert rows < set(quiz.items.values_list("pk", flat=True))
    again = Ledger()
    quizzes.load_quiz(again, plan)
    assert again.counts == {"unchanged": 1}


def test_a_question_taken_from_the_plan_leaves_the_quiz(academy: None) -> None:
    quiz = Quiz.objects.get(key="c1-quiz")
    plan = read_yaml("courses", "c1", "course.yaml")["quiz"]
    gone = plan["slots"][0]["pool"].pop()
    quizzes.load_quiz(Ledger(), plan)
    assert gone not in placed(quiz)
    assert len(set(placed(quiz).values())) == 10


def test_a_quiz_that_a_trainer_saved_is_left_alone(academy: None) -> None:
    quiz = Quiz.objects.get(key="c1-quiz")
    plan, _more = grown_plan(quiz)
    quiz.pass_bp = 8_000
    quiz.save()
    quiz.save_revision()  # as the editor does
    before, ledger = placed(quiz), Ledger()
    quizzes.load_quiz(ledger, plan)
    assert ledger.counts == {"kept as changed by a trainer": 1}
    quiz.refresh_from_db()
    assert (quiz.pass_bp, placed(quiz)) == (8_000, before)


def test_a_quiz_loaded_before_quizzes_were_noted_grows_too(academy: None) -> None:
    quiz = Quiz.objects.get(key="c1-quiz")
    LoadedItem.objects.filter(kind="quiz").delete()
    plan, more = grown_plan(quiz)
    quizzes.load_quiz(Ledger(), plan)
    assert placed(quiz)[more] == 1
    assert LoadedItem.objects.filter(kind="quiz", key="c1-quiz").exists()


@pytest.mark.parametrize("theirs", ["a question", "a draw"])
def test_a_quiz_of_that_name_that_was_never_ours_is_left_alone(academy: None, theirs: str) -> None:
    quiz = Quiz.objects.get(key="c1-quiz")
    LoadedItem.objects.filter(kind="quiz").delete()
    plan, more = grown_plan(quiz)
    if theirs == "a draw":
        QuizDraw.objects.create(quiz=quiz, count=1, module="c1m1")
    else:
        own = Question.objects.exclude(key=more).exclude(quiz_items__quiz=quiz).order_by("key")[0]
        QuizItem.objects.create(quiz=quiz, slot=1, question=own)
    before, ledger = placed(quiz), Ledger()
    quizzes.load_quiz(ledger, plan)
    assert ledger.counts == {"kept as changed by a trainer": 1}
    assert placed(quiz) == before


def test_every_course_is_published_with_its_lessons(academy: None) -> None:
    for language in ("zh-hans", "en"):
        live = CoursePage.objects.live().filter(locale__language_code=language)
        assert set(live.values_list("key", flat=True)) == set(course_keys()) == set(PUBLISHED)
        lessons = LessonPage.objects.live().filter(locale__language_code=language)
        assert lessons.count() == 40


def test_an_unfinished_course_stays_a_draft(academy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for course in CoursePage.objects.filter(key="c7"):
        parent = course.get_parent()
        course.delete()
    other = parent.get_translations().get()
    LoadedItem.objects.filter(key__contains="c7").delete()
    monkeypatch.setattr(courses, "course_keys", lambda: ["c7"])
    home = Pair(parent, other) if parent.locale.language_code == "zh-hans" else Pair(other, parent)
    courses.load_courses(Ledger(), home, published=())
    drafts = Page.objects.descendant_of(CoursePage.objects.filter(key="c7").first(), inclusive=True)
    assert drafts.count() > 10
    assert not drafts.live().exists()


def test_titles_follow_the_language(academy: None) -> None:
    quiz = Quiz.objects.get(key="c1-quiz")
    with override("en"):
        assert quiz.title == "Course quiz: Who Is My Internal Customer?"
    with override("zh-hans"):
        assert quiz.title == "课程测验：谁是我的内部客户"
