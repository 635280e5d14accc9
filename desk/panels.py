"""What stands above everything else in the editor: the findings, and what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from desk import queries
from desk.surroundings import translations


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


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to do next, and where."""

    text: str
    url: str


class NextStepsPanel(Panel):
    """Leads on from a page: to its other language, to both beside each other."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "desk/next_steps.html"

        def is_shown(self) -> bool:
            """A page that was never saved has no next step."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            """Return the steps."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"steps": list(self.steps())}

        def steps(self) -> Iterator[Step]:
            """Yield the steps of any page."""
            known = {row.language: row.pk for row in translations(self.instance)}
            for code, name in settings.LANGUAGES:
                if code in known:
                    text = _("Go on with the page in this language: %(language)s")
                    url = reverse("wagtailadmin_pages:edit", args=[known[code]])
                    yield Step(text % {"language": name}, url)
                elif code != self.instance.locale.language_code:
                    text = _("Start the page in this language, as a draft to write over: %(language)s")
                    url = reverse("wagtail_localize:submit_page_translation", args=[self.instance.pk])
                    yield Step(text % {"language": name}, f"{url}?select_locale={code}")
            if known:
                url = reverse("desk_languages", args=[self.instance.pk])
                yield Step(_("See both languages beside each other"), url)
