"""The players over HTTP: the whole way, what is not told too early, and what an intruder meets."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions, authoring
from cases.models import CasePage, Run, RunState, ScenarioPage
from people.models import Department, User
from tests.cases import builders
from tests.cases.builders import make_case_page, make_scenario_page, option_of, small_case, small_scenario
from tests.factories import client_of, make_person

# Everything of the small role-play and case that must not be seen before its time.
HIDDEN_AT_OPENING = [
    "consequence-",
    "felt-",
    "title-e",
    "told-e",
    "swap-e",
    "debrief",
    "scene-s2",
    "scene-s3",
    "say-s2",
]
HIDDEN_IN_CASE = ["feedback-", "中文takeaway", "中文discussion", "最合适", "说得通"]


@pytest.fixture
def page(db: None) -> ScenarioPage:
    """The small role-play on a page."""
    return make_scenario_page()


@pytest.fixture
def case_page(db: None) -> CasePage:
    """The small case on a page."""
    return make_case_page()


def begin(client: Client, page: Any, language: str = "zh-hans", **data: str) -> str:
    """Start over HTTP and return the player's address."""
    answer = client.post(f"/{language}/practice/{page.translation_key}/start/", data)
    assert answer.status_code == 302
    return str(answer["Location"])


def take(client: Client, address: str, seq: int, scene: str, choice: str) -> Any:
    return client.post(f"{address}choose/", {"seq": seq, "scene": scene, "choice": choice}, follow=True)


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def finish(client: Client, address: str) -> None:
    take(client, address, 1, "s1", "s1a")
    take(client, address, 2, "s2", "s2a")


def test_it_works(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    assert "第 1 幕，共约 2 幕" in body(client, address)
    second = take(client, address, 1, "s1", "s1a").content.decode()
    assert "中文consequence-s1a" in second
    assert "信任 88 · 比开场高 38" in second
    assert 'id="latest"' in second
    ended = take(client, address, 2, "s2", "s2a").content.decode()
    for shown in ("中文title-e1", "中文told-e1", "中文debrief", "需求理解"):
        assert shown in ended
    assert Run.objects.get().state == RunState.FINISHED
    told = body(client, f"{address}other-side/")
    for shown in ("中文felt-s1a", "中文felt-s2a", "中文swap-e1", "中文if-customer"):
        assert shown in told
    client.post(f"{address}other-side/seen/")
    assert Run.objects.get().swap_seen_at is not None


def test_the_way_leads_to_the_line_that_is_new(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    answer = client.post(f"{address}choose/", {"seq": 1, "scene": "s1", "choice": "s1a"})
    assert answer["Location"] == f"{address}#latest"


def test_in_english(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page, "en")
    text = body(client, address)
    assert "English scene-s1" in text
    assert "Scene 1 of about 2" in text
    assert "中文scene" not in text


@pytest.mark.parametrize("canary", HIDDEN_AT_OPENING)
def test_nothing_is_told_before_its_time(owner: User, page: ScenarioPage, canary: str) -> None:
    client = client_of(owner)
    pages = client.get(f"/zh-hans/practice/{page.translation_key}/start/").content.decode()
    address = begin(client, page)
    assert canary not in pages + body(client, address) + body(client, "/zh-hans/practice/")


def test_effects_are_in_no_answer_while_playing(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    second = take(client, address, 1, "s1", "s1a").content.decode()
    for canary in (
        "felt-",
        "swap-e",
        "title-e",
        "told-e",
        "consequence-s2",
        "consequence-s1b",
        "需求理解",
        "effects",
    ):
        assert canary not in second


def test_the_other_side_is_not_there_before_the_end(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    assert client.get(f"{address}other-side/").status_code == 404


def test_only_the_felt_of_the_own_path_is_told(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    finish(client, address)
    told = body(client, f"{address}other-side/") + body(client, address)
    for canary in ("felt-s1b", "felt-s2b", "felt-s3a", "consequence-s1b", "told-e2", "swap-e2"):
        assert canary not in told


def test_a_step_without_a_choice_is_asked_again(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    answer = client.post(f"{address}choose/", {"seq": "1", "scene": "s1"}, follow=True)
    assert "请先选择一个回答" in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"seq": "x", "scene": "s1", "choice": "s1a"},
        {"seq": "-1", "scene": "s1", "choice": "s1a"},
        {"seq": "9" * 40, "scene": "s1", "choice": "s1a"},
        {"seq": "1", "scene": "s2", "choice": "s2a"},
        {"seq": "1", "scene": "s1", "choice": "s2a"},
        {"seq": "2", "scene": "s2", "choice": "s2a"},
        {"seq": "1", "scene": "s1", "choice": "s1a\x00"},
        {"seq": "1", "scene": "s1", "choice": "<script>alert(1)</script>"},
        {},
    ],
)
def test_hostile_choices_change_nothing(owner: User, page: ScenarioPage, data: dict[str, str]) -> None:
    client = client_of(owner)
    address = begin(client, page)
    answer = client.post(f"{address}choose/", data, follow=True)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    run = Run.objects.get()
    assert (run.scene, run.steps.count()) == ("s1", 0)


def test_fields_of_the_row_cannot_be_posted(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page, state="finished", number="7", is_preview="1", user="1")
    data = {
        "seq": 1,
        "scene": "s1",
        "choice": "s1a",
        "ending": "e1",
        "state": "finished",
        "progress_bp": 10000,
    }
    client.post(f"{address}choose/", data)
    run = Run.objects.get()
    assert (run.state, run.number, run.is_preview, run.ending, run.user) == ("open", 1, False, "", owner)


def test_a_double_click_goes_on_once(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    take(client, address, 1, "s1", "s1a")
    again = take(client, address, 1, "s1", "s1a").content.decode()
    assert "中文scene-s2" in again
    assert 'class="note' not in again
    assert Run.objects.get().steps.count() == 1


def test_the_second_window_is_told_and_loses_nothing(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    take(client, address, 1, "s1", "s1a")
    stale = take(client, address, 1, "s1", "s1b").content.decode()
    assert "另一个窗口" in stale
    assert "中文scene-s2" in stale


def test_back_after_the_ending_is_told(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    finish(client, address)
    late = take(client, address, 2, "s2", "s2b").content.decode()
    assert "中文title-e1" in late
    assert Run.objects.get().ending == "e1"


def test_resume_on_another_device(owner: User, page: ScenarioPage) -> None:
    here, there = client_of(owner), client_of(owner)
    address = begin(here, page)
    take(here, address, 1, "s1", "s1b")
    assert begin(there, page) == address
    assert "中文scene-s3" in body(there, address)


def test_begin_again_closes_the_open_run(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    take(client, address, 1, "s1", "s1b")
    run = Run.objects.get()
    answer = client.post(f"/zh-hans/practice/runs/{run.pk}/restart/")
    assert answer["Location"] != address
    assert set(Run.objects.values_list("state", "number")) == {("abandoned", 1), ("open", 2)}
    assert "结束之前关闭" in body(client, address)


def test_authored_text_is_escaped(owner: User) -> None:
    raw = small_scenario("rp-hostile")
    raw["nodes"][0]["text"]["zh"] = raw["title"]["zh"] = "<script>alert(1)</script>{{ settings.SECRET_KEY }}"
    client = client_of(owner)
    text = body(client, begin(client, make_scenario_page(authoring.save_scenario(raw))))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ settings.SECRET_KEY }}" in text


# Who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["colleague", "manager", "hr", "trainer", "administrator"])
def test_another_persons_run_is_not_there(
    owner: User, page: ScenarioPage, who: str, request: pytest.FixtureRequest
) -> None:
    mine = client_of(owner)
    address = begin(mine, page)
    pk = Run.objects.get().pk
    other = client_of(request.getfixturevalue(who))
    assert other.get(address).status_code == 404
    assert other.get(f"{address}other-side/").status_code == 404
    for target in (
        f"{address}choose/",
        f"{address}other-side/seen/",
        f"/zh-hans/practice/runs/{pk}/restart/",
    ):
        assert other.post(target, {"seq": 1, "scene": "s1", "choice": "s1a"}).status_code == 404
    assert Run.objects.get().steps.count() == 0


def test_another_persons_case_is_not_there(owner: User, colleague: User, case_page: CasePage) -> None:
    address = begin(client_of(owner), case_page)
    other = client_of(colleague)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}judge/", {"submit": "1"}).status_code == 404


def test_a_case_is_no_role_play(owner: User, case_page: CasePage) -> None:
    client = client_of(owner)
    begin(client, case_page)
    assert client.get(f"/zh-hans/role-play/{Run.objects.get().pk}/").status_code == 404


@pytest.mark.parametrize("path", ["case/{}/", "role-play/{}/", "role-play/{}/other-side/"])
def test_what_does_not_exist_is_not_there(owner: User, path: str) -> None:
    assert client_of(owner).get(f"/zh-hans/{path.format(uuid4())}").status_code == 404


def test_strangers_are_led_to_the_login(page: ScenarioPage) -> None:
    for answer in (
        Client().get("/zh-hans/practice/"),
        Client().post(f"/zh-hans/practice/{page.translation_key}/start/"),
    ):
        assert answer["Location"].startswith("/accounts/login/")


def test_nothing_is_written_on_get(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    finish(client, address)
    pk = Run.objects.get().pk
    for target in (
        f"/zh-hans/practice/{page.translation_key}/start/",
        f"{address}choose/",
        f"{address}other-side/seen/",
        f"/zh-hans/practice/runs/{pk}/restart/",
    ):
        assert client.get(target).status_code == 405
    body(client, f"{address}other-side/")
    assert Run.objects.get().swap_seen_at is None


def test_posts_need_the_token(owner: User, page: ScenarioPage) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(f"/zh-hans/practice/{page.translation_key}/start/").status_code == 403


def test_a_page_that_is_not_live_cannot_be_started(owner: User, page: ScenarioPage) -> None:
    page.unpublish()
    client = client_of(owner)
    assert client.post(f"/zh-hans/practice/{page.translation_key}/start/").status_code == 404
    assert page.title not in body(client, "/zh-hans/practice/")


def test_a_page_below_one_that_is_not_live_is_hidden(owner: User, page: ScenarioPage) -> None:
    page.get_parent().unpublish()
    client = client_of(owner)
    assert client.post(f"/zh-hans/practice/{page.translation_key}/start/").status_code == 404
    assert page.title not in body(client, "/zh-hans/practice/")


def test_a_withdrawn_role_play_says_so(owner: User, page: ScenarioPage) -> None:
    page.definition.unpublish()
    client = client_of(owner)
    answer = client.post(f"/zh-hans/practice/{page.translation_key}/start/", follow=True)
    assert "目前没有开放" in answer.content.decode()
    assert "目前没有开放" in body(client, page.get_url())


def test_a_trial_is_for_trainers(owner: User, trainer: User, page: ScenarioPage) -> None:
    refused = client_of(owner).post(
        f"/zh-hans/practice/{page.translation_key}/start/", {"trial": "1"}, follow=True
    )
    assert "试走" in refused.content.decode()
    assert not Run.objects.exists()
    client = client_of(trainer)
    assert "试走" in body(client, begin(client, page, trial="1"))
    assert Run.objects.get().is_preview


def test_pages_show_where_one_stands(owner: User, page: ScenarioPage, case_page: CasePage) -> None:
    client = client_of(owner)
    assert ">开始<" in re.sub(r"\s", "", body(client, page.get_url()))
    address = begin(client, page)
    assert "继续" in body(client, page.get_url())
    finish(client, address)
    assert "查看上次结果" in body(client, page.get_url())
    assert "中文situation" in body(client, page.get_url())
    assert case_page.title in body(client, case_page.get_url())


# Cases ------------------------------------------------------------------------------------------------------


def fields(run: Run, *places: int) -> dict[str, str]:
    return {f"judgement-{key}": option for key, option in builders.answers(run, *places).items()}


def test_a_case_over_http(owner: User, case_page: CasePage) -> None:
    client = client_of(owner)
    address = begin(client, case_page)
    before = body(client, address)
    for canary in HIDDEN_IN_CASE:
        assert canary not in before
    run = Run.objects.get()
    saved = client.post(f"{address}judge/", fields(run, 0), follow=True).content.decode()
    assert "已保存" in saved
    assert f'value="{option_of(run, 0, 0)[1]}" checked' in saved
    for canary in HIDDEN_IN_CASE:
        assert canary not in saved
    seen = re.search(r'name="seen" value="([^"]+)"', saved)
    assert seen is not None
    data = {**fields(run, 0, 1), "seen": seen.group(1).replace("&#x2B;", "+"), "submit": "1"}
    judged = client.post(f"{address}judge/", data, follow=True).content.decode()
    for shown in ("中文feedback-1a", "最合适", "说得通", "中文discussion", "中文takeaway"):
        assert shown in judged
    assert "至少五人" in judged
    assert Run.objects.get().state == RunState.FINISHED


def test_a_case_with_an_open_question_asks_and_keeps(owner: User, case_page: CasePage) -> None:
    client = client_of(owner)
    address = begin(client, case_page)
    run = Run.objects.get()
    answer = client.post(f"{address}judge/", {**fields(run, 1), "submit": "1"}, follow=True).content.decode()
    assert "每一题" in answer
    assert f'value="{option_of(run, 0, 1)[1]}" checked' in answer


@pytest.mark.parametrize("value", ["", "x", "<b>", "0", "2f1e7c1a-0000-4000-8000-000000000000"])
def test_hostile_judgements_change_nothing(owner: User, case_page: CasePage, value: str) -> None:
    client = client_of(owner)
    address = begin(client, case_page)
    run = Run.objects.get()
    data = {
        f"judgement-{option_of(run, 0, 0)[0]}": value,
        f"judgement-{uuid4()}": "x",
        "submit": "1",
        "score": "3",
    }
    assert client.post(f"{address}judge/", data, follow=True).status_code == 200
    assert run.answers.count() == 0
    assert Run.objects.get().is_open


def judge_as(user: User, page: CasePage, *places: int) -> Run:
    run = actions.start(user=user, page=page, language="zh-hans", now=timezone.now())
    chosen = builders.answers(run, *places)
    return actions.submit_case(user=user, run_id=run.pk, answers=chosen, seen="", now=timezone.now())


def test_colleagues_are_shown_from_five_people_on(case_page: CasePage, quality: Department) -> None:
    people = [make_person(f"p{number}", f"同事{number}", quality) for number in range(5)]
    for person in people[:4]:
        run = judge_as(person, case_page, 0, 2)
    address = f"/zh-hans/case/{run.pk}/"
    assert "% 的同事" not in body(client_of(people[3]), address)
    judge_as(people[4], case_page, 1, 2)
    shown = body(client_of(people[3]), address)
    assert "80% 的同事" in shown
    assert "20% 的同事" in shown
    assert "100% 的同事" in shown


def test_colleagues_count_first_runs_of_people(case_page: CasePage, quality: Department) -> None:
    people = [make_person(f"p{number}", f"同事{number}", quality) for number in range(4)]
    for person in people:
        judge_as(person, case_page, 0, 0)
    run = judge_as(people[0], case_page, 1, 1)
    assert "% 的同事" not in body(client_of(people[0]), f"/zh-hans/case/{run.pk}/")


# The list ---------------------------------------------------------------------------------------------------


def test_the_list_shows_ones_own_standing(owner: User, page: ScenarioPage, case_page: CasePage) -> None:
    client = client_of(owner)
    assert body(client, "/zh-hans/practice/").count(">未开始<") == 2
    address = begin(client, page)
    assert ">进行中<" in body(client, "/zh-hans/practice/")
    finish(client, address)
    assert ">已完成<" in body(client, "/zh-hans/practice/")
    assert page.title not in body(client, "/en/practice/")


def queries_of(client: Client) -> int:
    client.get("/zh-hans/practice/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/zh-hans/practice/")
    return len(captured)


def test_the_list_takes_as_many_queries_for_two_as_for_eight(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    make_case_page()
    few = queries_of(client)
    for number in range(3):
        other = make_scenario_page(authoring.save_scenario(small_scenario(f"rp-{number}")))
        actions.start(user=owner, page=other, language="zh-hans", now=timezone.now())
        make_case_page(authoring.save_case(small_case(f"case-{number}")))
    assert queries_of(client) == few
    assert few <= 16


def test_the_player_takes_few_queries(owner: User, page: ScenarioPage) -> None:
    client = client_of(owner)
    address = begin(client, page)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) <= 8
