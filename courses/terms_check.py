"""Wordings the glossary avoids, found where somebody writes: in pages and in every kind of definition."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.cache import caches
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core import prose as language_rules
from core.findings import Finding
from courses.models import GlossaryTerm
from desk import linting, prose

LANGUAGES = ("zh", "en")
NAME, SECONDS = "avoided words", 60
NAMES = {"zh": _("Chinese text"), "en": _("English text")}
Texts = Iterator[tuple[str, str, str]]


def avoided() -> dict[str, dict[str, str]]:
    """Return by language each wording that is not used here with the term that is.

    A changed glossary shows after a minute: a check of all content asks this some hundred times.
    """
    known: dict[str, dict[str, str]] | None = caches["authored"].get(NAME)
    if known is None:
        known = _read()
        caches["authored"].set(NAME, known, SECONDS)
    return known


def _read() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    fields = [f"{part}_{language}" for language in LANGUAGES for part in ("avoid", "term")]
    for row in GlossaryTerm.objects.filter(live=True).values(*fields):
        for language in LANGUAGES:
            for wrong in row[f"avoid_{language}"].splitlines():
                if wrong.strip():
                    found[language][wrong.strip()] = row[f"term_{language}"]
    return found


def findings(texts: Texts, variants: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """Yield the avoided wordings in texts, each given as (stable place, language, text)."""
    for place, language, text in texts:
        for found in language_rules.variants_in(text, language, variants[language]):
            yield prose.finding(found, f"{place}-{language}-{found.better}", NAMES[language])


def of_definition(one: Any) -> Iterator[Finding]:
    """Yield the avoided wordings in a definition that holds both languages."""
    yield from findings(pairs(one.content()), avoided())


def pairs(data: Any, place: str = "") -> Texts:
    """Yield every text of plain content in which a text is a mapping with ``zh`` and ``en``."""
    if isinstance(data, Mapping):
        if set(data) == set(LANGUAGES):
            for language in LANGUAGES:
                for text in [data[language]] if isinstance(data[language], str) else data[language]:
                    yield place, language, text
            return
        for name, value in data.items():
            yield from pairs(value, f"{place}/{name}".lstrip("/"))
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data, start=1):
            yield from pairs(value, f"{place}/{number}")


def register(kinds: list[type[Model]]) -> None:
    """Enter the check at the desk for definitions; pages enter theirs with their other checks."""
    for kind in kinds:
        linting.register(kind, of_definition)
