"""How sure people are: saved with the answer, no effect on the score, reported without exposing anybody."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from people.models import User
from people.permissions import ensure_roles
from quizzes.answers import NotAnAnswer
from quizzes.certainty import guarded, most_believed, read_certainty, share_bp
from quizzes.models import Attempt, AttemptItem, AttemptState, FeedbackRule, Question, Quiz, QuizPurpose
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page
from tests.quizzes.test_desk import QUIZZES, quiz_form
from tests.quizzes.test_views import JSON, address, begin, right

REPORT = "/cms/reports/sure-and-wrong/"


@pytest.fixture
def me(owner: User) -> Client:
    return client_of(owner)


# Pure -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "level"), [([], None), ([""], None), (["1"], 1), (["2"], 2), (["3"], 3), (["", "3"], 3)]
)
def test_levels_are_read(given: list[str], level: int | None) -> None:
    assert read_certainty({"certainty": given}) == level


@pytest.mark.parametrize("given", [["0"], ["4"], ["-1"], ["x"], ["３"], ["1", "3"], ["9" * 400], ["3\x00"]])
def test_other_levels_are_refused(given: list[str]) -> None:
    with pytest.raises(NotAnAnswer):
        read_certainty({"certainty": given})


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [
        (0, 20, "0"),
        (1, 20, "<5"),
        (4, 20, "<5"),
        (5, 20, "5"),
        (15, 20, "15"),
        (16, 20, ">15"),
        (20, 20, ">15"),
    ],
)
def test_small_counts_are_guarded_on_both_sides(count: int, of: int, shown: str) -> None:
    assert guarded(count, of) == shown
    assert (share_bp(count, of) is None) == (shown[0] in "<>")


@pytest.mark.parametrize(
    ("options", "believed"),
    [({}, None), ({"a": 4}, None), ({"a": 5}, "a"), ({"a": 6, "b": 6}, None), ({"a": 6, "b": 9}, "b")],
)
def test_the_belief_most_share(options: dict[str, int], believed: str | None) -> None:
    assert most_believed(options) == believed


# Answering --------------------------------------------------------------------------------------------------


def asked(client: Client, **fields: Any) -> Attempt:
    quiz = make_quiz(make_question(module="c1m3"), make_question(), **({"asks_certainty": True} | fields))
    return begin(client, make_quiz_page(quiz))


def wrong(attempt: Attempt, position: int = 1) -> str:
    key = right(attempt, position)["option"]
    return next(str(one) for one in attempt.items.get(position=position).option_order if [one] != key)


@pytest.mark.django_db
def test_it_is_saved_with_the_answer(me: Client) -> None:
    attempt = asked(me)
    page = me.get(address(attempt)).content.decode()
    assert page.count('name="certainty"') == 6
    me.post(address(attempt, "1/"), {"seq": "1", "option": wrong(attempt), "certainty": "3"})
    item = attempt.items.get(position=1)
    assert (item.response, item.certainty) == ({"options": [wrong(attempt)]}, 3)
    assert 'name="certainty" value="3" checked' in me.get(address(attempt)).content.decode()


@pytest.mark.django_db
def test_the_newest_level_stays(me: Client) -> None:
    """By the same sequence numbers as the answer: another level is another answer."""
    attempt = asked(me)
    option = wrong(attempt)
    for seq, level, status in (
        (2, "1", 200),
        (2, "1", 200),
        (2, "3", 409),
        (1, "1", 200),
        (1, "3", 409),
        (3, "3", 200),
    ):
        told = me.post(
            address(attempt, "1/"), {"seq": seq, "option": option, "certainty": level}, headers=JSON
        )
        assert told.status_code == status, (seq, level)
        if status == 409:
            assert told.json()["certainty"] == 1
    assert attempt.items.get(position=1).certainty == 3


@pytest.mark.django_db
def test_nobody_is_sure_of_no_answer(me: Client) -> None:
    attempt = asked(me)
    me.post(address(attempt, "1/"), {"seq": "1", "certainty": "3"})
    assert attempt.items.get(position=1).certainty is None


@pytest.mark.django_db
def test_a_level_we_do_not_know_is_refused(me: Client) -> None:
    attempt = asked(me)
    for level in ("0", "4", "x", "9" * 300):
        form = {"seq": "1", "option": wrong(attempt), "certainty": level}
        assert me.post(address(attempt, "1/"), form, headers=JSON).status_code == 422
    assert attempt.items.get(position=1).response is None


@pytest.mark.django_db
def test_it_is_asked_only_where_the_quiz_says_so(me: Client) -> None:
    attempt = asked(me, asks_certainty=False)
    Quiz.objects.update(asks_certainty=True)
    assert 'name="certainty"' not in me.get(address(attempt)).content.decode()
    me.post(address(attempt, "1/"), {"seq": "1", "option": wrong(attempt), "certainty": "3"})
    assert attempt.items.get(position=1).certainty is None


@pytest.mark.django_db
def test_practice_does_not_ask(me: Client) -> None:
    attempt = asked(me, feedback_rule=FeedbackRule.PRACTICE, purpose=QuizPurpose.CHECK)
    assert not attempt.asks_certainty


@pytest.mark.django_db
@pytest.mark.parametrize("level", ["", "1", "3"])
def test_it_has_no_effect_on_the_score(me: Client, level: str) -> None:
    attempt = asked(me)
    me.post(address(attempt, "1/"), right(attempt, 1) | {"seq": ["1"], "certainty": [level]})
    me.post(address(attempt, "2/"), {"seq": "1", "option": wrong(attempt, 2), "certainty": level})
    me.post(address(attempt, "submit/"))
    assert Attempt.objects.get().score_bp == 5_000


@pytest.mark.django_db
def test_the_result_names_where_one_was_sure_and_wrong(me: Client) -> None:
    attempt = asked(me)
    me.post(address(attempt, "1/"), {"seq": "1", "option": wrong(attempt), "certainty": "3"})
    me.post(address(attempt, "2/"), right(attempt, 2) | {"seq": ["1"], "certainty": ["3"]})
    me.post(address(attempt, "submit/"))
    page = me.get(address(attempt, "result/"))
    assert page.context["sure_and_wrong"] == [1]
    assert "第 1 题很有把握" in page.content.decode()
    Attempt.objects.update(feedback_rule="o/o/o/omfr")
    hidden = me.get(address(attempt, "result/"))
    assert hidden.context["sure_and_wrong"] == []


@pytest.mark.django_db
def test_saving_it_takes_at_most_eight_queries(me: Client) -> None:
    attempt = asked(me)
    form = {"seq": "1", "option": wrong(attempt), "certainty": "3"}
    me.get(address(attempt))
    with CaptureQueriesContext(connection) as queries:
        assert me.post(address(attempt, "1/"), form, headers=JSON).status_code == 200
    assert len(queries) <= 8


# The report -------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


def people(count: int) -> list[User]:
    return User.objects.bulk_create(
        User(username=f"p{number}", employee_no=f"P{number:05d}", name=f"员工{number}", password="!")
        for number in range(count)
    )


def answered(
    quiz: Quiz, users: list[User], *, sure_and_wrong: int, number: int = 1, at: datetime | None = None
) -> None:
    """Let people answer every question of a quiz: so many sure of the second option, the others right."""
    at = at or timezone.now() - timedelta(days=2)
    for place, user in enumerate(users):
        attempt = Attempt.objects.create(
            user=user, quiz=quiz, number=number, language="zh-hans", state=AttemptState.SUBMITTED,
            started_at=at, submitted_at=at, pass_bp=0, score_bp=0, passed=True,
            feedback_rule="o/omfr/omfr/omfr", asks_certainty=True,
        )  # fmt: skip
        is_wrong = place < sure_and_wrong
        AttemptItem.objects.bulk_create(
            AttemptItem(
                attempt=attempt,
                position=position,
                version=version,
                points=1,
                response={"options": [version.content["options"][1 if is_wrong else 0]["id"]]},
                certainty=3 if is_wrong else 2,
                credit_bp=0 if is_wrong else 10_000,
            )
            for position, version in enumerate(
                (row.question.versions.get() for row in quiz.items.select_related("question")), start=1
            )
        )


def shown(desk: Client) -> list[list[Any]]:
    return [
        [row.people, row.sure, row.wrong, row.share, row.believed] for row in desk.get(REPORT).context["rows"]
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "sure_and_wrong", "row"),
    [
        (19, 10, None),
        (20, 10, [20, "10", "10", 50, "绿"]),
        (20, 0, [20, "0", "0", 0, ""]),
        (20, 1, [20, "<5", "<5", None, ""]),
        (20, 4, [20, "<5", "<5", None, ""]),
        (20, 5, [20, "5", "5", 25, "绿"]),
        (20, 17, [20, ">15", ">15", None, "绿"]),
        (20, 20, [20, ">15", ">15", None, "绿"]),
    ],
)
def test_the_report(desk: Client, count: int, sure_and_wrong: int, row: list[Any] | None) -> None:
    answered(make_quiz(make_question()), people(count), sure_and_wrong=sure_and_wrong)
    assert shown(desk) == ([] if row is None else [row])


@pytest.mark.django_db
def test_first_attempts_of_whole_days_only(desk: Client) -> None:
    quiz, users = make_quiz(make_question()), people(40)
    answered(quiz, users[:20], sure_and_wrong=10)
    answered(quiz, users[:20], sure_and_wrong=20, number=2)
    answered(quiz, users[20:], sure_and_wrong=20, at=timezone.now())
    assert shown(desk) == [[20, "10", "10", 50, "绿"]]


@pytest.mark.django_db
def test_a_person_counts_once(desk: Client) -> None:
    """The same question in two quizzes does not make ten people twenty."""
    question, users = make_question(), people(12)
    for name in ("a", "b"):
        answered(make_quiz(question, key=name), users, sure_and_wrong=12)
    assert shown(desk) == []


@pytest.mark.django_db
def test_neither_practice_nor_what_was_not_asked_is_in_the_report(desk: Client) -> None:
    answered(make_quiz(make_question(), key="a"), people(20), sure_and_wrong=10)
    Attempt.objects.update(item_tries=3)
    assert shown(desk) == []
    Attempt.objects.update(item_tries=None)
    AttemptItem.objects.update(certainty=None)
    assert shown(desk) == []


@pytest.mark.django_db
def test_the_export_is_the_screen(desk: Client) -> None:
    answered(make_quiz(make_question(stem_zh="=1+1"), make_question()), people(25), sure_and_wrong=11)
    screen = [
        [row.stem, row.key, row.people, row.sure, row.wrong, row.share, row.believed]
        for row in desk.get(REPORT).context["rows"]
    ]
    page = desk.get(REPORT).content.decode()
    file = desk.get(f"{REPORT}?export=xlsx")
    sheet = load_workbook(BytesIO(file.content)).worksheets[0]
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows == screen
    assert all(f'<th scope="col">{title}</th>' in page for title in head)
    assert not any(user.name in page for user in User.objects.filter(name__startswith="员工"))


@pytest.mark.django_db
def test_the_report_asks_as_often_for_few_questions_as_for_many(desk: Client) -> None:
    users, counts = people(20), []
    for size in (1, 6):
        questions: list[Question] = [make_question() for _turn in range(size)]
        answered(make_quiz(*questions, key=f"quiz-{size}"), users, sure_and_wrong=10)
        desk.get(REPORT)
        with CaptureQueriesContext(connection) as queries:
            desk.get(REPORT)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_report_is_for_the_desk(me: Client) -> None:
    assert me.get(REPORT).status_code in {302, 403, 404}
    assert "员工" not in me.get(f"{REPORT}?export=xlsx").content.decode(errors="replace")


@pytest.mark.django_db
def test_the_question_is_asked_for_at_the_desk(desk: Client) -> None:
    form = quiz_form([{"slot": "1", "question": make_question().pk}], None, asks_certainty="on")
    assert desk.post(f"{QUIZZES}add/", form).status_code == 302
    assert Quiz.objects.get().asks_certainty
