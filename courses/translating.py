"""Which pages another language still waits for: missing, or behind what the source says now."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Waiting:
    """A published page of the source language and what its translation lacks; ``pk`` is 0 when missing."""

    source_pk: int
    title: str
    pk: int
    source_published_at: datetime | None

    @property
    def missing(self) -> bool:
        """Whether there is nothing published in the other language."""
        return self.pk == 0


def _sources() -> "QuerySet[Page]":
    """The published pages of the source language; what stands above the first level is only a container."""
    return Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, live=True, depth__gt=2)


def behind() -> "QuerySet[Page]":
    """Return the translations whose source was published again after they were, the longest waiting first.

    Publishing a translation says that it is up to date, changed or not: an edit of the source that changes
    nothing in the other language is answered by publishing the translation once more.
    """
    newer = _sources().filter(
        translation_key=OuterRef("translation_key"), last_published_at__gt=OuterRef("last_published_at")
    )
    return (
        Page.objects.filter(live=True)
        .exclude(locale__language_code=settings.LANGUAGE_CODE)
        .annotate(
            source_published_at=Subquery(newer.values("last_published_at")[:1]),
            source_pk=Subquery(newer.values("pk")[:1]),
        )
        .filter(source_pk__isnull=False)
        .order_by("source_published_at")
    )


def missing() -> "QuerySet[Page]":
    """Return the published pages of the source language without a published translation."""
    there = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True)
    there = there.exclude(locale__language_code=settings.LANGUAGE_CODE)
    return _sources().filter(~Exists(there)).order_by(F("last_published_at").desc(nulls_last=True))


def waiting(most: int) -> tuple[list[Waiting], int]:
    """Return at most so many pages another language waits for, those behind first, and how many there are."""
    late, none = behind(), missing()
    lines = [
        Waiting(page.source_pk, str(page.title), page.pk, page.source_published_at) for page in late[:most]
    ]
    lines += [
        Waiting(page.pk, str(page.title), 0, page.last_published_at) for page in none[: most - len(lines)]
    ]
    return lines, late.count() + none.count()
