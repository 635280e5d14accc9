"""The method's fixtures: what the reference implementation computed must come out here."""

from functools import reduce
from operator import add
from typing import Any

import pytest

from awareness.company import ComponentResult
from awareness.formula import PERSONAL, Component
from awareness.index import IndexReason, IndexResult
from awareness.periods import Quarter
from awareness.questionnaire import Quality
from core.dimensions import CODES
from tests.awareness.tables import FIXTURES, Tables, load

EVERY_PERIOD = [
    pytest.param(tables, quarter, id=f"{folder.name}-{quarter.label}")
    for folder in sorted(FIXTURES.iterdir())
    for tables in [load(folder.name)]
    for quarter in tables.quarters
]

# Later periods of 12 and Q2 of 16 hold blocks kept from earlier publications.
FIRST_PUBLICATIONS = [
    case
    for case in EVERY_PERIOD
    if str(case.id).endswith("2025Q1") or case.id == "16_formula_versions-2025Q3"
]
REASONS = {IndexReason.TOO_LITTLE_EVIDENCE: "evidence below 60% of the weights", None: None}


@pytest.mark.parametrize(("tables", "quarter"), EVERY_PERIOD)
def test_homes_and_newcomers_are_as_expected(tables: Tables, quarter: Quarter) -> None:
    expected = tables.expected[quarter.label]
    placement = tables.placement(quarter)
    assert placement.homes == {person: row["home"] for person, row in expected["people"].items()}
    assert list(placement.newcomers) == expected["newcomers"]
    assert len(placement.homes) == expected["eligible"]
    assert tables.tree(quarter).root == expected["root"]
    assert set(tables.tree(quarter).units) == set(expected["units"])


@pytest.mark.parametrize(("tables", "quarter"), EVERY_PERIOD)
def test_person_scores_are_exact(tables: Tables, quarter: Quarter) -> None:
    scores = tables.scores(quarter)
    for person, row in tables.expected[quarter.label]["people"].items():
        own = scores[person]
        found: dict[str, Any] = {
            str(component): own.scores[component].centi if component in own.scores else None
            for component in PERSONAL
        }
        wanted = {
            str(component): None if row[component] is None else round(100 * row[component])
            for component in PERSONAL
        }
        assert found == wanted, person
        counts = {"modules_due": own.modules_due, "quiz_items": own.quiz_items, "scenarios": own.scenarios}
        assert counts == {key: row[key] for key in counts}, person
        if row["personal"] is None:
            assert own.personal is None, person
        else:
            assert float(own.personal or 0) == pytest.approx(row["personal"], rel=1e-6), person


@pytest.mark.parametrize(("tables", "quarter"), EVERY_PERIOD)
def test_quality_lines_are_as_expected(tables: Tables, quarter: Quarter) -> None:
    expected = tables.expected[quarter.label]["quality"]
    own = reduce(add, (scores.self_quality for scores in tables.scores(quarter).values()), Quality())
    assert {key: getattr(own, key) for key in expected["self"]} == expected["self"]
    _, customers = tables.ratings(quarter)
    assert {key: getattr(customers, key) for key in expected["rating"]} == expected["rating"]


def close(wanted: object) -> object:
    """Allow numbers 1e-6 relative, everything else exactly."""
    if isinstance(wanted, dict):
        return {key: close(value) for key, value in wanted.items()}
    if isinstance(wanted, float | int) and not isinstance(wanted, bool):
        return pytest.approx(wanted, rel=1e-6, abs=1e-9)
    return wanted


def component_row(result: ComponentResult, like: dict[str, Any]) -> dict[str, Any]:
    """Put a component into the shape of the expected row: the reference leaves out what does not apply."""
    row: dict[str, Any] = {"status": str(result.status)}
    if "coverage" in like:
        row |= {"coverage": result.coverage, "low_coverage": result.low_coverage}
    if result.figures is not None:
        figures = result.figures
        row |= {
            key: getattr(figures, key)
            for key in ("n", "people", "n_eff", "mean", "spread", "low", "high", "homogeneous")
        }
        row["lifted_or_pending"] = figures.lifted
        if figures.dims:
            row["dims"] = {code: figures.dims[dimension] for code, dimension in CODES.items()}
    return row


def index_row(index: IndexResult | None) -> dict[str, Any] | None:
    """Put an index into the shape of the expected row."""
    if index is None:
        return None
    row: dict[str, Any] = {
        key: getattr(index, key)
        for key in ("value", "low", "high", "raw", "company", "reliability", "se", "se_raw", "df", "people")
    }
    row |= {key: getattr(index, key) for key in ("basis", "weights", "against_company", "band", "borderline")}
    row["explain"] = {**index.explain, "adjustment": index.adjustment}
    parts = {str(key): float(value) for key, value in index.shown_parts.items()}
    parts["adjustment"] = float(index.shown_adjustment)
    row["display"] = {"index": float(index.shown_total), "parts": parts}
    return row


@pytest.mark.parametrize(("tables", "quarter"), FIRST_PUBLICATIONS)
def test_blocks_and_company_means_are_as_expected(tables: Tables, quarter: Quarter) -> None:
    expected, found = tables.expected[quarter.label], tables.company(quarter)
    raters = {row.id: row.rater for row in tables.ratings(quarter)[0]}
    for component in Component:
        blocks: dict[Any, Any] = {unit: sorted(members) for unit, members in found.blocks[component].items()}
        if component is Component.CUSTOMERS:
            blocks = {unit: sorted({str(raters[key]) for key in members}) for unit, members in blocks.items()}
        wanted = {unit: sorted(set(members)) for unit, members in expected["blocks"][component].items()}
        assert blocks == wanted, component
    assert found.company_mean == close(expected["company_mean"])
    assert found.not_placed == expected["not_placed"]
    assert (found.eligible, found.formula, found.root) == (
        expected["eligible"],
        expected["formula"],
        expected["root"],
    )


@pytest.mark.parametrize(("tables", "quarter"), FIRST_PUBLICATIONS)
def test_units_are_as_expected(tables: Tables, quarter: Quarter) -> None:
    found = tables.company(quarter)
    for unit, wanted in tables.expected[quarter.label]["units"].items():
        own = found.units[unit]
        assert (own.depth, own.headcount) == (wanted["depth"], wanted["headcount"]), unit
        for component in Component:
            like = wanted["components"][component]
            assert component_row(own.components[component], like) == close(like), (unit, component)
        assert index_row(own.index) == close(wanted["index"]), unit
        assert REASONS[own.reason] == wanted["index_reason"], unit
