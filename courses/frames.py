"""What the reading screens show: authored pages joined with what one person has done.

What is a reader's own is said by name: ``("mark", "3")`` is the mark before the third step. A frame takes
its words either from a reader, or as holes that are filled for each reader (``core/sketch.py``).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import IntegerField, QuerySet, UUIDField
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.compiled import Compiled, Slot
from core.sketch import Name
from courses.authored import AuthoredLesson, NoteBlock, authored
from courses.models import LearnerNote, LessonPage, StepCompletion
from courses.places import Outline, Place, Row, Step, around, outline_of, row_of

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the course's contents."""

    step: Step
    number: int
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents beside a lesson; ``mark`` is its number, or that it is done."""

    step: Step
    mark: str
    current: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A block the learner writes into, with what they wrote; ``points`` are (id, text, attribute)."""

    block: NoteBlock
    text: str
    points: tuple[tuple[str, str, str], ...]
    next_seq: str
    state: str


@dataclass(frozen=True, slots=True)
class LessonFrame:
    """A lesson on screen: ``parts`` are pieces of HTML and notes in order."""

    key: UUID
    lesson: AuthoredLesson
    parts: tuple[str | Note, ...]
    course: Outline
    lines: tuple[Line, ...]
    number: int
    before: Step | None
    steps_done: str
    onward: str
    messages: str
    preview: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """What one person has done in a course, and what they wrote into the lesson shown, by block."""

    done: Collection[UUID]
    notes: Mapping[str, LearnerNote]


NOBODY = Reader((), {})


def lesson_frame(
    row: Row, outline: Outline, lesson: AuthoredLesson, say: Say, *, preview: bool = False
) -> LessonFrame:
    """Return a lesson as drawn, with everything that is a reader's own taken from ``say(*name)``."""
    number = outline.step_keys.index(row.key) + 1
    return LessonFrame(
        key=row.key,
        lesson=lesson,
        parts=tuple(
            say("part", str(place)) if isinstance(part, str) else _note(part, say)
            for place, part in enumerate(lesson.parts)
        ),
        course=outline,
        lines=tuple(
            Line(step, say("mark", str(place)), place == number)
            for place, step in enumerate(outline.steps, start=1)
        ),
        number=number,
        before=outline.steps[number - 2] if number > 1 else None,
        steps_done=say("steps_done"),
        onward=say("onward"),
        messages=say("messages"),
        preview=preview,
    )


def _note(block: NoteBlock, say: Say) -> Note:
    return Note(
        block,
        text=say("text", block.block_id),
        points=tuple((point, text, say("tick", block.block_id, point)) for point, text in block.points),
        next_seq=say("seq", block.block_id),
        state=say("state", block.block_id),
    )


def fixed_words(lesson: AuthoredLesson) -> dict[Name, str]:
    """Return the authored parts of a lesson by name: everybody's, but drawn for once only."""
    return {("part", str(place)): part for place, part in enumerate(lesson.parts) if isinstance(part, str)}


def own_words(row: Row, outline: Outline, lesson: AuthoredLesson, reader: Reader) -> dict[Name, str]:
    """Return what a reader's lesson says of its own, by name; texts are not yet escaped."""
    keys = outline.step_keys
    done = sum(key in reader.done for key in keys)
    words: dict[Name, str] = {
        ("steps_done",): _("%(done)s of %(total)s steps done") % {"done": done, "total": len(keys)},
        ("onward",): _("Next") if row.key in reader.done else _("Done, next"),
    }
    done_mark = format_html('<span role="img" aria-label="{}">✓</span>', _("Done"))
    for number, key in enumerate(keys, start=1):
        words["mark", str(number)] = done_mark if key in reader.done else _number(number)
    for block in lesson.note_blocks.values():
        words.update(_note_words(block, reader.notes.get(block.block_id)))
    return words


@cache
def _number(number: int) -> str:
    return format_html("<span>{}</span>", number)


def _note_words(block: NoteBlock, note: LearnerNote | None) -> Iterator[tuple[Name, str]]:
    ticks = set(note.ticks) if note else set()
    yield ("text", block.block_id), note.text if note else ""
    yield ("seq", block.block_id), str((note.seq if note else 0) + 1)
    yield ("state", block.block_id), _("Saved.") if note and note.seq else ""
    for point, _text in block.points:
        yield ("tick", block.block_id, point), "checked" if point in ticks else ""


def preview_frame(page: LessonPage) -> LessonFrame:
    """Return a lesson as a learner would see it, from the editor's unsaved state; nothing personal."""
    row, lesson = row_of(page), authored(page)
    outline = outline_with(around(row), row)
    words = fixed_words(lesson) | own_words(row, outline, lesson, NOBODY)
    return lesson_frame(row, outline, lesson, lambda *name: words.get(name, ""), preview=True)


def outline_with(place: Place, row: Row) -> Outline:
    """Return the course around a page, with the page itself, which in a preview may be unpublished."""
    others = [other for other in place.beside if other.pk != row.pk]
    steps = sorted([*others, row._replace(live=True)], key=lambda other: other.path)
    return outline_of(place.above[-2], steps)


def entries(outline: Outline, done: Collection[UUID], current: UUID | None = None) -> tuple[Entry, ...]:
    """Return the contents of a course with its done marks."""
    return tuple(
        Entry(step, number, step.key in done, step.key == current)
        for number, step in enumerate(outline.steps, start=1)
    )


def _done() -> "QuerySet[StepCompletion, tuple[UUID]]":
    user, course = Slot("user", IntegerField()), Slot("course", UUIDField())
    return StepCompletion.objects.filter(user_id=user, course_key=course).values_list("step_key")


_DONE = Compiled(_done)


def done_keys(user_id: int, course_key: UUID) -> set[UUID]:
    """Return the steps of a course a person has done."""
    return {key for (key,) in _DONE.rows(user=user_id, course=course_key)}


def _notes() -> "QuerySet[LearnerNote, tuple[str, str, list[str], int]]":
    user, lesson = Slot("user", IntegerField()), Slot("lesson", UUIDField())
    notes = LearnerNote.objects.filter(user_id=user, lesson_key=lesson)
    return notes.values_list("block_id", "text", "ticks", "seq")


_NOTES = Compiled(_notes)


def notes_of(user_id: int, lesson_key: UUID, lesson: AuthoredLesson) -> dict[str, LearnerNote]:
    """Return a person's notes in a lesson by block; no query when the lesson has no room for any."""
    if not lesson.note_blocks:
        return {}
    rows = _NOTES.rows(user=user_id, lesson=lesson_key)
    return {
        block: LearnerNote(block_id=block, text=text, ticks=ticks, seq=seq)
        for block, text, ticks, seq in rows
    }


def note_view(block: NoteBlock, note: LearnerNote | None) -> Note:
    """Return a block with what the learner wrote into it."""
    words = dict(_note_words(block, note))
    return _note(block, lambda *name: words[name])
