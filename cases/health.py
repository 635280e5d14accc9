"""What the desk's checks say about cases and role-plays."""

from collections.abc import Iterator, Mapping
from typing import Any

from cases import sentences
from cases.models import Case, Definition, Scenario
from core.findings import Finding, Level
from desk import archiving, linting, prose

# Names of texts that are never read by anybody.
SILENT = frozenset({"key", "kind", "side", "speaker", "next", "id", "start"})


def of_definition(definition: Definition) -> Iterator[Finding]:
    """Yield what is found in a case or a role-play: what is broken, what is unwise, how it is written."""
    for problem in definition.problems():
        level = Level.WARNING if problem.is_warning else Level.ERROR
        where = f"{problem.part}-{problem.where}-{problem.detail}"
        yield Finding(str(problem.fault), level, sentences.Said(problem), where=where)
    yield from prose.findings(
        (f"{place}-{language}", place, language, text)
        for place, language, text in _texts(definition.content(), "")
    )


def _texts(node: Any, place: str) -> Iterator[tuple[str, str, str]]:
    """Yield (place, language, text) of every pair of texts in plain content."""
    if isinstance(node, Mapping):
        here = str(node.get("key") or "") or place
        for name, value in node.items():
            if name in ("zh", "en") and isinstance(value, str):
                yield place, name, value
            elif name not in SILENT:
                yield from _texts(value, f"{here} {name}".strip())
    elif isinstance(node, list | tuple):
        for number, one in enumerate(node, start=1):
            yield from _texts(one, f"{place} {number}")


def register() -> None:
    """Enter these checks at the desk, and what can be archived with the pages that offer it."""
    for model in (Case, Scenario):
        archiving.register(model, lambda one: list(one.pages.filter(live=True)))
    linting.register(Case, of_definition)
    linting.register(Scenario, of_definition)
