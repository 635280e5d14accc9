"""Item statistics of a hundred thousand attempts."""

from collections.abc import Iterator

from bench.report import Row
from bench.world import World, inside, say

ATTEMPTS = 100_000
QUESTIONS = 12
LIMIT_SECONDS = 10.0


def items(world: World) -> Iterator[Row]:
    """Write a hundred thousand attempts of twelve questions set-wise and measure the questions."""
    for name, environment in (("SQLite", world.sqlite()), ("PostgreSQL", world.postgresql())):
        say(f"writing {ATTEMPTS} attempts of {QUESTIONS} questions on {name}")
        inside(environment, "many_attempts", str(ATTEMPTS), str(QUESTIONS))
        took = inside(environment, "measured")
        yield Row(
            f"Item statistics of {ATTEMPTS:,} attempts × {QUESTIONS} questions, {name}",
            f"under {LIMIT_SECONDS:.0f} s",
            f"{took['seconds']:.1f} s, {took['questions']} questions",
            took["seconds"] < LIMIT_SECONDS and took["questions"] == QUESTIONS,
        )
