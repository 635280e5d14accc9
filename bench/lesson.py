"""The lesson page against a bare logged-in view, on the same server in the same run."""

import http.client
from collections.abc import Iterator, Sequence

from bench.client import Person, requests_a_second
from bench.report import Row
from bench.world import Environment, World, inside, say, serving

LESSON = "/zh-hans/courses/who-is-my-internal-customer/where-the-customer-sits/"
BARE = "/bench/bare/"
READERS = 8
ROUNDS = 5
SECONDS = 3.0
LEAST_SHARE = 0.40
PUBLICATIONS = 5
ASKED_AFTER_EACH = 16  # enough that both workers answer


def lesson(world: World) -> Iterator[Row]:
    """Compare requests per second, in turns; then publish from another process and look at once."""
    for name, environment in (("SQLite", world.sqlite()), ("PostgreSQL", world.postgresql())):
        readers = [
            Person(0, {"sessionid": row["session"]}) for row in inside(environment, "people", str(READERS))
        ]
        with serving(environment) as server:
            for reader in readers:
                reader.port = server.port
            yield _share(name, readers)
            if name == "PostgreSQL":
                yield _publications(environment, readers)


def _share(name: str, readers: Sequence[Person]) -> Row:
    for path in (BARE, LESSON):
        requests_a_second(readers, path, 1.0)
    bare, page, slow = 0.0, 0.0, []
    for number in range(1, ROUNDS + 1):
        bare += requests_a_second(readers, BARE, SECONDS)[0] / ROUNDS
        rate, p95 = requests_a_second(readers, LESSON, SECONDS)
        page += rate / ROUNDS
        slow.append(p95)
        say(f"{name}: round {number} of {ROUNDS}, so far {page / bare:.0%} of the bare view")
    share = page / bare
    measured = f"{share:.0%} ({page:.0f} of {bare:.0f} requests/s, p95 {max(slow):.0f} ms)"
    title = f"Lesson page against a bare logged-in view, {name}"
    return Row(title, "at least 40 %", measured, share >= LEAST_SHARE)


def _publications(environment: Environment, readers: Sequence[Person]) -> Row:
    """Count the answers after a publication, in whichever worker, that still show what was there before."""
    old = 0
    for number in range(PUBLICATIONS):
        title = f"发布 {number}"
        inside(environment, "publish", title)
        for asked in range(ASKED_AFTER_EACH):
            reader = readers[asked % READERS]
            reader.close()  # the new connection may lead to the other worker
            status, text, _headers = reader.request("GET", LESSON)
            old += status != http.client.OK or f"<h1>{title}</h1>" not in text
    asked = PUBLICATIONS * ASKED_AFTER_EACH
    return Row(
        "A publication by another process is on the next page",
        "always",
        f"{asked - old} of {asked} requests, 2 workers",
        not old,
    )
