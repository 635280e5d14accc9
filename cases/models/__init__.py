"""Cases and role-plays, their frozen versions, their pages, and what people did in them."""

from cases.models.definitions import (
    CASE,
    SCENARIO,
    ActivityPage,
    Case,
    CasePage,
    CaseVersion,
    Definition,
    RunKind,
    RunState,
    Scenario,
    ScenarioPage,
    ScenarioVersion,
    Version,
)
from cases.models.runs import JudgementAnswer, Run, RunPoints, RunQuerySet, Step

__all__ = [
    "CASE",
    "SCENARIO",
    "ActivityPage",
    "Case",
    "CasePage",
    "CaseVersion",
    "Definition",
    "JudgementAnswer",
    "Run",
    "RunKind",
    "RunPoints",
    "RunQuerySet",
    "RunState",
    "Scenario",
    "ScenarioPage",
    "ScenarioVersion",
    "Step",
    "Version",
]
