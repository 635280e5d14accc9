"""Cases and role-plays at the authoring desk: drafts save, publishing refuses, used ones stay."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cases import actions, authoring
from cases.models import Case, Run, Scenario
from core.refused import Refused
from people.models import User
from people.permissions import ensure_roles
from tests.cases.builders import (
    all_cases,
    all_roleplays,
    make_scenario_page,
    small_case,
    small_scenario,
)
from tests.factories import client_of

LIST = "/cms/snippets/cases/scenario/"


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


def posted(scenario: Scenario) -> dict[str, str]:
    """Return the editor's form for a role-play, as the browser sends it."""
    fields = [
        "key",
        "course",
        "modules",
        "title_zh",
        "title_en",
        "minutes",
        "situation_zh",
        "situation_en",
        "learning_goal_zh",
        "learning_goal_en",
        "if_you_were_the_customer_zh",
        "if_you_were_the_customer_en",
        "learner_role",
        "customer_role",
        "start",
        "gate_ending",
        "gate_min_total",
        "gate_otherwise",
    ]
    data = {name: str(getattr(scenario, name)) for name in fields}
    for name in ("characters", "scenes", "endings", "debrief"):
        data |= flatten(name, getattr(scenario, name).get_prep_value())
    return data


def flatten(prefix: str, rows: list[dict[str, Any]]) -> dict[str, str]:
    data = {f"{prefix}-count": str(len(rows))}
    for number, row in enumerate(rows):
        place = f"{prefix}-{number}"
        data |= {f"{place}-deleted": "", f"{place}-order": str(number), f"{place}-id": row["id"]}
        data[f"{place}-type"] = row["type"]
        for name, value in row["value"].items():
            if isinstance(value, list):
                data |= flatten(f"{place}-value-{name}", value)
            else:
                data[f"{place}-value-{name}"] = str(value)
    return data


def test_it_works(desk: Client) -> None:
    scenario = authoring.save_scenario(small_scenario())
    listed = desk.get(LIST).content.decode()
    assert "rp-small" in listed
    assert desk.get(f"{LIST}edit/{scenario.pk}/").status_code == 200
    data = {**posted(scenario), "title_zh": "新题目", "action-publish": "1"}
    answer = desk.post(f"{LIST}edit/{scenario.pk}/", data)
    assert answer.status_code == 302
    scenario.refresh_from_db()
    assert (scenario.title_zh, scenario.versions.count()) == ("新题目", 2)


def test_publishing_a_broken_graph_is_refused_and_names_the_scene(desk: Client) -> None:
    scenario = authoring.save_scenario(small_scenario())
    data = {**posted(scenario), "scenes-0-value-choices-0-value-next": "s9", "action-publish": "1"}
    answer = desk.post(f"{LIST}edit/{scenario.pk}/", data).content.decode()
    assert "选择“s1a”通向“s9”，但没有这一幕或结局" in answer
    assert "没有任何选择通向幕“s2”" in answer
    assert scenario.versions.count() == 1


def test_a_broken_draft_saves(desk: Client) -> None:
    scenario = authoring.save_scenario(small_scenario())
    data = {**posted(scenario), "scenes-0-value-choices-0-value-next": "s9", "scenes-0-value-text_zh": ""}
    assert desk.post(f"{LIST}edit/{scenario.pk}/", data).status_code == 302
    scenario.refresh_from_db()
    assert scenario.has_unpublished_changes
    assert scenario.scenes[0].value["choices"][0]["next"] == "s2"
    draft = scenario.get_latest_revision_as_object()
    assert draft.scenes[0].value["choices"][0]["next"] == "s9"


def test_publishing_a_broken_revision_is_refused_on_every_way(db: None) -> None:
    scenario = authoring.save_scenario(small_scenario())
    scenario.start = "s9"
    with pytest.raises(Refused) as refused:
        scenario.save_revision().publish(skip_permission_checks=True)
    assert refused.value.code == "broken"


def test_loading_a_broken_role_play_is_refused_and_writes_nothing(db: None) -> None:
    raw = small_scenario()
    raw["nodes"][0]["choices"][0]["next"] = "s9"
    with pytest.raises(Refused) as refused:
        authoring.save_scenario(raw)
    assert "s9" in str(refused.value)
    assert not Scenario.objects.exists()


def test_the_short_name_stays_after_publication(desk: Client) -> None:
    scenario = authoring.save_scenario(small_scenario())
    desk.post(f"{LIST}edit/{scenario.pk}/", {**posted(scenario), "key": "other", "action-publish": "1"})
    scenario.refresh_from_db()
    assert scenario.key == "rp-small"


def test_refused_short_name_of_a_case(desk: Client) -> None:
    authoring.save_case(small_case("taken"))
    scenario = authoring.save_scenario(small_scenario())
    data = {**posted(scenario), "key": "taken", "action-publish": "1"}
    answer = desk.post(f"{LIST}add/", data).content.decode()
    assert "这个短名称已被其他内容使用" in answer
    assert Scenario.objects.count() == 1


def test_what_was_played_is_not_deleted(desk: Client, owner: User) -> None:
    page = make_scenario_page()
    actions.start(user=owner, page=page, language="en", now=timezone.now())
    Page.objects.get(pk=page.pk).delete()
    scenario = Scenario.objects.get()
    answer = desk.post(f"{LIST}delete/{scenario.pk}/", follow=True)
    assert "已经有人做过，不能删除" in answer.content.decode()
    assert (Scenario.objects.count(), Run.objects.count()) == (1, 1)


def test_what_nobody_played_can_be_deleted(desk: Client) -> None:
    scenario = authoring.save_scenario(small_scenario())
    desk.post(f"{LIST}delete/{scenario.pk}/")
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("mode", ["zh-hans", "zh-hans storyboard"])
def test_the_preview_writes_nothing(desk: Client, mode: str) -> None:
    scenario = authoring.save_scenario(small_scenario())
    desk.post(f"{LIST}preview/{scenario.pk}/", posted(scenario))
    shown = desk.get(f"{LIST}preview/{scenario.pk}/?mode={mode}").content.decode()
    assert "中文scene-s1" in shown
    assert ("中文scene-s3" in shown) == mode.endswith("storyboard")
    assert ("中文felt-s1a" in shown) == mode.endswith("storyboard")
    assert not Run.objects.exists()


def test_the_storyboard_links_scenes_and_shows_points(desk: Client) -> None:
    scenario = authoring.save_scenario(small_scenario())
    desk.post(f"{LIST}preview/{scenario.pk}/", posted(scenario))
    shown = desk.get(f"{LIST}preview/{scenario.pk}/?mode=zh-hans storyboard").content.decode()
    assert 'href="#at-s2"' in shown
    assert 'id="at-s2"' in shown
    assert "需求理解 +2" in shown
    assert "责任 −2" in shown
    assert "总分至少要 3 分" in shown


@pytest.mark.parametrize("mode", ["zh-hans", "zh-hans storyboard"])
def test_the_preview_of_a_broken_draft_says_what_is_wrong(desk: Client, mode: str) -> None:
    scenario = authoring.save_scenario(small_scenario())
    data = {**posted(scenario), "scenes-1-value-choices-0-value-next": "s1"}
    desk.post(f"{LIST}preview/{scenario.pk}/", data)
    shown = desk.get(f"{LIST}preview/{scenario.pk}/?mode={mode}").content.decode()
    assert "在一次演练里可能出现两次" in shown


def test_the_preview_of_a_case_shows_what_learners_see(desk: Client) -> None:
    case = authoring.save_case(small_case())
    data = {
        "title_zh": "题目预览",
        "key": case.key,
        **flatten("judgements", case.judgements.get_prep_value()),
    }
    desk.post(f"/cms/snippets/cases/case/preview/{case.pk}/", {**data, "discussion-count": "0"})
    shown = desk.get(f"/cms/snippets/cases/case/preview/{case.pk}/").content.decode()
    assert "题目预览" in shown
    assert "中文option-1a" in shown
    assert "feedback-" not in shown
    assert not Run.objects.exists()


@pytest.mark.parametrize("address", [LIST, "/cms/snippets/cases/case/", f"{LIST}add/"])
def test_an_employee_has_no_desk(owner: User, address: str) -> None:
    assert client_of(owner).get(address).status_code in {302, 403, 404}


# Versions ---------------------------------------------------------------------------------------------------


def test_publishing_unchanged_content_makes_no_version(db: None) -> None:
    authoring.save_scenario(small_scenario())
    scenario = authoring.save_scenario(small_scenario())
    assert scenario.versions.count() == 1


def test_ids_stay_when_a_typo_is_mended(db: None) -> None:
    first = authoring.save_case(small_case()).content()["judgements"]
    raw = small_case()
    raw["judgements"][0]["options"][0]["text"]["zh"] = "改过的字"
    second = authoring.save_case(raw).content()["judgements"]
    assert [one["id"] for one in first] == [one["id"] for one in second]
    assert [one["id"] for one in first[0]["options"]] == [one["id"] for one in second[0]["options"]]


def test_the_version_states_the_computed_range(db: None) -> None:
    raw = small_scenario()
    raw["score_range"] = {"ownership": {"min": -99, "max": 99}}
    version = authoring.save_scenario(raw).versions.get()
    assert version.content["score_range"]["ownership"] == {"min": -2, "max": 1}
    assert version.content["score_range"]["responsiveness"] == {"min": -1, "max": 0}


def test_the_whole_academy_loads(db: None) -> None:
    for raw in all_roleplays():
        authoring.save_scenario(raw)
    for raw in all_cases():
        authoring.save_case(raw)
    assert (Scenario.objects.filter(live=True).count(), Case.objects.filter(live=True).count()) == (8, 10)
