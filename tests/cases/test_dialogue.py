"""The graph of a role-play: one step at a time, the gate, what can be reached, what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import dialogue, lint, ranges
from cases.dialogue import NotOffered
from cases.ranges import Extent
from cases.shapes import Fault, Part, Problem
from core.dimensions import Dimension
from tests.cases.builders import all_roleplays, choice, ending, small_scenario, text


def plain(raw: dict[str, Any]) -> dict[str, Any]:
    """Return curriculum data in the form versions have."""

    def keyed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{("key" if name == "id" else name): value for name, value in row.items()} for row in rows]

    scenes = [{**row, "choices": keyed(row["choices"])} for row in keyed(raw["nodes"])]
    return {
        **raw,
        "scenes": scenes,
        "endings": keyed(raw["endings"]),
        "characters": keyed(raw["characters"]),
    }


def graph_of(raw: dict[str, Any]) -> dialogue.Dialogue:
    return dialogue.parse(plain(raw))


def faults(raw: dict[str, Any]) -> set[tuple[Fault, str, str]]:
    return {(problem.fault, problem.where, problem.detail) for problem in lint.problems(graph_of(raw))}


def all_paths(graph: dialogue.Dialogue, state: dialogue.State) -> list[dialogue.State]:
    if state.scene is None:
        return [state]
    return [
        end
        for one in state.scene.choices
        for end in all_paths(graph, dialogue.advance(graph, state, one.key))
    ]


def test_it_works() -> None:
    graph = graph_of(small_scenario())
    state = dialogue.replay(graph, ["s1a", "s2a"])
    assert state.ending is not None
    assert state.ending.key == "e1"
    assert state.points == {"understanding": 2, "communication": 1, "ownership": 1}


@pytest.mark.parametrize(
    ("path", "shown"),
    [(["s1a", "s2a"], "e1"), (["s1a", "s2b"], "e2"), (["s1b", "s3a"], "e2"), (["s1b", "s3b"], "e2")],
)
def test_the_gate(path: list[str], shown: str) -> None:
    state = dialogue.replay(graph_of(small_scenario()), path)
    assert state.ending is not None
    assert state.ending.key == shown


def test_the_gate_opens_at_exactly_its_points() -> None:
    raw = small_scenario()
    raw["gate"]["min_total"] = 4
    state = dialogue.replay(graph_of(raw), ["s1a", "s2a"])
    assert state.ending is not None
    assert (state.total, state.ending.key) == (4, "e1")


def test_without_a_gate_every_ending_is_open() -> None:
    raw = small_scenario()
    del raw["gate"]
    state = dialogue.replay(graph_of(raw), ["s1b", "s3a"])
    assert state.ending is not None
    assert state.ending.key == "e1"


@pytest.mark.parametrize("path", [["s2a"], ["nothing"], ["s1a", "s1a"], ["s1a", "s2a", "s2a"]])
def test_a_choice_that_is_not_offered_is_refused(path: list[str]) -> None:
    with pytest.raises(NotOffered):
        dialogue.replay(graph_of(small_scenario()), path)


# What can be reached ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", all_roleplays(), ids=lambda raw: raw["id"])
def test_the_academys_role_plays_are_sound_and_state_their_range_rightly(raw: dict[str, Any]) -> None:
    graph = graph_of(raw)
    assert lint.problems(graph) == []
    computed = {
        str(name): {"min": one.low, "max": one.high} for name, one in ranges.score_ranges(graph).items()
    }
    assert computed == raw["score_range"]


@pytest.mark.parametrize("raw", [*all_roleplays()[:3], small_scenario()], ids=lambda raw: raw["id"])
def test_the_range_equals_a_walk_over_all_paths(raw: dict[str, Any]) -> None:
    graph = graph_of(raw)
    ends = all_paths(graph, dialogue.opening(graph))
    for dimension, extent in ranges.score_ranges(graph).items():
        points = [end.points.get(str(dimension), 0) for end in ends]
        assert (extent.low, extent.high) == (min(points), max(points))


@given(data=st.data(), number=st.integers(0, 7))
def test_any_run_stays_within_the_range_and_the_meter(data: st.DataObject, number: int) -> None:
    graph = graph_of(all_roleplays()[number])
    reach, totals = ranges.score_ranges(graph), ranges.running_totals(graph)
    state = dialogue.opening(graph)
    while state.scene:
        chosen = data.draw(st.sampled_from([one.key for one in state.scene.choices]))
        before = ranges.trust(state.total, totals)
        state = dialogue.advance(graph, state, chosen)
        moved = ranges.trust(state.total, totals) - before
        assert moved * state.path[-1].choice.total >= 0
        assert totals.low <= state.total <= totals.high
    for dimension, points in state.points.items():
        extent = reach[Dimension(dimension)]
        assert extent.low <= points <= extent.high


@pytest.mark.parametrize(
    ("total", "trust"),
    [(0, 50), (10, 100), (5, 75), (1, 55), (-4, 0), (-2, 25), (-1, 37), (99, 100), (-99, 0)],
)
def test_trust(total: int, trust: int) -> None:
    assert ranges.trust(total, Extent(-4, 10)) == trust


def test_trust_that_cannot_rise_stays() -> None:
    assert ranges.trust(3, Extent(-4, 0)) == 50


def test_scenes_ahead_are_counted() -> None:
    assert ranges.scenes_ahead(graph_of(small_scenario())) == {"s1": 2, "s2": 1, "s3": 1}


# What is refused --------------------------------------------------------------------------------------------


def test_the_small_role_play_is_sound() -> None:
    assert [problem for problem in lint.problems(graph_of(small_scenario())) if not problem.is_warning] == []


def test_refused_unknown_next() -> None:
    raw = small_scenario()
    raw["nodes"][0]["choices"][0]["next"] = "s9"
    assert (Fault.NEXT_UNKNOWN, "s1a", "s9") in faults(raw)


def test_refused_unreachable_scene() -> None:
    raw = small_scenario()
    raw["nodes"].append(
        {"id": "s4", "speaker": "you", "text": text("s4"), "choices": [choice("a", "e1"), choice("b", "e2")]}
    )
    assert (Fault.UNREACHABLE, "s4", "") in faults(raw)


def test_refused_scene_without_a_way_to_an_end() -> None:
    raw = small_scenario()
    for one in raw["nodes"][2]["choices"]:
        one["next"] = "nowhere"
    assert (Fault.NO_WAY_OUT, "s3", "") in faults(raw)


def test_refused_cycle() -> None:
    raw = small_scenario()
    raw["nodes"][1]["choices"][0]["next"] = "s1"
    assert any(fault is Fault.CYCLE for fault, _where, _detail in faults(raw))


def test_refused_scene_that_leads_to_itself() -> None:
    raw = small_scenario()
    raw["nodes"][1]["choices"][0]["next"] = "s2"
    assert (Fault.CYCLE, "s2", "") in faults(raw)


def test_refused_fewer_than_two_choices() -> None:
    raw = small_scenario()
    raw["nodes"][1]["choices"].pop()
    assert (Fault.FEW_CHOICES, "s2", "") in faults(raw)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("field", ["text", "consequence", "customer_felt"])
def test_refused_choice_without_a_text(field: str, language: str) -> None:
    raw = small_scenario()
    raw["nodes"][1]["choices"][0][field][language] = " "
    assert (Fault.MISSING_TEXT, "s2a", language) in faults(raw)


def test_refused_texts_missing_elsewhere() -> None:
    raw = small_scenario()
    raw["title"]["en"] = ""
    raw["nodes"][0]["text"]["zh"] = ""
    raw["endings"][0]["role_swap"]["zh"] = ""
    raw["debrief"][0]["en"] = ""
    found = faults(raw)
    for where, language in (("title", "en"), ("s1", "zh"), ("e1", "zh"), ("1", "en")):
        assert (Fault.MISSING_TEXT, where, language) in found


def test_refused_speaker_who_is_no_character() -> None:
    raw = small_scenario()
    raw["nodes"][0]["speaker"] = "ghost"
    assert (Fault.SPEAKER_UNKNOWN, "s1", "ghost") in faults(raw)


def test_refused_role_that_is_no_character() -> None:
    raw = small_scenario()
    raw["customer_role"] = "ghost"
    assert (Fault.ROLE_UNKNOWN, "customer_role", "ghost") in faults(raw)


def test_refused_no_ending() -> None:
    raw = small_scenario()
    raw["endings"] = []
    assert (Fault.NO_ENDING, "", "") in faults(raw)


def test_refused_unknown_start() -> None:
    raw = small_scenario()
    raw["start"] = "s9"
    assert (Fault.START_UNKNOWN, "start", "s9") in faults(raw)


@pytest.mark.parametrize("field", ["ending", "otherwise"])
def test_refused_gate_that_names_no_ending(field: str) -> None:
    raw = small_scenario()
    raw["gate"][field] = "e9"
    assert (Fault.GATE_UNKNOWN, "e9", "") in faults(raw)


def test_refused_short_name_used_twice() -> None:
    raw = small_scenario()
    raw["endings"].append(ending("s2", "mixed"))
    assert (Fault.KEY_TWICE, "s2", "") in faults(raw)


def test_refused_short_name_missing() -> None:
    raw = small_scenario()
    raw["nodes"][1]["id"] = ""
    assert (Fault.KEY_MISSING, "", "") in faults(raw)


def test_refused_unknown_competency() -> None:
    raw = small_scenario()
    raw["nodes"][0]["choices"][0]["effects"]["charm"] = 2
    assert (Fault.DIMENSION_UNKNOWN, "s1a", "charm") in faults(raw)


def test_refused_when_nothing_is_scored() -> None:
    raw = small_scenario()
    for node in raw["nodes"]:
        for one in node["choices"]:
            one["effects"] = {}
    assert (Fault.NOTHING_SCORED, "", "") in faults(raw)


def test_warned_of_a_competency_that_never_moves() -> None:
    raw = small_scenario()
    raw["nodes"][2]["choices"][0]["effects"] = {}
    assert (Fault.DIMENSION_UNMOVED, "", "collaboration") in faults(raw)
    assert Problem(Fault.DIMENSION_UNMOVED, Part.WHOLE, "", "collaboration").is_warning


def test_warned_when_the_best_choice_is_always_in_the_same_place() -> None:
    assert (Fault.SAME_PLACE, "", "1") in faults(small_scenario())


def test_warned_of_an_ending_nobody_reaches() -> None:
    raw = small_scenario()
    raw["endings"].append(ending("e3", "mixed"))
    assert (Fault.ENDING_UNREACHABLE, "e3", "") in faults(raw)


@given(number=st.integers(0, 7), data=st.data())
def test_any_broken_edge_is_refused(number: int, data: st.DataObject) -> None:
    raw = all_roleplays()[number]
    node = data.draw(st.sampled_from(raw["nodes"]))
    broken = data.draw(st.sampled_from(node["choices"]))
    target = data.draw(st.sampled_from(["", "gone", node["id"], raw["start"]]))
    broken["next"] = target
    assert any(not problem.is_warning for problem in lint.problems(graph_of(raw)))


@given(
    st.lists(st.lists(st.integers(0, 11), min_size=2, max_size=3), min_size=1, max_size=10),
    st.lists(st.integers(-3, 3), min_size=30, max_size=30),
)
def test_random_graphs_are_refused_or_playable(edges: list[list[int]], effects: list[int]) -> None:
    """Scenes 0…n-1 lead anywhere; 10 and 11 are the endings. What passes can be played to its end."""
    raw = small_scenario()
    raw["start"], points = "s0", iter(effects)
    raw["endings"], raw["gate"] = [ending("s10", "good"), ending("s11", "poor")], None
    raw["nodes"] = [
        {
            "id": f"s{place}",
            "speaker": "you",
            "text": text(str(place)),
            "choices": [
                choice(f"c{place}-{index}", f"s{target}", ownership=next(points))
                for index, target in enumerate(targets)
            ],
        }
        for place, targets in enumerate(edges)
    ]
    graph = graph_of(raw)
    if any(not problem.is_warning for problem in lint.problems(graph)):
        return
    ends = all_paths(graph, dialogue.opening(graph))
    totals = [end.total for end in ends]
    extent = ranges.score_ranges(graph)[Dimension.OWNERSHIP]
    assert (extent.low, extent.high) == (min(totals), max(totals))
    assert all(end.ending for end in ends)
