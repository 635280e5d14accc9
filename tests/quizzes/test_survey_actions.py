"""Start, answer and submit a self-assessment, and each refusal."""

from datetime import datetime, timedelta

import pytest

from core.refused import Refused
from people.models import Department, User
from quizzes import actions, queries
from quizzes.models import ResponseState, Survey, SurveyResponse
from quizzes.publishing import freeze_survey
from quizzes.signals import survey_finished
from tests.quizzes.factories import make_survey

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
pytestmark = pytest.mark.django_db


def begin(user: User, survey: Survey, now: datetime = NOW) -> SurveyResponse:
    return actions.start_survey(user=user, survey=survey, page_key=None, language="zh-hans", now=now)


def everything(response: SurveyResponse, value: int = 4) -> dict[str, int]:
    return {item["code"]: value for item in response.version.content["items"]}


def test_it_works(owner: User, quality: Department) -> None:
    response = begin(owner, make_survey())
    actions.save_survey(response=response, values=everything(response))
    done = actions.submit_survey(response=response, now=NOW + timedelta(seconds=240))
    assert (done.state, done.seconds, done.department) == (ResponseState.SUBMITTED, 240, quality)
    [form] = queries.self_forms([owner.pk])
    assert (form.seconds, len(form.answers)) == (240, 11)


def test_starting_again_resumes(owner: User) -> None:
    survey = make_survey()
    first = begin(owner, survey)
    Survey.objects.update(title_zh="新的自评")
    freeze_survey(Survey.objects.get(), now=NOW)
    assert begin(owner, survey) == first


def test_after_submission_a_new_form_can_be_started(owner: User) -> None:
    survey = make_survey()
    first = begin(owner, survey)
    actions.save_survey(response=first, values=everything(first))
    actions.submit_survey(response=first, now=NOW)
    assert begin(owner, survey, NOW + timedelta(days=90)) != first


def test_a_survey_that_is_not_published_does_not_start(owner: User) -> None:
    survey = make_survey()
    survey.live = False
    with pytest.raises(Refused) as refused:
        begin(owner, survey)
    assert refused.value.code == "nothing_to_ask"


@pytest.mark.parametrize("values", [{"S1": 0}, {"S1": 6}, {"S1": -1}, {"nobody": 3}])
def test_answers_that_do_not_fit(owner: User, values: dict[str, int]) -> None:
    response = begin(owner, make_survey())
    with pytest.raises(Refused) as refused:
        actions.save_survey(response=response, values=values)
    assert refused.value.code == "not_an_answer"
    assert not response.answers.exists()


def test_last_answer_by_sequence(owner: User) -> None:
    response = begin(owner, make_survey())
    actions.save_survey(response=response, values={"S1": 3}, seq=2)
    assert actions.save_survey(response=response, values={"S1": 5}, seq=1) == {"S1": 3}
    assert actions.save_survey(response=response, values={"S1": 1}, seq=3) == {"S1": 1}
    assert list(response.answers.values_list("code", "value")) == [("S1", 1)]


def test_every_statement_is_required(owner: User) -> None:
    response = begin(owner, make_survey())
    values = everything(response)
    del values["S2"], values["AT"]
    actions.save_survey(response=response, values=values)
    with pytest.raises(Refused) as refused:
        actions.submit_survey(response=response, now=NOW)
    assert refused.value.code == "incomplete"
    assert "2, 11" in str(refused.value)


def test_no_answer_after_submission(owner: User) -> None:
    response = begin(owner, make_survey())
    actions.save_survey(response=response, values=everything(response))
    actions.submit_survey(response=response, now=NOW)
    with pytest.raises(Refused) as refused:
        actions.save_survey(response=response, values={"S1": 1})
    assert refused.value.code == "closed"


def test_submitting_twice_changes_nothing_and_tells_once(owner: User) -> None:
    told: list[SurveyResponse] = []

    def hear(response: SurveyResponse, **_rest: object) -> None:
        told.append(response)

    response = begin(owner, make_survey())
    actions.save_survey(response=response, values=everything(response))
    survey_finished.connect(hear)
    try:
        actions.submit_survey(response=response, now=NOW)
        again = actions.submit_survey(response=response, now=NOW + timedelta(days=1))
    finally:
        survey_finished.disconnect(hear)
    assert (again.submitted_at, len(told)) == (NOW, 1)
