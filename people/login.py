"""Logging in: one door, allauth's, open to user name, employee number and e-mail alike."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.stages import LoginStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override

from people.models import User


class EmployeeBackend(AuthenticationBackend):
    """allauth's backend, with the employee number as one more name of a person."""

    def _authenticate_by_username(self, username: str, password: str) -> User | None:
        known_as = User.objects.filter(employee_no=username).values_list("username", flat=True).first()
        return super()._authenticate_by_username(known_as or username, password)


class AccountAdapter(DefaultAccountAdapter):
    """HR creates accounts; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts come from the roster."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after login, in the language of the person."""
        language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with override(language):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_login_stages(self) -> list[str]:
        """Add the choice of an own password, for those who came with an initial one."""
        return [*super().get_login_stages(), "people.login.FirstPasswordStage"]


class FirstPasswordStage(LoginStage):
    """Whoever came with an initial password is not logged in before choosing an own one."""

    key = "first_password"
    urlname = "first_password"

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        """Lead to the page while the flag is set."""
        if not self.login.user.must_change_password:
            return None, True
        return redirect(self.urlname), True


def use_own_language(*, user: User, response: HttpResponse | None = None, **kwargs: Any) -> None:
    """Remember the language of the person who has just logged in, as the language switch does."""
    if response is None:
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=31_536_000,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
