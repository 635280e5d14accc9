"""Where an address leads: pages found in two small queries instead of Wagtail's walk down the tree.

Wagtail's own routing asks six to eight questions per request and makes whole objects of the answers. What
is read here is rows: the page, everything above it and the steps beside it. Each process remembers what it
made of them, and every request reads the rows again: the place is made anew as soon as one of them differs,
whoever changed it (docs/decisions/0006-lessons-from-sketches.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db.models import CharField, IntegerField, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

from core.compiled import Compiled, Raw, Slot
from courses.models import StepKind

STEP = Page.steplen
ROOT_SECONDS = 60
PLACE_SECONDS = 300
HIGHEST = "Z" * STEP
KINDS = {
    "courses.lessonpage": StepKind.LESSON,
    "quizzes.quizpage": StepKind.QUIZ,
    "quizzes.surveypage": StepKind.SURVEY,
    "cases.casepage": StepKind.CASE,
    "cases.scenariopage": StepKind.SCENARIO,
}
FIELDS = (
    "pk",
    "path",
    "depth",
    "live",
    "title",
    "url_path",
    "translation_key",
    "content_type_id",
    "last_published_at",
    "live_revision_id",
)


class Row(NamedTuple):
    """A page as read: only columns of the common table."""

    pk: int
    path: str
    depth: int
    live: bool
    title: str
    url_path: str
    key: UUID
    content_type_id: int
    published_at: datetime | None
    revision: int | None

    @property
    def model(self) -> str:
        """Return the page type, such as ``courses.lessonpage``."""
        kind = ContentType.objects.get_for_id(self.content_type_id)
        return f"{kind.app_label}.{kind.model}"

    @property
    def kind(self) -> StepKind | None:
        """Return what kind of step this page is, None when it is none."""
        return KINDS.get(self.model)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a course as listed."""

    row: Row
    kind: StepKind
    url: str

    @property
    def key(self) -> UUID:
        """The step's name across languages."""
        return self.row.key

    @property
    def title(self) -> str:
        """The step's title in the language of its page."""
        return self.row.title


@dataclass(frozen=True, slots=True)
class Outline:
    """A course and its live steps in tree order."""

    row: Row
    url: str
    steps: tuple[Step, ...]

    @property
    def key(self) -> UUID:
        """The course's name across languages."""
        return self.row.key

    @property
    def title(self) -> str:
        """The course's title in the language of its page."""
        return self.row.title

    @property
    def step_keys(self) -> list[UUID]:
        """The keys of the live steps in order."""
        return [step.key for step in self.steps]


@dataclass(frozen=True, slots=True)
class Place:
    """A page with what is above it and, in a course, beside it; ``seen`` are the rows it was made of."""

    row: Row
    above: tuple[Row, ...]
    beside: tuple[Row, ...]
    restricted: bool
    seen: tuple[Raw, ...]

    @property
    def open(self) -> bool:
        """Return whether the page and everything above it is published (the site's roof aside)."""
        return self.row.live and all(row.live for row in self.above if row.depth > 1)


def root_path(request: HttpRequest) -> str | None:
    """Return the url_path of the site's root in the language being shown; kept for a minute per process."""
    language = get_language() or ""
    name = f"root:{request.get_host()}:{language}"
    known: str | None = caches["authored"].get(name)
    if known is None:
        site = Site.find_for_request(request)
        paths = {
            one.language_code: one.root_path
            for one in Site.get_site_root_paths()
            if site and one.site_id == site.pk
        }
        known = paths.get(language)
        if known is not None:
            caches["authored"].set(name, known, ROOT_SECONDS)
    return known


def address(url_path: str) -> str:
    """Return a page's address in the language being shown; the first part of ``url_path`` is the root's."""
    return reverse("wagtail_serve", args=("",)) + quote(url_path.split("/", 2)[2])


def find(request: HttpRequest, path: str) -> Place | None:
    """Return the page at this address with its surroundings, None when there is none.

    One query for a page this process has seen before and that nobody has changed since, two for others.
    """
    root = root_path(request)
    parts = [part for part in path.split("/") if part]
    if root is None or not parts:
        return None
    url_path = root + "/".join(parts) + "/"
    name = f"place:{url_path}"
    known: Place | None = caches["authored"].get(name)
    if known is not None and _surroundings(known.row) == known.seen:
        return known
    found = Page.objects.filter(slug=parts[-1], url_path=url_path).values_list(*FIELDS).first()
    if found is None:
        return None
    place = around(Row(*found))
    caches["authored"].set(name, place, PLACE_SECONDS)
    return place


def around(row: Row) -> Place:
    """Return a page with everything above it, the steps beside it, and whether a door may be closed."""
    seen = _surroundings(row)
    above, beside, restricted = [], [], False
    for *fields, restriction in _query(len(row.path) // STEP, row.kind is not None).converted(seen):
        other = Row(*fields)
        if row.path.startswith(other.path):
            restricted |= restriction is not None and restriction != PageViewRestriction.LOGIN
            above.append(other)
        if other.depth == row.depth and other.live and other.kind:
            beside.append(other)
    own = next((other for other in above if other.pk == row.pk), row)
    return Place(own, tuple(_once(above)), tuple(_once(beside)), restricted, seen)


def _surroundings(row: Row) -> tuple[Raw, ...]:
    """Read a page, everything above it and, for a step, everything beside it."""
    paths = {f"path{place}": path for place, path in enumerate(paths_above(row.path))}
    parent = row.path[:-STEP]
    query = _query(len(row.path) // STEP, row.kind is not None)
    return query.raw(**paths, parent=parent, end=parent + HIGHEST, depth=row.depth)


@cache
def _query(levels: int, is_step: bool) -> Compiled:
    """Return the query for a page so deep in the tree."""

    def build() -> "QuerySet[Page]":
        wanted = Q(path__in=[Slot(f"path{place}", CharField()) for place in range(levels)])
        if is_step:
            inside = (Slot("parent", CharField()), Slot("end", CharField()))
            wanted |= Q(path__range=inside, depth=Slot("depth", IntegerField()))
        pages = Page.objects.filter(wanted).order_by("path", "view_restrictions__restriction_type")
        return pages.values_list(*FIELDS, "view_restrictions__restriction_type").distinct()

    return Compiled(build)


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({row.pk: row for row in rows}.values())


def paths_above(path: str) -> list[str]:
    """Return the tree paths of a page and everything above it."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def outline_of(course: Row, children: Iterable[Row]) -> Outline:
    """Return a course with those of its children that are live steps."""
    steps = tuple(Step(row, row.kind, address(row.url_path)) for row in children if row.live and row.kind)
    return Outline(course, address(course.url_path), steps)


def outlines(courses: Iterable[Row]) -> list[Outline]:
    """Return these courses with their live steps, in one query."""
    wanted = {course.path: course for course in courses}
    if not wanted:
        return []
    depths = {course.depth + 1 for course in wanted.values()}
    children: dict[str, list[Row]] = {path: [] for path in wanted}
    rows = Page.objects.filter(
        live=True, depth__in=depths, path__range=(min(wanted), max(wanted) + HIGHEST)
    ).order_by("path")
    for fields in rows.values_list(*FIELDS):
        row = Row(*fields)
        if row.path[:-STEP] in children:
            children[row.path[:-STEP]].append(row)
    return [outline_of(course, children[path]) for path, course in wanted.items()]


def row_of(page: Page) -> Row:
    """Return the row of a page object, saved or about to be shown in a preview."""
    return Row(
        page.pk or 0,
        page.path,
        page.depth,
        True,
        str(page.title),
        page.url_path,
        page.translation_key,
        page.cached_content_type.pk,
        page.last_published_at,
        page.live_revision_id,
    )


def rows_where(pages: "QuerySet[Page]") -> list[Row]:
    """Return those of these pages that are published in the language being shown, in tree order."""
    shown = pages.filter(live=True, locale__language_code=get_language()).order_by("path")
    return [Row(*fields) for fields in shown.values_list(*FIELDS)]
