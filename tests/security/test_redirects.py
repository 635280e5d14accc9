"""Whatever stands in ``next``, nobody is led to another host."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from people.models import User
from tests.security.world import World

EVIL = [
    "https://evil.example.com/",
    "//evil.example.com",
    "///evil.example.com",
    "////evil.example.com",
    "https:evil.example.com",
    "https:/evil.example.com",
    "http:///evil.example.com",
    "\\\\evil.example.com",
    "/\\evil.example.com",
    "\\/evil.example.com",
    "/%2f%2fevil.example.com",
    "%2f%2fevil.example.com",
    "/%5cevil.example.com",
    "/\t/evil.example.com",
    "\t//evil.example.com",
    "/\n/evil.example.com",
    "\x00//evil.example.com",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,evil",
    "//testserver@evil.example.com",
    "http://testserver@evil.example.com/",
    "http://testserver.evil.example.com/",
    "http://evil.example.com#testserver",
    "//evil。example。com",
    "/zh-hans//evil.example.com/..//",
    " //evil.example.com",
]


def lands_on(place: str) -> tuple[str, str]:
    """Return (scheme, host) as a browser reads the place: slashes of both kinds, no control characters."""
    read = re.sub(r"[\t\r\n]", "", place).strip("\x00\x20").replace("\\", "/")
    parts = urlsplit(urljoin("http://testserver/asked", re.sub(r"^/{2,}", "//", read)))
    return parts.scheme, parts.netloc


def check(place: str) -> None:
    assert lands_on(place) == ("http", "testserver"), place
    assert "\n" not in place
    assert "\r" not in place


@pytest.mark.parametrize("evil", EVIL)
def test_the_language_switch(world: World, evil: str) -> None:
    for role in ("anonymous", "employee"):
        for code in ("en", "zh-hans"):
            check(world.client(role).get(f"/language/{code}/", {"next": evil})["Location"])


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/logout/", "/cms/login/", "/cms/logout/"])
def test_in_and_out(world: World, evil: str, path: str) -> None:
    User.objects.filter(pk=world.people["trainer"].pk).update(is_active=True)
    words = {"login": "jiang", "password": "testing-pass", "next": evil}
    for role in ("anonymous", "trainer"):
        for client in (world.client(role), world.client(role)):
            answers = (
                client.get(path, {"next": evil}),
                client.post(path, words),
                client.post(f"{path}?next=", words),
            )
            for answer in answers:
                if answer.status_code == 302:
                    check(answer["Location"])


@pytest.mark.parametrize("evil", EVIL)
def test_confirming_who_one_is(world: World, evil: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "zhouning", "password": "testing-pass"})
    answer = client.post("/accounts/reauthenticate/", {"password": "testing-pass", "next": evil})
    assert answer.status_code == 302
    check(answer["Location"])


@pytest.mark.parametrize("evil", EVIL)
def test_the_desk(world: World, evil: str) -> None:
    client = world.client("administrator")
    for path in (
        "/cms/workflows/enable/1/",
        f"/cms/pages/{world.lesson.pk}/lock/",
        f"/cms/pages/{world.lesson.pk}/unlock/",
    ):
        answer = client.post(path, {"next": evil})
        if answer.status_code == 302:
            check(answer["Location"])


@pytest.mark.parametrize(
    "path",
    ["//evil.example.com", "//evil.example.com/cms", "/\\evil.example.com", "/%5cevil.example.com/cms"],
)
def test_a_path_without_its_slash(world: World, path: str) -> None:
    for role in ("anonymous", "employee"):
        answer = world.client(role).generic("GET", "/", PATH_INFO=path)
        if answer.status_code in {301, 302}:
            check(answer["Location"])
