"""What the reading screens show: authored pages joined with what one person has done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from courses import completion
from courses.authored import AuthoredLesson, NoteBlock, authored, lesson_at
from courses.models import LearnerNote, LessonPage, StepCompletion
from courses.places import Outline, Place, Row, Step, around, outline_of, row_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the course's contents."""

    step: Step
    number: int
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A block the learner writes into, with what they wrote."""

    block: NoteBlock
    text: str
    points: tuple[tuple[str, str, bool], ...]
    seq: int

    @property
    def next_seq(self) -> int:
        """The number the next saving carries."""
        return self.seq + 1


@dataclass(frozen=True, slots=True)
class LessonFrame:
    """A lesson on screen: ``parts`` are pieces of HTML and notes in order."""

    key: UUID
    lesson: AuthoredLesson
    parts: tuple[str | Note, ...]
    course: Outline
    entries: tuple[Entry, ...]
    number: int
    progress: completion.Progress
    done: bool
    before: Step | None
    after: Step | None
    preview: bool


def lesson_frame(place: Place, user_id: int, *, page: LessonPage | None = None) -> LessonFrame:
    """Return a lesson as this person sees it; ``page`` shows an unpublished state instead (preview).

    Two queries beside the place: what is done, and the notes when the lesson has any.
    """
    row = place.row
    lesson = authored(page) if page is not None else lesson_at(row)
    outline = outline_of(place.above[-2], _with(row, place.beside))
    keys = outline.step_keys
    done = set() if page is not None else done_keys(user_id, outline.key)
    number = keys.index(row.key)
    return LessonFrame(
        key=row.key,
        lesson=lesson,
        parts=tuple(_parts(lesson, {} if page is not None else notes_of(user_id, row.key, lesson))),
        course=outline,
        entries=entries(outline, done, row.key),
        number=number + 1,
        progress=completion.progress(keys, done),
        done=row.key in done,
        before=outline.steps[number - 1] if number else None,
        after=outline.steps[number + 1] if number + 1 < len(keys) else None,
        preview=page is not None,
    )


def _with(row: Row, beside: Collection[Row]) -> list[Row]:
    """Return the steps beside a page with the page itself, which in a preview may be unpublished."""
    others = [other for other in beside if other.pk != row.pk]
    return sorted([*others, row._replace(live=True)], key=lambda other: other.path)


def preview_frame(page: LessonPage) -> LessonFrame:
    """Return a lesson as a learner would see it, from the editor's unsaved state; nothing personal."""
    row = row_of(page)
    return lesson_frame(around(row), 0, page=page)


def entries(outline: Outline, done: Collection[UUID], current: UUID | None = None) -> tuple[Entry, ...]:
    """Return the contents of a course with its done marks."""
    return tuple(
        Entry(step, number, step.key in done, step.key == current)
        for number, step in enumerate(outline.steps, start=1)
    )


def done_keys(user_id: int, course_key: UUID) -> set[UUID]:
    """Return the steps of a course a person has done."""
    done = StepCompletion.objects.filter(user_id=user_id, course_key=course_key)
    return set(done.values_list("step_key", flat=True))


def notes_of(user_id: int, lesson_key: UUID, lesson: AuthoredLesson) -> dict[str, LearnerNote]:
    """Return a person's notes in a lesson by block; no query when the lesson has no room for any."""
    if not lesson.note_blocks:
        return {}
    notes = LearnerNote.objects.filter(user_id=user_id, lesson_key=lesson_key)
    return {note.block_id: note for note in notes}


def note_view(block: NoteBlock, note: LearnerNote | None) -> Note:
    """Return a block with what the learner wrote into it."""
    ticks = set(note.ticks) if note else set()
    points = tuple((point, text, point in ticks) for point, text in block.points)
    return Note(block, note.text if note else "", points, note.seq if note else 0)


def _parts(lesson: AuthoredLesson, notes: Mapping[str, LearnerNote]) -> list[str | Note]:
    return [
        part if isinstance(part, str) else note_view(part, notes.get(part.block_id)) for part in lesson.parts
    ]
