"""Previews at the authoring desk: what learners see, in the language it is for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page, PreviewableMixin


class BilingualPreview(PreviewableMixin):
    """A definition with both languages in one row: each of its screens can be seen in either.

    A mode is a language code, followed by a space and the screen's name unless that is empty.
    """

    preview_screens: tuple[tuple[str, Promise, Promise], ...] = (
        ("", _("As learners see it, in Chinese"), _("As learners see it, in English")),
    )

    @property
    def preview_modes(self) -> list[tuple[str, Promise]]:
        """The modes the editor offers."""
        codes = [code for code, _name in settings.LANGUAGES]
        return [
            (f"{code} {screen}".strip(), labels[place])
            for screen, *labels in self.preview_screens
            for place, code in enumerate(codes)
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Draw the screen a mode names; template and context methods are given the screen only."""
        language, _space, screen = mode_name.partition(" ")
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with override(known):
            response: HttpResponse = super().serve_preview(request, screen).render()
        return response


class PreviewInOwnLanguage:
    """A page is previewed in its own language, also before it has an address to tell it by."""

    def serve_preview(self: Page, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Draw the page as its readers see it."""
        with override(self.locale.language_code):
            response: Any = super().serve_preview(request, mode_name)  # type: ignore[misc]  # of Page
            return response.render() if hasattr(response, "render") else response
