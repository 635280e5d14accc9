"""Everybody comes in through one door, under any of their names, and in their language."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from people import actions
from people.models import User
from tests.factories import client_of

LOGIN = "/accounts/login/"
PASSWORD = "testing-pass"
NEW = "a-much-better-pass-7"


def log_in(client: Client, name: str, password: str = PASSWORD, **extra: str) -> str:
    answer = client.post(LOGIN, {"login": name, "password": password}, headers=extra)
    return answer["Location"] if answer.status_code == 302 else ""


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "name", ["zhouning", "E-zhouning", "zhouning@example.com", "ZhouNing@Example.com", " zhouning "]
)
def test_user_name_employee_number_and_address_all_open_the_door(
    client: Client, owner: User, name: str
) -> None:
    User.objects.filter(pk=owner.pk).update(email="zhouning@example.com")
    assert log_in(client, name) == "/zh-hans/my/"
    assert client.session["_auth_user_id"] == str(owner.pk)


@pytest.mark.parametrize(("name", "password"), [("zhouning", "wrong"), ("nobody", "testing-pass"), ("", "")])
def test_a_wrong_password_or_an_unknown_name_stays_outside(
    client: Client, owner: User, name: str, password: str
) -> None:
    assert log_in(client, name, password) == ""
    assert not is_in(client)


def test_an_answer_does_not_tell_whether_the_name_exists(client: Client, owner: User) -> None:
    known = client.post(LOGIN, {"login": "zhouning", "password": "wrong"}).content.decode()
    unknown = client.post(LOGIN, {"login": "zhouming", "password": "wrong"}).content.decode()
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", known) == strip.sub("", unknown)


def test_the_password_is_hashed_for_unknown_names_too(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda _user, raw: hashed.append(raw))
    log_in(client, "nobody")
    assert hashed == [PASSWORD]


def test_five_wrong_passwords_close_the_door_for_this_name(client: Client, owner: User) -> None:
    for _ in range(5):
        assert log_in(client, "zhouning", "wrong") == ""
    assert log_in(client, "zhouning") == ""
    assert not is_in(client)


def test_another_forwarded_address_does_not_open_it_again(client: Client, owner: User) -> None:
    for number in range(5):
        log_in(client, "zhouning", "wrong", **{"X-Forwarded-For": f"10.0.0.{number}"})
    log_in(client, "zhouning", **{"X-Forwarded-For": "10.9.9.9"})
    assert not is_in(client)


@pytest.mark.parametrize(("language", "home"), [("en", "/en/my/"), ("zh-hans", "/zh-hans/my/")])
def test_a_login_speaks_the_persons_language(client: Client, owner: User, language: str, home: str) -> None:
    User.objects.filter(pk=owner.pk).update(language=language)
    assert log_in(client, "zhouning") == home
    assert client.cookies["django_language"].value == language


def test_where_somebody_wanted_to_go_is_kept(client: Client, owner: User) -> None:
    answer = client.post(LOGIN, {"login": "zhouning", "password": "testing-pass", "next": "/en/my/"})
    assert answer["Location"] == "/en/my/"


def test_who_has_left_stays_outside(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert log_in(client, "zhouning") == reverse("account_inactive")
    assert not is_in(client)
    actions.deactivate(actor=None, user=owner, on=date(2025, 6, 1))
    assert log_in(client, "zhouning") == ""


def test_an_initial_password_only_leads_to_ones_own(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(must_change_password=True)
    assert log_in(client, "zhouning") == "/accounts/first-password/"
    assert client.get("/zh-hans/my/").status_code == 302
    assert client.get("/accounts/first-password/").status_code == 200
    weak = client.post("/accounts/first-password/", {"password1": "12345", "password2": "12345"})
    assert weak.status_code == 200
    assert not is_in(client)
    done = client.post("/accounts/first-password/", {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/zh-hans/my/"
    assert client.get("/zh-hans/my/").status_code == 200
    owner.refresh_from_db()
    assert not owner.must_change_password
    assert owner.check_password(NEW)


def test_the_first_password_page_needs_a_login_first(client: Client, owner: User) -> None:
    assert client.get("/accounts/first-password/")["Location"] == LOGIN


def test_a_new_person_chooses_a_password_by_mail(client: Client, owner: User) -> None:
    owner.email = "zhouning@example.com"
    owner.set_unusable_password()
    owner.save()
    client.post("/accounts/password/reset/", {"email": "zhouning@example.com"})
    assert "内客学堂" in mail.outbox[0].subject
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert log_in(client, "zhouning", NEW) == "/zh-hans/my/"
    assert client.get(link[1], follow=True).context["token_fail"]


def test_a_reset_does_not_tell_whether_the_address_exists(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(email="zhouning@example.com")
    answers = [
        client.post("/accounts/password/reset/", {"email": f"{name}@example.com"}, follow=True).content
        for name in ("zhouning", "nobody")
    ]
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [["zhouning@example.com"], ["nobody@example.com"]]


def test_who_has_left_gets_no_link(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(email="zhouning@example.com", is_active=False)
    client.post("/accounts/password/reset/", {"email": "zhouning@example.com"})
    assert "password/reset/key" not in mail.outbox[0].body


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/set/", "login/code/confirm/"],
)
def test_what_is_not_offered_is_not_there(owner: User, path: str) -> None:
    stranger = Client().get(f"/accounts/{path}", follow=True)
    assert stranger.request["PATH_INFO"] == LOGIN
    assert client_of(owner).get(f"/accounts/{path}", follow=True).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "logout/",
        "inactive/",
        "password/change/",
        "reauthenticate/",
        "2fa/",
        "sessions/",
        "2fa/recovery-codes/",
    ],
)
def test_the_account_pages_answer(owner: User, path: str, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    log_in(client, "zhouning")
    assert client.get(f"/accounts/{path}").status_code in {200, 302}


def test_a_second_factor_is_asked_for(client: Client, owner: User) -> None:
    log_in(client, "zhouning")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    from allauth.mfa.totp.internal import auth  # noqa: PLC0415 - its settings need the app registry

    code = auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    client.post("/accounts/logout/")
    assert log_in(client, "zhouning").startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    assert client.get("/accounts/2fa/authenticate/").status_code == 200


def test_other_devices_are_signed_out(owner: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        log_in(client, "zhouning")
    assert "127.0.0.1" in here.get("/accounts/sessions/").content.decode()
    here.post("/accounts/sessions/")
    assert there.get("/zh-hans/my/").status_code == 302
    assert here.get("/zh-hans/my/").status_code == 200
