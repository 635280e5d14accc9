"""The front pages answer, and only to people who are logged in."""

from django.test import Client

from people.models import User
from tests.factories import client_of


def test_it_works(owner: User) -> None:
    assert client_of(owner).get("/zh-hans/my/").status_code == 200


def test_strangers_are_led_to_the_login(db: None) -> None:
    answer = Client().get("/zh-hans/my/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_health_tells_the_truth(db: None) -> None:
    assert Client().get("/healthz/live").status_code == 200
    assert Client().get("/healthz/ready").json() == {"ready": True}


def test_wagtails_own_login_leads_to_ours(db: None) -> None:
    answer = Client().get("/cms/login/?next=/cms/")
    assert answer["Location"] == "/accounts/login/?next=/cms/"
