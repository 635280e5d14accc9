"""The first page of the authoring desk: what waits for a trainer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from courses import translating
from home import desk_queries, voices
from quizzes import queries as quiz_queries

MOST_LINES = 8
WORKFLOW_PANELS = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)


class DraftsPanel(Component):
    """What was changed and not published."""

    order = 300
    template_name = "home/desk/drafts.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return the newest drafts and their number."""
        lines, count = desk_queries.drafts(MOST_LINES)
        return {"lines": lines, "count": count, "more": count - len(lines)}


class TranslationsPanel(Component):
    """Which pages the other language waits for."""

    order = 310
    template_name = "home/desk/translations.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return the pages behind and missing, and their number."""
        lines, count = translating.waiting(MOST_LINES)
        return {"lines": lines, "count": count, "more": count - len(lines)}


class AttentionPanel(Component):
    """Content with errors or warnings."""

    order = 320
    template_name = "home/desk/attention.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return the worst pieces and the number of all."""
        lines, count = desk_queries.attention(MOST_LINES)
        return {"lines": lines, "more": count - len(lines)}


class VoicesPanel(Component):
    """What learners say about lessons."""

    order = 330
    template_name = "home/desk/voices_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return the least clear lessons, and how many there are besides."""
        lines = voices.voices()
        return {"lines": lines[:MOST_LINES], "more": max(0, len(lines) - MOST_LINES), "fewest": voices.FEWEST}


class MarkingPanel(Component):
    """Own answers that wait for a marker."""

    order = 290
    template_name = "home/desk/marking.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return how many wait, how many too long, and since when."""
        return {"waiting": quiz_queries.waiting(timezone.now()), "days": quiz_queries.OVERDUE_AFTER.days}


PANELS = (MarkingPanel, DraftsPanel, TranslationsPanel, AttentionPanel, VoicesPanel)


def arrange_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Keep Wagtail's panels of the review, and show what waits."""
    panels[:] = [panel for panel in panels if isinstance(panel, WORKFLOW_PANELS)]
    panels += [panel() for panel in PANELS]
