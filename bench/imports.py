"""Importing a large file of questions: read, checked and written in the background, on both databases."""

from collections.abc import Iterator

from bench.report import Row
from bench.world import World, inside, say

QUESTIONS = 5_000
MOST_SECONDS = 60


def imports(world: World) -> Iterator[Row]:
    """Import a workbook of 5,000 questions; preparing the file does not count."""
    for name, environment in (("SQLite", world.sqlite()), ("PostgreSQL", world.postgresql())):
        took = inside(environment, "import_questions", str(QUESTIONS))
        say(f"{name}: {took['read']} s to the preview, {took['written']} s from confirming to the last draft")
        whole = took["read"] + took["written"]
        yield Row(
            f"import of {QUESTIONS:,} questions from Excel, {name}",
            f"under {MOST_SECONDS} s, all of them",
            f"{took['read']:.1f} s to the preview, {took['written']:.1f} s to write; {took['made']:,} drafts",
            whole < MOST_SECONDS and took["made"] == QUESTIONS,
        )
