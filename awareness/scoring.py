"""Person scores as rows: computed from evidence by the pure functions, stored and read back."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from awareness.evidence import evidence_of, self_questionnaire
from awareness.formula import Component, Formula, from_json
from awareness.models import FormulaVersion, PersonScore
from awareness.periods import Quarter
from awareness.person import PersonScores, person_scores
from awareness.scores import Score, centi

COLUMNS: dict[Component, str] = {
    Component.PARTICIPATION: "participation",
    Component.KNOWLEDGE: "knowledge",
    Component.JUDGEMENT: "judgement",
    Component.SELF_VIEW: "self_view",
}
STORED = (
    *COLUMNS.values(),
    "dims",
    "personal",
    "modules_due",
    "quiz_items",
    "scenarios",
    "quality",
    "evidence",
    "evidence_digest",
    "computed_at",
)
BATCH = 500


def compute_scores(
    user_ids: Collection[int] | None, quarter: Quarter, version: FormulaVersion, *, now: datetime
) -> int:
    """Compute and store the scores of these people (everybody with None) and return how many have any.

    The numbers are never patched, always computed whole; a row whose evidence is gone goes with it.
    """
    formula = formula_of(version)
    questionnaire = self_questionnaire()
    today = timezone.localdate(now)
    rows = [
        _row(user_id, quarter, version, person_scores(evidence, quarter, questionnaire, formula), now)
        for user_id, evidence in evidence_of(user_ids, today=today).items()
    ]
    stored = PersonScore.objects.filter(period=quarter.label, formula=version)
    if user_ids is not None:
        stored = stored.filter(user_id__in=user_ids)
    fresh = {row.user_id for row in rows}
    gone = [row for row, user_id in stored.values_list("pk", "user_id") if user_id not in fresh]
    for start in range(0, len(gone), BATCH):
        PersonScore.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    PersonScore.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["period", "formula", "user"],
        update_fields=STORED,
    )
    return len(rows)


def formula_of(version: FormulaVersion) -> Formula:
    """Return the constants of a stored version."""
    return from_json(version.constants)


def _row(
    user_id: int, quarter: Quarter, version: FormulaVersion, found: PersonScores, now: datetime
) -> PersonScore:
    return PersonScore(
        user_id=user_id,
        period=quarter.label,
        formula=version,
        **{
            column: found.scores[component].centi if component in found.scores else None
            for component, column in COLUMNS.items()
        },
        dims={str(component): list(score.dims) for component, score in found.scores.items() if score.dims},
        personal=None if found.personal is None else centi(found.personal),
        modules_due=found.modules_due,
        quiz_items=found.quiz_items,
        scenarios=found.scenarios,
        quality=asdict(found.self_quality),
        evidence={str(component): list(score.evidence) for component, score in found.scores.items()},
        evidence_digest=found.digest,
        computed_at=now,
    )


def stored_scores(row: dict[str, Any]) -> dict[Component, Score]:
    """Return a stored row's scores, by component, without the evidence behind them."""
    return {
        component: Score(row[column], tuple(row["dims"].get(str(component), ())))
        for component, column in COLUMNS.items()
        if row[column] is not None
    }
