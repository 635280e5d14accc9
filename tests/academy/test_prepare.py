"""An empty academy gets its first administrator, asked for or by environment, or says what is missing."""

import sys
from io import StringIO

import pytest
from django.core.management import CommandError
from django.test import Client

from academy.management.commands import prepare
from people.models import User
from people.roles import Role, roles_of

pytestmark = pytest.mark.django_db

PASSWORD = "plum-river-9-stones"
USERNAME_SET, PASSWORD_SET = prepare.FIRST_ADMINISTRATOR


@pytest.fixture(autouse=True)
def _only_the_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading content and collecting files are other tests' business; nobody sits at the keyboard."""
    monkeypatch.setattr(prepare, "call_command", lambda *_args, **_options: None)
    monkeypatch.setattr(prepare.Command, "_collect_static", lambda _self: None)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    for name in prepare.FIRST_ADMINISTRATOR:
        monkeypatch.delenv(name, raising=False)


def run() -> str:
    """Prepare an empty academy and return what was said."""
    said = StringIO()
    prepare.Command(stdout=said).handle(no_demo=True)
    return said.getvalue()


def test_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USERNAME_SET, "boss")
    monkeypatch.setenv(PASSWORD_SET, PASSWORD)
    assert "boss can log in" in run()
    assert run() == ""
    boss = User.objects.get()
    assert Client().login(username="boss", password=PASSWORD)
    assert Role.ADMINISTRATOR in roles_of(boss)


@pytest.mark.parametrize("given", [{}, {USERNAME_SET: "boss"}, {PASSWORD_SET: PASSWORD}])
def test_what_is_missing_is_named(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CommandError, match=f"Set both {USERNAME_SET} and {PASSWORD_SET}"):
        run()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("username", "password", "told"),
    [("boss", "12345", "too short"), ("bo/ss", PASSWORD, "valid username"), ("b" * 200, PASSWORD, "at most")],
)
def test_a_bad_name_or_password_is_told(
    username: str, password: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USERNAME_SET, username)
    monkeypatch.setenv(PASSWORD_SET, password)
    with pytest.raises(CommandError, match=told):
        run()
    assert not User.objects.exists()


def test_somebody_at_the_keyboard_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: asked.append(name))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    run()
    assert asked[0] == "createsuperuser"
