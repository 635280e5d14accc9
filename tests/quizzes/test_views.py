"""The quiz player over HTTP, as plain forms and as the browser's queue."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User
from quizzes import content
from quizzes.models import Attempt, AttemptState, FeedbackRule, Quiz, QuizPage, QuizPurpose
from tests.factories import client_of
from tests.quizzes.factories import (
    ROWS,
    make_question,
    make_quiz,
    make_quiz_page,
    publish_next,
    right_form,
)

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def page(db: None) -> QuizPage:
    questions = [make_question(kind) for kind in ROWS]
    return make_quiz_page(make_quiz(*questions, time_limit_minutes=20, attempt_limit=2))


@pytest.fixture
def me(owner: User) -> Client:
    return client_of(owner)


def begin(client: Client, page: QuizPage) -> Attempt:
    response = client.post(f"/zh-hans/quiz/{page.translation_key}/start/")
    attempt = Attempt.objects.latest("started_at")
    assert response["Location"] == address(attempt)
    return attempt


def address(attempt: Attempt, rest: str = "") -> str:
    return f"/zh-hans/quiz/{attempt.pk}/{rest}"


def right(attempt: Attempt, position: int) -> dict[str, list[str]]:
    return right_form(content.parse(attempt.items.get(position=position).version.content))


def answer_all(client: Client, attempt: Attempt) -> None:
    for item in attempt.items.all():
        form = right(attempt, item.position) | {"seq": ["1"]}
        assert client.post(address(attempt, f"{item.position}/"), form, headers=JSON).status_code == 200


def test_it_works_as_plain_forms(me: Client, page: QuizPage) -> None:
    shown = me.get(page.url).content.decode()
    assert f"/zh-hans/quiz/{page.translation_key}/start/" in shown
    attempt = begin(me, page)
    count = len(ROWS)
    for position in range(1, count + 1):
        assert me.get(address(attempt, f"?q={position}")).status_code == 200
        form = right(attempt, position) | {"seq": ["1"], "go": ["next"]}
        went = me.post(address(attempt, f"{position}/"), form)
        onwards = f"?q={position + 1}" if position < count else "check/"
        assert went["Location"] == address(attempt, onwards)
    assert me.get(address(attempt, "check/")).context["unanswered"] == []
    assert me.post(address(attempt, "submit/"))["Location"] == address(attempt, "result/")
    result = me.get(address(attempt, "result/"))
    assert result.context["attempt"].passed
    assert "100%" in result.content.decode()


def test_the_check_page_names_what_is_open_and_flagged(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    me.post(address(attempt, "1/"), right(attempt, 1) | {"seq": ["1"]})
    me.post(address(attempt, "2/"), {"seq": "1", "flagged": "1"})
    context = me.get(address(attempt, "check/")).context
    assert (context["unanswered"], context["flagged"]) == (list(range(2, len(ROWS) + 1)), [2])


@pytest.mark.parametrize(
    ("go", "onwards"),
    [
        ("previous", "?q=1"),
        ("next", "?q=3"),
        ("stay", "?q=2"),
        ("check", "check/"),
        ("", "?q=2"),
        ("x", "?q=2"),
    ],
)
def test_buttons_lead_on(me: Client, page: QuizPage, go: str, onwards: str) -> None:
    attempt = begin(me, page)
    went = me.post(address(attempt, "2/"), {"seq": "1", "go": go})
    assert went["Location"] == address(attempt, onwards)


def test_an_ordering_moves_by_buttons(me: Client) -> None:
    attempt = begin(me, make_quiz_page(make_quiz(make_question("ordering"))))
    order = attempt.items.get().option_order
    me.post(address(attempt, "1/"), {"seq": "1", "order": order, "move": f"{order[1]}:up"})
    assert attempt.items.get().response == {"options": [order[1], order[0], *order[2:]]}


def test_saving_and_the_time_are_told_to_those_who_hear_the_page(me: Client) -> None:
    attempt = begin(me, make_quiz_page(make_quiz(make_question("ordering"), time_limit_minutes=20)))
    shown = me.get(address(attempt)).text
    for told in (
        'role="status" data-state',
        'aria-live="polite" data-timer-say',
        'aria-live="polite" data-order-say',
    ):
        assert told in shown
    assert "draggable" not in shown


def test_the_player_opens_at_the_first_open_question(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    me.post(address(attempt, "1/"), right(attempt, 1) | {"seq": ["1"]})
    assert me.get(address(attempt)).context["current"] == 2
    assert me.get(address(attempt, "?q=5")).context["current"] == 5
    for nonsense in ("0", "99", "-1", "x", "%00", "9" * 400):
        assert me.get(address(attempt, f"?q={nonsense}")).context["current"] == 2


def test_the_queue_is_acknowledged(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    form = right(attempt, 1) | {"seq": ["7"]}
    for _turn in range(2):
        told = me.post(address(attempt, "1/"), form, headers=JSON)
        assert (told.status_code, told.json()["seq"], set(told.json())) == (200, 7, {"seq", "at"})


def test_an_older_answer_gets_the_newer_one_back(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    me.post(address(attempt, "1/"), right(attempt, 1) | {"seq": ["2"]}, headers=JSON)
    told = me.post(address(attempt, "1/"), {"seq": "1"}, headers=JSON)
    assert (told.status_code, told.json()["response"]) == (409, attempt.items.get(position=1).response)
    as_form = me.post(address(attempt, "1/"), {"seq": "1", "go": "next"}, follow=True)
    assert as_form.context["current"] == 1


@pytest.mark.parametrize(
    ("position", "form", "status"),
    [
        (99, {"seq": "1"}, 404),
        (10**18, {"seq": "1"}, 404),
        (1, {"seq": "1", "option": "not-an-option"}, 422),
        (1, {"seq": "1", "option": "\x00"}, 422),
        (1, {"seq": ""}, 422),
        (1, {"seq": "-1"}, 422),
        (1, {"seq": "٣"}, 422),
        (1, {"seq": "9" * 5000}, 422),
        (1, {}, 422),
        (8, {"seq": "1", "text": "长" * 10_000}, 422),
    ],
)
def test_hostile_saves_are_refused(
    me: Client, page: QuizPage, position: int, form: dict[str, str], status: int
) -> None:
    attempt = begin(me, page)
    told = me.post(address(attempt, f"{position}/"), form, headers=JSON)
    assert told.status_code == status
    assert told.json()["sentence"]
    assert me.post(address(attempt, f"{position}/"), form)["Location"] == address(attempt)
    assert not attempt.items.exclude(response=None).exists()


def test_hostile_text_comes_back_as_text(me: Client) -> None:
    attempt = begin(me, make_quiz_page(make_quiz(make_question("short_answer"), make_question())))
    hostile = "\"><script>alert(1)</script>{{ request }}\x00'; DROP TABLE"
    me.post(address(attempt, "1/"), {"seq": "1", "text": hostile})
    open_page = me.get(address(attempt, "?q=1")).content.decode()
    me.post(address(attempt, "submit/"))
    result = me.get(address(attempt, "result/")).content.decode()
    for shown in (open_page, result):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown


def test_nothing_can_be_set_but_the_answer(me: Client, colleague: User, page: QuizPage) -> None:
    attempt = begin(me, page)
    forged = {"score_bp": "10000", "passed": "1", "state": "submitted", "user": str(colleague.pk),
              "points": "99",
              "credit_bp": "10000", "deadline_at": "2099-01-01", "pass_bp": "0", "number": "9"}  # fmt: skip
    me.post(address(attempt, "1/"), forged | {"seq": "1"})
    me.post(address(attempt, "submit/"), forged)
    after = Attempt.objects.get()
    assert (after.score_bp, after.user_id, after.number, after.pass_bp) == (0, attempt.user_id, 1, 7_500)


FORGED_CLOCKS: list[dict[str, str]] = [
    {
        "elapsed": "0",
        "seconds_left": "9999",
        "deadline_at": "2099-01-01T00:00:00Z",
        "started_at": "2099-01-01",
    },
    {"now": "2000-01-01T00:00:00Z", "timezone": "Pacific/Kiritimati", "time_limit_minutes": "999"},
]


@pytest.mark.parametrize("forged", FORGED_CLOCKS)
def test_the_clock_is_the_servers(me: Client, page: QuizPage, forged: dict[str, str]) -> None:
    """Times in the form, the header ``Date`` and a time zone move neither the end nor what is too late."""
    headers = JSON | {"date": "Sat, 01 Jan 2000 00:00:00 GMT", "x-timezone": "Pacific/Kiritimati"}
    before = timezone.now()
    me.post(f"/zh-hans/quiz/{page.translation_key}/start/", forged, headers=headers)
    attempt = Attempt.objects.get()
    assert attempt.deadline_at is not None
    assert before <= attempt.deadline_at - timedelta(minutes=20) <= timezone.now()
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(seconds=attempt.grace_seconds + 1))
    late = me.post(address(attempt, "1/"), right(attempt, 1) | forged | {"seq": "1"}, headers=headers)
    assert late.status_code == 410
    assert attempt.items.get(position=1).response is None


def test_submitting_twice_leads_to_the_same_result(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    first = me.post(address(attempt, "submit/"))
    at = Attempt.objects.get().submitted_at
    assert me.post(address(attempt, "submit/"))["Location"] == first["Location"]
    assert Attempt.objects.get().submitted_at == at


def test_a_finished_attempt_takes_nothing_more(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    me.post(address(attempt, "submit/"))
    assert me.post(address(attempt, "1/"), {"seq": "1"}, headers=JSON).status_code == 410
    assert me.get(address(attempt))["Location"] == address(attempt, "result/")
    assert me.get(address(attempt, "check/"))["Location"] == address(attempt)


def test_when_time_is_up_nothing_is_lost_or_taken(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    me.post(address(attempt, "1/"), right(attempt, 1) | {"seq": ["1"]})
    past = timezone.now() - timedelta(seconds=10)
    Attempt.objects.update(deadline_at=past)
    waiting = me.get(address(attempt))
    assert waiting.status_code == 200
    assert Attempt.objects.get().state == AttemptState.OPEN
    assert me.post(address(attempt, "2/"), {"seq": "1"}, headers=JSON).status_code == 410
    after = Attempt.objects.get()
    assert (after.state, after.submitted_at) == (AttemptState.SUBMITTED, past)
    assert after.items.filter(credit_bp=10_000).count() == 1


def test_tries_end(me: Client, page: QuizPage) -> None:
    for _turn in range(2):
        me.post(address(begin(me, page), "submit/"))
    went = me.post(f"/zh-hans/quiz/{page.translation_key}/start/", follow=True)
    assert went.request["PATH_INFO"] == page.url
    assert Attempt.objects.count() == 2
    assert f"{page.translation_key}/start/" not in went.content.decode()


def test_a_page_that_is_not_published_starts_nothing(me: Client, page: QuizPage) -> None:
    page.unpublish()
    assert me.post(f"/zh-hans/quiz/{page.translation_key}/start/").status_code == 404
    assert me.post(f"/zh-hans/quiz/{uuid.uuid4()}/start/").status_code == 404


ADDRESSES = ["", "1/", "check/", "submit/", "result/"]


@pytest.mark.parametrize("rest", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_a_stranger_finds_nothing(
    me: Client, colleague: User, page: QuizPage, rest: str, method: str
) -> None:
    attempt = begin(me, page)
    before = list(attempt.items.values())
    other = client_of(colleague)
    wrong_verb = getattr(me, method)(address(attempt, rest)).status_code == 405
    me.post(address(attempt, "1/"), {"seq": "0"})
    answered = getattr(other, method)(address(attempt, rest), {"seq": "9"})
    assert answered.status_code == (405 if wrong_verb else 404)
    assert list(attempt.items.values()) == before


@pytest.mark.parametrize("rest", ADDRESSES)
def test_nobody_unknown_gets_in(me: Client, page: QuizPage, rest: str) -> None:
    attempt = begin(me, page)
    assert "/accounts/login/" in Client().post(address(attempt, rest))["Location"]


@pytest.mark.parametrize("rest", ["1/", "submit/"])
def test_nothing_is_written_on_get(me: Client, page: QuizPage, rest: str) -> None:
    assert me.get(address(begin(me, page), rest)).status_code == 405


def test_a_form_without_token_is_refused(owner: User, me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    assert strict.post(address(attempt, "submit/")).status_code == 403
    assert Attempt.objects.get().state == AttemptState.OPEN


def canaries(quiz: Quiz) -> list[str]:
    """Put a word of its own into every field that must stay on the server; return the words."""
    words: list[str] = []

    def word() -> str:
        words.append(f"canary{uuid.uuid4().hex}")
        return words[-1]

    for item in quiz.items.all():
        frozen = item.question.versions.get()
        data: dict[str, Any] = frozen.content
        for name in ("explanation", "model_answer"):
            data[name] = {"zh": word(), "en": word()}
        data["accepted"] = {"zh": [word()], "en": [word()]}
        shown = data["kind"] not in {"numeric", "fill_blank", "short_answer"}
        for option in data["options"]:
            option["feedback"] = {"zh": word(), "en": word()}
            if not shown:
                option["text"] = {"zh": word(), "en": word()}
        if data["number"]:
            data["number"], data["tolerance"] = "48151.6234", "0.4815"
            words.extend(["48151", "0.4815"])
        publish_next(frozen, data)
    return words


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_answer_key_leaves_before_submission(me: Client, page: QuizPage, language: str) -> None:
    words = canaries(page.quiz)
    attempt = begin(me, page)
    said = []
    for rest in ["", "?q=2", "check/", "result/", *(f"{n}/" for n in range(len(ROWS) + 2))]:
        path = f"/{language}/quiz/{attempt.pk}/{rest}"
        for headers in ({}, JSON):
            said.append(me.get(path, headers=headers))
            if rest[:1].isdigit():
                said += [me.post(path, {"seq": "1"}, headers=headers, follow=True)]
                said += [me.post(path, {"seq": "0", "text": "1"}, headers=headers)]
    said += [me.get(page.url), me.get(f"/zh-hans/quiz/{page.translation_key}/start/"), me.get("/zh-hans/my/")]
    text = "\n".join(f"{answer.content.decode()}\n{answer.headers}\n{answer.cookies}" for answer in said)
    assert [word for word in words if word in text] == []
    assert not re.search(r"is_correct|credit_bp|\"correct\"|data-correct|explanation", text)
    assert me.get(address(attempt, "result/")).status_code == 404


def test_ids_and_places_of_options_tell_nothing(owner: User, me: Client) -> None:
    questions = [make_question() for _turn in range(24)]
    quiz = make_quiz(*questions)
    attempt = begin(me, make_quiz_page(quiz))
    firsts = by_id = 0
    for item in attempt.items.select_related("version"):
        key = next(option["id"] for option in item.version.content["options"] if option["correct"])
        assert uuid.UUID(key).version == 4
        firsts += item.option_order[0] == key
        by_id += min(item.option_order) == key
    assert firsts < 18
    assert by_id < 18


def test_right_answers_wait_until_passed_or_no_try_is_left(me: Client) -> None:
    quiz = make_quiz(make_question(), attempt_limit=2, feedback_rule=FeedbackRule.UNTIL_PASSED)
    page = make_quiz_page(quiz)
    first = begin(me, page)
    wrong = [key for key in first.items.get().option_order if [key] != right(first, 1)["option"]]
    me.post(address(first, "1/"), {"seq": "1", "option": wrong[0]})
    me.post(address(first, "submit/"))
    before = me.get(address(first, "result/"))
    assert not before.context["shown"].right
    assert "解析" not in re.sub(r"<p class=\"note\">.*?</p>", "", before.content.decode())
    second = begin(me, page)
    assert not me.get(address(first, "result/")).context["shown"].right
    me.post(address(second, "submit/"))
    assert me.get(address(first, "result/")).context["shown"].right
    assert "解析" in me.get(address(first, "result/")).content.decode()


def test_passing_releases_the_right_answers(me: Client) -> None:
    page = make_quiz_page(make_quiz(make_question(), feedback_rule=FeedbackRule.UNTIL_PASSED))
    attempt = begin(me, page)
    answer_all(me, attempt)
    me.post(address(attempt, "submit/"))
    assert me.get(address(attempt, "result/")).context["shown"].right


def test_the_shown_percentage_is_cut(me: Client) -> None:
    page = make_quiz_page(make_quiz(*(make_question() for _turn in range(3)), pass_bp=6_700))
    attempt = begin(me, page)
    for position in (1, 2):
        me.post(address(attempt, f"{position}/"), right(attempt, position) | {"seq": ["1"]})
    me.post(address(attempt, "submit/"))
    shown = me.get(address(attempt, "result/"))
    assert (Attempt.objects.get().score_bp, Attempt.objects.get().passed) == (6_667, False)
    assert "66%" in shown.content.decode()


def test_the_result_names_what_to_read_again(me: Client) -> None:
    page = make_quiz_page(make_quiz(make_question(module="c1m2"), make_question(module="c1m3")))
    attempt = begin(me, page)
    me.post(address(attempt, "1/"), right(attempt, 1) | {"seq": ["1"]})
    me.post(address(attempt, "submit/"))
    assert me.get(address(attempt, "result/")).context["again"] == {"c1m3": [2]}


def test_a_check_says_that_it_is_practice(me: Client) -> None:
    page = make_quiz_page(make_quiz(make_question(), purpose=QuizPurpose.CHECK))
    assert "指数" not in me.get(page.url).content.decode().split("<main")[1]


def test_saving_takes_at_most_eight_queries(me: Client, page: QuizPage) -> None:
    attempt = begin(me, page)
    form = right(attempt, 1) | {"seq": ["1"]}
    me.get(address(attempt))
    with CaptureQueriesContext(connection) as asked:
        assert me.post(address(attempt, "1/"), form, headers=JSON).status_code == 200
    assert len(asked) <= 8


@pytest.mark.parametrize("rest", ["", "check/"])
def test_the_player_asks_as_often_for_few_questions_as_for_many(owner: User, me: Client, rest: str) -> None:
    counts = []
    for size in (2, 12):
        quiz = make_quiz(*(make_question() for _turn in range(size)), key=f"quiz-{size}")
        attempt = begin(me, make_quiz_page(quiz))
        me.get(address(attempt, rest))
        with CaptureQueriesContext(connection) as asked:
            me.get(address(attempt, rest))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_result_asks_as_often_for_few_questions_as_for_many(me: Client) -> None:
    counts = []
    for size in (2, 12):
        quiz = make_quiz(*(make_question() for _turn in range(size)), key=f"quiz-{size}")
        attempt = begin(me, make_quiz_page(quiz))
        me.post(address(attempt, "submit/"))
        with CaptureQueriesContext(connection) as asked:
            me.get(address(attempt, "result/"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_saves_say_nothing_about_right_or_wrong(me: Client) -> None:
    attempt = begin(me, make_quiz_page(make_quiz(make_question(), make_question())))
    good = right(attempt, 1)["option"]
    bad = next(
        key for key in attempt.items.get(position=2).option_order if [key] != right(attempt, 2)["option"]
    )
    first = me.post(address(attempt, "1/"), {"seq": "1", "option": good}, headers=JSON).json()
    second = me.post(address(attempt, "2/"), {"seq": "1", "option": bad}, headers=JSON).json()
    assert json.dumps(first | {"at": ""}) == json.dumps(second | {"at": ""})


def submitted(client: Client, feedback: str, *, correct: bool = False, **fields: Any) -> Attempt:
    """Take a quiz of one question under a rule of its own, right or wrong, and submit it."""
    quiz = make_quiz(
        make_question(module="c1m3"), feedback_rule=FeedbackRule.OWN, feedback_matrix=feedback, **fields
    )
    attempt = begin(client, make_quiz_page(quiz))
    key = right(attempt, 1)["option"][0]
    other = next(one for one in attempt.items.get().option_order if one != key)
    client.post(address(attempt, "1/"), {"seq": "1", "option": key if correct else other})
    client.post(address(attempt, "submit/"))
    return attempt


KEY_WORDS, FEEDBACK_WORDS = ("解析",), ("反馈",)


@pytest.mark.parametrize(
    ("feedback", "there", "not_there"),
    [
        ("o/omfr/omfr/omfr", (*KEY_WORDS, *FEEDBACK_WORDS), ()),
        ("o/omf/omf/omf", FEEDBACK_WORDS, KEY_WORDS),
        ("o/om/om/omfr", ("分及格",), (*KEY_WORDS, *FEEDBACK_WORDS)),
        ("o/o/o/omfr", ("题目",), (*KEY_WORDS, *FEEDBACK_WORDS, "分及格", "不正确", "重读")),
        ("o/m/m/omfr", ("分及格",), (*KEY_WORDS, *FEEDBACK_WORDS, "题目", "不正确", "重读")),
        ("o/-/-/omfr", ("已交卷",), (*KEY_WORDS, *FEEDBACK_WORDS, "题目", "分及格", "重读")),
    ],
)
def test_a_result_shows_what_its_row_allows(
    me: Client, feedback: str, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    attempt = submitted(me, feedback, purpose=QuizPurpose.CHECK)
    page = me.get(address(attempt, "result/")).content.decode()
    shown = re.sub(r'<p class="note">.*?</p>|<title>.*?</title>', "", page[page.index("<main") :])
    assert [word for word in there if word not in shown] == []
    assert [word for word in not_there if word in shown] == []


@pytest.mark.parametrize("correct", [True, False])
def test_hidden_marks_do_not_show_through(me: Client, correct: bool) -> None:
    """Not on the result, not in the list of tries: right and wrong look alike."""
    attempt = submitted(me, "o/o/o/omfr", correct=correct, purpose=QuizPurpose.CHECK)
    for path in (address(attempt, "result/"), QuizPage.objects.get().url):
        text = me.get(path).content.decode()
        assert not re.search(r">\s*(及格|还没有及格|未及格|0%|100%)", text[text.index("<main") :]), path


def test_feedback_right_after_is_gone_later(me: Client) -> None:
    attempt = submitted(me, "o/omfr/om/om", purpose=QuizPurpose.CHECK)
    assert "解析" in me.get(address(attempt, "result/")).content.decode()
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(minutes=31))
    assert "解析" not in me.get(address(attempt, "result/")).content.decode()


def test_the_rule_of_a_begun_attempt_stays(me: Client) -> None:
    attempt = submitted(me, "o/om/om/om", purpose=QuizPurpose.CHECK)
    Quiz.objects.update(feedback_rule=FeedbackRule.AFTER_SUBMIT, feedback_matrix="")
    assert not me.get(address(attempt, "result/")).context["shown"].right
