"""The health of content in lists: a column and a filter."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as theirs  # a name makemessages passes over: not our words
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn

from desk.models import LevelChoice
from desk.queries import with_health

LABELS = dict(LevelChoice.choices)


class ChangedColumn(UpdatedAtColumn):
    """When a piece was changed; Wagtail 8.0.1 heads its own in the language the process started in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=theirs("Updated"), **kwargs)


class StateColumn(LiveStatusTagColumn):
    """Whether a piece is published; headed in the language of the desk, as above."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=theirs("Status"), **kwargs)


class HealthColumn(Column):
    """What the last check found; empty while there was none."""

    cell_template_name = "desk/health_cell.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("health", label=_("Health"), **kwargs)

    def get_value(self, instance: Any) -> Any:
        """Return the level with its word and number."""
        level = getattr(instance, "worst_found", "")
        return {"level": level, "word": LABELS.get(level, ""), "count": getattr(instance, "found_count", 0)}


class HealthFilter(django_filters.ChoiceFilter):
    """Lists only pieces whose worst open finding is of a level."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Health"), choices=LevelChoice.choices, **kwargs)

    def filter(self, qs: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
        """Keep the pieces of this level."""
        return with_health(qs).filter(worst_found=value) if value else qs
