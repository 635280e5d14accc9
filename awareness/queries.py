"""What the index screens show: read from snapshots that are suppressed already, through one door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from awareness.charts import Trend, TrendPoint, trend_of
from awareness.formula import Component
from awareness.models import PersonScore, Snapshot, SnapshotUnit
from awareness.periods import Quarter
from core.basis_points import percent_cut, ratio_bp

FEWEST_SHOWN = 5
TREND_QUARTERS = 8
TENTH = Decimal("0.1")
HISTORY_FIELDS = ("code", "index", "low", "high", "basis", "snapshot__period")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of what an index is made of; ``points`` of all lines add up to the index shown."""

    component: str
    mean: Decimal | None
    weight: Decimal | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One department as shown: counts below five hidden, no figure without its interval."""

    code: str
    name: str
    headcount: str
    completion: int | None
    overdue: int
    index: Decimal | None
    low: Decimal | None
    high: Decimal | None
    band: str
    borderline: bool
    reason: str
    change: Decimal | None
    clear_change: bool
    has_children: bool
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """One unit with what its index is made of, its history, and the units below it."""

    unit: Line
    parts: tuple[Part, ...]
    reliability: int | None
    company: Decimal | None
    trend: Trend | None
    lines: tuple[Line, ...]
    path: tuple[tuple[str, str], ...]


def tenth(value: float | str | None) -> Decimal | None:
    """Return a figure to one decimal, half up, as the explanation prints it."""
    return None if value is None else Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP)


def snapshots() -> list[Snapshot]:
    """Return all snapshots, the newest quarter first."""
    return list(Snapshot.objects.select_related("formula").order_by("-period", "-formula_id"))


def unit_name(row: SnapshotUnit) -> str:
    """Return the department's name in the language shown, as it was called at the snapshot."""
    return row.name_en if row.name_en and get_language() == "en" else row.name_zh


def shown_count(count: int) -> str:
    """Return a head count as it may be shown."""
    return str(count) if count >= FEWEST_SHOWN or count == 0 else f"<{FEWEST_SHOWN}"


def overview(snapshot: Snapshot, code: str | None) -> Overview | None:
    """Return a unit (the root with None) and the units below it; None for a code that is not in there."""
    where = Q(depth=0) if code is None else Q(code=code)
    unit = SnapshotUnit.objects.filter(where, snapshot=snapshot).first()
    if unit is None:
        return None
    above = SnapshotUnit.objects.filter(snapshot=snapshot, pre__lt=unit.pre, last__gte=unit.pre).order_by(
        "pre"
    )
    below = list(SnapshotUnit.objects.filter(snapshot=snapshot, parent_code=unit.code).order_by("pre"))
    history = _history(snapshot, [unit.code, *(row.code for row in below)])
    index = unit.detail.get("index")
    own = history.get(unit.code, [])
    return Overview(
        unit=_line(unit, own),
        parts=_parts(unit.detail),
        reliability=round(100 * index["reliability"]) if index else None,
        company=tenth(index["company"]) if index else None,
        trend=trend_of(own[-TREND_QUARTERS:]) if unit.index is not None else None,
        lines=tuple(_line(row, history.get(row.code, [])) for row in below),
        path=tuple((row.code, unit_name(row)) for row in above),
    )


def _history(snapshot: Snapshot, codes: Sequence[str]) -> dict[str, list[TrendPoint]]:
    """Return each unit's published indices up to this quarter, within its formula and its present basis."""
    rows = SnapshotUnit.objects.filter(
        snapshot__formula_id=snapshot.formula_id,
        snapshot__period__lte=snapshot.period,
        code__in=codes,
        index__isnull=False,
    ).order_by("snapshot__period")
    kept: dict[str, list[tuple[str, TrendPoint]]] = {}
    for row in rows.select_related("snapshot").only(*HISTORY_FIELDS):
        if row.index is not None and row.low is not None and row.high is not None:
            point = TrendPoint(row.snapshot.period, row.index, row.low, row.high)
            kept.setdefault(row.code, []).append((row.basis, point))
    return {
        code: [point for basis, point in points if basis == points[-1][0]] for code, points in kept.items()
    }


def _line(row: SnapshotUnit, history: Sequence[TrendPoint]) -> Line:
    index: dict[str, Any] = row.detail.get("index") or {}
    before = history[-2] if len(history) > 1 and row.index is not None else None
    change = tenth(row.index - before.value) if before and row.index is not None else None
    apart = bool((before and (row.low or 0) > before.high) or (before and (row.high or 0) < before.low))
    return Line(
        code=row.code,
        name=unit_name(row),
        headcount=shown_count(row.headcount),
        completion=_completion(row),
        overdue=row.duties_overdue,
        index=Decimal(index["shown_total"]) if index else None,
        low=tenth(row.low),
        high=tenth(row.high),
        band=index.get("band", ""),
        borderline=bool(index.get("borderline")),
        reason=row.detail.get("reason") or "",
        change=change,
        clear_change=apart,
        has_children=row.last > row.pre,
        statuses=tuple((c, part["status"]) for c, part in row.detail.get("components", {}).items()),
    )


def _completion(row: SnapshotUnit) -> int | None:
    """Return completed duties in per cent, cut; None without duties or for a group too small to show."""
    if not row.duties_due or row.headcount < FEWEST_SHOWN:
        return None
    return percent_cut(ratio_bp(row.duties_done, row.duties_due))


def _parts(detail: dict[str, Any]) -> tuple[Part, ...]:
    index = detail.get("index")
    if not index:
        return ()
    parts = [
        Part(
            component=str(component),
            mean=tenth(detail["components"][str(component)]["figures"]["mean"]),
            weight=tenth(100 * index["weights"][str(component)]),
            points=Decimal(index["shown_parts"][str(component)]),
        )
        for component in Component
        if str(component) in index["shown_parts"]
    ]
    adjustment = Decimal(index["shown_adjustment"])
    return (*parts, Part("adjustment", None, None, adjustment)) if adjustment else tuple(parts)


def my_scores(user_id: int) -> PersonScore | None:
    """Return a person's own newest scores; for that person's page only."""
    return PersonScore.objects.filter(user_id=user_id).order_by("-period", "-formula_id").first()


def last_day(snapshot: Snapshot) -> date:
    """Return the day whose roster a snapshot shows: the last of its quarter, or today while it runs."""
    year, number = int(snapshot.period[:4]), int(snapshot.period[-1])
    quarter = Quarter.of(date(year, 3 * number, 1))
    return min(quarter.last_day, timezone.localdate())


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """One of a person's own components, in points; None while there is too little to say."""

    component: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """A person's own page: components, the weighted mean, and what it rests on."""

    period: str
    personal: Decimal | None
    figures: tuple[OwnFigure, ...]
    modules_due: int
    quiz_items: int
    scenarios: int


def own_figures(scores: PersonScore | None) -> OwnFigures | None:
    """Return a person's own figures for display, to one decimal."""
    if scores is None:
        return None
    values = {"P": scores.participation, "K": scores.knowledge, "J": scores.judgement, "S": scores.self_view}
    return OwnFigures(
        period=scores.period,
        personal=_points(scores.personal),
        figures=tuple(OwnFigure(component, _points(value)) for component, value in values.items()),
        modules_due=scores.modules_due,
        quiz_items=scores.quiz_items,
        scenarios=scores.scenarios,
    )


def _points(centi: int | None) -> Decimal | None:
    return None if centi is None else (Decimal(centi) / 100).quantize(TENTH, ROUND_HALF_UP)


def published_lines(snapshot: Snapshot, code: str | None) -> tuple[Line, ...]:
    """Return what everybody may see: the company and, where it is published, the person's department."""
    rows = SnapshotUnit.objects.filter(Q(depth=0) | Q(code=code or ""), snapshot=snapshot).order_by("pre")
    history = _history(snapshot, [row.code for row in rows])
    return tuple(_line(row, history.get(row.code, [])) for row in rows)
