"""Whatever is typed into an address or a form of ours: a sentence or a 404, never a failure."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quizzes.content import Kind
from tests.security.world import World

HOSTILE = {
    "null": "a\x00b",
    "only null": "\x00",
    "huge": "9" * 400,
    "beyond bigint": str(2**63),
    "negative": "-1",
    "float": "1e309",
    "nan": "NaN",
    "full width": "１２",
    "superscript": "²",
    "quote": "'; DROP TABLE people_user; --",
    "double quote": '" OR 1=1 --',
    "percent": "%' ESCAPE '%",
    "format": "%s %(a)s {0} {a.__class__}",
    "template": "{{ 7|add:7 }}{% include 'base.html' %}",
    "path": "../../../../etc/passwd",
    "long": "长" * 10_000,
    "emoji": "👩‍👩‍👧🏽\u202e",
    "surrogate": "\ud800",
    "combining": "e" + "\u0301" * 500,
    "line ends": "a\r\nSet-Cookie: a=b",
    "array": "[1,2]",
    "object": '{"$ne": null}',
    "regex": "(a+)+$" * 20,
    "search words": 'a AND OR NOT NEAR( * " : ^ - & | ! <->',
    "uuid": "00000000-0000-0000-0000-00000000000g",
    "empty": "",
}
NAMES = (
    "q",
    "page",
    "period",
    "unit",
    "next",
    "seq",
    "__class__",
    "_connector",
    "id__in",
    "pk",
    "format",
    "csrf",
)
GETS = {
    "employee": (
        "/zh-hans/my/", "/zh-hans/search/", "/zh-hans/glossary/", "/zh-hans/learn/", "/zh-hans/practice/",
        "/zh-hans/insights/mine/", "/zh-hans/quiz/{attempt}/", "/zh-hans/quiz/{result}/result/",
        "/zh-hans/self-check/{survey}/", "/zh-hans/case/{case}/", "/zh-hans/role-play/{role_play}/",
        "/zh-hans/courses/c1/c1m1/", "/language/en/", "/accounts/login/",
    ),
    "hr": (
        "/zh-hans/insights/", "/zh-hans/insights/completion/", "/zh-hans/insights/export/",
        "/zh-hans/insights/completion/export/", "/zh-hans/people/roster/", "/zh-hans/people/roster/{roster}/",
        "/zh-hans/learn/assign/", "/zh-hans/learn/assign/new/", "/zh-hans/learn/assign/{assignment}/",
    ),
}  # fmt: skip
POSTS: list[tuple[str, str, tuple[str, ...]]] = [
    (
        "employee",
        "/zh-hans/quiz/{attempt}/1/",
        ("option", "seq", "go", "move", "text", "order", "flagged", "keep"),
    ),
    ("employee", "/zh-hans/self-check/{survey}/", ("a:S1", "a:nothing", "a:", "submit")),
    ("employee", "/zh-hans/self-check/{survey}/answer/", ("code", "value", "seq")),
    ("employee", "/zh-hans/case/{case}/judge/", ("judgement-{judgement}", "seen", "submit")),
    ("employee", "/zh-hans/role-play/{role_play}/choose/", ("seq", "scene", "choice")),
    ("employee", "/zh-hans/learn/lesson/{lesson}/note/r1/", ("text", "seq", "tick")),
    ("employee", "/zh-hans/learn/lesson/{lesson}/note/k1/", ("tick", "seq", "text")),
    ("employee", "/zh-hans/practice/{case_page}/start/", ("trial",)),
    (
        "hr",
        "/zh-hans/learn/assign/new/",
        ("course", "department", "person", "due_on", "required", "confirmed"),
    ),
    ("hr", "/zh-hans/learn/duty/{duty}/waive/", ("reason",)),
    ("hr", "/zh-hans/people/roster/", ("as_of",)),
    ("hr", "/zh-hans/people/roster/initial-password/", ("employee_no",)),
    ("hr", "/zh-hans/people/roster/{roster}/confirm/", ("digest",)),
    ("anonymous", "/accounts/login/", ("login", "password", "next", "remember")),
    ("anonymous", "/accounts/password/reset/", ("email",)),
]
PLACES = (
    "/zh-hans/learn/module/{}/",
    "/zh-hans/quiz/{}/",
    "/zh-hans/learn/assign/{}/",
    "/zh-hans/courses/{}/",
    "/zh-hans/{}/",
    "/{}",
    "/documents/{}/a",
    "/cms/pages/{}/edit/",
)


def put(world: World, text: str) -> str:
    """Put the world's keys into an address or a field's name."""
    return text.format(
        judgement=world.case.version.content["judgements"][0]["id"],
        lesson=world.lesson.translation_key,
        case_page=world.case_page.translation_key,
        **{
            name: getattr(world, name).pk
            for name in ("attempt", "result", "survey", "case", "role_play", "roster", "assignment", "duty")
        },
    )


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """One hostile text after the other."""
    return HOSTILE[request.param]


def complaints(answers: list[tuple[str, Any]]) -> list[str]:
    return [f"{asked} {answer.status_code}" for asked, answer in answers if answer.status_code >= 500]


def test_in_addresses(world: World, hostile: str) -> None:
    answers = []
    for role, paths in GETS.items():
        client = world.client(role, raise_request_exception=False)
        for path in paths:
            asked = put(world, path)
            answers.append((asked, client.get(asked, dict.fromkeys(NAMES, printable(hostile)))))
            answers.append(
                (f"{asked} names", client.get(asked, {printable(hostile)[:80]: "1", "q": ["a", "b"]}))
            )
    assert complaints(answers) == []


def printable(text: str) -> str:
    """Return the text as it can be percent-encoded; a lone surrogate has no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def test_in_forms(world: World, hostile: str) -> None:
    answers = []
    for role, path, fields in POSTS:
        client = world.client(role, raise_request_exception=False)
        asked = put(world, path)
        for field in fields:
            for value in (printable(hostile), [printable(hostile)] * 3):
                answers.append((f"{asked} {field}", client.post(asked, {put(world, field): value})))
        together = {put(world, field): printable(hostile) for field in fields}
        answers.append((f"{asked} together", client.post(asked, together)))
    assert complaints(answers) == []


def test_in_every_kind_of_question(world: World, hostile: str) -> None:
    client = world.client("employee", raise_request_exception=False)
    answers = []
    for item in world.attempt.items.select_related("version"):
        options = [option["id"] for option in item.version.content["options"]]
        fields = {"seq": "1", "option": hostile, "text": hostile, "order": [*options, hostile], "keep": "1"}
        fields |= {f"pair:{option}": hostile for option in options} | {f"pair:{hostile[:50]}": options[0]}
        sent = {printable(name): _all_printable(value) for name, value in fields.items()}
        asked = f"/zh-hans/quiz/{world.attempt.pk}/{item.position}/"
        for headers in ({}, {"accept": "application/json"}):
            answer = client.post(asked, sent, headers=headers)
            answers.append((f"{asked} {Kind(item.version.content['kind'])}", answer))
    assert complaints(answers) == []


def _all_printable(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else [printable(one) for one in value]


def test_in_the_path(world: World, hostile: str) -> None:
    client = world.client("employee", raise_request_exception=False)
    raw = hostile.encode("utf-8", "surrogatepass").decode("latin-1")
    paths = [place.format(raw) for place in PLACES]
    answers = [(path, client.generic("GET", "/", PATH_INFO=path)) for path in paths]
    assert complaints(answers) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"seq=%ED%A0%80&option=%FF", "application/x-www-form-urlencoded"),
        (b"seq=1&option=%00", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"{", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b"&" * 20_000, "application/x-www-form-urlencoded"),
        (b"a=1&" * 20_000, "application/x-www-form-urlencoded"),
        (b"a=" + b"1" * 6_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_bodies_that_are_no_forms(world: World, body: bytes, kind: str) -> None:
    for role, path, _fields in POSTS:
        client = world.client(role, raise_request_exception=False)
        answer = client.post(put(world, path), body, content_type=kind)
        assert answer.status_code < 500, path


@pytest.mark.parametrize(
    "name",
    ["a\x00.csv", "../../x.csv", "长" * 300 + ".csv", "<b>.csv", "a.csv\r\nX: y", "", ".xlsx", "a.XLSX"],
)
@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 50, b"PK\x03\x04broken", b"\xff\xfe\x41", "工号\n".encode() + b"\xff"]
)
def test_files_that_are_no_rosters(world: World, name: str, content: bytes) -> None:
    client: Client = world.client("hr", raise_request_exception=False)
    data = {"file": SimpleUploadedFile(name or "x", content), "as_of": "2026-11-24"}
    answer = client.post("/zh-hans/people/roster/", data)
    assert answer.status_code in {200, 302, 400}
