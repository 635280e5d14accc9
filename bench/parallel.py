"""Thirty-two requests of one person at once: never more tries than allowed, exactly one result each."""

import http.client
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from bench.client import Person, together
from bench.report import Row
from bench.world import World, inside, say, serving

PEOPLE = 5
AT_ONCE = 32
TRIES = 3


def parallel(world: World) -> Iterator[Row]:
    """Start and submit thirty-two times at once per person, beyond the tries a quiz allows."""
    for name, environment in (("SQLite", world.sqlite()), ("PostgreSQL", world.postgresql())):
        path = inside(environment, "allow", str(TRIES))["start"]
        sessions = [row["session"] for row in inside(environment, "people", str(PEOPLE))]
        with serving(environment) as server:
            failed = sum(_storm(server.port, session, path) for session in sessions)
            attempts = inside(environment, "results")
        wrong = _wrong(attempts)
        say(f"{name}: {len(attempts)} tries of {PEOPLE} people, {failed} answers were errors")
        yield Row(
            f"{AT_ONCE} starts and submits of a person at once, {TRIES} tries allowed, {name}",
            "never more tries than allowed, exactly one result each",
            f"{len(attempts)} tries of {PEOPLE} people, {len(wrong)} wrong, {failed} server errors",
            not wrong and not failed and len(attempts) == PEOPLE * TRIES,
        )


def _storm(port: int, session: str, path: str) -> int:
    """Start and submit at once, one round more than there are tries; return how many answers were errors."""
    windows = [Person(port, {"sessionid": session}) for _window in range(AT_ONCE)]
    failed = sum(_post(window, None) for window in windows)
    for _round in range(TRIES + 1):
        answered = together(lambda window: window.request("POST", path, {}), windows)
        failed += sum(status >= http.client.INTERNAL_SERVER_ERROR for status, _text, _headers in answered)
        places = {headers.get("Location", "") for _status, _text, headers in answered}
        for attempt in sorted(place for place in places if place.startswith("/zh-hans/quiz/")):
            failed += sum(together(partial(_post, path=f"{attempt}submit/"), windows))
    return failed


def _post(window: Person, path: str | None) -> bool:
    """Ask for a page that brings the form's token, or post; return whether the server failed."""
    if path is None:
        status, _text, _headers = window.request("GET", "/zh-hans/my/")
    else:
        status, _text, _headers = window.request("POST", path, {})
    return status >= http.client.INTERNAL_SERVER_ERROR


def _wrong(attempts: Sequence[dict[str, object]]) -> list[object]:
    """Return the people whose tries are too many, numbered twice, or without exactly one result each."""
    found = []
    for user, rows in groupby(attempts, key=lambda row: row["user"]):
        tries = list(rows)
        numbers = [row["number"] for row in tries]
        whole = all(row["state"] == "submitted" and row["score"] is not None for row in tries)
        if numbers != list(range(1, len(tries) + 1)) or len(tries) > TRIES or not whole:
            found.append(user)
    return found
