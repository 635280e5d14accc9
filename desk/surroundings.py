"""What stands around a page in the tree and in the other languages: read once for all panels of an editor."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

FIELDS = ("pk", "path", "translation_key", "locale__language_code", "live", "last_published_at")


class Neighbour(NamedTuple):
    """A page above or behind another, or the same in another language."""

    pk: int
    path: str
    key: UUID
    language: str
    live: bool
    published_at: datetime | None


def around(page: Page) -> list[Neighbour]:
    """Return a page's translations, what is above it and what follows it, in tree order.

    One query, remembered on the object, which lives as long as a request.
    """
    known: list[Neighbour] | None = getattr(page, "_around", None)
    if known is None:
        above = [page.path[:end] for end in range(2 * Page.steplen, len(page.path), Page.steplen)]
        following = Q(path__startswith=page.path[: -Page.steplen], depth=page.depth, path__gt=page.path)
        rows = Page.objects.filter(Q(translation_key=page.translation_key) | Q(path__in=above) | following)
        listed = rows.exclude(pk=page.pk).order_by("path").values_list(*FIELDS)
        known = [Neighbour(*row) for row in listed]
        page._around = known
    return known


def translations(page: Page) -> list[Neighbour]:
    """Return the page in its other languages."""
    return [row for row in around(page) if row.key == page.translation_key]


def above(page: Page) -> list[Neighbour]:
    """Return what is above the page, without the root of all."""
    return [row for row in around(page) if page.path.startswith(row.path)]


def following(page: Page) -> Neighbour | None:
    """Return what comes next after the page under the same parent."""
    beside = page.path[: -Page.steplen]
    return next((row for row in around(page) if row.path > page.path and row.path.startswith(beside)), None)
