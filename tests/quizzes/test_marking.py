"""Own answers marked by people: opt-in, anonymous, never two at once, never one's own; the result waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.refused import Refused
from people.models import Department, User
from quizzes import actions, content, correction_actions, lint, marking, marking_actions, queries
from quizzes.marking import Step
from quizzes.models import (
    Attempt,
    AttemptState,
    CorrectionKind,
    Mark,
    MarkingTask,
    Question,
    QuestionVersion,
    Quiz,
    QuizPurpose,
)
from quizzes.signals import attempt_finished
from tests.factories import client_of, make_person
from tests.quizzes.correcting import propose
from tests.quizzes.factories import NOW, make_content, make_question, make_quiz, make_quiz_page, right_form

HOSTILE = "<script>alert(1)</script>\n{{ 7*7 }}'; DROP TABLE--"
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def quiz(db: None) -> Quiz:
    """A choice of one point and an own answer of three, by a rubric of one criterion with two points."""
    own = make_question("short_answer", "q-own", by_hand=True, points=3)
    return make_quiz(make_question(key="q-choice"), own, purpose=QuizPurpose.COURSE)


@pytest.fixture
def second(company: Department) -> User:
    """Another trainer."""
    return make_person("second", "陆教员", company, group="trainer")


@pytest.fixture
def third(company: Department) -> User:
    """One more trainer."""
    return make_person("third", "邵教员", company, group="trainer")


def take(user: User, quiz: Quiz, text: str = "我写的", now: Any = NOW) -> Attempt:
    """Answer the choice rightly and the own answer with a text ("" leaves it blank)."""
    attempt = actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=now, seed=lambda: 1)
    for item in attempt.items.select_related("version"):
        question = content.parse(item.version.content)
        form = {"text": [text]} if question.kind == "short_answer" else right_form(question)
        actions.save_answer(attempt=attempt, position=item.position, form=form, seq=1, now=now)
    return actions.submit(attempt=attempt, now=now)


def levels(task: MarkingTask, level: str = "2") -> dict[str, str]:
    return {one.id: level for one in marking.rubric(content.parse(task.item.version.content))}


def give(actor: User, task: MarkingTask, level: str = "2", comment: str = "") -> MarkingTask:
    """Take an answer and mark it."""
    marking_actions.claim(actor=actor, task=task, now=NOW)
    return marking_actions.mark(
        actor=actor, task=task, points=levels(task, level), comment=comment, now=LATER
    )


def state(attempt: Attempt) -> tuple[str, int | None, bool | None]:
    attempt.refresh_from_db()
    return attempt.state, attempt.score_bp, attempt.passed


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


# Pure ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "credits", "second", "then"),
    [
        (Step.FIRST, [5_000], False, Step.DONE),
        (Step.FIRST, [5_000], True, Step.SECOND),
        (Step.SECOND, [5_000, 5_000], True, Step.DONE),
        (Step.SECOND, [5_000, 10_000], True, Step.SETTLE),
        (Step.SECOND, [5_000, 10_000], False, Step.SETTLE),
        (Step.SETTLE, [5_000, 10_000, 7_500], True, Step.DONE),
    ],
)
def test_who_has_the_next_word(step: Step, credits: list[int], second: bool, then: Step) -> None:
    assert marking.after(step, credits, second=second) == then


@pytest.mark.parametrize("said", ["", "3", "-1", "2.0", "２", " 1", "1e0", "9" * 50])
def test_a_level_outside_the_rubric_is_no_mark(said: str) -> None:
    with pytest.raises(marking.NotAMark):
        marking.read_points(make_content("short_answer"), {"o0": said})


@pytest.mark.parametrize(("said", "credit"), [("0", 0), ("1", 5_000), ("2", 10_000)])
def test_points_become_credit(said: str, credit: int) -> None:
    question = make_content("short_answer")
    assert marking.credit_of(question, marking.read_points(question, {"o0": said, "other": "9"})) == credit


# Which answers wait -----------------------------------------------------------------------------------------


def test_short_answers_stay_unmarked_unless_asked_for(owner: User) -> None:
    plain = make_question("short_answer", "q-plain")
    assert "by_hand" not in QuestionVersion.objects.get(key="q-plain").content
    assert not make_question(key="q-odd", by_hand=True).is_marked_by_hand
    attempt = take(owner, make_quiz(make_question(), plain))
    assert state(attempt) == (AttemptState.SUBMITTED, 10_000, True)
    assert not MarkingTask.objects.exists()


def test_a_blank_answer_needs_no_marker(owner: User, quiz: Quiz) -> None:
    assert state(take(owner, quiz, "")) == (AttemptState.SUBMITTED, 2_500, False)
    assert not MarkingTask.objects.exists()


def test_a_rubric_is_needed() -> None:
    assert not lint.problems(make_content("short_answer", by_hand=True))
    assert lint.problems(make_content("short_answer", by_hand=True, options=[]))
    assert not lint.problems(make_content("short_answer", options=[]))


def test_the_result_waits_and_counts_nowhere(owner: User, quiz: Quiz, trainer: User) -> None:
    heard: list[Any] = []

    def hear(attempt: Attempt, **_kwargs: Any) -> None:
        heard.append(attempt.pk)

    attempt_finished.connect(hear)
    try:
        attempt = take(owner, quiz)
        assert state(attempt) == (AttemptState.WAITING, None, None)
        assert (heard, list(queries.outcomes([owner.pk])), attempt.grades.count()) == ([], [], 0)
        assert queries.standing(owner.pk, quiz).passed is False
        assert state(actions.submit(attempt=attempt, now=LATER)) == (AttemptState.WAITING, None, None)
        task = MarkingTask.objects.get()
        give(trainer, task, "1")
    finally:
        attempt_finished.disconnect(hear)
    assert state(attempt) == (AttemptState.SUBMITTED, 6_250, False)
    assert heard == [attempt.pk]
    row = attempt.grades.get()
    assert (row.kind, row.number, row.score_before_bp, row.given_by, row.given_at) == (
        "marked", 1, None, trainer, LATER,
    )  # fmt: skip
    outcome = next(iter(queries.outcomes([owner.pk])))
    assert sorted((item.key, item.credit_bp) for item in outcome.items) == [
        ("q-choice", 10_000),
        ("q-own", 5_000),
    ]
    assert outcome.submitted_at == NOW


def test_who_marks_is_told_before_a_try_and_at_the_question(owner: User, quiz: Quiz) -> None:
    page, learner = make_quiz_page(quiz), client_of(owner)
    assert "部分题目由人工评分" in learner.get(page.url).content.decode()
    attempt = actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=timezone.now())
    text = learner.get(f"/zh-hans/quiz/{attempt.pk}/").content.decode()
    questions = text.split("data-question=")[1:]
    kinds = [item.version.kind for item in attempt.items.select_related("version").order_by("position")]
    told = ["本题由人工评分" in one for one in questions]
    assert told == [kind == "short_answer" for kind in kinds]
    assert [" 分</p>" in one for one in questions] == [True, True]


@pytest.mark.parametrize(
    ("by_hand", "rules"), [(False, {}), (True, {"feedback_rule": "practice", "purpose": "check"})]
)
def test_no_marker_is_announced_who_does_not_come(owner: User, by_hand: bool, rules: dict[str, Any]) -> None:
    """Neither where a short answer is not marked, nor in practice, which waits for nobody."""
    own = make_question("short_answer", "q-own", by_hand=by_hand)
    quiz = make_quiz(make_question(), own, key="plain", **rules)
    page, learner = make_quiz_page(quiz), client_of(owner)
    shown = [learner.get(page.url).content.decode()]
    attempt = actions.start(user=owner, quiz=quiz, page_key=None, language="zh-hans", now=timezone.now())
    shown += [learner.get(f"/zh-hans/quiz/{attempt.pk}/?q={n}").content.decode() for n in (1, 2)]
    assert [text for text in shown if "人工评分" in text] == []


def test_a_draft_announces_no_marker(owner: User, quiz: Quiz) -> None:
    """What is told is how the newest version is marked, not what the form in the editor says now."""
    page = make_quiz_page(quiz)
    Question.objects.filter(key="q-own").update(by_hand=False)
    assert "人工评分" in client_of(owner).get(page.url).content.decode()


def test_what_waits_is_told_plainly(owner: User, quiz: Quiz, trainer: User) -> None:
    attempt, learner = take(owner, quiz, HOSTILE), client_of(owner)
    page = learner.get(f"/zh-hans/quiz/{attempt.pk}/result/").content.decode()
    assert "等待评分" in page
    assert "1 / 1 分" in page
    assert "第 2 题" in page
    give(trainer, MarkingTask.objects.get(), comment="<b>想到了交期</b>")
    page = learner.get(f"/zh-hans/quiz/{attempt.pk}/result/").content.decode()
    assert "&lt;b&gt;想到了交期" in page
    assert "江雯" not in page
    assert "<script>alert(1)" not in page


# Marking ----------------------------------------------------------------------------------------------------


def test_no_two_people_mark_one_answer_at_once(owner: User, quiz: Quiz, trainer: User, second: User) -> None:
    take(owner, quiz)
    task = MarkingTask.objects.get()
    marking_actions.claim(actor=trainer, task=task, now=NOW)
    with pytest.raises(Refused) as refused:
        marking_actions.claim(actor=second, task=task, now=LATER)
    assert code(refused) == "taken"
    with pytest.raises(Refused) as refused:
        marking_actions.mark(actor=second, task=task, points=levels(task), comment="", now=LATER)
    assert code(refused) == "taken"
    after = NOW + marking_actions.LEASE
    marking_actions.claim(actor=second, task=task, now=after)
    with pytest.raises(Refused) as refused:
        marking_actions.mark(actor=trainer, task=task, points=levels(task), comment="", now=after)
    assert code(refused) == "taken"
    marking_actions.give_back(actor=trainer, task=task)
    assert MarkingTask.objects.get().claimed_by == second
    marking_actions.give_back(actor=second, task=task)
    marking_actions.claim(actor=trainer, task=task, now=after)


def test_a_mark_sent_twice_is_one_mark(owner: User, quiz: Quiz, trainer: User, second: User) -> None:
    attempt = take(owner, quiz)
    task = MarkingTask.objects.get()
    give(trainer, task)
    again = marking_actions.mark(actor=trainer, task=task, points=levels(task, "0"), comment="", now=LATER)
    assert again.step == Step.DONE
    with pytest.raises(Refused) as refused:
        marking_actions.claim(actor=second, task=task, now=LATER)
    assert code(refused) == "over"
    assert (Mark.objects.count(), attempt.grades.count()) == (1, 1)


def test_nobody_marks_their_own_answer(trainer: User, quiz: Quiz) -> None:
    take(trainer, quiz)
    task, desk = MarkingTask.objects.get(), client_of(trainer)
    with pytest.raises(Refused) as refused:
        marking_actions.claim(actor=trainer, task=task, now=NOW)
    assert code(refused) == "own"
    with pytest.raises(Refused) as refused:
        marking_actions.mark(actor=trainer, task=task, points=levels(task), comment="", now=NOW)
    assert code(refused) == "own"
    assert task.alias not in desk.get("/cms/marking/").content.decode()
    for path in ("claim/", "mark/", "give-back/"):
        assert desk.post(f"/cms/marking/{task.pk}/{path}", follow=True).status_code == 404


def test_two_marks_that_agree_settle_it(owner: User, quiz: Quiz, trainer: User, second: User) -> None:
    Quiz.objects.update(second_marker=True)
    attempt = take(owner, quiz)
    task = MarkingTask.objects.get()
    assert give(trainer, task, comment="一").step == Step.SECOND
    assert not queries.waiting_for(trainer.pk).exists()
    with pytest.raises(Refused) as refused:
        marking_actions.claim(actor=trainer, task=task, now=LATER)
    assert code(refused) == "marked"
    page = client_of(second).get(f"/cms/marking/{task.pk}/").content.decode()
    assert "第一次评分" not in page
    assert give(second, task, comment="二").step == Step.DONE
    assert state(attempt) == (AttemptState.SUBMITTED, 10_000, True)
    assert queries.remarks_of(attempt, "zh", comments=True)[0].comments == ["一", "二"]
    assert queries.remarks_of(attempt, "zh", comments=False)[0].comments == []


def test_a_third_person_settles_a_difference(
    owner: User, quiz: Quiz, trainer: User, second: User, third: User
) -> None:
    Quiz.objects.update(second_marker=True)
    attempt = take(owner, quiz)
    task = MarkingTask.objects.get()
    give(trainer, task, "0", "太短")
    assert give(second, task, "2", "写全了").step == Step.SETTLE
    assert state(attempt) == (AttemptState.WAITING, None, None)
    assert not queries.waiting_for(trainer.pk).exists()
    desk = client_of(third)
    desk.post(f"/cms/marking/{task.pk}/claim/")
    page = desk.get(f"/cms/marking/{task.pk}/").content.decode()
    assert "太短" in page
    assert "写全了" in page
    give(third, task, "1", "折中")
    assert state(attempt) == (AttemptState.SUBMITTED, 6_250, False)
    assert queries.remarks_of(attempt, "zh", comments=True)[0].comments == ["折中"]


def test_the_database_keeps_markers_apart(owner: User, quiz: Quiz, trainer: User, second: User) -> None:
    Quiz.objects.update(second_marker=True)
    take(owner, quiz)
    task = MarkingTask.objects.get()
    give(trainer, task)
    row: dict[str, Any] = {"task": task, "points": {}, "credit_bp": 0, "marked_at": NOW}
    for more in ({"step": "second", "marker": trainer}, {"step": "first", "marker": second}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mark.objects.create(**row, **more)


def test_a_question_taken_out_waits_for_nobody(owner: User, quiz: Quiz, trainer: User, second: User) -> None:
    attempt = take(owner, quiz)
    correction = propose(trainer, "q-own", CorrectionKind.VOID)
    assert queries.preview(correction).examined == 0
    correction_actions.approve(actor=second, correction=correction, now=NOW)
    correction_actions.work_off(now=lambda: LATER)
    assert state(attempt) == (AttemptState.SUBMITTED, 10_000, True)
    assert MarkingTask.objects.get().step == Step.DROPPED
    assert attempt.grades.get().kind == "marked"
    assert not queries.waiting_for(trainer.pk).exists()


def test_a_correction_of_another_question_lets_a_waiting_result_wait(
    owner: User, quiz: Quiz, trainer: User, second: User
) -> None:
    attempt = take(owner, quiz)
    correction = propose(trainer, "q-choice", CorrectionKind.VOID)
    correction_actions.approve(actor=second, correction=correction, now=NOW)
    correction_actions.work_off(now=lambda: LATER)
    assert state(attempt) == (AttemptState.WAITING, None, None)
    give(trainer, MarkingTask.objects.get(), "1")
    assert state(attempt) == (AttemptState.SUBMITTED, 5_000, False)


# Screens ----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer at the desk."""
    return client_of(trainer)


def test_an_answer_is_marked_at_the_desk(owner: User, quiz: Quiz, desk: Client) -> None:
    attempt = take(owner, quiz, HOSTILE)
    task = MarkingTask.objects.get()
    assert task.alias in desk.get("/cms/marking/").content.decode()
    assert "我写" not in desk.get(f"/cms/marking/{task.pk}/").content.decode()
    page = desk.post(f"/cms/marking/{task.pk}/claim/", follow=True).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    wrong = desk.post(f"/cms/marking/{task.pk}/mark/", {"comment": "写得好"})
    assert wrong.status_code == 400
    assert "写得好" in wrong.content.decode()
    said = {f"level:{name}": level for name, level in levels(task).items()}
    for _turn in range(2):
        desk.post(f"/cms/marking/{task.pk}/mark/", said | {"comment": ""}, follow=True)
    assert state(attempt) == (AttemptState.SUBMITTED, 10_000, True)


def test_nothing_at_the_desk_tells_whose_answer_it_is(quality: Department, quiz: Quiz, desk: Client) -> None:
    user = make_person("canary-user", "金丝雀", quality)
    User.objects.filter(pk=user.pk).update(email="canary@example.org", employee_no="E-987654")
    attempt = take(User.objects.get(pk=user.pk), quiz)
    task = MarkingTask.objects.get()
    desk.post(f"/cms/marking/{task.pk}/claim/")
    for path in ("", "?quiz=quiz-1", f"{task.pk}/"):
        page = desk.get(f"/cms/marking/{path}").content.decode()
        for secret in ("canary", "金丝雀", "E-987654", str(attempt.pk), attempt.pk.hex):
            assert secret not in page, (path, secret)


@pytest.mark.parametrize("who", ["colleague", "manager", "hr"])
def test_for_others_there_is_nothing(
    request: pytest.FixtureRequest, who: str, owner: User, quiz: Quiz
) -> None:
    attempt = take(owner, quiz)
    task, client = MarkingTask.objects.get(), client_of(request.getfixturevalue(who))
    for path in ("", f"{task.pk}/"):
        assert client.get(f"/cms/marking/{path}").status_code in {302, 403, 404}
    for path in ("claim/", "mark/", "give-back/"):
        assert client.get(f"/cms/marking/{task.pk}/{path}").status_code in {302, 403, 404, 405}
        client.post(f"/cms/marking/{task.pk}/{path}", {f"level:{name}": "2" for name in levels(task)})
    assert state(attempt)[0] == AttemptState.WAITING
    assert MarkingTask.objects.get().claimed_by is None


def test_nothing_is_changed_by_get_nor_by_a_forged_form(owner: User, quiz: Quiz, trainer: User) -> None:
    take(owner, quiz)
    task, client = MarkingTask.objects.get(), Client(enforce_csrf_checks=True)
    client.force_login(trainer)
    for path in ("claim/", "mark/", "give-back/"):
        assert client.get(f"/cms/marking/{task.pk}/{path}").status_code == 405
        assert client.post(f"/cms/marking/{task.pk}/{path}").status_code == 403
    assert MarkingTask.objects.get().claimed_by is None


def test_the_queue_is_by_age_by_quiz_and_says_what_is_overdue(
    owner: User, colleague: User, quiz: Quiz, desk: Client
) -> None:
    other = make_quiz(make_question("short_answer", "q-2", by_hand=True), key="quiz-2", title_zh="别的测验")
    take(owner, other)
    take(colleague, quiz, now=NOW - timedelta(days=30))
    old, new = MarkingTask.objects.order_by("waiting_since")
    page = desk.get("/cms/marking/").content.decode()
    assert page.index(old.alias) < page.index(new.alias)
    only = desk.get("/cms/marking/?quiz=quiz-2").content.decode()
    assert new.alias in only
    assert old.alias not in only
    assert desk.get("/cms/marking/?quiz=<x>&page=-7").status_code == 200
    found = queries.waiting(NOW + timedelta(hours=1))
    assert (found.count, found.overdue) == (2, 1)
    first = desk.get("/cms/").content.decode()
    assert "待评分的作答" in first
    assert "已超过 7 天" in first


def test_the_queue_costs_the_same_however_long_it_is(company: Department, quiz: Quiz, desk: Client) -> None:
    counts = []
    for start, end in ((0, 2), (2, 9)):
        for n in range(start, end):
            take(make_person(f"p{n}", f"学员{n}", company), quiz)
        desk.get("/cms/marking/")
        with CaptureQueriesContext(connection) as captured:
            page = desk.get("/cms/marking/").content.decode()
        assert page.count("/claim/") == end
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_draft_stays_as_it_was_frozen(owner: User, quiz: Quiz) -> None:
    """Whether a person marks an answer is part of the version: changing the question changes no attempt."""
    Question.objects.filter(key="q-own").update(by_hand=False)
    assert state(take(owner, quiz)) == (AttemptState.WAITING, None, None)
