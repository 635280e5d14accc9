"""What was authored of a lesson, rendered once per language and publication: nothing personal is in it."""

from dataclasses import dataclass
from itertools import groupby

from django.core.cache import caches
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import get_language
from wagtail.blocks import StreamValue

from courses.blocks import PRIVATE
from courses.explaining import explained
from courses.models import LessonPage, NoteKind
from courses.places import Row

SECONDS = 300


@dataclass(frozen=True)
class NoteBlock:
    """A block the learner writes into, as authored; ``points`` are (id, text)."""

    block_id: str
    kind: str
    heading: str
    hint: str
    points: tuple[tuple[str, str], ...]

    @property
    def is_checklist(self) -> bool:
        """Whether the learner ticks points here."""
        return self.kind == NoteKind.CHECKLIST


@dataclass(frozen=True)
class AuthoredLesson:
    """A lesson as written; ``parts`` are pieces of HTML and the blocks a learner writes into, in order."""

    title: str
    summary: str
    minutes: int
    objectives: tuple[str, ...]
    parts: tuple[str | NoteBlock, ...]

    @cached_property
    def note_blocks(self) -> dict[str, NoteBlock]:
        """The blocks a learner writes into, by id."""
        return {part.block_id: part for part in self.parts if isinstance(part, NoteBlock)}


def lesson_at(row: Row) -> AuthoredLesson:
    """Return the published lesson of this row, from the cache while its publication has not changed.

    A changed glossary term shows when the cache has run out, after five minutes at most.
    """
    stamp = row.published_at.timestamp() if row.published_at else 0
    name = f"lesson:{row.pk}:{stamp}:{row.revision}:{get_language()}"
    known: AuthoredLesson | None = caches["authored"].get(name)
    if known is None:
        known = authored(LessonPage.objects.get(pk=row.pk))
        caches["authored"].set(name, known, SECONDS)
    return known


def authored(page: LessonPage) -> AuthoredLesson:
    """Return a lesson as written, rendered in the language being shown."""
    return AuthoredLesson(
        title=str(page.title),
        summary=page.summary,
        minutes=page.minutes,
        objectives=tuple(page.objective_lines),
        parts=tuple(explained(_parts(page.body))),
    )


def _parts(body: StreamValue) -> list[str | NoteBlock]:
    parts: list[str | NoteBlock] = []
    for private, blocks in groupby(body, key=lambda block: block.block_type in PRIVATE):
        if private:
            parts += [_note_block(block) for block in blocks]
        else:
            parts.append(format_html_join("", "{}", ((block.render(),) for block in blocks)))
    return parts


def _note_block(block: StreamValue.StreamChild) -> NoteBlock:
    value = block.value
    if block.block_type == NoteKind.CHECKLIST:
        points = tuple((str(child.id), str(child.value)) for child in value["items"].bound_blocks)
        return NoteBlock(block.id, block.block_type, value["title"], "", points)
    return NoteBlock(block.id, block.block_type, value["prompt"], value["hint"] or "", ())
