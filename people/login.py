"""Logging in: one door, allauth's, open to user name, employee number and e-mail alike."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

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
