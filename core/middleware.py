"""What every answer must carry: a content policy, private caching, a calm page without the database."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDictKeyError

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityMiddleware(CSPMiddleware):
    """Strict policy everywhere; the Wagtail admin, which still has inline scripts, gets its own.

    A preview is drawn by a made-up request for the reader's page, shown in a frame of the editor.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the directives for this address."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith("/cms/"):
            parts.config = settings.CMS_CONTENT_SECURITY_DIRECTIVES
        elif not report_only and getattr(request, "is_dummy", False):
            parts.config = settings.PREVIEW_CONTENT_SECURITY_DIRECTIVES
        return parts


class PrivateCacheMiddleware:
    """Pages of logged-in people are never kept by a shared cache or shown from history after logout."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add ``Cache-Control`` unless the view has decided itself."""
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class UnreadableFormMiddleware:
    """A form of the desk that arrives without its fields is answered 400 with a sentence.

    Wagtail 8.0.1 reads some counters (``body-count``) without asking whether they came; nothing is written
    yet at that point. Only a cut connection or a hand-made request gets there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a missing field of the desk; everything else is left to Django."""
        if request.path_info.startswith("/cms/") and isinstance(exception, MultiValueDictKeyError):
            return HttpResponse(render_to_string("400.html", request=request), status=400)
        return None


class DatabaseUnavailableMiddleware:
    """A database that is away or locked too long answers 503 with its own page, and recovers by itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Map lost connections and lock time-outs to 503; leave everything else to Django."""
        return unavailable() if isinstance(exception, AWAY) else None


AWAY = (OperationalError, InterfaceError)


def unavailable() -> HttpResponse:
    """Return the calm page that is shown while the database is away."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
