"""What the first page of the authoring desk lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import reverse
from wagtail.models import Page

from cases.models import Case, Scenario
from courses.models import GlossaryTerm
from desk.models import LevelChoice
from desk.queries import ailing
from quizzes.models import Question, Survey

DEFINITIONS: tuple[type[Model], ...] = (Question, Survey, Case, Scenario, GlossaryTerm)


@dataclass(frozen=True, slots=True)
class Draft:
    """Something changed and not yet published."""

    title: str
    kind: str
    url: str
    by: str
    changed_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """A piece of content that needs somebody."""

    title: str
    kind: str
    url: str
    is_error: bool
    count: int


def attention(most: int) -> tuple[list[Attention], int]:
    """Return at most so many pieces with errors or warnings, the worst first, and how many there are."""
    lines, count = ailing(most)
    return [
        Attention(
            title=str(line.content),
            kind=str(line.content._meta.verbose_name),
            url=edit_url(line.content),
            is_error=line.worst == LevelChoice.ERROR,
            count=line.count,
        )
        for line in lines
    ], count


def edit_url(one: Any) -> str:
    """Return where a page or a definition is edited."""
    if isinstance(one, Page):
        return reverse("wagtailadmin_pages:edit", args=[one.pk])
    return reverse(
        f"wagtailsnippets_{one._meta.app_label}_{one._meta.model_name}:edit", args=[quote(str(one.pk))]
    )


def drafts(most: int) -> tuple[list[Draft], int]:
    """Return at most so many drafts, the newest first, and how many there are. Two queries per kind."""
    found: list[Draft] = []
    count = 0
    for model in (Page, *DEFINITIONS):
        waiting = model._default_manager.filter(has_unpublished_changes=True, latest_revision__isnull=False)
        count += waiting.count()
        newest = waiting.select_related("latest_revision__user").order_by("-latest_revision__created_at")
        found += _drafts(newest[:most])
    found.sort(key=lambda draft: draft.changed_at, reverse=True)
    return found[:most], count


def _drafts(rows: Iterable[Any]) -> list[Draft]:
    return [
        Draft(
            title=str(getattr(row, "draft_title", "") or row),
            kind=str(
                row.cached_content_type.model_class()._meta.verbose_name
                if isinstance(row, Page)
                else row._meta.verbose_name
            ),
            url=edit_url(row),
            by=str(row.latest_revision.user.name) if row.latest_revision.user else "",
            changed_at=row.latest_revision.created_at,
            is_new=not row.live,
        )
        for row in rows
    ]
