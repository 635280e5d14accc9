"""One Chromium and one served academy for all browser tests of a process.

The academy stands in a copy of the test database, so that the server may commit and nothing has to be
flushed; every test takes people of its own.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.browser.watching import Watch
from tests.browser.world import World, build
from tests.factories import client_of, make_person

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PHONE, DESK = (360, 780), (1280, 900)
OpenAs = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests; without Chromium they are skipped, or fail where one is required."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="Chromium was not found; CHROMIUM= names it"))


@pytest.fixture(scope="package")
def chromium(db: None) -> Iterator[Browser]:
    """A running Chromium; started after the copy, for beside Playwright the connections are others."""
    assert CHROMIUM, "REQUIRE_BROWSER is set, but Chromium was not found"
    expect.set_options(timeout=15_000)  # a shared machine may be slow; nothing waits longer than it must
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Turn this process, with all its threads, to a copy of the test database.

    It stands in for pytest-django's fixture of the same name, which wraps each test in a transaction that
    the server could not see into.
    """
    copy = f"browser_{os.getpid()}"  # a name of its own: what a killed run left behind is never opened
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread
        original = connection.settings_dict["NAME"]
        name = connection.creation.get_test_db_clone_settings(copy)["NAME"]
        if connection.vendor == "sqlite":  # copying the file would miss what still lies in its journal
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [name])
        else:
            connection.close()
            connection.creation.clone_test_db(copy, verbosity=0)
        connection.close()
        connection.settings_dict["NAME"] = name
        yield
        _leave(name)
        connection.settings_dict["NAME"] = original
        connection.creation.destroy_test_db(verbosity=0, suffix=copy)
        for ending in ("-wal", "-shm"):  # SQLite's, when a thread of the server had not ended yet
            Path(f"{name}{ending}").unlink(missing_ok=True)


def _leave(copy: str) -> None:
    """End every session with the copy, also those of threads that are done: else it cannot be removed."""
    connections.close_all()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:  # how Django itself makes and removes databases
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [copy]
            )


@pytest.fixture(scope="package")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The served academy with a small company whose people have been at work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr(settings, "MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        server = LiveServer("127.0.0.1")
        yield build(server.url)
        server.stop()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the browser noticed; the test fails when it is anything a reader should not meet."""
    seen = Watch()
    yield seen
    assert seen.troubles == []


@pytest.fixture
def open_context(chromium: Browser, world: World, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a browser of somebody, in a language and a size."""
    opened: list[BrowserContext] = []

    def open_one(
        user: User | None = None,
        *,
        language: str = "zh-hans",
        size: tuple[int, int] = DESK,
        **options: object,
    ) -> BrowserContext:
        context = chromium.new_context(
            base_url=world.url,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB" if language == "en" else "zh-CN",
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(30_000)
        watch.over(context, world.url)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": world.url}])
        if user is not None:
            session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": world.url}])
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def open_as(open_context: Callable[..., BrowserContext]) -> OpenAs:
    """Return a function that opens a page of somebody, in a language and a size."""

    def open_one(user: User | None = None, **options: object) -> Page:
        return open_context(user, **options).new_page()

    return open_one


_numbers = count(1)


@pytest.fixture
def newcomer(world: World) -> Callable[..., User]:
    """Return a function that hires somebody new."""

    def hire(name: str = "新人", group: str = "") -> User:
        return make_person(f"newcomer{next(_numbers)}", name, world.quality, group=group)

    return hire


@pytest.fixture
def learner(newcomer: Callable[..., User]) -> User:
    """Somebody who has not begun anything."""
    return newcomer()
