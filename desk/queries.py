"""Findings with what was decided about them, and the health of lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Revision, WorkflowState

from core.findings import Finding
from desk.linting import findings_of, models
from desk.models import Health, LevelChoice, Mute

RANK = {LevelChoice.ERROR: 0, LevelChoice.WARNING: 1, LevelChoice.HINT: 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and who muted it for what reason."""

    finding: Finding
    mute: Mute | None


@dataclass(frozen=True, slots=True)
class Ailing:
    """A piece of content with open errors or warnings."""

    content: Model
    worst: str
    count: int


def kind_of(one: Model) -> ContentType:
    """Return the content type under which a piece is known; one query at most, then remembered."""
    return ContentType.objects.get_for_model(type(one))


def judged(one: Model) -> list[Judged]:
    """Return what is found in a piece as it stands in memory, each with its mute. An error stays open."""
    found = findings_of(one)
    rows = Mute.objects.filter(content_type=kind_of(one), object_id=one.pk or 0).select_related("muted_by")
    muted = {(row.code, row.where): row for row in rows} if found else {}
    return [
        Judged(finding, None if finding.is_error else muted.get((finding.code, finding.where[:200])))
        for finding in found
    ]


def open_findings(one: Model) -> list[Finding]:
    """Return what is found and not muted."""
    return [line.finding for line in judged(one) if line.mute is None]


def with_health(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Add ``worst_found`` (a level, "" while unchecked) and ``found_count`` to a list; no query per row."""
    known = Health.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model), object_id=OuterRef("pk")
    )
    empty = Value("", output_field=CharField())
    return rows.annotate(
        worst_found=Coalesce(Subquery(known.values("worst")[:1]), empty),
        found_count=Coalesce(Subquery(known.values("count")[:1]), Value(0)),
    )


def with_state(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Add to a list of definitions what its column of states asks; no query per row (``core.listed``)."""
    scheduled = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(rows.model),
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    )
    active = Prefetch("_workflow_states", WorkflowState.objects.active(), to_attr="_current_workflow_states")
    return rows.annotate(is_scheduled=Exists(scheduled)).prefetch_related(active)


def stale(model: type[Model]) -> "QuerySet[Any]":
    """Return the pieces of a kind that were never checked, or changed since."""
    known = Health.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=OuterRef("pk")
    )
    fresh = known.filter(
        Q(checked_at__gte=OuterRef("latest_revision__created_at")) | Q(checked_at__isnull=True)
    )
    never_revised = Q(latest_revision__isnull=True) & Exists(known)
    return (
        model._default_manager.exclude(never_revised).filter(~Exists(fresh) | ~Exists(known)).order_by("pk")
    )


def ailing(most: int) -> tuple[list[Ailing], int]:
    """Return at most so many pieces with errors or warnings, the worst first, and how many there are.

    Pieces that are gone are left out. Two queries and one per kind.
    """
    kinds = list(ContentType.objects.get_for_models(*models()).values())
    rows = Health.objects.filter(content_type__in=kinds, worst__in=[LevelChoice.ERROR, LevelChoice.WARNING])
    # "error" comes before "warning" in the alphabet as well.
    chosen = list(rows.order_by("worst", F("count").desc(), "pk")[:most])
    found = _contents(chosen)
    lines = [
        Ailing(found[row.content_type_id, row.object_id], row.worst, row.count)
        for row in chosen
        if (row.content_type_id, row.object_id) in found
    ]
    return lines, rows.count()


def _contents(rows: Iterable[Health]) -> dict[tuple[int, int], Model]:
    wanted: dict[int, list[int]] = {}
    for row in rows:
        wanted.setdefault(row.content_type_id, []).append(row.object_id)
    found: dict[tuple[int, int], Model] = {}
    for kind, keys in wanted.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        for pk, one in (model._default_manager.in_bulk(keys) if model else {}).items():
            found[kind, pk] = one
    return found
