"""Acknowledged means kept: the server, then the database, is killed under load again and again."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from bench.answers import begin, players
from bench.client import together
from bench.player import Player
from bench.report import Row
from bench.server import Server, free_port
from bench.world import Environment, World, inside, say

KILLS = 20
PEOPLE = 24
LEAST_SAVES = 5_000
MOST_SECONDS = 60.0
AWAY = 0.05


def killed(world: World) -> Iterator[Row]:
    """Kill every process of the web server twenty times while people answer."""
    environment = world.postgresql()
    server = Server(environment, free_port())

    def kill() -> None:
        server.kill()

    def revive() -> None:
        server.start()

    yield _row("Server killed (SIGKILL)", _run(environment, server, kill, revive))


def killed_database(world: World) -> Iterator[Row]:
    """Stop the database at once, without a checkpoint, twenty times while people answer."""
    environment = world.postgresql()
    server = Server(environment, free_port())
    yield _row(
        "Database killed (immediate)", _run(environment, server, world.cluster.kill, world.cluster.start)
    )


def _row(what: str, outcome: tuple[int, list[str]]) -> Row:
    acknowledged, found = outcome
    for sentence in found[:20]:
        say(sentence)
    return Row(
        f"{what} 20 times while {PEOPLE} people answer, PostgreSQL",
        "5,000 acknowledged, none lost, none doubled",
        f"{acknowledged} acknowledged, {len(found)} lost, changed or doubled",
        acknowledged >= LEAST_SAVES and not found,
    )


def _run(
    environment: Environment, server: Server, kill: Callable[[], None], revive: Callable[[], None]
) -> tuple[int, list[str]]:
    """Return how many saves were acknowledged, and a sentence for each answer that is not as it must be."""
    people = players(environment, PEOPLE)
    path = inside(environment, "allow", "0")["start"]
    server.start()
    try:
        begin(people, server.port, path)
        found: list[str] = []
        for number in range(1, KILLS + 1):
            _answer_until_killed(people, kill, number * LEAST_SAVES // KILLS)
            revive()
            found = _compare(environment, people)
            total = sum(player.acknowledged for player in people)
            say(f"kill {number} of {KILLS}: {total} acknowledged so far, {len(found)} wrong")
            if found:
                break
    finally:
        server.stop()
    return sum(player.acknowledged for player in people), found


def _answer_until_killed(people: Sequence[Player], kill: Callable[[], None], enough: int) -> None:
    """Let everybody answer without a pause; kill once enough is acknowledged, let them fail for a moment."""
    over, chance = threading.Event(), random.Random()  # noqa: S311 - any moment
    latest = time.monotonic() + MOST_SECONDS

    def answer(player: Player) -> None:
        while not over.is_set():
            try:
                player.save()
            except OSError:
                time.sleep(AWAY)

    def strike() -> None:
        while sum(player.acknowledged for player in people) < enough and time.monotonic() < latest:
            time.sleep(AWAY)
        time.sleep(chance.random())
        kill()
        time.sleep(10 * AWAY)
        over.set()

    striking = threading.Thread(target=strike)
    striking.start()
    together(answer, people)
    striking.join()


def _compare(environment: Environment, people: Sequence[Player]) -> list[str]:
    """Compare what the database keeps now with what each person knows."""
    kept: dict[str, list[list[object]]] = {}
    for attempt, *row in inside(environment, "kept"):
        kept.setdefault(attempt, []).append(row)
    return [sentence for player in people for sentence in player.compare(kept.get(player.attempt, []))]
