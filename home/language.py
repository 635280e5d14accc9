"""Switching the language while keeping the page."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from core.languages import TAGS


@login_not_required
def switch_language(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the same page in the other language, or say why it stays as it is."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    asked = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        asked = "/"
    address = urlsplit(asked)
    there = _page_address(request, address.path, code) or _view_address(address.path, code)
    response = redirect(urlunsplit(("", "", there, address.query, "")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=31_536_000,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _view_address(path: str, code: str) -> str:
    try:
        resolve(path)
    except Resolver404:
        path = "/"
    return translate_url(path, code)


def _page_address(request: HttpRequest, path: str, code: str) -> str | None:
    """Return where a Wagtail page is in this language, else where it is; None for every other address."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    site = Site.find_for_request(request)
    if match.url_name != "wagtail_serve" or site is None:
        return None
    route = Page.route_for_request(request, match.args[0] if match.args else "")
    if route is None:
        return None
    page = route.page
    there = page.get_translation_or_none(Locale.objects.get(language_code=code))
    if there is not None and there.live:
        return str(there.get_url(request))
    with override(code):
        # Told in the language that was asked for, on the page as it is there.
        sentence = (
            _("There is no English version of this page yet, so it is shown in Chinese.")
            if code == "en"
            else _("There is no Chinese version of this page yet, so it is shown in English.")
        )
        messages.info(request, sentence, extra_tags=TAGS["en" if code == "en" else "zh"])
    return path
