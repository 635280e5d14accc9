"""The glossary as read: all terms, or those that contain a word, grouped for jumping."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils.translation import get_language

from courses.models import GlossaryTerm


@dataclass(frozen=True, slots=True)
class Group:
    """Terms under one letter; in Chinese the letter is that of the English term beside it."""

    letter: str
    terms: Sequence[GlossaryTerm]


def terms(asked: str) -> list[GlossaryTerm]:
    """Return the published terms that contain ``asked`` in either language (all with an empty text)."""
    found = GlossaryTerm.objects.filter(live=True).order_by("term_en")
    if asked:
        found = found.filter(
            Q(term_zh__icontains=asked)
            | Q(term_en__icontains=asked)
            | (
                Q(definition_en__icontains=asked)
                if get_language() == "en"
                else Q(definition_zh__icontains=asked)
            )
        )
    return list(found)


def letters(found: Iterable[GlossaryTerm]) -> list[Group]:
    """Return terms grouped by the first letter of the English term."""
    ordered = sorted(found, key=lambda term: term.term_en.casefold())
    return [Group(letter, list(group)) for letter, group in groupby(ordered, key=_letter)]


def _letter(term: GlossaryTerm) -> str:
    first = term.term_en[:1].upper()
    return first if first.isascii() and first.isalpha() else "#"
