"""Who may frame what: nobody our pages, only our own editor their previews."""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory
from wagtail.models import Page

from home.models import HomePage
from people.models import User
from tests.factories import client_of


@pytest.fixture
def page(db: None) -> HomePage:
    """A page that can be previewed."""
    return Page.objects.get(depth=1).add_child(instance=HomePage(title="首页", slug="neike"))


def session_store() -> type[SessionBase]:
    """Return the store that is configured, with or without Redis."""
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_said_calmly_even_before_the_view(
    owner: User, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    client = client_of(owner)
    client.raise_request_exception = False

    def away(self: SessionBase) -> None:
        raise error("connection refused")

    monkeypatch.setattr(session_store(), "load", away)
    answer = client.get("/zh-hans/my/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"


def test_other_errors_stay_errors(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(owner)
    client.raise_request_exception = False

    def broken(self: SessionBase) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(session_store(), "load", broken)
    assert client.get("/zh-hans/my/").status_code == 500


def test_the_editor_may_frame_a_preview_and_nothing_else_about_it_is_laxer(
    page: HomePage, trainer: User, rf: RequestFactory
) -> None:
    preview = page.make_preview_request(
        original_request=rf.get("/cms/"), extra_request_attrs={"user": trainer}
    )

    policy = preview["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self';" in f"{policy};"


def test_nobody_may_frame_a_reader_s_page(client: Client, db: None) -> None:
    assert "frame-ancestors 'none'" in client.get("/accounts/login/")["Content-Security-Policy"]


def test_the_administration_keeps_its_own_policy(client: Client, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)

    policy = client.get("/cms/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
