"""The findings in the editor, above everything else."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import Panel

from desk import queries


class FindingsPanel(Panel):
    """Shows what the checks say about the piece as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one piece."""

        template_name = "desk/findings.html"

        def is_shown(self) -> bool:
            """A piece that was never saved has nothing to say yet."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            """Return what is open and what was muted."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            lines = queries.judged(self.instance)
            return context | {
                "kind": queries.kind_of(self.instance).pk,
                "piece": self.instance,
                "open": [line for line in lines if line.mute is None],
                "muted": [line for line in lines if line.mute is not None],
            }
