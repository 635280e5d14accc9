"""What the index reads: runs that are over, with points and limits, in a fixed number of queries."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions, queries
from cases.models import CasePage, Run, ScenarioPage
from people.models import Department, User
from tests.cases.builders import NOON, answers, make_case_page, make_scenario_page
from tests.factories import make_person


def play(user: User, page: ScenarioPage, *path: tuple[str, str]) -> Run:
    run = actions.start(user=user, page=page, language="zh-hans", now=NOON)
    for seq, (scene, choice) in enumerate(path, 1):
        now = NOON + timedelta(minutes=seq)
        run = actions.choose(user=user, run_id=run.pk, seq=seq, scene=scene, choice=choice, now=now)
    return run


def judge(user: User, page: CasePage) -> Run:
    run = actions.start(user=user, page=page, language="en", now=NOON)
    chosen = answers(run, 0, 1)
    now = NOON + timedelta(minutes=9)
    return actions.submit_case(user=user, run_id=run.pk, answers=chosen, seen="", now=now)


def test_it_works(owner: User, quality: Department) -> None:
    played = play(owner, make_scenario_page(), ("s1", "s1b"), ("s3", "s3a"))
    judged = judge(owner, make_case_page())
    first, second = queries.outcomes([owner.pk])
    assert (first.run_id, first.activity_key, first.kind) == (played.pk, "rp-small", "scenario")
    assert (first.status, first.progress_bp, first.cycle) == ("submitted", 10_000, 1)
    assert (first.submitted_at, first.department_id) == (NOON + timedelta(minutes=2), quality.pk)
    points = {row.dimension: (row.points, row.low, row.high) for row in first.points}
    assert points["ownership"] == (-2, -2, 1)
    assert points["collaboration"] == (1, 0, 1)
    assert (second.run_id, second.activity_key, second.kind) == (judged.pk, "case-small", "case")


def test_open_runs_are_left_out(owner: User) -> None:
    play(owner, make_scenario_page(), ("s1", "s1b"))
    assert queries.outcomes(None) == []


def test_only_the_people_asked_for(owner: User, colleague: User) -> None:
    page = make_case_page()
    judge(owner, page)
    judge(colleague, page)
    assert [one.user_id for one in queries.outcomes([colleague.pk])] == [colleague.pk]
    assert len(queries.outcomes(None)) == 2
    assert queries.outcomes([]) == []


def test_two_queries_for_one_person_and_for_six(quality: Department) -> None:
    page = make_case_page()
    people = [make_person(f"p{number}", f"同事{number}", quality) for number in range(6)]
    for count, person in enumerate(people, 1):
        judge(person, page)
        if count in {1, 6}:
            with CaptureQueriesContext(connection) as captured:
                assert len(queries.outcomes(None)) == count
            assert len(captured) == 2
