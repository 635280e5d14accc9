"""The question bank, quizzes and self-assessments at the authoring desk."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from people.permissions import ensure_roles
from quizzes import actions
from quizzes.health import of_quiz
from quizzes.models import Attempt, Question, QuestionVersion, Quiz, QuizItem, Survey
from tests.factories import client_of
from tests.quizzes.factories import (
    NOW,
    ROWS,
    make_question,
    make_quiz,
    make_quiz_page,
    make_survey,
)

pytestmark = pytest.mark.django_db
BANK = "/cms/snippets/quizzes/question/"
QUIZZES = "/cms/snippets/quizzes/quiz/"
SURVEYS = "/cms/snippets/quizzes/survey/"
Form = dict[str, Any]


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


def rows(prefix: str, filled: list[Form], initial: int = 0) -> Form:
    form: Form = {
        f"{prefix}-TOTAL_FORMS": len(filled),
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for place, row in enumerate(filled):
        form |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
        form.setdefault(f"{prefix}-{place}-id", "")
        form[f"{prefix}-{place}-ORDER"] = place + 1
        form.setdefault(f"{prefix}-{place}-DELETE", "")
    return form


def option(text: str, *, right: bool = False, **changes: str) -> Form:
    row = {"text_zh": text, "text_en": f"{text} en", "feedback_zh": "因为", "feedback_en": "Because"}
    row |= {"match_zh": "", "match_en": "", "points": "0", "panel": ""}
    return row | ({"is_correct": "on"} if right else {}) | changes


def question_form(options: list[Form] | None = None, **changes: str) -> Form:
    form: Form = {
        "key": "q-new",
        "kind": "single_choice",
        "module": "c1m1",
        "dimension": "understanding",
        "difficulty": "easy",
        "points": "1",
        "stem_zh": "谁是客户？",
        "stem_en": "Who is the customer?",
        "explanation_zh": "看谁接收。",
        "explanation_en": "Look who receives.",
        "number": "",
        "tolerance": "0",
    }
    texts = ("unit", "units", "accepted", "model_answer")
    form |= {f"{name}_{code}": "" for name in texts for code in ("zh", "en")}
    form |= {"lowest": "", "highest": "", "credit": ""}
    form |= rows("options", [option("仓库", right=True), option("采购")] if options is None else options)
    form |= rows("hints", [])
    return form | changes


UNITS = {"kind": "numeric", "number": "1", "unit_zh": "小时", "unit_en": "h"}
UNITS |= {"units_zh": "分钟 = 60", "units_en": "min = 60"}
PUBLISH = {"action-publish": "action-publish"}


def sentences(response: Any) -> str:
    return " ".join(str(error) for error in response.context["form"].non_field_errors())


def test_publishing_makes_a_version(desk: Client) -> None:
    went = desk.post(f"{BANK}add/", question_form() | PUBLISH)
    assert went.status_code == 302
    version = QuestionVersion.objects.get()
    assert (version.key, version.number, version.question) == ("q-new", 1, Question.objects.get())
    assert [row["text"]["zh"] for row in version.content["options"]] == ["仓库", "采购"]


def test_half_a_question_saves_as_a_draft(desk: Client) -> None:
    form = question_form([], stem_en="", explanation_zh="", explanation_en="")
    assert desk.post(f"{BANK}add/", form).status_code == 302
    assert not Question.objects.get().live
    assert not QuestionVersion.objects.exists()


@pytest.mark.parametrize(
    ("options", "changes", "says"),
    [
        ([option("一", right=True), option("二", right=True)], {}, "唯一的正确选项"),
        ([option("一"), option("二")], {"kind": "multiple_choice"}, "至少"),
        ([option("一", right=True)], {}, "两个选项"),
        ([option("一", right=True), option("二", feedback_zh="", feedback_en="")], {}, "反馈"),
        ([option("一", right=True), option("二", text_en="")], {}, "两种语言的文字"),
        ([option("一", right=True), option("一")], {}, "相同"),
        ([option("一", right=True), option("二")], {"explanation_en": ""}, "解析"),
        ([option("一"), option("二"), option("三", right=True)], {"kind": "true_false"}, "判断题"),
        ([option("一", match_zh="右", match_en="right")], {"kind": "matching"}, "两组"),
        ([option("一"), option("二")], {"kind": "ordering"}, "三项"),
        ([], {"kind": "numeric"}, "正确的数"),
        ([], {"kind": "numeric", "number": "1", "lowest": "1", "highest": "2"}, "二者选一"),
        ([], {"kind": "numeric", "lowest": "1"}, "两端"),
        ([], {"kind": "numeric", "number": "1", "units_zh": "分钟 = 60", "units_en": "min = 60"}, "计量单位"),
        ([], UNITS | {"units_en": "min = 6"}, "次序"),
        ([], UNITS | {"units_zh": "分钟 = 六十", "units_en": "min = sixty"}, "分钟 = 60"),
        ([], UNITS | {"units_zh": "小时 = 60"}, "同名"),
        ([option("一", right=True), option("二")], {"credit": "exact"}, "计分方式"),
        ([], {"kind": "fill_blank", "accepted_zh": "客户"}, "每种语言"),
        ([], {"kind": "short_answer"}, "参考答案"),
        ([option("甲")], {"kind": "blanks"}, "[[1]]"),
        ([], {"kind": "blanks"}, "每个空"),
        ([option("甲")], {"kind": "statement_grid"}, "两条陈述"),
        ([option("甲"), option("甲")], {"kind": "statement_grid"}, "相同"),
        ([option("甲", panel="2 2 2"), option("乙", panel="1 1 1")], {"kind": "judgement"}, "不足 5 位"),
        (
            [option("甲", panel="2 2 2 2 2"), option("乙", panel="2 -2 2 -2 2")],
            {"kind": "judgement"},
            "选项 B 意见不一",
        ),
    ],
)
def test_publishing_refuses_what_cannot_be_answered(
    desk: Client, options: list[Form], changes: dict[str, str], says: str
) -> None:
    refused = desk.post(f"{BANK}add/", question_form(options, **changes) | PUBLISH)
    assert refused.status_code == 200
    assert says in sentences(refused)
    assert not QuestionVersion.objects.exists()


def test_a_negative_tolerance_is_refused_even_in_a_draft(desk: Client) -> None:
    refused = desk.post(f"{BANK}add/", question_form([], kind="numeric", tolerance="-1"))
    assert "tolerance" in refused.context["form"].errors


def test_a_range_that_ends_before_it_begins_is_refused_even_in_a_draft(desk: Client) -> None:
    refused = desk.post(f"{BANK}add/", question_form([], kind="numeric", lowest="2", highest="1"))
    assert "highest" in refused.context["form"].errors


def test_ranges_units_and_the_way_of_marking_are_frozen(desk: Client) -> None:
    form = question_form([], **UNITS) | {"number": "", "lowest": "1", "highest": "2.50"}
    assert desk.post(f"{BANK}add/", form | PUBLISH).status_code == 302
    content = QuestionVersion.objects.get().content
    assert (content["number"], content["lowest"], content["highest"]) == (None, "1", "2.5")
    assert content["units"] == {"zh": ["分钟 = 60"], "en": ["min = 60"]}
    options = [option("一", right=True), option("二", right=True), option("三")]
    form = question_form(options, key="q-2", kind="multiple_choice", credit="exact")
    assert desk.post(f"{BANK}add/", form | PUBLISH).status_code == 302
    assert QuestionVersion.objects.get(key="q-2").content["credit"] == "exact"


def test_what_is_no_rating_is_refused_even_in_a_draft(desk: Client) -> None:
    refused = desk.post(f"{BANK}add/", question_form([option("甲", panel="2 3")], kind="judgement"))
    assert refused.status_code == 200
    assert not Question.objects.exists()


def test_the_experts_ratings_are_frozen(desk: Client) -> None:
    rated = [option("甲", panel="2 2 1 2 2"), option("乙", panel="-1，-2 −1 -2 -1")]
    assert desk.post(f"{BANK}add/", question_form(rated, kind="judgement") | PUBLISH).status_code == 302
    rows = QuestionVersion.objects.get().content["options"]
    assert [row["panel"] for row in rows] == [[2, 2, 1, 2, 2], [-1, -2, -1, -2, -1]]


def test_a_question_without_them_stays_equal_to_its_older_versions() -> None:
    question = Question.objects.get(pk=make_question("multiple_choice").pk)
    assert not {"lowest", "highest", "units", "credit"} & set(question.content())


@pytest.mark.parametrize("name", ["key", "kind", "dimension", "difficulty", "points", "tolerance", "stem_zh"])
def test_a_draft_without_what_the_database_needs_is_sent_back(desk: Client, name: str) -> None:
    refused = desk.post(f"{BANK}add/", question_form() | {name: ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, [name])


def posted(question: Question, **changes: str) -> Form:
    """Return the editor's form of a stored question."""
    fields = [name for name in question_form() if not name.startswith(("options-", "hints-"))]
    form = {name: getattr(question, name) for name in fields}
    form = {name: "" if value is None else value for name, value in form.items()}
    stored = [
        {name: getattr(row, name) for name in option("") if name != "is_correct"}
        | ({"is_correct": "on"} if row.is_correct else {})
        | {"id": row.pk}
        for row in question.options.all()
    ]
    return form | rows("options", stored, initial=len(stored)) | rows("hints", []) | changes


def test_a_correction_makes_a_new_version_and_ids_stay(desk: Client) -> None:
    question = make_question(key="q-1")
    desk.post(f"{BANK}edit/{question.pk}/", posted(question, stem_zh="改过的题目") | PUBLISH)
    first, second = QuestionVersion.objects.order_by("number")
    assert second.content["stem"]["zh"] == "改过的题目"
    assert [row["id"] for row in first.content["options"]] == [row["id"] for row in second.content["options"]]


def test_publishing_again_without_a_change_makes_no_version(desk: Client) -> None:
    question = make_question(key="q-1")
    desk.post(f"{BANK}edit/{question.pk}/", posted(question) | PUBLISH)
    assert QuestionVersion.objects.count() == 1


def test_a_draft_changes_nothing_for_learners(desk: Client, owner: User) -> None:
    question = make_question(key="q-1")
    desk.post(f"{BANK}edit/{question.pk}/", posted(question, stem_zh="还在改"))
    attempt = actions.start(user=owner, quiz=make_quiz(question), page_key=None, language="zh-hans", now=NOW)
    assert attempt.items.get().version.content["stem"]["zh"] == question.stem_zh


def test_the_order_given_is_the_order_kept(desk: Client) -> None:
    steps = [option(text) for text in ("一", "二", "三")]
    form = question_form(steps, kind="ordering")
    form |= {"options-0-ORDER": 3, "options-1-ORDER": 1, "options-2-ORDER": 2}
    desk.post(f"{BANK}add/", form | PUBLISH)
    version = QuestionVersion.objects.get()
    assert [row["text"]["zh"] for row in version.content["options"]] == ["二", "三", "一"]


def test_a_used_short_name_stays(desk: Client) -> None:
    question = make_question(key="q-1")
    desk.post(f"{BANK}edit/{question.pk}/", posted(question, key="q-2") | PUBLISH)
    question.refresh_from_db()
    assert question.key == "q-1"


@pytest.mark.parametrize("kind", sorted(ROWS))
@pytest.mark.parametrize("mode", ["zh-hans", "en", "zh-hans answers", "en answers"])
def test_the_preview_shows_a_question_and_writes_nothing(desk: Client, kind: str, mode: str) -> None:
    question = make_question(kind)
    address = f"{BANK}preview/{question.pk}/"
    desk.post(address, posted(question))
    with CaptureQueriesContext(connection) as asked:
        shown = desk.get(address, {"mode": mode, "in_preview_panel": "true"})
    assert shown.status_code == 200
    written = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "quizzes" in sql] == []
    page = shown.content.decode()
    stem = question.stem_en if mode.startswith("en") else question.stem_zh
    assert stem.partition("[[")[0] in page
    explained = "Explanation" in page or "解析" in page
    assert explained == mode.endswith("answers")
    assert not Attempt.objects.exists()


def test_a_question_can_be_copied_under_a_new_name(desk: Client) -> None:
    question = make_question(key="q-1")
    page = desk.get(f"{BANK}copy/{question.pk}/")
    assert page.context["action_url"] == f"{BANK}add/"
    assert desk.post(f"{BANK}add/", posted(question)).context["form"].errors["key"]
    assert desk.post(f"{BANK}add/", posted(question, key="q-copy") | PUBLISH).status_code == 302
    copy = Question.objects.get(key="q-copy")
    assert [row.text_zh for row in copy.options.all()] == [row.text_zh for row in question.options.all()]
    assert not {row.uid for row in copy.options.all()} & {row.uid for row in question.options.all()}


def test_history_and_usage_open(desk: Client) -> None:
    question = make_question()
    desk.post(f"{BANK}edit/{question.pk}/", posted(question) | PUBLISH)
    assert desk.get(f"{BANK}history/{question.pk}/").status_code == 200
    assert desk.get(f"{BANK}usage/{question.pk}/").status_code == 200


def test_the_list_is_searched_and_filtered(desk: Client) -> None:
    make_question(key="q-1", stem_zh="仓库的人手怎么排？", module="c1m1")
    make_question(key="q-2", stem_zh="谁接收？", module="c1m2", difficulty="hard")
    for query, found in [
        ({"q": "人手"}, ["q-1"]),
        ({"q": "q-2"}, ["q-2"]),
        ({"module": "c1m2"}, ["q-2"]),
        ({"difficulty": "hard"}, ["q-2"]),
        ({"kind": "matching"}, []),
        ({}, ["q-1", "q-2"]),
    ]:
        listed = desk.get(BANK, query)
        assert [row.key for row in listed.context["object_list"]] == found


def test_the_list_asks_as_often_for_few_questions_as_for_many(desk: Client) -> None:
    counts = []
    for size in (3, 30):
        while Question.objects.count() < size:
            make_question()
        desk.get(BANK)
        with CaptureQueriesContext(connection) as asked:
            desk.get(BANK)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_learners_answered_is_not_deleted(desk: Client, owner: User) -> None:
    question = make_question()
    quiz = make_quiz(question)
    actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=NOW)
    QuizItem.objects.all().delete()
    for model, pk, address in ((Question, question.pk, BANK), (Quiz, quiz.pk, QUIZZES)):
        said = desk.post(f"{address}delete/{pk}/", follow=True)
        assert list(said.context["messages"])
        assert model.objects.filter(pk=pk).exists()


def test_bulk_deletion_is_refused_as_well(desk: Client) -> None:
    question = make_question()
    make_quiz(question)
    desk.post(f"/cms/bulk/quizzes/question/delete/?id={question.pk}", {"next": BANK}, follow=True)
    assert Question.objects.filter(pk=question.pk).exists()


def test_what_is_offered_or_published_is_not_deleted(desk: Client) -> None:
    quiz, survey = make_quiz(make_question()), make_survey()
    make_quiz_page(quiz)
    desk.post(f"{QUIZZES}delete/{quiz.pk}/")
    desk.post(f"{SURVEYS}delete/{survey.pk}/")
    assert Quiz.objects.exists()
    assert Survey.objects.exists()


def test_what_nobody_used_can_be_deleted(desk: Client) -> None:
    question = make_question()
    desk.post(f"{BANK}delete/{question.pk}/")
    assert not Question.objects.exists()


def quiz_form(items: list[Form], draws: list[Form] | None = None, **changes: str) -> Form:
    form: Form = {
        "key": "quiz-new",
        "title_zh": "测验",
        "title_en": "Quiz",
        "purpose": "course",
        "pass_percent": "80",
        "attempt_limit": "3",
        "time_limit_minutes": "",
        "feedback_rule": "until_passed",
        "item_tries": "3",
        "shuffle_options": "on",
        "counts": "best",
        "second_delay_minutes": "0",
        "later_delay_minutes": "0",
        "overdue_rule": "submit",
        "grace_seconds": "5",
    }
    return form | rows("items", items) | rows("draws", draws or []) | rows("bands", []) | changes


def test_a_quiz_is_made_of_questions_and_rules(desk: Client) -> None:
    question = make_question()
    went = desk.post(f"{QUIZZES}add/", quiz_form([{"slot": "1", "question": question.pk}]))
    assert went.status_code == 302
    quiz = Quiz.objects.get()
    assert (quiz.pass_bp, quiz.attempt_limit, quiz.time_limit_minutes) == (8_000, 3, None)
    assert desk.get(f"{QUIZZES}edit/{quiz.pk}/").status_code == 200
    assert desk.get(QUIZZES).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_at": "2026-12-02 10:00", "closes_at": "2026-12-02 10:00"},
        {"closes_at": "9999-12-31 23:59"},
        {"grace_seconds": "121"},
        {"second_delay_minutes": "525601"},
        {"later_delay_minutes": "-1"},
        {"attempt_limit": "0"},
        {"time_limit_minutes": "0"},
        {"counts": "worst"},
        {"overdue_rule": "ignore"},
    ],
)
def test_rules_that_make_no_sense_are_refused_by_a_sentence(desk: Client, wrong: Form) -> None:
    asked = [{"slot": "1", "question": make_question().pk}]
    refused = desk.post(f"{QUIZZES}add/", quiz_form(asked, **wrong))
    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert not Quiz.objects.exists()


def test_a_pass_mark_that_was_not_touched_stays_exact(desk: Client) -> None:
    question = make_question()
    quiz = make_quiz(question, key="quiz-new", pass_bp=6_667)
    item = quiz.items.get()
    form = quiz_form([], pass_percent="66")
    form |= rows("items", [{"slot": "1", "question": question.pk, "id": item.pk}], initial=1)
    assert desk.post(f"{QUIZZES}edit/{quiz.pk}/", form).status_code == 302
    quiz.refresh_from_db()
    assert (quiz.pass_bp, quiz.attempt_limit) == (6_667, 3)


@pytest.mark.parametrize(
    ("draws", "says"),
    [
        ([], "题目"),
        ([{"count": "5", "module": "c9m9", "difficulty": "", "dimension": ""}], "5"),
    ],
)
def test_a_quiz_without_enough_questions_is_refused(desk: Client, draws: list[Form], says: str) -> None:
    refused = desk.post(f"{QUIZZES}add/", quiz_form([], draws))
    assert says in sentences(refused)
    assert not Quiz.objects.exists()


def survey_form(items: list[Form], **changes: str) -> Form:
    form: Form = {"key": "self-new", "title_zh": "自评", "title_en": "Self-assessment"}
    form |= {"instruction_zh": "请回想。", "instruction_en": "Think back."}
    return form | rows("items", items) | changes


def statement(code: str, **changes: str) -> Form:
    row = {"code": code, "kind": "content", "dimension": "ownership", "expected": ""}
    return row | {"text_zh": "我核对。", "text_en": "I check."} | changes


def test_publishing_a_self_assessment_makes_a_version(desk: Client) -> None:
    attention = statement("AT", kind="attention", dimension="", expected="2")
    went = desk.post(f"{SURVEYS}add/", survey_form([statement("R1"), attention]) | PUBLISH)
    assert went.status_code == 302
    assert [item["code"] for item in Survey.objects.get().versions.get().content["items"]] == ["R1", "AT"]


@pytest.mark.parametrize(
    ("items", "changes"),
    [
        ([], {}),
        ([statement("R1", dimension="")], {}),
        ([statement("R1"), statement("AT", kind="attention")], {}),
        ([statement("R1", text_en="")], {}),
        ([statement("R1")], {"instruction_en": ""}),
    ],
)
def test_publishing_refuses_an_unfinished_self_assessment(
    desk: Client, items: list[Form], changes: dict[str, str]
) -> None:
    refused = desk.post(f"{SURVEYS}add/", survey_form(items, **changes) | PUBLISH)
    assert refused.status_code == 200
    assert sentences(refused)
    assert not Survey.objects.filter(live=True).exists()


def test_the_self_assessment_can_be_previewed(desk: Client) -> None:
    survey = make_survey(3)
    stored = [
        {"id": row.pk, "code": row.code, "kind": row.kind, "dimension": row.dimension,
         "expected": row.expected or "",         "text_zh": row.text_zh, "text_en": row.text_en}
        for row in survey.items.all()
    ]  # fmt: skip
    form = survey_form([]) | rows("items", stored, initial=len(stored))
    address = f"{SURVEYS}preview/{survey.pk}/"
    desk.post(address, form)
    assert "陈述1" in desk.get(address, {"mode": ""}).content.decode()


@pytest.mark.parametrize("address", [BANK, QUIZZES, SURVEYS])
@pytest.mark.parametrize("who", ["owner", "manager", "hr"])
def test_only_trainers_get_to_the_desk(
    request: pytest.FixtureRequest, desk: Client, address: str, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    for path in (address, f"{address}add/", f"{address}edit/1/", f"{address}preview/1/"):
        answered = client.get(path)
        assert answered.status_code in {302, 403, 404}
        assert b"stem_zh" not in answered.content


def own_feedback(**ticks: list[str] | str) -> Form:
    everything = ["o", "m", "f", "r"]
    shown = {f"shows_{moment}": everything for moment in ("right_after", "while_open", "after_close")}
    return {"feedback_rule": "own"} | shown | ticks


def post_quiz(desk: Client, **changes: Any) -> Any:
    question = make_question()
    return desk.post(f"{QUIZZES}add/", quiz_form([{"slot": "1", "question": question.pk}], **changes))


def test_an_own_feedback_rule_is_ticked(desk: Client) -> None:
    went = post_quiz(desk, **own_feedback(shows_right_after=["o", "m"], held="on"))
    assert went.status_code == 302
    quiz = Quiz.objects.get()
    assert quiz.feedback_matrix == "o/om/omfr/omfr/held"
    page = desk.get(f"{QUIZZES}edit/{quiz.pk}/")
    form = page.context["form"]
    assert form["shows_right_after"].initial == ["o", "m"]
    assert form["held"].initial is True


def test_a_ready_made_rule_ignores_the_ticks(desk: Client) -> None:
    post_quiz(desk, **own_feedback(feedback_rule="until_passed", shows_after_close=[]))
    quiz = Quiz.objects.get()
    assert (quiz.feedback_rule, quiz.feedback_matrix) == ("until_passed", "")


@pytest.mark.parametrize(
    ("ticks", "purpose", "says"),
    [
        ({"shows_right_after": ["o"]}, "course", "勾选成绩"),
        ({"shows_right_after": ["r"]}, "check", "正确答案需要"),
        ({"shows_right_after": ["f"]}, "check", "反馈会透露"),
        ({"shows_after_close": ["o", "m"]}, "check", "关闭后"),
        ({"shows_right_after": ["x"]}, "check", "x"),
    ],
)
def test_contradictory_feedback_is_refused(
    desk: Client, ticks: dict[str, Any], purpose: str, says: str
) -> None:
    answer = post_quiz(desk, purpose=purpose, **own_feedback(**ticks))
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Quiz.objects.exists()


def test_the_editor_says_in_words_what_learners_see(desk: Client) -> None:
    quiz = make_quiz(make_question(), feedback_rule="own", feedback_matrix="o/om/om/omfr")
    page = desk.get(f"{QUIZZES}edit/{quiz.pk}/").content.decode()
    assert page.count("<dt>提交后半小时内</dt>") == 4
    assert "<dd>题目和本人的作答、成绩</dd>" in page


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"feedback_rule": "until_passed"}, set()),
        ({"feedback_rule": "after_submit"}, {"key_before_next_try"}),
        ({"feedback_rule": "after_submit", "attempt_limit": 1}, set()),
        ({"feedback_rule": "after_submit", "purpose": "check"}, set()),
        ({"feedback_rule": "own", "feedback_matrix": "o/om/om/omfr"}, {"never_closes"}),
        ({"feedback_rule": "own", "feedback_matrix": "o/o/o/omfr"}, {"never_closes", "feedback"}),
    ],
)
def test_what_the_checks_say_about_feedback(db: None, fields: dict[str, Any], codes: set[str]) -> None:
    quiz = make_quiz(make_question(), **fields)
    ours = {"feedback", "never_closes", "key_before_next_try"}
    assert {one.code for one in of_quiz(quiz)} & ours == codes
