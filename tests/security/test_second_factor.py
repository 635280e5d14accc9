"""Staff and the second factor: no page before it is set up, none between the password and the code."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from pytest_django import Settings

from people.models import User
from tests.factories import client_of

SET_UP = "/accounts/2fa/totp/activate/"
CLOSED = [
    "/zh-hans/my/",
    "/zh-hans/insights/",
    "/zh-hans/people/roster/",
    "/cms/",
    "/cms/pages/",
    "/documents/1/x/",
]
STAFF = ["trainer", "hr", "administrator"]


@pytest.fixture(autouse=True)
def _demanded(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("who", STAFF)
def test_no_page_before_the_second_factor(request: pytest.FixtureRequest, who: str, path: str) -> None:
    client = client_of(request.getfixturevalue(who))
    for answer in (client.get(path), client.post(path, {"any": "thing"})):
        assert (answer.status_code, answer["location"]) == (302, SET_UP)


@pytest.mark.parametrize("who", ["owner", "manager"])
def test_employees_and_managers_are_not_asked(request: pytest.FixtureRequest, who: str) -> None:
    assert client_of(request.getfixturevalue(who)).get("/zh-hans/my/").status_code == 200


@pytest.mark.parametrize("who", STAFF)
def test_whoever_has_one_goes_on_until_it_is_taken_away(request: pytest.FixtureRequest, who: str) -> None:
    person = request.getfixturevalue(who)
    client = client_of(person)
    app = TOTP.activate(person, generate_totp_secret()).instance
    assert client.get("/zh-hans/my/").status_code == 200
    app.delete()
    assert client.get("/zh-hans/my/").status_code == 302


def test_recovery_codes_alone_are_no_second_factor(hr: User) -> None:
    Authenticator.objects.create(user=hr, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client_of(hr).get("/zh-hans/my/").status_code == 302


def test_setting_up_logging_out_and_the_other_language_stay_open(hr: User) -> None:
    client = client_of(hr)
    for path in ("/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/", "/language/en/"):
        answer = client.get(path)
        assert answer.status_code == 200 or answer["location"] != SET_UP


def test_the_reason_is_said_once(hr: User) -> None:
    client = client_of(hr)
    for _time in range(3):
        client.get("/zh-hans/my/")
    page = client.get("/zh-hans/my/", follow=True).content.decode()
    assert page.count("您的角色登录时需要双因素认证") == 1


def test_with_an_app_the_password_alone_opens_nothing(hr: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(hr, secret)
    client = Client()
    client.post("/accounts/login/", {"login": "xulan", "password": "testing-pass"})
    assert "_auth_user_id" not in client.session
    assert client.get("/zh-hans/insights/").status_code == 302
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/zh-hans/insights/").status_code == 200


def test_off_unless_asked_for(hr: User, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    assert client_of(hr).get("/zh-hans/my/").status_code == 200
