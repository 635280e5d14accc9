"""Saving answers: fifty people at once."""

import random
import time
from collections.abc import Iterator, Sequence

from bench.client import Person, percentile, together
from bench.player import Player
from bench.report import Row
from bench.world import Environment, World, inside, say, serving

PEOPLE = 50
SAVES = 20
PAUSE = 0.9


def answers(world: World) -> Iterator[Row]:
    """Let fifty people answer one question a second each, not in step, on either database."""
    yield _measure(world.postgresql(), "PostgreSQL", 60.0)
    yield _measure(world.sqlite(), "SQLite", 250.0)


def _measure(environment: Environment, database: str, limit_ms: float) -> Row:
    people = players(environment, PEOPLE)
    path = inside(environment, "allow", "0")["start"]
    with serving(environment) as server:
        begin(people, server.port, path)
        say(f"{database}: {PEOPLE} people answer {SAVES} times")
        rows = [row for rows in together(_save, people) for row in rows]
    taken = [seconds for seconds, _ok in rows]
    wrong = sum(not ok for _seconds, ok in rows)
    median, p95 = (1000 * percentile(taken, share) for share in (0.5, 0.95))
    return Row(
        f"Saving an answer, {PEOPLE} people at once, {database}",
        f"p95 under {limit_ms:.0f} ms",
        f"p95 {p95:.0f} ms, median {median:.0f} ms of {len(taken)} saves, {wrong} not acknowledged",
        p95 < limit_ms and not wrong,
    )


def players(environment: Environment, count: int) -> list[Player]:
    """Return so many logged-in people who have not started yet."""
    logins = inside(environment, "people", str(count))
    return [
        Player(Person(0, {"sessionid": row["session"]}), random.Random(row["user"]))  # noqa: S311 - no secret
        for row in logins
    ]


def begin(people: Sequence[Player], port: int, path: str) -> None:
    """Let everybody start the quiz, one after the other."""
    for player in people:
        player.person.port = port
        player.person.request("GET", "/zh-hans/my/")  # brings the token that forms carry
        player.start(path)
        player.person.close()


def _save(player: Player) -> list[tuple[float, bool]]:
    done = []
    time.sleep(PAUSE * player.random.random())
    for _time in range(SAVES):
        started = time.perf_counter()
        ok = player.save()
        done.append((time.perf_counter() - started, ok))
        player.person.close()  # the server hangs up on those who pause; each save comes on a new connection
        time.sleep(PAUSE)
    return done
