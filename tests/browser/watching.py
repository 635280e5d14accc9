"""What no page may do: ask another host, break its content policy, fail, open a dialog."""

import html
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    WebError,
)


class Watch:
    """Collect what happens in a browser that nobody should meet."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self.bodies: list[str] = []
        self.expected: list[str] = []  # parts of troubles that a test provokes

    def over(self, context: BrowserContext, url: str) -> None:
        """Watch everything that happens in a context; ``url`` is the only origin it may ask."""
        host = urlsplit(url).netloc
        context.on("request", lambda request: self._request(request, host))
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("dialog", self._dialog)

    def record(self, patch: pytest.MonkeyPatch) -> None:
        """Keep the text of every answer from now on, those a redirect passes through as well."""
        get_response = WSGIHandler.get_response

        def kept(handler: WSGIHandler, request: HttpRequest) -> HttpResponseBase:
            response = get_response(handler, request)
            if isinstance(response, HttpResponse):
                self.bodies.append(html.unescape(response.content.decode(errors="replace")))
            return response

        patch.setattr(WSGIHandler, "get_response", kept)

    def _note(self, sentence: str) -> None:
        if not any(part in sentence for part in self.expected):
            self.troubles.append(sentence)

    def _request(self, request: Request, host: str) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            self._note(f"asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self._note(f"server error {response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console {message.type} on {_where(message.page)}: {message.text}")

    def _error(self, error: WebError) -> None:
        self._note(f"script error on {_where(error.page)}: {error.error.message}")

    def _dialog(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()


def _where(page: Page | None) -> str:
    return page.url if page else "?"
