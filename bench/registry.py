"""Every scenario by the name it is called with; a new group is a module beside these and a line here."""

from collections.abc import Callable, Iterator

from bench.answers import answers
from bench.crowd import crowd
from bench.imports import imports
from bench.items import items
from bench.killed import killed, killed_database
from bench.lesson import lesson
from bench.overview import overview
from bench.parallel import parallel
from bench.report import Row
from bench.world import World

Scenario = Callable[[World], Iterator[Row]]

SCENARIOS: dict[str, Scenario] = {
    "lesson": lesson,
    "answers": answers,
    "parallel": parallel,
    "overview": overview,
    "killed": killed,
    "killed_database": killed_database,
    "crowd": crowd,
    "items": items,
    "imports": imports,
}
