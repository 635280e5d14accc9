"""Certificates after a corrected result: put before HR, decided on with a sentence, none goes by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.refused import Refused
from courses import actions, path_queries
from courses.models import Certificate, Examination, ExaminationState, LearningPathPage
from people.models import Department, User
from quizzes import grading_actions
from quizzes.grading import Grade
from quizzes.models import Attempt, Quiz
from tests.courses import test_certifying
from tests.courses.test_certifying import NOW, score
from tests.factories import client_of, make_person

path = test_certifying.path  # a fixture
PATH = "/zh-hans/learn/certificates/"


@pytest.fixture
def earned(owner: User, path: LearningPathPage) -> tuple[Attempt, Certificate]:
    """A certificate that rests on one try of 80 per cent."""
    return earn(owner, path)


def earn(user: User, of: LearningPathPage) -> tuple[Attempt, Certificate]:
    LearningPathPage.objects.filter(pk=of.pk).update(asks_hand_in=False)
    of.role_plays.all().delete()
    attempt = score(user, 8_000)
    return attempt, actions.issue(user_id=user.pk, path_key=of.translation_key, now=NOW)


def lower(attempt: Attempt, actor: User, bp: int = 5_000) -> None:
    grading_actions.override(
        actor=actor, attempt=attempt, grade=Grade(bp, True), reason="代答", now=NOW + timedelta(days=1)
    )


def test_a_lower_result_puts_the_certificate_before_hr_and_leaves_it_valid(
    earned: tuple[Attempt, Certificate], owner: User, trainer: User
) -> None:
    attempt, certificate = earned
    lower(attempt, trainer)
    found = Examination.objects.get()
    assert (found.certificate, found.state, found.grade.reason) == (certificate, "open", "代答")
    assert Certificate.objects.filter(pk=certificate.pk).exists()
    page = client_of(owner).get(f"/zh-hans/learn/certificate/{certificate.pk}/").content.decode()
    assert "HR 正在核查" in page
    assert "收回" not in client_of(owner).get(f"/zh-hans/verify/{certificate.pk}/").content.decode()


@pytest.mark.parametrize("bp", [7_500, 9_000])
def test_a_result_that_still_reaches_the_mark_concerns_nobody(
    earned: tuple[Attempt, Certificate], trainer: User, bp: int
) -> None:
    lower(earned[0], trainer, bp)
    assert not Examination.objects.exists()


def test_another_try_that_reaches_the_mark_keeps_it(
    earned: tuple[Attempt, Certificate], owner: User, trainer: User
) -> None:
    other = score(owner, 7_500, number=2)
    lower(earned[0], trainer)
    assert not Examination.objects.exists()
    lower(other, trainer)
    lower(other, trainer, 4_000)
    assert Examination.objects.count() == 1


def test_what_the_certificate_never_rested_on_concerns_nobody(
    earned: tuple[Attempt, Certificate], owner: User, trainer: User
) -> None:
    elsewhere = Quiz.objects.create(key="other", title_zh="别的", pass_bp=7_500)
    attempt = score(owner, 8_000, number=2)
    Attempt.objects.filter(pk=attempt.pk).update(quiz=elsewhere)
    lower(Attempt.objects.get(pk=attempt.pk), trainer)
    assert not Examination.objects.exists()


def test_hr_withdraws_and_may_decide_anew(
    earned: tuple[Attempt, Certificate], owner: User, trainer: User, hr: User
) -> None:
    attempt, certificate = earned
    lower(attempt, trainer)
    found, client = Examination.objects.get(), client_of(hr)
    said = {"decision": "withdraw", "sentence": "<b>成绩由他人代答</b>"}
    for _turn in range(2):
        client.post(f"{PATH}{found.pk}/decide/", said)
    found.refresh_from_db()
    assert (found.state, found.decided_by) == (ExaminationState.WITHDRAWN, hr)
    page = client_of(owner).get(f"/zh-hans/learn/certificate/{certificate.pk}/").content.decode()
    assert "&lt;b&gt;成绩由他人代答" in page
    public = client_of(owner).get(f"/zh-hans/verify/{certificate.pk}/").content.decode()
    assert "已被收回" in public
    assert "代答" not in public
    assert path_queries.holders() == []
    client.post(f"{PATH}{found.pk}/decide/", {"decision": "keep", "sentence": "核实为误判"})
    assert len(path_queries.holders()) == 1
    assert "收回" not in client_of(owner).get(f"/zh-hans/verify/{certificate.pk}/").content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"decision": "withdraw", "sentence": " "},
        {"decision": "withdraw", "sentence": "长" * 401},
        {"decision": "shred", "sentence": "理由"},
        {"sentence": "理由"},
    ],
)
def test_what_is_no_decision_changes_nothing(
    earned: tuple[Attempt, Certificate], trainer: User, hr: User, said: dict[str, str]
) -> None:
    lower(earned[0], trainer)
    found = Examination.objects.get()
    answer = client_of(hr).post(f"{PATH}{found.pk}/decide/", said, follow=True)
    assert answer.status_code == 200
    assert Examination.objects.get().state == ExaminationState.OPEN


def test_nobody_decides_on_their_own_certificate(hr: User, path: LearningPathPage, trainer: User) -> None:
    attempt, _certificate = earn(hr, path)
    lower(attempt, trainer)
    with pytest.raises(Refused) as refused:
        actions.decide_on_certificate(
            actor=hr, examination=Examination.objects.get(), withdraw=False, sentence="理由", now=NOW
        )
    assert refused.value.code == "own"
    assert "decide/" not in client_of(hr).get(PATH).content.decode()


@pytest.mark.parametrize("who", ["owner", "manager", "trainer"])
def test_for_others_there_is_nothing(
    request: pytest.FixtureRequest, who: str, earned: tuple[Attempt, Certificate], trainer: User
) -> None:
    lower(earned[0], trainer)
    found, client = Examination.objects.get(), client_of(request.getfixturevalue(who))
    said = {"decision": "withdraw", "sentence": "理由"}
    assert client.get(PATH).status_code == 404
    assert client.post(f"{PATH}{found.pk}/decide/", said).status_code == 404
    assert Examination.objects.get().state == ExaminationState.OPEN


def test_nothing_is_decided_by_get_and_none_waits_twice(
    earned: tuple[Attempt, Certificate], trainer: User, hr: User
) -> None:
    lower(earned[0], trainer)
    found = Examination.objects.get()
    assert client_of(hr).get(f"{PATH}{found.pk}/decide/").status_code == 405
    with pytest.raises(IntegrityError), transaction.atomic():
        Examination.objects.create(certificate=found.certificate, grade=found.grade, opened_at=NOW)


def test_the_list_costs_the_same_however_long_it_is(
    company: Department,
    path: LearningPathPage,
    trainer: User,
    hr: User,
) -> None:
    counts, client = [], client_of(hr)
    for start, end in ((0, 2), (2, 8)):
        for n in range(start, end):
            lower(earn(make_person(f"p{n}", f"学员{n}", company), path)[0], trainer)
        client.get(PATH)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PATH).content.decode().count("<article") == end
        counts.append(len(captured))
    assert counts[0] == counts[1]
