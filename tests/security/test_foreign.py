"""What belongs to somebody else is not there: the same answer as for something that never was."""

import uuid
from typing import Any

import pytest
from django.test import Client

from courses.models import LearnerNote
from people.models import Department
from tests.factories import client_of, make_person
from tests.security.addresses import Route, address, routes
from tests.security.test_forgery import written
from tests.security.test_matrix import OWNER, rule_of
from tests.security.world import World

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
OTHERS = ("colleague", "manager", "trainer", "hr", "administrator", "head of the department")
PRIVATE = ("quizzes:", "cases:")
PUBLIC = {"quizzes:start", "quizzes:survey_start", "cases:start", "cases:practice"}
SECRET = "只给自己看的话"


def own_routes() -> list[Route]:
    """Return the addresses of what belongs to one person, by the matrix's own rules."""
    private = [route for route in routes() if route.name.startswith(PRIVATE) and route.name not in PUBLIC]
    return [route for route in private if rule_of(route) == OWNER]


def client_for(world: World, role: str) -> Client:
    if role != "head of the department":
        return world.client(role)
    return client_of(make_person("head", "质量部长", world.department, is_head=True))


def never_was(route: Route, world: World) -> str:
    """Return the same address with an id that nobody ever had."""
    parts = address(route, world).split("/")
    return "/".join(str(uuid.uuid4()) if len(part) == 36 else part for part in parts)


@pytest.mark.parametrize("role", OTHERS)
def test_it_is_not_there_by_any_method(world: World, role: str) -> None:
    client = client_for(world, role)
    wrong = []
    for route in own_routes():
        for method in METHODS:
            with written() as tables:
                answer = getattr(client, method)(address(route, world))
            nothing = getattr(client, method)(never_was(route, world))
            if answer.status_code not in {404, 405} or answer.status_code != nothing.status_code or tables:
                wrong.append(f"{method} {route.text} {answer.status_code} {nothing.status_code} {tables}")
    assert not wrong, "\n".join(wrong)


def test_there_are_such_addresses() -> None:
    assert len(own_routes()) >= 14


@pytest.mark.parametrize("role", ["other_hr", "administrator", "manager", "trainer", "employee"])
def test_a_roster_is_there_for_who_uploaded_it(world: World, role: str) -> None:
    client = world.client(role)
    found = [route for route in routes() if "<uuid:pk>" in route.text and route.name.startswith("people:")]
    assert len(found) == 5
    for route in found:
        for method in METHODS:
            assert getattr(client, method)(address(route, world)).status_code in {404, 405}, route.text
    world.roster.refresh_from_db()
    assert world.roster.state == "previewed"


@pytest.mark.parametrize(
    "role", ["colleague", "manager", "trainer", "hr", "administrator", "head of the department"]
)
def test_a_note_is_read_by_its_author_only(world: World, role: str) -> None:
    client = client_for(world, role)
    client.raise_request_exception = False
    pages = [route for route in routes() if not route.text.startswith("cms/")]
    seen = [route.text for route in pages if SECRET in _text(client.get(address(route, world)))]
    assert seen == []
    assert SECRET in world.client("employee").get("/zh-hans/courses/c1/c1m1/").content.decode()


def _text(answer: Any) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")


def test_somebody_elses_note_is_not_written_over(world: World) -> None:
    path = f"/zh-hans/learn/lesson/{world.lesson.translation_key}/note/r1/"
    data = {
        "text": "别的话",
        "seq": "5",
        "user": world.people["employee"].pk,
        "user_id": world.people["employee"].pk,
    }
    world.client("colleague").post(path, data)
    world.note.refresh_from_db()
    assert world.note.text == SECRET
    assert LearnerNote.objects.get(user=world.people["colleague"]).text == "别的话"


# Mass assignment -------------------------------------------------------------------------------------

TAKEN = {
    "user": "1", "user_id": "1", "state": "submitted", "score": "99", "points": "99", "score_bp": "10000",
    "passed": "on", "is_correct": "1", "number": "1", "deadline_at": "2099-01-01", "started_at": "2000-01-01",
    "submitted_at": "2000-01-01", "is_preview": "1", "cycle": "9", "version": "1", "is_staff": "on",
    "is_superuser": "on", "groups": "1", "total": "99", "finished_at": "2000-01-01", "elapsed": "0",
}  # fmt: skip


def test_no_field_is_taken_that_was_not_asked_for(world: World) -> None:
    client = world.client("employee")
    things: tuple[Any, ...] = (
        world.attempt,
        world.survey,
        world.case,
        world.role_play,
        world.people["employee"],
    )
    before = [type(thing).objects.filter(pk=thing.pk).values().get() for thing in things]
    for path in (
        f"/zh-hans/quiz/{world.attempt.pk}/1/",
        f"/zh-hans/self-check/{world.survey.pk}/",
        f"/zh-hans/case/{world.case.pk}/judge/",
        f"/zh-hans/role-play/{world.role_play.pk}/choose/",
        "/accounts/password/change/",
        "/accounts/sessions/",
    ):
        client.post(path, TAKEN | {"seq": "1"})
    after = [type(thing).objects.filter(pk=thing.pk).values().get() for thing in things]
    assert after == before


@pytest.mark.parametrize("unit", ["CO", "Q", "P", "nothing"])
def test_a_manager_asks_for_the_own_department_only(world: World, unit: str) -> None:
    client = world.client("manager")
    for page in ("", "completion/", "export/", "completion/export/"):
        answer = client.get(f"/zh-hans/insights/{page}", {"unit": unit})
        assert (answer.status_code == 200) == (unit == "P"), page
    assert Department.objects.filter(code="P").exists()
