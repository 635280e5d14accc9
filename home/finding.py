"""Search over what a person may open: lessons, courses, paths and terms in the language being shown."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from core.search import segment_for_query
from courses.models import CoursePage, GlossaryTerm, LearningPathPage, LessonPage
from courses.places import FIELDS, Row, address
from courses.queries import open_rows
from people.models import User

MOST = 20
SEARCHED: tuple[type[Page], ...] = (LessonPage, CoursePage, LearningPathPage)


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found."""

    title: str
    url: str
    kind: str
    summary: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, pages and terms apart."""

    pages: tuple[Hit, ...]
    terms: tuple[GlossaryTerm, ...]


def find(user: User, asked: str) -> Found:
    """Return the published pages in the language being shown, and the terms, with all words asked for.

    Only pages that are open to the person; the text of questions and cases is in no index.
    """
    if not segment_for_query(asked):
        return Found((), ())
    hits = [hit for model in SEARCHED for hit in _hits(model, user, asked)]
    terms = get_search_backend().search(asked, GlossaryTerm.objects.filter(live=True))
    return Found(tuple(hits), tuple(terms[:MOST]))


def _hits(model: type[Page], user: User, asked: str) -> list[Hit]:
    pages: Any = model.objects.filter(live=True, locale=Locale.get_active())
    found = get_search_backend().search(asked, pages)[:MOST]
    by_key = {page.pk: page for page in found}
    rows = open_rows([Row(*(getattr(page, name) for name in FIELDS)) for page in by_key.values()], user)
    kind = str(model._meta.verbose_name)
    return [Hit(row.title, address(row.url_path), kind, by_key[row.pk].summary) for row in rows]
