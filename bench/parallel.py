"""Thirty-two requests of one person at once: never more tries than allowed, exactly one result each."""

import http.client
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from typing import Any

from bench.client import Person, together
from bench.report import Row
from bench.world import Environment, World, inside, say, serving

PEOPLE = 5
AT_ONCE = 32
TRIES = 3
DELAY = 60  # minutes between tries
DAY = 86_400  # seconds
OPENS_IN, CLOSES_IN = 4, 12  # seconds
MANY = 999
BOUND = "never more tries than allowed, exactly one result each"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the rules of a quiz allow: tries, seconds between two, and when one can begin and end."""

    tries: int = TRIES
    delay: float = 0
    opens: float = 0
    closes: float = float("inf")


@dataclass(frozen=True, slots=True)
class Scene:
    """A running server with people who are logged in."""

    environment: Environment
    port: int
    path: str
    sessions: Sequence[str]


def parallel(world: World) -> Iterator[Row]:
    """Start and submit thirty-two times at once per person, beyond what the rules of a quiz allow."""
    for name, environment in (("SQLite", world.sqlite()), ("PostgreSQL", world.postgresql())):
        path = inside(environment, "allow", str(TRIES))["start"]
        sessions = [row["session"] for row in inside(environment, "people", str(PEOPLE))]
        with serving(environment) as server:
            scene = Scene(environment, server.port, path, sessions)
            for run in (_plain, _delayed, _closing):
                inside(environment, "allow", str(TRIES))
                yield run(scene, name)


def _plain(scene: Scene, name: str) -> Row:
    failed = sum(_storm(scene, session, TRIES + 1) for session in scene.sessions)
    title = f"{AT_ONCE} starts and submits of a person at once, {TRIES} tries allowed, {name}"
    return _row(scene, title, BOUND, Allowed(), failed)


def _delayed(scene: Scene, name: str) -> Row:
    """Storm twice while a try may begin, let the time between two tries go by, and storm again."""
    delays = {"second_delay_minutes": DELAY, "later_delay_minutes": DELAY}
    inside(scene.environment, "window", json.dumps(delays), str(-DELAY), str(DAY))
    failed = 0
    for _turn in range(TRIES + 1):
        failed += sum(_storm(scene, session, 2) for session in scene.sessions)
        inside(scene.environment, "age", str(DELAY))
    title = f"The same with {DELAY} minutes between tries, {name}"
    bound = f"{BOUND}, none before its time"
    return _row(scene, title, bound, Allowed(delay=60 * DELAY), failed)


def _closing(scene: Scene, name: str) -> Row:
    """Storm from before the opening until after the closing, everybody at once."""
    rules = {"attempt_limit": MANY, "grace_seconds": 0, "second_delay_minutes": 0, "later_delay_minutes": 0}
    window = inside(scene.environment, "window", json.dumps(rules), str(OPENS_IN), str(CLOSES_IN))
    end = window["closes"] + 1
    failed = sum(together(partial(_storm_until, scene, end=end), scene.sessions))
    title = f"The same with any number of tries in {CLOSES_IN - OPENS_IN} seconds, {name}"
    bound = "none begun before the opening or after the closing, none left open, exactly one result each"
    return _row(scene, title, bound, Allowed(MANY, **window), failed)


def _row(scene: Scene, title: str, bound: str, allowed: Allowed, failed: int) -> Row:
    """Judge what is kept now; of a number that can be used up, everybody must have used all."""
    attempts = inside(scene.environment, "results")
    wrong = wrong_people(attempts, allowed)
    say(f"{title}: {len(attempts)} tries of {PEOPLE} people, {failed} answers were errors")
    told = f"{len(attempts)} tries of {PEOPLE} people, {len(wrong)} wrong, {failed} server errors"
    everybody = len({row["user"] for row in attempts}) == PEOPLE
    complete = everybody and (allowed.tries == MANY or len(attempts) == PEOPLE * allowed.tries)
    return Row(title, bound, told, not wrong and not failed and complete)


def _windows(scene: Scene, session: str) -> tuple[list[Person], int]:
    """Return a person's open windows, each with the token of its forms, and how many answers were errors."""
    windows = [Person(scene.port, {"sessionid": session}) for _window in range(AT_ONCE)]
    return windows, sum(_failed(_ask(window, "GET", "/zh-hans/my/")[0]) for window in windows)


def _storm(scene: Scene, session: str, rounds: int) -> int:
    """Start and submit at once, so many times over; return how many answers were errors."""
    windows, failed = _windows(scene, session)
    for _round in range(rounds):
        answered = together(lambda window: _ask(window, "POST", scene.path), windows)
        failed += sum(_failed(status) for status, _text, _headers in answered)
        places = {headers.get("Location", "") for _status, _text, headers in answered}
        for attempt in sorted(filter(_is_attempt, places)):
            failed += sum(together(partial(_submit, attempt), windows))
    return failed


def _storm_until(scene: Scene, session: str, *, end: float) -> int:
    """Start and submit in every window for itself until a moment; return how many answers were errors."""
    windows, failed = _windows(scene, session)

    def go_on(window: Person) -> int:
        errors = 0
        while time.time() < end:
            status, _text, headers = _ask(window, "POST", scene.path)
            errors += _failed(status)
            attempt = headers.get("Location", "")
            if _is_attempt(attempt):
                errors += _submit(attempt, window)
        return errors

    return failed + sum(together(go_on, windows))


def _ask(window: Person, method: str, path: str) -> tuple[int, str, dict[str, str]]:
    """Ask over a new connection: while a window waits for the others, the server hangs up on an old one."""
    window.close()
    return window.request(method, path, {} if method == "POST" else None)


def _submit(attempt: str, window: Person) -> bool:
    return _failed(_ask(window, "POST", f"{attempt}submit/")[0])


def _failed(status: int) -> bool:
    return status >= http.client.INTERNAL_SERVER_ERROR


def _is_attempt(place: str) -> bool:
    return place.startswith("/zh-hans/quiz/")


def wrong_people(attempts: Sequence[dict[str, Any]], allowed: Allowed) -> list[object]:
    """Return the people with a try that was not allowed, is numbered twice, or has not exactly one result."""
    found = []
    for user, rows in groupby(attempts, key=lambda row: row["user"]):
        tries = list(rows)
        numbers = [row["number"] for row in tries]
        counted = numbers == list(range(1, len(tries) + 1)) and len(tries) <= allowed.tries
        whole = all(_is_whole(row) and allowed.opens <= row["started"] for row in tries)
        in_time = whole and all(row["started"] < allowed.closes >= row["ended"] for row in tries)
        spaced = not allowed.delay or (whole and _are_spaced(tries, allowed.delay))
        if not (counted and in_time and spaced):
            found.append(user)
    return found


def _are_spaced(tries: Sequence[dict[str, Any]], delay: float) -> bool:
    """Say whether each try began late enough; without a delay it may be asked for before the last ended."""
    return all(later["started"] >= earlier["ended"] + delay for earlier, later in pairwise(tries))


def _is_whole(row: dict[str, Any]) -> bool:
    return row["state"] == "submitted" and row["score"] is not None and row["results"] == 1
