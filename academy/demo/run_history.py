"""Finished role-plays of the demonstration company: paths through the graph, scored by the real rules."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from academy.demo.activity_plan import moment
from academy.demo.people_plan import Person
from cases import dialogue, ranges
from cases.models import Run, RunKind, RunPoints, RunState, ScenarioPage, ScenarioVersion, Step
from cases.queries import latest_version
from cases.shapes import measured
from core.basis_points import FULL_BP
from people.models import User

BATCH = 1_000
PLAYED = 2


def write_runs(
    people: Sequence[Person], users: dict[str, User], start: datetime, days: int, chance: random.Random
) -> None:
    """Write one finished run of a role-play for most of these people."""
    pages = ScenarioPage.objects.filter(locale__language_code="zh-hans", live=True).order_by("path")
    for page in pages.select_related("definition")[:PLAYED]:
        _write(page, people, users, _Days(start, days, chance))


class _Days:
    def __init__(self, start: datetime, days: int, chance: random.Random) -> None:
        self.start, self.days, self.chance = start, days, chance


def _write(page: ScenarioPage, people: Sequence[Person], users: dict[str, User], when: _Days) -> None:
    version = latest_version(page.definition)
    if not isinstance(version, ScenarioVersion):
        return
    graph = dialogue.parse(version.content)
    reach = ranges.score_ranges(graph)
    runs: list[Run] = []
    steps: list[Step] = []
    points: list[RunPoints] = []
    for one in people:
        if when.chance.random() > one.diligence * 0.8:
            continue
        state = played(graph, one.skill, when.chance)
        began = moment(when.start, when.days, when.chance)
        run = Run(
            user=users[one.username],
            kind=RunKind.SCENARIO,
            scenario_version=version,
            activity_key=page.definition.key,
            page_key=UUID(str(page.translation_key)),
            language=one.language,
            number=1,
            cycle=1,
            state=RunState.FINISHED,
            started_at=began,
            finished_at=began + timedelta(minutes=len(state.path) + 3),
            progress_bp=FULL_BP,
            ending=state.ending.key if state.ending else "",
        )
        runs.append(run)
        for seq, taken in enumerate(state.path, start=1):
            shown, chosen = began + timedelta(minutes=seq - 1), began + timedelta(minutes=seq)
            steps.append(
                Step(
                    run=run,
                    seq=seq,
                    scene=taken.scene.key,
                    choice=taken.choice.key,
                    shown_at=shown,
                    chosen_at=chosen,
                )
            )
        for dimension, extent in reach.items():
            if extent.low < extent.high:
                got = measured(state.points.get(str(dimension), 0), extent.low, extent.high)
                points.append(
                    RunPoints(
                        run=run, dimension=str(dimension), points=got.points, low=got.low, high=got.high
                    )
                )
    Run.objects.bulk_create(runs, batch_size=BATCH)
    Step.objects.bulk_create(steps, batch_size=BATCH)
    RunPoints.objects.bulk_create(points, batch_size=BATCH)


def played(graph: dialogue.Dialogue, skill: float, chance: random.Random) -> dialogue.State:
    """Return a finished state: skilled people take the choice that helps most, others any."""
    state = dialogue.opening(graph)
    while state.scene is not None:
        choices = state.scene.choices
        best = max(choices, key=lambda choice: sum(choice.effects.values()))
        state = dialogue.advance(
            graph, state, (best if chance.random() < skill else chance.choice(choices)).key
        )
    return state
