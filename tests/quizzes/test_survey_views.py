"""The self-assessment over HTTP."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from quizzes.models import ResponseState, SurveyPage, SurveyResponse
from tests.factories import client_of
from tests.quizzes.factories import make_survey, make_survey_page

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def page(db: None) -> SurveyPage:
    return make_survey_page(make_survey())


@pytest.fixture
def me(owner: User) -> Client:
    return client_of(owner)


def begin(client: Client, page: SurveyPage) -> SurveyResponse:
    went = client.post(f"/zh-hans/self-check/{page.translation_key}/start/")
    response = SurveyResponse.objects.latest("started_at")
    assert went["Location"] == address(response)
    return response


def address(response: SurveyResponse, rest: str = "") -> str:
    return f"/zh-hans/self-check/{response.pk}/{rest}"


def everything(response: SurveyResponse, value: int = 4) -> dict[str, str]:
    return {f"a:{item['code']}": str(value) for item in response.version.content["items"]}


def test_it_works_as_plain_forms(me: Client, page: SurveyPage) -> None:
    first = me.get(page.url).content.decode()
    assert "只有你自己看得到你的回答和结果" in first
    assert "陈述1" not in first
    response = begin(me, page)
    assert me.get(address(response)).status_code == 200
    me.post(address(response), {"a:S1": "5"})
    assert response.answers.get().value == 5
    went = me.post(address(response), everything(response) | {"a:S2": "5", "submit": "1"})
    assert went["Location"] == address(response, "picture/")
    shown = me.get(address(response, "picture/"))
    assert len(shown.context["picture"].bars) == 5
    assert "你的长处" in shown.content.decode()
    assert me.get(address(response))["Location"] == address(response, "picture/")


def test_what_is_open_is_named_and_what_is_filled_in_is_kept(me: Client, page: SurveyPage) -> None:
    response = begin(me, page)
    values = everything(response)
    del values["a:S3"]
    went = me.post(address(response), values | {"submit": "1"}, follow=True)
    assert "3" in str(next(iter(went.context["messages"])))
    assert response.answers.count() == len(values)
    assert SurveyResponse.objects.get().state == ResponseState.OPEN


def test_the_queue_is_acknowledged(me: Client, page: SurveyPage) -> None:
    response = begin(me, page)
    answer = {"code": "S1", "value": "3", "seq": "2"}
    for _turn in range(2):
        told = me.post(address(response, "answer/"), answer, headers=JSON)
        assert (told.status_code, told.json()["seq"]) == (200, 2)
    older = me.post(address(response, "answer/"), answer | {"value": "1", "seq": "1"}, headers=JSON)
    assert (older.status_code, response.answers.get().value) == (409, 3)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"code": "S1", "value": "6", "seq": "1"},
        {"code": "S1", "value": "", "seq": "1"},
        {"code": "S1", "value": "５", "seq": "1"},
        {"code": "none", "value": "3", "seq": "1"},
        {"code": "\x00", "value": "3", "seq": "1"},
    ],
)
def test_hostile_answers_are_refused(me: Client, page: SurveyPage, form: dict[str, str]) -> None:
    response = begin(me, page)
    assert me.post(address(response, "answer/"), form, headers=JSON).status_code == 422
    me.post(address(response), {f"a:{form.get('code', '')}": form.get("value", "9") or "9"})
    assert not response.answers.exists()


def test_a_huge_number_does_no_harm(me: Client, page: SurveyPage) -> None:
    response = begin(me, page)
    answer = {"code": "S1", "value": "3", "seq": "9" * 5000}
    assert me.post(address(response, "answer/"), answer, headers=JSON).status_code == 200
    assert response.answers.get().seq == 0


def test_a_submitted_form_takes_nothing_more(me: Client, page: SurveyPage) -> None:
    response = begin(me, page)
    me.post(address(response), everything(response) | {"submit": "1"})
    told = me.post(address(response, "answer/"), {"code": "S1", "value": "1", "seq": "9"}, headers=JSON)
    assert told.status_code == 410
    me.post(address(response), {"a:S1": "1"})
    assert response.answers.get(code="S1").value == 4


def test_an_open_form_has_no_picture(me: Client, page: SurveyPage) -> None:
    assert me.get(address(begin(me, page), "picture/")).status_code == 404


@pytest.mark.parametrize("rest", ["", "answer/", "picture/"])
@pytest.mark.parametrize("who", ["colleague", "manager", "hr", "trainer", "administrator"])
def test_nobody_else_finds_anything(
    request: pytest.FixtureRequest, me: Client, page: SurveyPage, rest: str, who: str
) -> None:
    response = begin(me, page)
    me.post(address(response), everything(response) | {"submit": "1"})
    other = client_of(request.getfixturevalue(who))
    statuses = {other.get(address(response, rest)).status_code}
    statuses |= {other.post(address(response, rest), {"a:S1": "1", "code": "S1"}).status_code}
    assert statuses <= {404, 405}
    assert response.answers.get(code="S1").value == 4


def test_a_page_that_is_not_there_starts_nothing(me: Client, page: SurveyPage) -> None:
    assert me.post(f"/zh-hans/self-check/{uuid.uuid4()}/start/").status_code == 404
    page.unpublish()
    assert me.post(f"/zh-hans/self-check/{page.translation_key}/start/").status_code == 404


def test_a_questionnaire_that_is_closed_says_so(me: Client, page: SurveyPage) -> None:
    type(page.survey).objects.update(live=False)
    went = me.post(f"/zh-hans/self-check/{page.translation_key}/start/", follow=True)
    assert list(went.context["messages"])
    assert not SurveyResponse.objects.exists()


def test_the_form_asks_as_often_for_few_statements_as_for_many(me: Client) -> None:
    counts = []
    for size in (5, 24):
        page = make_survey_page(make_survey(size, key=f"survey-{size}"))
        response = begin(me, page)
        me.get(address(response))
        with CaptureQueriesContext(connection) as asked:
            me.get(address(response))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_saving_takes_at_most_eight_queries(me: Client, page: SurveyPage) -> None:
    response = begin(me, page)
    with CaptureQueriesContext(connection) as asked:
        me.post(address(response, "answer/"), {"code": "S1", "value": "3", "seq": "1"}, headers=JSON)
    assert len(asked) <= 8
