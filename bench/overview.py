"""HR's overview of a company of a hundred thousand."""

import http.client
import time
from collections.abc import Iterator

from bench.client import Person, percentile
from bench.report import Row
from bench.world import World, inside, say, serving

EMPLOYEES = 100_000
REQUESTS = 60
PATHS = {
    "overview": "/zh-hans/insights/",
    "a division": "/zh-hans/insights/?unit=B01",
    "completion and who is overdue": "/zh-hans/insights/completion/",
}
LIMIT_MS = 300.0
MOST_QUERIES = 15


def overview(world: World) -> Iterator[Row]:
    """Make a hundred thousand employees set-wise, publish their figures, and let HR look."""
    environment = world.postgresql()
    say(f"making {EMPLOYEES} employees with scores and duties, and publishing the open quarter")
    made = inside(environment, "large_company", str(EMPLOYEES))
    say(f"{made['departments']} departments; publishing took {made['publishing']:.0f} s")
    person = Person(0, {"sessionid": inside(environment, "hr", "xulan")})
    with serving(environment) as server:
        person.port = server.port
        for name, path in PATHS.items():
            queries = inside(environment, "queries", "xulan", path)
            p95 = _p95(person, path)
            yield Row(
                f"HR: {name}, {EMPLOYEES:,} employees, PostgreSQL",
                f"under {MOST_QUERIES} queries, p95 under {LIMIT_MS:.0f} ms",
                f"{queries} queries, p95 {p95:.0f} ms of {REQUESTS} requests",
                queries < MOST_QUERIES and p95 < LIMIT_MS,
            )


def _p95(person: Person, path: str) -> float:
    taken = []
    person.close()  # the server hangs up on those who pause
    for _time in range(REQUESTS):
        started = time.perf_counter()
        status, _text, _headers = person.request("GET", path)
        if status != http.client.OK:
            raise RuntimeError(f"{path} answered {status}")
        taken.append(time.perf_counter() - started)
    return 1000 * percentile(taken, 0.95)
