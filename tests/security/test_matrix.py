"""Every address × every role × GET and POST: who is let in. An address without a rule here fails."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import Settings

from tests.security.addresses import Route, address, routes
from tests.security.world import ROLES, World

EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
PERSONS = EVERYBODY - {"anonymous", "leaver"}
OWNER = frozenset({"employee"})
HR = frozenset({"hr", "administrator"})
HEADS = HR | {"manager"}
THE_HR_WHO_UPLOADED = frozenset({"hr"})
DESK = frozenset({"trainer", "administrator"})
STAFF = DESK | HR
THE_TRAINER_WHO_UPLOADED = frozenset({"trainer"})
ADMINISTRATOR = frozenset({"administrator"})

# The longest beginning of the pattern that is listed decides. "" is in no pattern but the front page.
RULES = {
    "healthz/": EVERYBODY,
    "language/": EVERYBODY,
    # Accounts: in and out are open to all; everything about one's account is behind the login.
    "accounts/login/": EVERYBODY,
    "accounts/login/code/confirm/": NOBODY,
    "accounts/logout/": EVERYBODY,
    "accounts/inactive/": EVERYBODY,
    "accounts/password/reset/": EVERYBODY,
    "accounts/^password/reset/key/": EVERYBODY,
    "accounts/password/change/": PERSONS,
    "accounts/password/set/": NOBODY,
    "accounts/first-password/": NOBODY,
    "accounts/reauthenticate/": PERSONS,
    "accounts/2fa/": PERSONS,
    "accounts/2fa/authenticate/": NOBODY,
    "accounts/sessions/": PERSONS,
    "accounts/signup/": NOBODY,
    "accounts/email/": NOBODY,
    "accounts/confirm-email/": NOBODY,
    "^accounts/confirm-email/": NOBODY,
    "accounts/^confirm-email/": NOBODY,
    # Readers.
    "/": PERSONS,
    "zh-hans/my/": PERSONS,
    "zh-hans/search/": PERSONS,
    "zh-hans/glossary/": PERSONS,
    "zh-hans/practice/": PERSONS,
    "zh-hans/practice/runs/": OWNER,
    "zh-hans/case/": OWNER,
    "zh-hans/role-play/": OWNER,
    "zh-hans/quiz/": OWNER,
    "zh-hans/quiz/<uuid:page_key>/start/": PERSONS,
    "zh-hans/self-check/": OWNER,
    "zh-hans/self-check/<uuid:page_key>/start/": PERSONS,
    "zh-hans/learn/": PERSONS,
    "zh-hans/insights/": PERSONS,
    "zh-hans/^((?:": PERSONS,
    "documents/^(": PERSONS,
    # Shared passwords are not offered, and there is one login.
    "documents/authenticate_with_password/": NOBODY,
    "zh-hans/_util/": NOBODY,
    # Heads of departments, HR.
    "zh-hans/insights/completion/": HEADS,
    "zh-hans/insights/export/": HEADS,
    "zh-hans/learn/assign/": HR,
    "zh-hans/learn/exceptions/": STAFF,
    "zh-hans/learn/work/": OWNER,
    "zh-hans/learn/certificate/": OWNER,
    "zh-hans/learn/certificates/": HR,
    "zh-hans/verify/": EVERYBODY,
    "zh-hans/learn/duty/": HR,
    "zh-hans/similar-answers/": HR,
    "zh-hans/people/": HR,
    "zh-hans/people/roster/<uuid:pk>/": THE_HR_WHO_UPLOADED,
    # The authoring desk.
    "cms/": DESK,
    "cms/account/": DESK,
    "cms/api/main/": DESK,
    "cms/block-preview/": DESK,
    "cms/bulk/": DESK,
    "cms/choose-": DESK,
    "cms/courses/": DESK,
    "cms/courses/import/<uuid:pk>/": THE_TRAINER_WHO_UPLOADED,
    "cms/desk/": DESK,
    "cms/desk_": DESK,
    "cms/dismissibles/": DESK,
    "cms/documents/": DESK,
    "cms/editing-sessions/": DESK,
    "cms/embeds/": DESK,
    "cms/images/": DESK,
    "cms/jsi18n/": DESK,
    "cms/localize/": DESK,
    "cms/pages/": DESK,
    "cms/marking/": DESK,
    "cms/questions/": DESK,
    "cms/quiz-password/": DESK,
    "cms/questions/import/<uuid:pk>/": THE_TRAINER_WHO_UPLOADED,
    "cms/reports/aging-pages/": DESK,
    "cms/reports/locked/": DESK,
    "cms/reports/page-types-usage/": DESK,
    "cms/reports/questions/": DESK,
    "cms/reports/quizzes/": DESK,
    "cms/reports/sure-and-wrong/": DESK,
    "cms/reports/workflow": DESK,
    "cms/results/": DESK,
    "cms/snippets/": DESK,
    "cms/sprite/": DESK,
    "cms/tag-autocomplete/": DESK,
    "cms/test404/": DESK,
    "cms/workflows/task_chooser/": DESK,
    "cms/workflows/usage/": DESK,
    # Of the desk, for administrators.
    "cms/collections/": ADMINISTRATOR,
    "cms/pages/<int:page_id>/privacy/": DESK,
    "cms/reports/site-history/": ADMINISTRATOR,
    "cms/sites/": ADMINISTRATOR,
    "cms/users/": ADMINISTRATOR,
    "cms/users/delete/": NOBODY,
    "cms/workflows/": ADMINISTRATOR,
    "cms/workflows/remove/": ADMINISTRATOR,
    # Of the desk, for nobody: roles and languages are code, people change one by one, one login.
    "cms/bulk/people/": NOBODY,
    "cms/failwhale/": NOBODY,
    "cms/groups/": NOBODY,
    "cms/locales/": NOBODY,
    "cms/login/": NOBODY,
    "cms/logout/": NOBODY,
    "cms/password_reset/": NOBODY,
    "cms/settings/": NOBODY,
    "cms/^.*/$": NOBODY,
}
# A rule of its own beginning is needed inside the desk: "cms/" alone covers only its first page.
WHOLE = {"cms/", "/", "zh-hans/my/"}
# Lead elsewhere as long as no second factor is set up.
NEEDS_A_FACTOR = ("accounts/2fa/totp/deactivate/", "accounts/2fa/recovery-codes/")


def rule_of(route: Route) -> frozenset[str] | None:
    """Return who is let in by the longest beginning listed, None when none is."""
    text = route.text or "/"
    fitting = [
        start for start in RULES if (text == start if start in WHOLE else text.startswith(start) and start)
    ]
    return RULES[max(fitting, key=len)] if fitting else None


def is_refused(answer: Any, asked: str) -> bool:
    """Return whether an answer lets nobody in: not there, forbidden, to the login, to the desk's first page.

    The language middleware answers a 404 without language by a redirect to the same path with one.
    """
    if answer.status_code in {403, 404}:
        return True
    if answer.status_code != 302:
        return False
    place = answer["Location"]
    outside = ("/accounts/login/", "/accounts/logout/", "/accounts/password/reset/", "/cms/login/")
    own_door = asked.startswith("/accounts/log")
    return (
        (place.startswith(outside) and not own_door)
        or place == "/cms/"
        or place in {f"/en{asked}", f"/zh-hans{asked}"}
        or (asked in {"/accounts/first-password/", "/accounts/2fa/authenticate/"} and place == "/zh-hans/my/")
    )


@contextmanager
def undone() -> Any:
    """Roll back what a request writes, so that one does not hide another."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers(world: World, role: str, asked: str) -> Iterable[tuple[str, HttpResponse]]:
    """Ask by GET and by POST; logging out in between must not matter."""
    for method in ("get", "post"):
        with undone():
            client = world.client(role, raise_request_exception=False)
            yield method, getattr(client, method)(asked)


def test_every_address_has_a_rule() -> None:
    assert [route.text for route in routes() if rule_of(route) is None] == []


def test_every_rule_has_an_address() -> None:
    texts = [route.text or "/" for route in routes()]
    used = {start for start in RULES if any(text.startswith(start) for text in texts)}
    assert set(RULES) - used == set()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_gets_in_who_should_not(world: World, role: str) -> None:
    wrong = []
    for route in routes():
        if role in (rule_of(route) or NOBODY):
            continue
        asked = address(route, world)
        for method, answer in answers(world, role, asked):
            allowed = answer.status_code == 405
            if not (allowed or is_refused(answer, asked)):
                wrong.append(f"{method} {asked} {answer.status_code} {answer.get('Location', '')}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_who_should_gets_in(world: World, role: str) -> None:
    wrong = []
    for route in routes():
        if route.text.startswith(("cms/", *NEEDS_A_FACTOR)) or role not in (rule_of(route) or NOBODY):
            continue
        asked = address(route, world)
        outcome = [
            (is_refused(answer, asked), answer.status_code) for _, answer in answers(world, role, asked)
        ]
        if all(refused or code == 405 for refused, code in outcome) or any(
            code >= 500 for _, code in outcome
        ):
            wrong.append(f"{asked} {outcome}")
    assert not wrong, "\n".join(wrong)


def test_the_desk_opens_for_those_who_work_there(world: World) -> None:
    pages = (
        "/cms/",
        "/cms/snippets/quizzes/question/",
        f"/cms/pages/{world.lesson.pk}/edit/",
        "/cms/images/",
    )
    for role, more in (("trainer", ()), ("administrator", ("/cms/users/", "/cms/reports/site-history/"))):
        client = world.client(role)
        assert [client.get(page).status_code for page in (*pages, *more)] == [200] * len((*pages, *more))


def test_a_new_view_is_behind_the_login_without_saying_so(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.security.undecorated"
    assert client.get("/new/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/admin/", "/django-admin/", "/api/v2/pages/", "/api/v3/", "/openapi.json"])
def test_what_is_not_mounted_is_not_there(world: World, path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(path)
    for role in ROLES:
        landed = world.client(role).get(path, follow=True)
        assert landed.status_code == 404 or landed.request["PATH_INFO"] == "/accounts/login/"


CLOSED = (
    "/cms/",
    "/cms/users/",
    "/cms/snippets/quizzes/question/",
    "/zh-hans/people/roster/",
    "/zh-hans/learn/assign/",
    "/zh-hans/similar-answers/",
)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "no slash": lambda path: path.rstrip("/"),
    "doubled inside": lambda path: path.replace("/", "//"),
    "upper case": str.upper,
    "capital": str.title,
    "dot": lambda path: f"/.{path}",
    "dots": lambda path: f"/accounts/..{path}",
    "encoded dots": lambda path: f"/accounts/%2e%2e{path}",
    "encoded letter": lambda path: path.replace("c", "%63").replace("p", "%70"),
    "encoded slash": lambda path: path.replace("/", "%2f"),
    "semicolon": lambda path: f"{path};a=1",
    "json": lambda path: f"{path.rstrip('/')}.json",
    "format": lambda path: f"{path}?format=json",
    "export": lambda path: f"{path}?export=xlsx",
    "language": lambda path: f"/en{path.removeprefix('/zh-hans')}",
    "other language": lambda path: f"/zh-hans{path.removeprefix('/zh-hans')}",
    "two languages": lambda path: f"/en/zh-hans{path}",
    "unknown language": lambda path: f"/fr{path.removeprefix('/zh-hans')}",
    "null": lambda path: f"{path}%00",
    "space": lambda path: f"{path}%20",
    "backslash": lambda path: path.replace("/", "\\"),
    "full width": lambda path: path.replace("s", "ｓ"),
}
HEADERS = {"x-original-url": "/cms/", "x-rewrite-url": "/cms/", "x-http-method-override": "GET"}


@pytest.mark.parametrize("role", ["anonymous", "employee", "manager", "leaver"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_other_spellings_open_nothing(world: World, role: str, spelling: str) -> None:
    client = world.client(role)
    for path in CLOSED:
        asked = SPELLINGS[spelling](path)
        for extra in ({}, HEADERS, {"x-requested-with": "XMLHttpRequest", "accept": "application/json"}):
            answer = client.get(asked, headers=extra)
            assert answer.status_code in {301, 302, 403, 404}, (asked, answer.status_code)
            landed = client.get(asked, headers=extra, follow=True)
            assert landed.status_code in {403, 404} or landed.request["PATH_INFO"] == "/accounts/login/"
