"""From submitted papers to HR's review: who is compared, who sees it, what a decision does and leaves."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.demo.removing import remove
from core.refused import Refused
from people.models import AuditEntry, Department, User
from quizzes import sharing_actions
from quizzes.models import (
    Attempt,
    AttemptItem,
    QuestionVersion,
    Quiz,
    QuizPurpose,
    SharingDecision,
    SharingPair,
    SharingRun,
)
from quizzes.queries.sharing import papers_between
from quizzes.release import encode
from quizzes.tasks import compare_answers
from tests.factories import client_of, make_person
from tests.quizzes.factories import NOW, make_question, make_quiz

pytestmark = pytest.mark.django_db
QUEUE = "/zh-hans/similar-answers/"
NIGHT = NOW + timedelta(hours=12)
COPIED = "ABBABCABDBAB"  # six of twelve are wrong
HOSTILE = "<script>alert(1)</script>'\"&{{ 7|add:7 }}"


@pytest.fixture
def quiz() -> Quiz:
    """A quiz of twelve questions with one right answer, always in the same order."""
    return make_quiz(*(make_question("single_choice", f"q-{place}") for place in range(12)))


def take(user: User, quiz: Quiz, letters: str, *, at: datetime = NOW) -> Attempt:
    """Write a submitted try with the options of these letters (A is the key, - leaves unanswered)."""
    posting = user.postings.get()
    score = letters.count("A") * 10_000 // len(letters)
    attempt = Attempt.objects.create(
        user=user,
        quiz=quiz,
        number=1 + Attempt.objects.filter(user=user, quiz=quiz).count(),
        department=posting.department,
        language="zh-hans",
        state="submitted",
        started_at=at,
        submitted_at=at,
        pass_bp=7_500,
        feedback_rule=encode(quiz.rule),
        score_bp=score,
        passed=score >= 7_500,
    )
    versions = QuestionVersion.objects.filter(key__startswith="q-").order_by("pk")
    AttemptItem.objects.bulk_create(
        _item(attempt, version, place, letter)
        for place, (version, letter) in enumerate(zip(versions, letters, strict=True), start=1)
    )
    return attempt


def _item(attempt: Attempt, version: QuestionVersion, place: int, letter: str) -> AttemptItem:
    options = [option["id"] for option in version.content["options"]]
    response = None if letter == "-" else {"options": [options["ABCD".index(letter)]]}
    item = AttemptItem(attempt=attempt, version=version, position=place, points=1, response=response)
    item.option_order = options
    item.credit_bp = 10_000 if letter == "A" else 0
    return item


def letters_of(place: int) -> str:
    """Return a paper of somebody who works alone: about half right, the others anywhere."""
    chance = Random(place)  # noqa: S311 - made-up answers
    return "".join(chance.choice("AAABCD") for _question in range(12))


@pytest.fixture
def others(quiz: Quiz, purchasing: Department) -> None:
    """Twenty-four people of other departments who took the quiz some days before, alone."""
    for place in range(24):
        user = make_person(f"alone{place}", f"独立{place}", purchasing)
        take(user, quiz, letters_of(place), at=NOW - timedelta(days=5, minutes=place))


@pytest.fixture
def copied(others: None, quiz: Quiz, owner: User, colleague: User) -> list[Attempt]:
    """Two people of one department with the same answers, an hour apart."""
    return [take(owner, quiz, COPIED), take(colleague, quiz, COPIED, at=NOW + timedelta(hours=1))]


@pytest.fixture
def pair(copied: list[Attempt]) -> SharingPair:
    """The pair they make in the review."""
    assert sharing_actions.compare(now=NIGHT) == 1
    return SharingPair.objects.get()


@pytest.fixture
def review(hr: User) -> Client:
    """HR's browser."""
    return client_of(hr)


def url(pair: SharingPair, rest: str = "") -> str:
    return f"{QUEUE}{pair.pk}/{rest}"


# --- comparing ------------------------------------------------------------------------------------------


def test_a_copied_paper_is_found(pair: SharingPair, copied: list[Attempt]) -> None:
    assert [pair.first_id, pair.second_id] == sorted(attempt.pk for attempt in copied)
    assert (pair.common, pair.identical) == (12, 12)
    assert pair.identical_wrong == sum(letter != "A" for letter in COPIED)
    assert pair.one_in > 1_000
    assert pair.run.pairs == 1 + 24 * 23 // 2  # those of the other department were compared as well


def test_finding_changes_no_result_and_tells_nobody(copied: list[Attempt], mailoutbox: list[Any]) -> None:
    before = list(Attempt.objects.order_by("pk").values())
    audited = AuditEntry.objects.count()
    sharing_actions.compare(now=NIGHT)
    assert list(Attempt.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.count() == audited
    assert mailoutbox == []


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize(
    ("paper", "found"),
    [
        ((COPIED, 1), 1),
        ((COPIED, 24), 1),
        ((COPIED, 24.01), 0),  # too far apart
        ((COPIED[:9] + "---", 1), 0),  # nine in common
        (("A" * 12, 1), 0),  # too different
    ],
)
def test_who_is_compared(
    quiz: Quiz, owner: User, colleague: User, paper: tuple[str, float], found: int
) -> None:
    take(owner, quiz, COPIED)
    take(colleague, quiz, paper[0], at=NOW + timedelta(hours=paper[1]))
    assert sharing_actions.compare(now=NOW + timedelta(days=2)) == found


@pytest.mark.usefixtures("others")
def test_people_of_different_departments_are_not_compared(quiz: Quiz, owner: User, manager: User) -> None:
    take(owner, quiz, COPIED)
    take(manager, quiz, COPIED)
    assert sharing_actions.compare(now=NIGHT) == 0


def test_where_they_stood_then_decides(copied: list[Attempt], owner: User, company: Department) -> None:
    owner.postings.update(department=company)
    assert sharing_actions.compare(now=NIGHT) == 1


def test_a_person_without_department_is_not_compared(copied: list[Attempt]) -> None:
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in copied]).update(department=None)
    assert sharing_actions.compare(now=NIGHT) == 0


@pytest.mark.usefixtures("others")
def test_only_first_tries_are_compared(quiz: Quiz, owner: User, colleague: User) -> None:
    take(owner, quiz, "A" * 12)
    take(owner, quiz, COPIED)
    take(colleague, quiz, COPIED)
    assert sharing_actions.compare(now=NIGHT) == 0


def test_module_checks_are_not_compared(copied: list[Attempt], quiz: Quiz) -> None:
    Quiz.objects.filter(pk=quiz.pk).update(purpose=QuizPurpose.CHECK)
    assert sharing_actions.compare(now=NIGHT) == 0


def test_voided_questions_do_not_count(copied: list[Attempt]) -> None:
    QuestionVersion.objects.filter(key__in=["q-0", "q-1", "q-2"]).update(voided_on=NOW.date())
    assert sharing_actions.compare(now=NIGHT) == 0


def test_without_others_nothing_is_said(quiz: Quiz, owner: User, colleague: User) -> None:
    take(owner, quiz, COPIED)
    take(colleague, quiz, COPIED)
    assert sharing_actions.compare(now=NIGHT) == 0
    assert SharingRun.objects.get().pairs == 1


def test_the_two_themselves_are_not_among_the_others(copied: list[Attempt]) -> None:
    for place in range(19, 24):
        Attempt.objects.get(user__username=f"alone{place}").delete()
    assert sharing_actions.compare(now=NIGHT) == 0  # nineteen others, one fewer than needed


def test_each_pair_is_compared_once(pair: SharingPair) -> None:
    assert sharing_actions.compare(now=NIGHT + timedelta(hours=2)) == 0  # not before the next day
    assert SharingRun.objects.count() == 1
    assert sharing_actions.compare(now=NIGHT + timedelta(days=1)) == 0
    assert list(SharingRun.objects.values_list("pairs", flat=True)) == [0, pair.run.pairs]
    assert list(SharingPair.objects.all()) == [pair]


def test_a_later_paper_meets_the_one_of_the_day_before(
    others: None, quiz: Quiz, owner: User, colleague: User
) -> None:
    take(owner, quiz, COPIED)
    assert sharing_actions.compare(now=NOW + timedelta(hours=2)) == 0
    take(colleague, quiz, COPIED, at=NOW + timedelta(hours=20))
    assert sharing_actions.compare(now=NOW + timedelta(hours=30)) == 1
    assert SharingRun.objects.first().pairs == 1  # type: ignore[union-attr]


def test_a_pair_cannot_stand_there_twice(pair: SharingPair) -> None:
    values = {"run": pair.run, "common": 12, "identical": 12, "identical_wrong": 1, "one_in": 9}
    for first, second in ((pair.first, pair.second), (pair.second, pair.first)):
        with pytest.raises(DatabaseError), transaction.atomic():
            SharingPair.objects.create(first=first, second=second, **values)


def test_the_task_runs() -> None:
    compare_answers()
    assert SharingRun.objects.count() == 1


def test_old_papers_are_not_read_again(pair: SharingPair) -> None:
    assert papers_between(NIGHT + timedelta(days=2), NIGHT + timedelta(days=3)) == []


@pytest.mark.parametrize("count", [2, 6])
def test_comparing_takes_the_same_number_of_queries(
    others: None, quiz: Quiz, quality: Department, count: int
) -> None:
    for place in range(count):
        take(make_person(f"copy{place}", f"同{place}", quality), quiz, COPIED)
    with CaptureQueriesContext(connection) as queries:
        sharing_actions.compare(now=NIGHT)
    assert SharingPair.objects.count() == count * (count - 1) // 2
    assert (
        len(queries) == 9
    )  # the last run, papers, answers, keys, what others did, run, pairs; a savepoint's two


# --- who sees it ----------------------------------------------------------------------------------------


def test_the_empty_queue_says_what_would_be_here(review: Client) -> None:
    shown = review.get(QUEUE).content.decode()
    assert "暂时没有需要查看的答卷" in shown
    assert "还没有比较过" in shown


def test_the_queue_names_nobody(pair: SharingPair, review: Client) -> None:
    shown = review.get(QUEUE).content.decode()
    assert url(pair) in shown
    assert "12 题中有 12 题答案相同" in shown
    for name in ("周宁", "小邱", "E-zhouning"):
        assert name not in shown
        assert name not in review.get(url(pair)).content.decode()


def test_looking_at_figures_writes_nothing(pair: SharingPair, review: Client) -> None:
    before = AuditEntry.objects.count()
    assert review.get(QUEUE).status_code == review.get(url(pair)).status_code == 200
    assert AuditEntry.objects.count() == before


def test_opening_shows_both_papers_and_is_recorded(pair: SharingPair, review: Client, hr: User) -> None:
    shown = review.post(url(pair)).content.decode()
    assert "周宁" in shown
    assert "小邱" in shown
    assert shown.count("答案相同</span>") == 12
    entry = AuditEntry.objects.get(action="sharing.open")
    assert entry.actor == hr
    assert sorted(entry.detail["people"]) == sorted([pair.first.user_id, pair.second.user_id])


def test_the_key_is_shown_only_where_one_of_them_gave_it(pair: SharingPair, review: Client) -> None:
    shown = review.post(url(pair)).content.decode()
    assert shown.count("<span>红</span>") == 2 * COPIED.count("A")
    assert "反馈" not in shown
    assert "解析" not in shown


@pytest.mark.parametrize("who", ["owner", "trainer", "manager"])
def test_nobody_else_sees_any_trace(
    pair: SharingPair, request: pytest.FixtureRequest, who: str, hr: User
) -> None:
    client = client_of(request.getfixturevalue(who))
    before = AuditEntry.objects.count()
    for answer in (
        client.get(QUEUE), client.get(url(pair)), client.post(url(pair)),
        client.post(url(pair, "decide/"), {"outcome": "nothing", "reason": "x"}),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert AuditEntry.objects.count() == before
    assert not SharingDecision.objects.exists()
    for page in ("/zh-hans/my/", f"/zh-hans/quiz/{pair.first_id}/result/", "/zh-hans/insights/completion/"):
        assert "similar-answers" not in client.get(page).content.decode()


def test_an_administrator_sees_it_and_it_is_linked(
    pair: SharingPair, administrator: User, review: Client
) -> None:
    assert client_of(administrator).get(url(pair)).status_code == 200
    assert QUEUE in review.get("/zh-hans/learn/assign/").content.decode()


def test_a_pair_about_oneself_is_not_there(copied: list[Attempt], hr: User, review: Client) -> None:
    Attempt.objects.filter(pk=copied[0].pk).update(user=hr)
    sharing_actions.compare(now=NIGHT)
    pair = SharingPair.objects.get()
    assert url(pair) not in review.get(QUEUE).content.decode()
    for answer in (review.get(url(pair)), review.post(url(pair)), review.post(url(pair, "decide/"))):
        assert answer.status_code == 404


def test_what_is_not_there_is_not_found(review: Client) -> None:
    for rest in ("00000000-0000-0000-0000-000000000000/", "1/", "x/"):
        assert review.get(QUEUE + rest).status_code == 404
    for query in ("?page=x", "?page=99999999999999999999", "?state=%00", "?state=open&page=-1"):
        assert review.get(QUEUE + query).status_code == 200


def test_it_is_said_in_english_too(pair: SharingPair, review: Client) -> None:
    shown = review.get(url(pair).replace("zh-hans", "en")).content.decode()
    assert "12 of 12 answers are identical." in shown
    assert "by chance" in shown


def test_hostile_words_stay_words(pair: SharingPair, review: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(name=HOSTILE)
    Quiz.objects.update(title_zh=HOSTILE)
    for answer in (review.get(QUEUE), review.post(url(pair))):
        assert "<script>alert" not in answer.content.decode()
    answer = review.post(url(pair, "decide/"), {"outcome": HOSTILE, "reason": HOSTILE})
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("count", [2, 6])
def test_the_queue_takes_the_same_number_of_queries(
    quiz: Quiz, quality: Department, review: Client, count: int, django_assert_num_queries: Any
) -> None:
    for place in range(count):
        take(make_person(f"copy{place}", f"同{place}", quality), quiz, COPIED)
    sharing_actions.compare(now=NIGHT)
    review.get(QUEUE)
    session = 0 if settings.SESSION_ENGINE.endswith("cached_db") else 1
    with django_assert_num_queries(5 + session):  # person, roles, how many, pairs, last comparison
        review.get(QUEUE)


@pytest.mark.parametrize("count", [10, 12])
def test_a_pair_takes_the_same_number_of_queries(
    pair: SharingPair, review: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for attempt in (pair.first, pair.second):
        attempt.items.filter(position__gt=count).delete()
    review.get(url(pair))
    with django_assert_max_num_queries(9):
        review.post(url(pair))


# --- deciding -------------------------------------------------------------------------------------------


def decided(client: Client, pair: SharingPair, outcome: str = "nothing", reason: str = "一起学习") -> Any:
    return client.post(url(pair, "decide/"), {"outcome": outcome, "reason": reason})


def test_a_decision_closes_the_pair_and_changes_no_result(
    pair: SharingPair, review: Client, hr: User
) -> None:
    before = list(Attempt.objects.order_by("pk").values())
    answer = decided(review, pair, "talked", "  周五聊了\n两人一起复习  ")
    assert answer.status_code == 302
    decision = SharingDecision.objects.get()
    assert (decision.pair, decision.outcome, decision.decided_by) == (pair, "talked", hr)
    assert decision.reason == "周五聊了\n两人一起复习"
    assert list(Attempt.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.get(action="sharing.decide").detail["outcome"] == "talked"
    assert url(pair) not in review.get(QUEUE).content.decode()
    closed = review.get(QUEUE + "?state=closed").content.decode()
    assert url(pair) in closed
    assert "周五聊了" not in closed
    opened = review.post(url(pair)).content.decode()
    assert "两人一起复习" in opened
    assert "decide/" not in opened


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("", "x"), "outcome"),
        (("void", "x"), "outcome"),
        (("nothing", ""), "reason"),
        (("nothing", " \n\x00 "), "reason"),
        (("talked", "长" * 1_001), "long"),
    ],
)
def test_refusals(pair: SharingPair, hr: User, review: Client, given: tuple[str, str], code: str) -> None:
    outcome, reason = given
    with pytest.raises(Refused) as refused:
        sharing_actions.decide(actor=hr, pair=pair, outcome=outcome, reason=reason, now=NIGHT)
    assert refused.value.code == code
    answer = decided(review, pair, outcome, reason)
    assert answer.status_code == 400
    assert str(refused.value) in answer.content.decode()
    assert not SharingDecision.objects.exists()
    assert not AuditEntry.objects.filter(action="sharing.decide").exists()


def test_what_was_written_is_given_back(pair: SharingPair, review: Client) -> None:
    shown = decided(review, pair, "", "写了很久").content.decode()
    assert "写了很久</textarea>" in shown


def test_the_second_decision_is_refused_and_shows_the_first(
    pair: SharingPair, review: Client, administrator: User
) -> None:
    decided(review, pair, reason="先到")
    answer = decided(client_of(administrator), pair, "talked", "后到")
    assert answer.status_code == 400
    assert "先到" in answer.content.decode()
    assert SharingDecision.objects.get().reason == "先到"


def test_a_decision_cannot_be_changed_or_taken_back(pair: SharingPair, review: Client) -> None:
    decided(review, pair)
    for change in (
        lambda: SharingDecision.objects.update(reason="anders"),
        lambda: SharingDecision.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert SharingDecision.objects.get().reason == "一起学习"


# --- removing the demonstration -------------------------------------------------------------------------


def made_up(users: Iterable[User]) -> None:
    User.objects.filter(pk__in=[user.pk for user in users]).update(is_demo=True)


def test_pairs_of_made_up_people_go_with_them(
    pair: SharingPair, review: Client, owner: User, colleague: User
) -> None:
    decided(review, pair)
    AuditEntry.objects.filter(actor__in=[owner, colleague]).delete()
    made_up([owner, colleague])
    remove(now=NIGHT)
    assert not SharingPair.objects.exists()
    assert not SharingDecision.objects.exists()


def test_what_made_up_hr_decided_waits_again(pair: SharingPair, review: Client, hr: User) -> None:
    decided(review, pair)
    made_up([hr])
    remove(now=NIGHT)
    assert list(SharingPair.objects.values_list("decision", flat=True)) == [None]


def test_a_department_that_is_gone_does_not_break_the_queue(pair: SharingPair, review: Client) -> None:
    Attempt.objects.filter(pk__in=[pair.first_id, pair.second_id]).update(department=None)
    assert review.get(QUEUE).status_code == review.post(url(pair)).status_code == 200
