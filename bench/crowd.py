"""The starting gun: five hundred people start a quiz within a minute and answer for five more."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.answers import players
from bench.client import percentile, together
from bench.player import Player
from bench.report import Row
from bench.server import Server
from bench.world import World, inside, say, serving

PEOPLE = 500
START_SECONDS = 60.0
ANSWER_SECONDS = 300.0
EVERY_SECONDS = 10.0
START_LIMIT_MS = 1_500.0
SAVE_LIMIT_MS = 100.0
GROWTH_LIMIT = 0.05
LOOK_SECONDS = 5.0


@dataclass
class Measured:
    """Seconds taken by starts and saves, and what went wrong."""

    starts: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def crowd(world: World) -> Iterator[Row]:
    """Five hundred people start within a minute and save every ten seconds for five minutes, PostgreSQL."""
    environment = world.postgresql()
    path = inside(environment, "allow", "0")["start"]
    people = players(environment, PEOPLE)
    measured = Measured()
    with serving(environment) as server:
        for player in people:
            player.person.port = server.port
        with _Watch(server, measured) as watch:
            began = time.monotonic()
            together(lambda player: _take(player, path, began, measured), people)
        lost = _lost(inside(environment, "kept"), people)
    yield from _rows(measured, watch.sizes, lost)


def _rows(measured: Measured, sizes: Sequence[tuple[float, int]], lost: int) -> Iterator[Row]:
    wrong = f"{len(measured.errors)} errors"
    start, save = (1000 * percentile(taken, 0.95) for taken in (measured.starts, measured.saves))
    for sentence in measured.errors[:20]:
        say(sentence)
    yield Row(
        f"{PEOPLE} people start the same quiz within a minute, PostgreSQL",
        "p95 under 1.5 s, no error",
        f"p95 {start:.0f} ms of {len(measured.starts)} starts with the first page, {wrong}",
        start < START_LIMIT_MS and len(measured.starts) == PEOPLE and not measured.errors,
    )
    yield Row(
        f"{PEOPLE} people save every 10 s for five minutes, PostgreSQL",
        "p95 under 100 ms, no error",
        f"p95 {save:.0f} ms of {len(measured.saves)} saves, {wrong}, {lost} lost",
        save < SAVE_LIMIT_MS and not measured.errors and not lost,
    )
    settled = [size for at, size in sizes if at > START_SECONDS + LOOK_SECONDS]
    first, last = settled[0], settled[-1]
    yield Row(
        "Memory of the server meanwhile",
        "flat (at most 5 % more at the end than after the starts)",
        f"{first / 1024:.0f} MiB, then {last / 1024:.0f} MiB",
        last <= first * (1 + GROWTH_LIMIT),
    )


def _take(player: Player, path: str, began: float, measured: Measured) -> None:
    """Wait for one's turn, start, and answer every ten seconds; each request comes on a new connection."""
    time.sleep(START_SECONDS * player.random.random())
    try:
        player.person.request("GET", "/zh-hans/my/")
        started = time.perf_counter()
        player.start(path)
        measured.starts.append(time.perf_counter() - started)
        player.person.close()
    except (OSError, RuntimeError) as error:
        measured.errors.append(str(error))
        return
    time.sleep(EVERY_SECONDS * player.random.random())
    while time.monotonic() < began + START_SECONDS + ANSWER_SECONDS:
        due = time.monotonic() + EVERY_SECONDS
        _save(player, measured)
        time.sleep(max(0.0, due - time.monotonic()))


def _save(player: Player, measured: Measured) -> None:
    started = time.perf_counter()
    try:
        if not player.save():
            measured.errors.append(f"a save was not acknowledged {player.wrong[-1:]}")
    except OSError as error:
        measured.errors.append(str(error))
    measured.saves.append(time.perf_counter() - started)
    player.person.close()


def _lost(kept: Sequence[Sequence[object]], people: Sequence[Player]) -> int:
    """Return how many answers are not kept as they were acknowledged."""
    rows: dict[object, list[Sequence[object]]] = {}
    for attempt, *row in kept:
        rows.setdefault(attempt, []).append(row)
    return sum(len(player.compare(rows.get(player.attempt, []))) for player in people)


class _Watch:
    """Looks at the memory of the server's processes every few seconds and says how far it is."""

    def __init__(self, server: Server, measured: Measured) -> None:
        self.sizes: list[tuple[float, int]] = []
        self._server, self._measured = server, measured
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        began, looks = time.monotonic(), 0
        while not self._over.wait(LOOK_SECONDS):
            self.sizes.append((time.monotonic() - began, self._server.memory_kib()))
            looks += 1
            if looks % 6 == 0:
                done = self._measured
                say(
                    f"{time.monotonic() - began:.0f} s: {len(done.starts)} started, {len(done.saves)} saves, "
                    f"{len(done.errors)} errors, {self.sizes[-1][1] / 1024:.0f} MiB"
                )
