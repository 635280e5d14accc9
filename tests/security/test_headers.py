"""Every kind of answer carries its policy and stays out of shared caches; errors tell nothing."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.security.world import World

STRICT = {
    "script-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "default-src": "'self'",
    "connect-src": "'self'",
}
PAGES = {
    "anonymous": ("/accounts/login/", "/accounts/password/reset/", "/healthz/live", "/zh-hans/my/"),
    "employee": (
        "/zh-hans/my/", "/en/my/", "/zh-hans/learn/", "/zh-hans/glossary/", "/zh-hans/practice/",
        "/zh-hans/search/?q=x", "/zh-hans/insights/mine/", "/accounts/2fa/", "/accounts/sessions/",
        "/accounts/logout/", "/zh-hans/nothing/", "/zh-hans/people/roster/", "/zh-hans/courses/c1/",
        "/zh-hans/courses/c1/c1m1/", "/zh-hans/courses/c1/c1-quiz/", "/language/en/?next=/zh-hans/my/",
    ),
    "manager": ("/zh-hans/insights/", "/zh-hans/insights/completion/"),
    "hr": (
        "/zh-hans/insights/", "/zh-hans/insights/export/", "/zh-hans/insights/completion/export/",
        "/zh-hans/people/roster/", "/zh-hans/people/roster/template.xlsx", "/zh-hans/learn/assign/",
        "/zh-hans/learn/assign/new/",
    ),
}  # fmt: skip
DESK = ("/cms/", "/cms/snippets/quizzes/question/", "/cms/pages/", "/cms/images/", "/cms/account/")
BY_ROLE = [(role, page) for role, pages in PAGES.items() for page in pages]
INSIDE = ("Traceback", "secret detail", "/work/", ".py", "Django", "django", "sqlite", "psycopg", "settings")


def policy(answer: Any) -> dict[str, str]:
    """Return the content policy, directive by directive."""
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts if name}


def check_plain_headers(answer: Any) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def check_strict(answer: Any) -> None:
    assert policy(answer).items() >= STRICT.items()
    assert answer["X-Frame-Options"] == "DENY"
    check_plain_headers(answer)


def check_private(answer: Any) -> None:
    kept = answer["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


@pytest.mark.parametrize(("role", "page"), BY_ROLE, ids=[f"{role} {page}" for role, page in BY_ROLE])
def test_pages(world: World, role: str, page: str) -> None:
    answer = world.client(role).get(page)
    check_strict(answer)
    check_private(answer)
    if "text/html" in answer.get("Content-Type", ""):
        for mark in ("<script>", " onclick=", " onload=", "javascript:", "<style", " style="):
            assert mark not in answer.content.decode(), mark


def test_what_belongs_to_one_person(world: World) -> None:
    client = world.client("employee")
    for part, pk in {
        "quiz": world.attempt.pk, "self-check": world.survey.pk, "case": world.case.pk,
        "role-play": world.role_play.pk,
    }.items():  # fmt: skip
        answer = client.get(f"/zh-hans/{part}/{pk}/")
        assert answer.status_code == 200
        check_strict(answer)
        check_private(answer)


@pytest.mark.parametrize("page", DESK)
def test_the_desk_takes_scripts_from_nowhere_else_and_is_framed_by_nobody_else(
    world: World, page: str
) -> None:
    answer = world.client("trainer").get(page)
    assert answer.status_code == 200
    found = policy(answer)
    assert found["script-src"] == "'self' 'unsafe-inline'"
    assert found["frame-ancestors"] == "'self'"
    assert "http" not in answer["Content-Security-Policy"]
    check_plain_headers(answer)
    check_private(answer)


def test_a_document_is_kept_by_nobody_and_runs_nothing(world: World) -> None:
    address = f"/documents/{world.document.pk}/{world.document.filename}"
    answer = world.client("employee").get(address)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    check_plain_headers(answer)
    check_private(answer)
    assert Client().get(address).status_code == 302
    assert Client().get(world.document.file.url).status_code in {302, 404}


# Errors ----------------------------------------------------------------------------------------------


def break_my_page(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*args: Any) -> None:
        raise error

    monkeypatch.setattr("home.queries.learning", broken)


def not_well(world: World, kind: int, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return an answer of this kind."""
    client = world.client("employee", raise_request_exception=False, enforce_csrf_checks=True)
    if kind == 400:
        return client.get("/zh-hans/my/", headers={"host": "evil.example.com"})
    if kind == 403:
        return client.post("/zh-hans/my/")
    if kind == 404:
        return client.get("/zh-hans/secret detail/")
    break_my_page(
        monkeypatch, OperationalError("secret detail") if kind == 503 else KeyError("secret detail")
    )
    return client.get("/zh-hans/my/")


@pytest.mark.parametrize("kind", [400, 403, 404, 500, 503])
def test_an_error_says_nothing_of_the_inside(
    world: World, kind: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = not_well(world, kind, monkeypatch)
    assert answer.status_code == kind
    text = answer.content.decode()
    for word in INSIDE:
        assert word not in text.replace("static/", ""), word
    assert "<h1" in text
    assert policy(answer).items() >= STRICT.items()
    check_plain_headers(answer)
    if kind not in {400, 500}:  # those two know nobody
        check_private(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example.com"},
        {"x-host": "evil.example.com"},
        {"forwarded": "host=evil.example.com"},
        {"x-forwarded-server": "evil.example.com"},
        {"x-original-host": "evil.example.com"},
        {"x-forwarded-prefix": "//evil.example.com"},
        {"x-forwarded-port": "666"},
    ],
)
def test_no_header_changes_whose_page_this_is(world: World, headers: dict[str, str]) -> None:
    for role, page in (("anonymous", "/accounts/login/"), ("employee", "/zh-hans/my/"), ("anonymous", "/")):
        answer = world.client(role).get(page, headers=headers)
        for said in (answer.content.decode(), str(answer.headers)):
            assert "evil" not in said
            assert ":666" not in said


@pytest.mark.parametrize(
    "host", ["evil.example.com", "testserver.evil.com", "testserver@evil.com", "a b", "", "[::"]
)
def test_only_ones_own_name_is_answered(client: Client, db: None, host: str) -> None:
    for path in ("/accounts/login/", "/zh-hans/my/", "/healthz/ready"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 400 or (host == "" and answer.status_code < 400)
        assert "evil" not in answer.content.decode()
