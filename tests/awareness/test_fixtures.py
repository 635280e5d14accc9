"""The method's fixtures: what the reference implementation computed must come out here."""

from functools import reduce
from operator import add
from typing import Any

import pytest

from awareness.formula import PERSONAL
from awareness.periods import Quarter
from awareness.questionnaire import Quality
from tests.awareness.tables import FIXTURES, Tables, load

EVERY_PERIOD = [
    pytest.param(tables, quarter, id=f"{folder.name}-{quarter.label}")
    for folder in sorted(FIXTURES.iterdir())
    for tables in [load(folder.name)]
    for quarter in tables.quarters
]


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
