"""What people do in cases and role-plays, and everything that is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases import actions, authoring, queries
from cases.models import Run, RunPoints, RunState, ScenarioPage, Step
from cases.signals import run_finished
from core.refused import Refused
from people.models import User
from tests.cases import builders
from tests.cases.builders import NOON, answers, make_case_page, make_scenario_page, small_scenario


@pytest.fixture
def run(owner: User) -> Run:
    """An open run of the small role-play."""
    return actions.start(user=owner, page=make_scenario_page(), language="zh-hans", now=NOON)


@pytest.fixture
def case_run(owner: User) -> Run:
    """An open run of the small case."""
    return actions.start(user=owner, page=make_case_page(), language="zh-hans", now=NOON)


@pytest.fixture
def news() -> Any:
    """The runs whose end was announced."""
    heard: list[Run] = []

    def hear(sender: type, run: Run, **_kwargs: Any) -> None:
        heard.append(run)

    run_finished.connect(hear)
    yield heard
    run_finished.disconnect(hear)


def take(run: Run, seq: int, scene: str, choice: str, user: User | None = None) -> Run:
    return actions.choose(
        user=user or run.user,
        run_id=run.pk,
        seq=seq,
        scene=scene,
        choice=choice,
        now=NOON + timedelta(minutes=seq),
    )


def judge(run: Run, *places: int, seen: str = "", submit: bool = False) -> Run:
    act: Callable[..., Run] = actions.submit_case if submit else actions.save_judgements
    return act(user=run.user, run_id=run.pk, answers=answers(run, *places), seen=seen, now=NOON)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        call()
    assert str(refused.value)
    return refused.value.code


def test_it_works(run: Run, news: list[Run]) -> None:
    take(run, 1, "s1", "s1a")
    done = take(run, 2, "s2", "s2a")
    assert (done.state, done.ending, done.progress_bp, done.number) == (RunState.FINISHED, "e1", 10_000, 1)
    assert news == [done]
    rows = {row.dimension: (row.points, row.low, row.high) for row in done.points.all()}
    assert rows == {
        "understanding": (2, -1, 2),
        "communication": (1, 0, 1),
        "ownership": (1, -2, 1),
        "collaboration": (0, 0, 1),
        "responsiveness": (0, -1, 0),
    }


def test_a_run_pins_department_language_and_version(run: Run, owner: User) -> None:
    assert run.department is not None
    assert run.scenario_version is not None
    assert (run.department.code, run.language, run.scenario_version.number) == ("Q", "zh-hans", 1)
    changed = small_scenario()
    changed["nodes"][0]["text"] = builders.text("anders")
    authoring.save_scenario(changed)
    run.refresh_from_db()
    assert run.scenario_version.number == 1
    assert run.version.content["scenes"][0]["text"]["en"] == "English scene-s1"


def test_starting_again_resumes(run: Run, owner: User) -> None:
    page = ScenarioPage.objects.get()
    again = actions.start(user=owner, page=page, language="en", now=NOON + timedelta(days=1))
    assert again.pk == run.pk


def test_a_second_run_is_number_two_and_uses_the_newest_version(run: Run, owner: User) -> None:
    take(run, 1, "s1", "s1b")
    take(run, 2, "s3", "s3b")
    changed = small_scenario()
    changed["nodes"][0]["text"] = builders.text("anders")
    authoring.save_scenario(changed)
    second = actions.start(
        user=owner,
        page=ScenarioPage.objects.get(),
        language="zh-hans",
        now=NOON + timedelta(hours=1),
    )
    assert second.scenario_version is not None
    assert (second.number, second.scenario_version.number) == (2, 2)


def test_the_gate_shows_the_other_ending(run: Run) -> None:
    take(run, 1, "s1", "s1b")
    assert take(run, 2, "s3", "s3a").ending == "e2"


def test_a_double_click_writes_one_step(run: Run) -> None:
    first, second = take(run, 1, "s1", "s1a"), take(run, 1, "s1", "s1a")
    assert (first.pk, second.scene) == (second.pk, "s2")
    assert run.steps.count() == 1


def test_the_last_double_click_finishes_once(run: Run, news: list[Run]) -> None:
    take(run, 1, "s1", "s1a")
    take(run, 2, "s2", "s2a")
    take(run, 2, "s2", "s2a")
    assert len(news) == 1
    assert RunPoints.objects.filter(run=run, dimension="ownership").count() == 1


def test_refused_stale_when_another_window_went_on(run: Run) -> None:
    take(run, 1, "s1", "s1a")
    assert refusal(lambda: take(run, 1, "s1", "s1b")) == "stale"
    assert list(run.steps.values_list("choice", flat=True)) == ["s1a"]


def test_refused_stale_when_a_step_is_skipped(run: Run) -> None:
    assert refusal(lambda: take(run, 2, "s2", "s2a")) == "stale"


def test_refused_stale_when_the_scene_is_another(run: Run) -> None:
    assert refusal(lambda: take(run, 1, "s2", "s2a")) == "stale"


def test_refused_not_offered(run: Run) -> None:
    assert refusal(lambda: take(run, 1, "s1", "s2a")) == "not_offered"
    assert not Step.objects.exists()


def test_refused_over(run: Run) -> None:
    take(run, 1, "s1", "s1a")
    take(run, 2, "s2", "s2a")
    assert refusal(lambda: take(run, 3, "s2", "s2b")) == "over"


def test_refused_not_found_for_another_person(run: Run, colleague: User) -> None:
    assert refusal(lambda: take(run, 1, "s1", "s1a", user=colleague)) == "not_found"


def test_refused_not_found_for_nothing(run: Run, owner: User) -> None:
    run.pk = uuid4()
    assert refusal(lambda: take(run, 1, "s1", "s1a", user=owner)) == "not_found"


def test_refused_not_available_when_withdrawn(owner: User) -> None:
    page = make_scenario_page()
    page.definition.unpublish()
    assert refusal(lambda: actions.start(user=owner, page=page, language="en", now=NOON)) == "not_available"


def test_a_withdrawn_role_play_can_still_be_finished(run: Run) -> None:
    assert run.scenario_version is not None
    run.scenario_version.definition.unpublish()
    take(run, 1, "s1", "s1a")
    assert take(run, 2, "s2", "s2a").is_finished


def test_refused_trial_for_an_employee(owner: User) -> None:
    page = make_scenario_page()
    call = lambda: actions.start(user=owner, page=page, language="en", now=NOON, is_preview=True)  # noqa: E731
    assert refusal(call) == "not_a_trainer"


def test_a_trial_counts_nowhere(trainer: User, news: list[Run]) -> None:
    run = actions.start(user=trainer, page=make_scenario_page(), language="en", now=NOON, is_preview=True)
    take(run, 1, "s1", "s1a")
    take(run, 2, "s2", "s2a")
    assert not news
    assert queries.outcomes(None) == []


def test_the_swap_is_noted_once(run: Run, owner: User) -> None:
    take(run, 1, "s1", "s1a")
    take(run, 2, "s2", "s2a")
    actions.see_swap(user=owner, run_id=run.pk, now=NOON + timedelta(minutes=9))
    seen = actions.see_swap(user=owner, run_id=run.pk, now=NOON + timedelta(minutes=30))
    assert seen.swap_seen_at == NOON + timedelta(minutes=9)


def test_refused_swap_before_the_end(run: Run, owner: User) -> None:
    assert refusal(lambda: actions.see_swap(user=owner, run_id=run.pk, now=NOON)) == "not_over"


def test_giving_up_keeps_what_was_done(run: Run, owner: User, news: list[Run]) -> None:
    take(run, 1, "s1", "s1a")
    given_up = actions.abandon(user=owner, run_id=run.pk, now=NOON + timedelta(hours=1))
    assert (given_up.state, given_up.progress_bp) == (RunState.ABANDONED, 5_000)
    assert {row.dimension: row.points for row in given_up.points.all()}["understanding"] == 2
    assert actions.abandon(user=owner, run_id=run.pk, now=NOON + timedelta(hours=2)).finished_at == (
        NOON + timedelta(hours=1)
    )
    assert not news
    (outcome,) = queries.outcomes([owner.pk])
    assert (outcome.status, outcome.progress_bp) == ("abandoned", 5_000)


def test_refused_giving_up_what_is_finished(run: Run, owner: User) -> None:
    take(run, 1, "s1", "s1a")
    take(run, 2, "s2", "s2a")
    assert refusal(lambda: actions.abandon(user=owner, run_id=run.pk, now=NOON)) == "over"


# Cases ------------------------------------------------------------------------------------------------------


def test_a_case_is_judged(case_run: Run, news: list[Run]) -> None:
    done = judge(case_run, 0, 1, submit=True)
    assert (done.state, done.progress_bp) == (RunState.FINISHED, 10_000)
    rows = {row.dimension: (row.points, row.low, row.high) for row in done.points.all()}
    assert rows == {"ownership": (3, 0, 3), "communication": (2, 0, 3)}
    assert news == [done]


def test_judgements_are_kept_and_changed_until_submission(case_run: Run) -> None:
    judge(case_run, 1)
    seen = queries.answers_mark(case_run.answers.all())
    judge(case_run, 0, seen=seen)
    assert list(case_run.answers.values_list("option", flat=True)) == [builders.option_of(case_run, 0, 0)[1]]


def test_saving_the_same_twice_changes_nothing(case_run: Run) -> None:
    judge(case_run, 1)
    judge(case_run, 1)
    assert case_run.answers.count() == 1


def test_submitting_twice_gives_one_result(case_run: Run, news: list[Run]) -> None:
    judge(case_run, 0, 1, submit=True)
    again = judge(case_run, 1, 0, submit=True)
    assert {row.dimension: row.points for row in again.points.all()} == {"ownership": 3, "communication": 2}
    assert len(news) == 1


def test_refused_unanswered_but_kept(case_run: Run, owner: User) -> None:
    with pytest.raises(Refused) as refused:
        judge(case_run, 0, submit=True)
    assert refused.value.code == "unanswered"
    assert case_run.answers.count() == 1


def test_refused_option_of_another_question(case_run: Run) -> None:
    wrong = {builders.option_of(case_run, 0, 0)[0]: builders.option_of(case_run, 1, 0)[1]}
    call = lambda: actions.save_judgements(  # noqa: E731
        user=case_run.user, run_id=case_run.pk, answers=wrong, seen="", now=NOON
    )
    assert refusal(call) == "unknown_option"


def test_refused_judgement_changed_in_another_window(case_run: Run) -> None:
    judge(case_run, 1)
    assert refusal(lambda: judge(case_run, 2)) == "stale"


def test_refused_saving_after_submission(case_run: Run) -> None:
    judge(case_run, 0, 1, submit=True)
    assert refusal(lambda: judge(case_run, 1)) == "over"


def test_refused_case_of_another_person(case_run: Run, colleague: User) -> None:
    case_run.user = colleague
    assert refusal(lambda: judge(case_run, 0)) == "not_found"


def test_a_case_given_up_scores_what_was_judged(case_run: Run, owner: User) -> None:
    judge(case_run, 0)
    given_up = actions.abandon(user=owner, run_id=case_run.pk, now=NOON)
    assert {row.dimension: row.points for row in given_up.points.all()} == {
        "ownership": 3,
        "communication": 0,
    }
    assert given_up.progress_bp == 5_000


# The database holds it too ----------------------------------------------------------------------------------


def test_only_one_open_run(run: Run) -> None:
    run.pk, run.number = uuid4(), 2
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save(force_insert=True)


def test_a_finished_run_needs_its_ending(run: Run) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state="finished", finished_at=NOON)


def test_a_run_has_a_version_of_its_kind(run: Run) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(kind="case")


def test_a_step_is_written_once(run: Run) -> None:
    take(run, 1, "s1", "s1a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(run=run, seq=1, scene="s3", choice="s3a", shown_at=NOON, chosen_at=NOON)


def test_points_stay_in_their_range(run: Run) -> None:
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        RunPoints.objects.create(run=run, dimension="ownership", points=4, low=0, high=3)
