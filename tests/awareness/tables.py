"""Reads a fixture folder (CSV tables and expected.json) into the inputs of the pure index modules."""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from awareness.company import CompanyResult, PersonRow, measure_company
from awareness.formula import DAI_1_0_0, Formula, Instrument, from_json
from awareness.periods import Quarter
from awareness.person import (
    Assignment,
    AttemptStatus,
    DimensionPoints,
    Evidence,
    PersonScores,
    QuizAttempt,
    ScenarioAttempt,
    ScoredItem,
    person_scores,
)
from awareness.placement import DepartmentRow, Placement, Spell, Tree, build_tree, place
from awareness.questionnaire import Form, Item, Quality, Questionnaire
from awareness.ratings import Rating, RatingForm, RatingRules, ServiceEdge, TreeHistory, ratings_of
from core.dimensions import CODES

FIXTURES = Path(__file__).parent / "fixtures"
Row = Mapping[str, str]


def exact(text: str) -> int | Fraction:
    """Return a decimal text as a whole number where it is one, else as a fraction."""
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value


def day(text: str) -> date | None:
    """Return a date, None for a blank."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Tables:
    """All tables of one fixture, parsed."""

    folder: Path

    def rows(self, name: str) -> list[Row]:
        """Return a table's rows; an absent file is an empty table."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def expected(self) -> dict[str, Any]:
        """The expected results by period."""
        return dict(json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))["periods"])

    @cached_property
    def quarters(self) -> list[Quarter]:
        """The periods in order."""
        return [
            Quarter(row["period_id"], date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
            for row in self.rows("periods")
        ]

    def formula(self, quarter: Quarter) -> Formula:
        """Return the formula in force in a quarter."""
        path = self.folder / "formula.json"
        given = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        current = DAI_1_0_0
        for part in given if isinstance(given, list) else [given]:
            if part.get("from_period", "") <= quarter.label:
                current = from_json({key: value for key, value in part.items() if key != "from_period"})
        return current

    @cached_property
    def departments(self) -> list[DepartmentRow]:
        """The department rows."""
        return [
            DepartmentRow(
                row["dept_id"],
                row["parent_id"] or None,
                day(row["valid_from"]),
                day(row["valid_to"]),
                row["successor_id"] or None,
            )
            for row in self.rows("departments")
        ]

    @cached_property
    def spells(self) -> list[Spell]:
        """The roster."""
        return [
            Spell(
                row["employee_id"],
                row["dept_id"],
                date.fromisoformat(row["start_date"]),
                day(row["end_date"]),
            )
            for row in self.rows("roster")
        ]

    def questionnaire(self, instrument: Instrument) -> Questionnaire:
        """Return the items of one instrument."""
        return Questionnaire(
            instrument,
            tuple(
                Item(
                    row["item_id"],
                    int(row["position"]),
                    CODES.get(row["dimension"]),
                    row["reverse"] == "1",
                    int(row["expected"]) if row["expected"] else None,
                )
                for row in self.rows(f"{instrument}_items")
            ),
        )

    def forms(self, instrument: Instrument) -> dict[str, Form]:
        """Return the forms of one instrument by form id."""
        answers: dict[str, dict[str | int, int]] = defaultdict(dict)
        for row in self.rows(f"{instrument}_answers"):
            answers[row["form_id"]][row["item_id"]] = int(row["value"])
        return {
            row["form_id"]: Form(
                row["form_id"],
                datetime.fromisoformat(row["submitted_at"]),
                answers[row["form_id"]],
                int(row["seconds"]) if row["seconds"] else None,
            )
            for row in self.rows(f"{instrument}_forms")
        }

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Everybody's evidence."""
        withdrawn = {row["module_id"]: day(row["withdrawn_on"]) for row in self.rows("modules")}
        assignments: dict[str, list[Assignment]] = defaultdict(list)
        for number, row in enumerate(self.rows("assignments")):
            assignments[row["employee_id"]].append(
                Assignment(
                    number,
                    day(row["due_date"]),
                    day(row["completed_date"]),
                    row["required"] == "1",
                    row["waived"] == "1",
                    withdrawn.get(row["module_id"]),
                )
            )
        quizzes, scenarios = self._attempts()
        forms: dict[str, list[Form]] = defaultdict(list)
        for row in self.rows("self_forms"):
            forms[row["employee_id"]].append(self.forms(Instrument.SELF)[row["form_id"]])
        everyone = {*assignments, *quizzes, *scenarios, *forms, *(str(spell.person) for spell in self.spells)}
        return {
            person: Evidence(assignments[person], quizzes[person], scenarios[person], forms[person])
            for person in everyone
        }

    def _attempts(self) -> tuple[dict[str, list[QuizAttempt]], dict[str, list[ScenarioAttempt]]]:
        bank = {(row["quiz_id"], row["item_id"], row["version"]): row for row in self.rows("quiz_items")}
        answers: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("quiz_answers"):
            answers[row["attempt_id"]].append(row)
        points: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("scenario_scores"):
            points[row["attempt_id"]].append(row)
        quizzes: dict[str, list[QuizAttempt]] = defaultdict(list)
        scenarios: dict[str, list[ScenarioAttempt]] = defaultdict(list)
        for row in self.rows("attempts"):
            key, at = row["attempt_id"], datetime.fromisoformat(row["submitted_at"])
            cycle, status = int(row["cycle"]), AttemptStatus(row["status"])
            if row["kind"] == "quiz":
                items = tuple(
                    _item(bank[row["activity_id"], answer["item_id"], answer["version"]], answer["frac"])
                    for answer in answers[key]
                )
                quizzes[row["employee_id"]].append(
                    QuizAttempt(key, row["activity_id"], cycle, at, status, items)
                )
            else:
                activity = f"{row['kind']}/{row['activity_id']}"
                measured = tuple(_points(score) for score in points[key])
                progress = exact(row["progress"]) if row["progress"] else None
                scenarios[row["employee_id"]].append(
                    ScenarioAttempt(key, activity, cycle, at, status, measured, progress)
                )
        return quizzes, scenarios

    def tree(self, quarter: Quarter) -> Tree:
        """Return the tree of a quarter."""
        return build_tree(self.departments, quarter.last_day)

    def placement(self, quarter: Quarter) -> Placement:
        """Return the homes and newcomers of a quarter."""
        return place(self.spells, quarter, self.tree(quarter), self.formula(quarter))

    def scores(self, quarter: Quarter) -> dict[str, PersonScores]:
        """Return everybody's scores, also of those who do not count."""
        questionnaire = self.questionnaire(Instrument.SELF)
        return {
            person: person_scores(evidence, quarter, questionnaire, self.formula(quarter))
            for person, evidence in self.evidence.items()
        }

    def ratings(self, quarter: Quarter) -> tuple[tuple[Rating, ...], Quality]:
        """Return the ratings that count and the quality line."""
        by_person: dict[str | int, list[Spell]] = defaultdict(list)
        for spell in self.spells:
            by_person[spell.person].append(spell)
        edges = [
            ServiceEdge(
                row["provider_dept"], row["customer_dept"], day(row["valid_from"]), day(row["valid_to"])
            )
            for row in self.rows("service_map")
        ]
        rules = RatingRules(
            by_person, edges, TreeHistory(self.departments), self.questionnaire(Instrument.RATING)
        )
        forms = self.forms(Instrument.RATING)
        rows = [
            RatingForm(row["rater_id"], row["provider_dept"], forms[row["form_id"]])
            for row in self.rows("rating_forms")
        ]
        return ratings_of(rows, rules, quarter, self.formula(quarter))

    def people(self, quarter: Quarter) -> list[PersonRow]:
        """Return the eligible people with home and scores."""
        scores = self.scores(quarter)
        homes = self.placement(quarter).homes
        return [PersonRow(person, home, scores[str(person)].scores) for person, home in homes.items()]

    def company(self, quarter: Quarter) -> CompanyResult:
        """Return the whole company, without regard to earlier publications."""
        ratings, _ = self.ratings(quarter)
        return measure_company(self.tree(quarter), self.people(quarter), ratings, self.formula(quarter))


def _item(row: Row, fraction: str) -> ScoredItem:
    possible = exact(row["points"])
    earned = exact(fraction) * possible if fraction else None
    return ScoredItem(possible, earned, CODES.get(row["dimension"]), day(row["voided_on"]))


def _points(row: Row) -> DimensionPoints:
    return DimensionPoints(
        CODES[row["dimension"]], exact(row["points"]), exact(row["min_points"]), exact(row["max_points"])
    )


@cache
def load(name: str) -> Tables:
    """Return the tables of a fixture by the start of its folder's name."""
    return Tables(next(FIXTURES.glob(f"{name}*")))
