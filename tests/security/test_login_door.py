"""The door and what opens it: one text for every refusal, a limit, a new key, and no way back in."""

import re
from datetime import date

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from people import actions
from people.models import User
from people.permissions import ensure_roles
from tests.factories import client_of

LOGIN = "/accounts/login/"
PASSWORD = "testing-pass"
MY = "/zh-hans/my/"
MOST_TRIES = 15  # per account, whatever it is called


def log_in(client: Client, name: str, password: str = PASSWORD, path: str = LOGIN, **headers: str) -> bool:
    client.post(path, {"login": name, "username": name, "password": password}, headers=headers, follow=True)
    return "_auth_user_id" in client.session


def text_of(client: Client, name: str, password: str) -> str:
    page = client.post(LOGIN, {"login": name, "password": password}).content.decode()
    return re.sub(r'value="[^"]*"', "", page)


@pytest.fixture
def leaver(owner: User, colleague: User) -> User:
    """Somebody who left, with their password gone."""
    actions.deactivate(actor=None, user=colleague, on=date(2025, 6, 1))
    return colleague


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        (("zhouning", "wrong-pass"), ("nobody", "wrong-pass")),
        (("zhouning", "wrong-pass"), ("E-zhouning", "wrong-pass")),
        (("zhouning", "wrong-pass"), ("qiu", PASSWORD)),
        (("zhouning", "wrong-pass"), ("qiu", "wrong-pass")),
        (("zhouning@example.com", "wrong-pass"), ("nobody@example.com", "wrong-pass")),
    ],
)
def test_a_refusal_does_not_tell_who_is_there(
    owner: User, leaver: User, known: tuple[str, str], unknown: tuple[str, str]
) -> None:
    User.objects.filter(pk=owner.pk).update(email="zhouning@example.com")
    assert text_of(Client(), *known) == text_of(Client(), *unknown)


@pytest.mark.parametrize("path", [LOGIN, "/cms/login/"])
@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "client-ip", "x-client-ip"])
def test_the_limit_holds_under_any_address_and_at_any_door(owner: User, path: str, header: str) -> None:
    for number in range(MOST_TRIES):
        log_in(Client(), "zhouning", "wrong-pass", LOGIN, **{header: f"10.0.0.{number}"})
    assert not log_in(Client(), "zhouning", path=path, **{header: "10.9.9.9"})


def test_the_desk_has_no_login_of_its_own(trainer: User) -> None:
    client = Client()
    assert not log_in(client, "jiang", path="/cms/login/")
    assert client.get("/cms/")["Location"].startswith(LOGIN)


def test_all_names_of_an_account_together_give_few_tries(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=owner.pk).update(email="zhouning@example.com")
    tried: set[str] = set()
    passwords = (f"wrong-pass-{number}" for number in range(1_000))

    def check(user: User, raw: str) -> bool:
        tried.update([raw] if user.pk == owner.pk else [])
        return False

    monkeypatch.setattr(User, "check_password", check)
    names = [
        "zhouning",
        "E-zhouning",
        "zhouning@example.com",
        "ZHOUNING@example.com",
        " zhouning",
        "zhouning ",
    ]
    names += ["ｚhouning", "Zhouning", "zhouning\u200b", "Zhouning@Example.Com", "e-zhouning", "E-zhouning "]
    for name in names:
        for _ in range(MOST_TRIES):
            Client().post(LOGIN, {"login": name, "password": next(passwords)})
    assert 0 < len(tried) <= MOST_TRIES


def test_a_login_has_a_session_of_its_own(owner: User) -> None:
    client = Client()
    client.get(LOGIN)
    session: SessionBase = client.session
    session["mine"] = "yes"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = str(before)
    assert log_in(client, "zhouning")
    assert client.session.session_key != before
    assert not client.session.exists(str(before))


def test_logging_out_ends_the_session_on_the_server(owner: User) -> None:
    client = Client()
    log_in(client, "zhouning")
    stolen = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get(MY).status_code == 302


def inside(owner: User) -> list[Client]:
    clients = [Client(), Client(), client_of(owner)]
    for client in clients[:2]:
        assert log_in(client, "zhouning")
    assert all(client.get(MY).status_code == 200 for client in clients)
    return clients


def test_who_leaves_is_out_at_the_next_request(owner: User) -> None:
    clients = inside(owner)
    actions.deactivate(actor=None, user=owner, on=date(2025, 6, 1))
    assert [client.get(MY).status_code for client in clients] == [302] * 3
    actions.reactivate(actor=None, user=owner)
    assert [client.get(MY).status_code for client in clients] == [302] * 3, "coming back wakes no old session"


def test_switching_an_account_off_is_enough(owner: User) -> None:
    clients = inside(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert [client.get(MY).status_code for client in clients] == [302] * 3


def test_a_new_password_ends_the_other_sessions(owner: User) -> None:
    here, there, elsewhere = inside(owner)
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": "a-much-better-pass-7", "password2": "a-much-better-pass-7"}
    assert here.post("/accounts/password/change/", data).status_code == 302
    assert (here.get(MY).status_code, there.get(MY).status_code, elsewhere.get(MY).status_code) == (
        200,
        302,
        302,
    )


def test_a_role_taken_away_is_gone_at_the_next_request(trainer: User, hr: User) -> None:
    ensure_roles()
    desk, roster = client_of(trainer), client_of(hr)
    assert desk.get("/cms/").status_code == 200
    assert roster.get("/zh-hans/people/roster/").status_code == 200
    trainer.groups.clear()
    hr.groups.clear()
    assert desk.get("/cms/").status_code == 302
    assert roster.get("/zh-hans/people/roster/").status_code == 404


def test_nothing_of_the_account_changes_without_the_password(owner: User) -> None:
    client = client_of(owner)
    for path in ("2fa/totp/activate/", "2fa/recovery-codes/generate/"):
        assert client.get(f"/accounts/{path}")["Location"].startswith("/accounts/reauthenticate/")
    data = {"oldpassword": "wrong", "password1": "a-much-better-pass-7", "password2": "a-much-better-pass-7"}
    client.post("/accounts/password/change/", data)
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
