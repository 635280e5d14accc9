"""A second factor for those who work at the desk: in production no page before it is set up."""

from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from people.models import User
from people.roles import GROUP_ROLES, roles_of

# What is needed to set it up, to stop, or to read the sentence in the other language.
OPEN = frozenset({"account_logout", "account_reauthenticate", "mfa_reauthenticate", "switch_language"})


class StaffSecondFactorMiddleware:
    """Leads trainers, HR and administrators who have no authenticator app yet to the page that sets one up.

    ``STAFF_SECOND_FACTOR`` decides; who has an app is asked for it by allauth's login before any session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Redirect to the set-up page, or return None to go on."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not settings.STAFF_SECOND_FACTOR or name in OPEN or name.startswith("mfa_"):
            return None
        if not isinstance(request.user, User) or roles_of(request.user).isdisjoint(GROUP_ROLES):
            return None
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            return None
        _say_why(request)
        return redirect("mfa_activate_totp")


def _say_why(request: HttpRequest) -> None:
    """Put the reason on the next page, once however many pages were tried before."""
    waiting = cast(BaseStorage, messages.get_messages(request))
    if not list(waiting):
        messages.info(
            request,
            _("Your role asks for a second step at sign-in. Set it up here; then everything else opens."),
        )
    waiting.used = False  # looking at them must not use them up
