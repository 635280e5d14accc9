"""What learners say about lessons, for those who write them: never whose word it is, no split of a few."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from wagtail.models import Page

from awareness.formula import DAI_1_0_0
from courses.models import LessonFeedback, LessonPage, Verdict

# Frozen for the programme whatever the edition of the formula (awareness/formula.py).
FEWEST = DAI_1_0_0.n_min


@dataclass(frozen=True, slots=True)
class Voice:
    """A lesson with the number who said something; ``unclear`` is None while they are too few."""

    lesson_key: UUID
    title: str
    count: int
    unclear: int | None

    @property
    def helpful(self) -> int | None:
        """How many found it helpful."""
        return None if self.unclear is None else self.count - self.unclear


def voices() -> list[Voice]:
    """Return every lesson somebody spoke about: the least clear first. Two queries."""
    rows = LessonFeedback.objects.values("lesson_key").annotate(
        count=Count("pk"), unclear=Count("pk", filter=Q(verdict=Verdict.UNCLEAR))
    )
    titles = _titles([row["lesson_key"] for row in rows])
    found = [
        Voice(
            row["lesson_key"],
            titles[row["lesson_key"]],
            row["count"],
            row["unclear"] if row["count"] >= FEWEST else None,
        )
        for row in rows
        if row["lesson_key"] in titles
    ]
    return sorted(found, key=lambda one: (one.unclear is None, -(one.unclear or 0), -one.count, one.title))


def _titles(keys: list[UUID]) -> dict[UUID, str]:
    pages = Page.objects.type(LessonPage).filter(translation_key__in=keys)
    rows = pages.values_list("translation_key", "title", "locale__language_code")
    # The source language's title is written last and so stands.
    return {key: title for key, title, code in sorted(rows, key=lambda row: row[2] == settings.LANGUAGE_CODE)}


def sentences(lesson_key: UUID) -> list[tuple[str, str]]:
    """Return (verdict, sentence) of a lesson in the order of the alphabet, which tells nobody's time.

    Nothing while fewer than the smallest group have said something.
    """
    said = LessonFeedback.objects.filter(lesson_key=lesson_key)
    if said.count() < FEWEST:
        return []
    rows = said.exclude(sentence="").order_by("sentence").values_list("verdict", "sentence")
    return [(str(Verdict(verdict).label), sentence) for verdict, sentence in rows]
