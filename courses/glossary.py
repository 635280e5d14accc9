"""The glossary as read: all terms, or those that contain a word, grouped for jumping, with their lessons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils.translation import get_language

from courses.models import GlossaryTerm, LessonPage
from courses.pinyin import initial, sort_key
from courses.places import address, rows_where
from courses.queries import open_rows
from people.models import User


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson that teaches a term."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with the lessons that teach it and that the reader may open."""

    term: GlossaryTerm
    lessons: Sequence[Lesson]


@dataclass(frozen=True, slots=True)
class Group:
    """Terms under one letter: that of the English term, or of the Chinese term's pinyin."""

    letter: str
    entries: Sequence[Entry]


def terms(asked: str) -> list[GlossaryTerm]:
    """Return the published terms that contain ``asked`` in a name of either language or in the meaning."""
    found = GlossaryTerm.objects.filter(live=True)
    if asked:
        found = found.filter(
            Q(term_zh__icontains=asked)
            | Q(term_en__icontains=asked)
            | Q(definition_zh__icontains=asked)
            | Q(definition_en__icontains=asked)
        )
    return list(found)


def groups(found: Iterable[GlossaryTerm], user: User) -> list[Group]:
    """Return terms by letter, in the order of the language being shown. A fixed number of queries."""
    english = get_language() == "en"
    found = sorted(found, key=lambda term: term.term_en.casefold() if english else sort_key(term.term_zh))
    lessons = _lessons({key for term in found for key in term.taught_in.split()}, user)
    entries = [
        Entry(term, [lessons[key] for key in term.taught_in.split() if key in lessons]) for term in found
    ]
    return [
        Group(letter, list(group))
        for letter, group in groupby(entries, key=lambda entry: initial(entry.term.term))
    ]


def _lessons(keys: set[str], user: User) -> dict[str, Lesson]:
    """Return published lessons in the language being shown, by their stable names."""
    pages = LessonPage.objects.filter(key__in=keys)
    names = dict(pages.values_list("pk", "key"))
    return {
        names[row.pk]: Lesson(row.title, address(row.url_path)) for row in open_rows(rows_where(pages), user)
    }
