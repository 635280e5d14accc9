"""Nothing is changed by a link: every POST asks for its token, no GET writes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from tests.security.addresses import address, routes
from tests.security.world import World

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.IGNORECASE)
# Not records of anybody: sessions, counters, sizes of pictures, and what the desk remembers of its user.
TRACELESS = {
    "django_session",
    "shared_cache",
    "usersessions_usersession",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailimages_rendition",
    "wagtailusers_userprofile",
}


@contextmanager
def written() -> Iterator[list[str]]:
    """Collect the tables that are written to."""
    tables: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found and found[1] not in TRACELESS:
            tables.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


@pytest.mark.parametrize("role", ["anonymous", "employee", "administrator"])
def test_every_post_asks_for_its_token(world: World, role: str) -> None:
    client = world.client(role, enforce_csrf_checks=True, raise_request_exception=False)
    wrong = []
    for route in routes():
        asked = address(route, world)
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(asked)
            # The desk's interfaces ask for the token themselves, after the door: who is not in is sent away.
            sent_away = (
                asked.startswith(("/cms/api/", "/cms/localize/"))
                and role != "administrator"
                and answer.status_code == 302
            )
            if answer.status_code != 403 and not sent_away:
                wrong.append(f"{method} {asked} {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_token_is_worth_nothing_from_elsewhere(world: World) -> None:
    client = world.client("employee", enforce_csrf_checks=True)
    page = client.get("/accounts/logout/").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    data = {"csrfmiddlewaretoken": found[1]}
    for origin in ("https://evil.example.com", "http://testserver.evil.com", "null", "http://testserver:81"):
        assert client.post("/accounts/logout/", data, headers={"origin": origin}).status_code == 403
    assert client.post("/accounts/logout/", data | {"csrfmiddlewaretoken": "a" * 64}).status_code == 403
    assert client.get("/zh-hans/my/").status_code == 200, "still logged in"
    assert client.post("/accounts/logout/", data, headers={"origin": "http://testserver"}).status_code == 302


@pytest.mark.parametrize(
    "role", ["anonymous", "employee", "manager", "trainer", "hr", "administrator", "leaver"]
)
def test_looking_changes_nothing(world: World, role: str) -> None:
    client = world.client(role, raise_request_exception=False)
    wrong = []
    for route in routes():
        asked = address(route, world)
        with written() as tables:
            client.get(asked)
        if tables:
            wrong.append(f"{asked} writes to {sorted(set(tables))}")
    assert not wrong, "\n".join(wrong)


def test_the_watch_sees_a_write(world: World) -> None:
    with written() as tables:
        world.term.save()
    assert "courses_glossaryterm" in tables


def test_looking_at_the_way_out_does_not_lead_out(world: World) -> None:
    for path in ("/accounts/logout/", "/cms/logout/"):
        client = world.client("trainer")
        client.get(path, follow=True)
        assert client.get("/zh-hans/my/").status_code == 200
