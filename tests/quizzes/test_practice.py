"""Practice over HTTP: checking, several tries, hints on demand, nothing told before its time."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User
from people.permissions import ensure_roles
from quizzes import queries
from quizzes.models import Attempt, AttemptItem, FeedbackRule, Question, Quiz, QuizPurpose
from quizzes.queries.answer_rows import first_answers
from tests.factories import client_of
from tests.quizzes.factories import ROWS, add_hints, make_question, make_quiz, make_quiz_page
from tests.quizzes.test_desk import BANK, QUIZZES, option, question_form, quiz_form, rows
from tests.quizzes.test_views import JSON, address, begin, right

pytestmark = pytest.mark.django_db
PRACTICE = {"purpose": QuizPurpose.CHECK, "feedback_rule": FeedbackRule.PRACTICE}


@pytest.fixture
def me(owner: User) -> Client:
    return client_of(owner)


def practice(*questions: Question, **fields: Any) -> Quiz:
    return make_quiz(*(questions or (make_question(),)), **(PRACTICE | fields))


def wrong_options(attempt: Attempt, position: int = 1) -> list[str]:
    key = right(attempt, position)["option"]
    return [one for one in attempt.items.get(position=position).option_order if [one] != key]


def check(client: Client, attempt: Attempt, position: int = 1, /, **form: Any) -> Any:
    seq = attempt.items.get(position=position).response_seq + 1
    return client.post(address(attempt, f"{position}/check/"), {"seq": str(seq)} | form, follow=True)


def text_of(answer: Any) -> str:
    text = answer.content.decode()
    return str(text[text.index("<main") :])


def test_it_works_without_scripts(me: Client) -> None:
    quiz = practice(add_hints(make_question(), "想想谁在用", "看看下一个环节"), make_question("numeric"))
    attempt = begin(me, make_quiz_page(quiz))
    first = text_of(me.get(address(attempt)))
    assert "想想谁在用" not in first
    hinted = me.post(address(attempt, "1/hint/"), {"seq": "1", "hint": "1"}, follow=True)
    assert "想想谁在用" in text_of(hinted)
    assert "看看下一个环节" not in text_of(hinted)
    tried = text_of(check(me, attempt, option=wrong_options(attempt)[0]))
    assert "不正确" in tried
    assert "还可以尝试 2 次" in tried
    assert "解析" not in tried
    solved = text_of(check(me, attempt, option=right(attempt, 1)["option"][0]))
    assert "这道题已完成" in solved
    assert "解析" in solved
    moved = me.post(address(attempt, "2/"), {"seq": "1", "text": "81.5", "go": "next"})
    assert moved["Location"] == address(attempt, "check/")
    me.post(address(attempt, "submit/"))
    result = me.get(address(attempt, "result/"))
    assert "尝试 2 次" in text_of(result)
    assert "看了 1 条提示" in text_of(result)
    assert Attempt.objects.get().score_bp == 10_000


def test_the_answer_is_shown_when_all_tries_are_used_up(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice(item_tries=2)))
    first, second, *_rest = wrong_options(attempt)
    assert "解析" not in text_of(check(me, attempt, option=first))
    assert "解析" in text_of(check(me, attempt, option=second))
    item = attempt.items.get()
    assert (item.checks, item.response) == (2, {"options": [second]})
    late = check(me, attempt, option=right(attempt, 1)["option"][0])
    item.refresh_from_db()
    assert (item.checks, item.response) == (2, {"options": [second]})
    assert "这道题已完成" in text_of(late)


def test_the_same_answer_is_checked_once(me: Client) -> None:
    """A double click, a reload, a second window."""
    attempt = begin(me, make_quiz_page(practice()))
    wrong = wrong_options(attempt)[0]
    for seq in ("1", "1", "2"):
        me.post(address(attempt, "1/check/"), {"seq": seq, "option": wrong})
    assert attempt.items.get().checks == 1


def test_an_answer_changed_but_not_checked_tells_nothing(me: Client) -> None:
    """Saving costs no try, so it must not bring another option's feedback."""
    attempt = begin(me, make_quiz_page(practice()))
    wrong, other, *_rest = wrong_options(attempt)
    check(me, attempt, option=wrong)
    before = text_of(me.get(address(attempt)))
    seq = attempt.items.get().response_seq + 1
    for answer in (other, right(attempt, 1)["option"][0]):
        me.post(address(attempt, "1/"), {"seq": str(seq), "option": answer}, headers=JSON)
        seq += 1
        after = text_of(me.get(address(attempt)))
        assert re.findall(r"反馈\d", after) == re.findall(r"反馈\d", before) != []
        assert "不正确" in after
        assert "解析" not in after


def test_an_older_answer_is_not_checked(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice()))
    first, second, *_rest = wrong_options(attempt)
    me.post(address(attempt, "1/"), {"seq": "5", "option": first})
    me.post(address(attempt, "1/check/"), {"seq": "2", "option": second})
    item = attempt.items.get()
    assert (item.checks, item.response) == (0, {"options": [first]})


def test_nothing_to_check(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice()))
    assert "请先作答" in check(me, attempt).content.decode()
    assert attempt.items.get().checks == 0


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_every_type_can_be_practised(me: Client, kind: str) -> None:
    attempt = begin(me, make_quiz_page(practice(make_question(kind), make_question())))
    shown = check(me, attempt, **right(attempt, 1))
    assert "解析" in text_of(shown)
    item = attempt.items.get(position=1)
    assert item.checks == 1
    assert "解析" not in str(item.checked)


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_no_key_of_an_unchecked_question_leaves_the_server(me: Client, kind: str) -> None:
    attempt = begin(me, make_quiz_page(practice(make_question(kind), make_question())))
    check(me, attempt, 2, option=right(attempt, 2)["option"][0])
    page = text_of(me.get(address(attempt, "?q=1")))
    assert "反馈" not in page
    assert "解析" not in page
    assert "范文" not in page


def test_wrong_tries_cost_what_the_quiz_says(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice(penalty_bp=2_500)))
    check(me, attempt, option=wrong_options(attempt)[0])
    Quiz.objects.update(penalty_bp=0)
    check(me, attempt, option=right(attempt, 1)["option"][0])
    me.post(address(attempt, "submit/"))
    assert Attempt.objects.get().score_bp == 7_500
    result = me.get(address(attempt, "result/"))
    assert result.context["right_count"] == 1


# Hints ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["2", "0", "-1", "x", "", "9" * 40, "３"])
def test_hints_come_in_their_order(me: Client, asked: str) -> None:
    attempt = begin(me, make_quiz_page(practice(add_hints(make_question(), "甲提示", "乙提示"))))
    answer = me.post(address(attempt, "1/hint/"), {"seq": "1", "hint": asked}, follow=True)
    assert "没有更多提示" in answer.content.decode()
    assert attempt.items.get().hints_taken == 0


def test_a_hint_asked_for_twice_is_given_once(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice(add_hints(make_question(), "甲提示", "乙提示"))))
    for _turn in range(2):
        me.post(address(attempt, "1/hint/"), {"seq": "1", "hint": "1"})
    assert attempt.items.get().hints_taken == 1
    me.get(address(attempt, "1/hint/"))
    assert attempt.items.get().hints_taken == 1


def test_a_hint_keeps_the_answer_so_far(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice(add_hints(make_question("numeric"), "甲提示"))))
    me.post(address(attempt, "1/hint/"), {"seq": "1", "hint": "1", "text": "80"})
    assert attempt.items.get().response == {"text": "80"}


def test_hints_are_in_the_language_of_the_reader(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice(add_hints(make_question(), "甲提示"))))
    me.post(address(attempt, "1/hint/"), {"seq": "1", "hint": "1"})
    assert "甲提示 en" in me.get(f"/en/quiz/{attempt.pk}/").content.decode()


def test_questions_without_hints_are_frozen_as_before() -> None:
    question = Question.objects.get(pk=make_question().pk)
    assert "hints" not in question.content()
    assert add_hints(question, "甲提示").content()["hints"] == [{"zh": "甲提示", "en": "甲提示 en"}]


# What is no practice ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [FeedbackRule.AFTER_SUBMIT, FeedbackRule.UNTIL_PASSED])
@pytest.mark.parametrize("purpose", QuizPurpose.values)
def test_a_measured_quiz_checks_nothing_and_gives_no_hints(me: Client, rule: str, purpose: str) -> None:
    question = add_hints(make_question(), "甲提示")
    attempt = begin(me, make_quiz_page(make_quiz(question, feedback_rule=rule, purpose=purpose)))
    for asked in ("check", "hint"):
        answer = me.post(
            address(attempt, f"1/{asked}/"), {"seq": "1", "hint": "1", "option": "x"}, follow=True
        )
        assert "反馈" not in answer.content.decode()
        assert "甲提示" not in answer.content.decode()
    me.post(address(attempt, "1/check/"), right(attempt, 1) | {"seq": ["5"]})
    item = attempt.items.get()
    assert (item.checks, item.hints_taken, item.checked) == (0, 0, None)
    assert "解析" not in me.get(address(attempt)).content.decode()


@pytest.mark.parametrize("asked", ["check", "hint"])
def test_another_persons_practice_is_not_there(me: Client, colleague: User, asked: str) -> None:
    attempt = begin(me, make_quiz_page(practice(add_hints(make_question(), "甲提示"))))
    form = {"seq": "1", "hint": "1", "option": wrong_options(attempt)[0]}
    assert client_of(colleague).post(address(attempt, f"1/{asked}/"), form).status_code == 404
    assert me.post(address(attempt, f"99/{asked}/"), form).status_code == 302
    assert me.get(address(attempt, f"1/{asked}/")).status_code == 405
    assert AttemptItem.objects.get().checks == 0


def test_after_the_end_nothing_is_checked(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice(add_hints(make_question(), "甲提示"))))
    me.post(address(attempt, "submit/"))
    for asked in ("check", "hint"):
        me.post(
            address(attempt, f"1/{asked}/"), {"seq": "1", "hint": "1", "option": wrong_options(attempt)[0]}
        )
    item = attempt.items.get()
    assert (item.checks, item.hints_taken, item.response) == (0, 0, None)


def test_when_time_is_up_nothing_is_checked(me: Client) -> None:
    attempt = begin(me, make_quiz_page(practice(time_limit_minutes=5)))
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=1))
    check(me, attempt, option=right(attempt, 1)["option"][0])
    assert (Attempt.objects.get().state, attempt.items.get().checks) == ("submitted", 0)


def test_practice_counts_nowhere(me: Client, owner: User) -> None:
    """Not for the index and not for statistics, even if the quiz becomes a course quiz afterwards."""
    attempt = begin(me, make_quiz_page(practice()))
    check(me, attempt, option=right(attempt, 1)["option"][0])
    me.post(address(attempt, "submit/"))
    Quiz.objects.update(purpose=QuizPurpose.COURSE, feedback_rule=FeedbackRule.UNTIL_PASSED)
    assert list(queries.outcomes([owner.pk])) == []
    assert len(first_answers().marks.credit) == 0


@pytest.mark.parametrize("purpose", QuizPurpose.values)
def test_a_quiz_that_counts_is_never_practised(me: Client, purpose: str) -> None:
    """Whatever rule of its own it was given, by a file from elsewhere or by hand."""
    quiz = make_quiz(
        make_question(), purpose=purpose, feedback_rule="own", feedback_matrix="omfr/omfr/omfr/omfr"
    )
    attempt = begin(me, make_quiz_page(quiz))
    check(me, attempt, option=right(attempt, 1)["option"][0])
    is_practice = purpose == QuizPurpose.CHECK
    assert (attempt.practice is not None) is is_practice
    assert ("解析" in me.get(address(attempt)).content.decode()) is is_practice


@pytest.mark.parametrize("text", ["x", "o/o/o", "omfr/omfr/omfr/omfr/now", "o/o/o/o\x00"])
def test_a_rule_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Quiz._meta.get_field("feedback_matrix").clean(text, None)


def test_a_hint_is_shown_as_text(me: Client) -> None:
    hostile = "<script>alert(1)</script>{{ request }}"
    attempt = begin(me, make_quiz_page(practice(add_hints(make_question(), hostile))))
    page = text_of(me.post(address(attempt, "1/hint/"), {"seq": "1", "hint": "1"}, follow=True))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_database_knows_no_practice_that_counts() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        practice(purpose=QuizPurpose.COURSE)


def test_the_page_of_practice_asks_as_often_for_few_questions_as_for_many(me: Client) -> None:
    counts = []
    for size in (2, 12):
        quiz = practice(*(make_question() for _turn in range(size)), key=f"quiz-{size}")
        attempt = begin(me, make_quiz_page(quiz))
        check(me, attempt, option=wrong_options(attempt)[0])
        with CaptureQueriesContext(connection) as asked:
            me.get(address(attempt, "?q=1"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


# At the desk ------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


def post_quiz(desk: Client, **changes: str) -> Any:
    return desk.post(
        f"{QUIZZES}add/", quiz_form([{"slot": "1", "question": make_question().pk}], None, **changes)
    )


def test_practice_is_chosen_at_the_desk(desk: Client) -> None:
    form = {"feedback_rule": "practice", "purpose": "check", "item_tries": "2", "penalty_percent": "25"}
    assert post_quiz(desk, **form).status_code == 302
    quiz = Quiz.objects.get()
    assert (quiz.item_tries, quiz.penalty_bp, quiz.rule.is_practice) == (2, 2_500, True)
    assert desk.get(f"{QUIZZES}edit/{quiz.pk}/").context["form"]["penalty_percent"].initial == 25


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"feedback_rule": "practice", "purpose": "course"}, "随堂检查"),
        ({"feedback_rule": "practice", "purpose": "check", "item_tries": "0"}, "1"),
        ({"feedback_rule": "practice", "purpose": "check", "item_tries": "99"}, "10"),
        ({"feedback_rule": "practice", "purpose": "check", "penalty_percent": "101"}, "100"),
        ({"feedback_rule": "practice", "purpose": "check", "penalty_percent": "9" * 50}, "100"),
    ],
)
def test_impossible_practice_is_refused(desk: Client, changes: dict[str, str], says: str) -> None:
    answer = post_quiz(desk, **changes)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Quiz.objects.exists()


@pytest.mark.parametrize(("en", "refused"), [("Think", False), ("", True)])
def test_hints_need_both_languages(desk: Client, en: str, refused: bool) -> None:
    form = question_form([option("仓库", right=True), option("采购")])
    form |= rows("hints", [{"text_zh": "想想", "text_en": en}]) | {"action-publish": "1"}
    answer = desk.post(f"{BANK}add/", form)
    assert ("每条提示" in answer.content.decode()) is refused
    assert Question.objects.filter(live=True).exists() is not refused
