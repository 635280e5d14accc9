"""Courses as lists and overviews: pages of the language being shown joined with one person's progress."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import get_language, override
from wagtail.models import Page

from cases.models import CasePage, ScenarioPage
from core.languages import TAGS, short
from courses import completion, wording
from courses.access import closed_paths
from courses.frames import Entry, entries
from courses.models import (
    CoursePage,
    CoursePrerequisite,
    Enrolment,
    LearningPathCourse,
    LearningPathPage,
    LessonPage,
    PrerequisiteRule,
    StepCompletion,
    StepKind,
)
from courses.places import FIELDS, Outline, Row, address, outlines, paths_above, rows_where
from people.models import User
from quizzes.models import QuizPage, SurveyPage

STEP_MODELS: dict[StepKind, type[Model]] = {
    StepKind.LESSON: LessonPage,
    StepKind.QUIZ: QuizPage,
    StepKind.SURVEY: SurveyPage,
    StepKind.CASE: CasePage,
    StepKind.SCENARIO: ScenarioPage,
}


@dataclass(frozen=True, slots=True)
class MyCourse:
    """A course with one person's state."""

    outline: Outline
    progress: completion.Progress
    enrolled: bool
    completed_at: datetime | None

    @property
    def key(self) -> UUID:
        """The course's name across languages."""
        return self.outline.key

    @property
    def title(self) -> str:
        """The course's title."""
        return self.outline.title

    @property
    def next_step(self) -> Any:
        """The next open step, None when all is done."""
        key = self.progress.next_key
        return next((step for step in self.outline.steps if step.key == key), None)


def open_courses(user: User) -> list[Outline]:
    """Return the published courses in the language being shown that are open to a person, in tree order."""
    return outlines(open_rows(rows_where(CoursePage.objects.all()), user))


def open_rows(rows: Iterable[Row], user: User) -> list[Row]:
    """Return those rows that are open to a person and have nothing unpublished above. Two queries."""
    rows = list(rows)
    above = {path for row in rows for path in paths_above(row.path)[1:-1]}
    hidden = list(Page.objects.filter(path__in=above, live=False).values_list("path", flat=True))
    shut = (*hidden, *closed_paths(user))
    return [row for row in rows if not row.path.startswith(shut)] if shut else rows


def my_courses(user: User) -> list[MyCourse]:
    """Return every open course with the person's state, in tree order. A fixed number of queries."""
    enrolled = {row.course_key: row for row in Enrolment.objects.filter(user=user)}
    done: dict[UUID, set[UUID]] = {}
    for course_key, step_key in StepCompletion.objects.filter(user=user).values_list(
        "course_key", "step_key"
    ):
        done.setdefault(course_key, set()).add(step_key)
    return [
        _mine(outline, enrolled.get(outline.key), done.get(outline.key, set()))
        for outline in open_courses(user)
    ]


def _mine(outline: Outline, enrolment: Enrolment | None, done: Collection[UUID]) -> MyCourse:
    completed_at = enrolment.completed_at if enrolment else None
    progress = completion.progress(outline.step_keys, done, finished=completed_at is not None)
    return MyCourse(outline, progress, enrolment is not None, completed_at)


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in the list."""

    mine: MyCourse
    page: CoursePage


@dataclass(frozen=True, slots=True)
class PathCard:
    """A learning path in the list, with its courses that are open to the person."""

    title: str
    url: str
    summary: str
    condition: str
    courses: tuple[MyCourse, ...]
    missing: int

    @property
    def finished(self) -> int:
        """How many of its courses the person has finished."""
        return sum(course.progress.finished for course in self.courses)


def course_cards(user: User) -> tuple[list[CourseCard], list[PathCard]]:
    """Return the list of courses and of paths for a person. A fixed number of queries."""
    mine = my_courses(user)
    pages = CoursePage.objects.select_related("cover").prefetch_related("cover__renditions")
    found = pages.in_bulk([course.outline.row.pk for course in mine])
    cards = [CourseCard(course, found[course.outline.row.pk]) for course in mine]
    return cards, path_cards(user, mine)


def path_cards(user: User, mine: Iterable[MyCourse]) -> list[PathCard]:
    """Return the published paths in the language being shown; courses are told apart by translation."""
    by_key = {course.key: course for course in mine}
    pages = {
        page.pk: page
        for page in LearningPathPage.objects.filter(live=True, locale__language_code=get_language())
    }
    rows = open_rows([Row(*(getattr(page, name) for name in FIELDS)) for page in pages.values()], user)
    wanted: dict[int, list[UUID]] = {}
    for page_id, key in LearningPathCourse.objects.order_by("sort_order").values_list(
        "page_id", "course__translation_key"
    ):
        wanted.setdefault(page_id, []).append(key)
    return [path_card(pages[row.pk], row, wanted.get(row.pk, []), by_key) for row in rows]


def path_card(
    page: LearningPathPage, row: Row, keys: Collection[UUID], by_key: Mapping[UUID, MyCourse]
) -> PathCard:
    """Return a path with those of its courses that are open to the person; ``missing`` counts the others."""
    offered = tuple(by_key[key] for key in keys if key in by_key)
    missing = len(keys) - len(offered)
    return PathCard(row.title, address(row.url_path), page.summary, page.condition, offered, missing)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step on the course page: its rule, its length, whether it is done."""

    entry: Entry
    rule: str
    minutes: int
    kind: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A step that is there in another language only; ``lang`` is that language's name in HTML."""

    title: str
    url: str
    lang: str


@dataclass(frozen=True, slots=True)
class CourseFrame:
    """The course page for one person."""

    mine: MyCourse
    lines: tuple[StepLine, ...]
    first: tuple[tuple[str, str, bool], ...]  # courses to finish first: title, address, finished
    locked: bool = False
    elsewhere: tuple["Elsewhere", ...] = ()

    @property
    def missing_first(self) -> int:
        """How many of the courses to finish first are not finished."""
        return sum(not finished for _title, _url, finished in self.first)


def course_frame(outline: Outline, page: CoursePage, user: User, *, preview: bool = False) -> CourseFrame:
    """Return the course page for a person; a preview shows nothing personal. A fixed number of queries."""
    mine = _mine(outline, None, ()) if preview else my_course(outline, user)
    done = set() if preview else _done(user, outline.key)
    minutes, marks = _details(outline)
    lines = tuple(
        StepLine(
            entry,
            wording.rule(entry.step.kind, marks.get(entry.step.row.pk, 0)),
            minutes.get(entry.step.row.pk, 0),
            str(StepKind(entry.step.kind).label),
        )
        for entry in entries(outline, done)
    )
    first = tuple(_first(page, user))
    missing = [title for title, _url, finished in first if not finished]
    locks = page.prerequisite_rule == PrerequisiteRule.LOCK
    begun = preview or bool(done)
    locked = not completion.may_begin(locks=locks, missing=missing, begun=begun)
    return CourseFrame(mine, lines, first, locked, tuple(_elsewhere(outline)))


def _elsewhere(outline: Outline) -> Iterator[Elsewhere]:
    """Yield the steps the course has in another language and not in this one. Two queries."""
    known = set(outline.step_keys)
    same = CoursePage.objects.filter(translation_key=outline.key, live=True).exclude(pk=outline.row.pk)
    for path, code in same.values_list("path", "locale__language_code"):
        below = Page.objects.filter(live=True, depth=outline.row.depth + 1, path__startswith=path)
        rows = [Row(*fields) for fields in below.order_by("path").values_list(*FIELDS)]
        with override(code):
            yield from [
                Elsewhere(row.title, address(row.url_path), TAGS[short(code)])
                for row in rows
                if row.kind and row.key not in known
            ]


def locked_by(user: User, course_key: UUID) -> list[str]:
    """Return the titles of the courses that hold a course back from a person; empty when it is open."""
    pages = CoursePage.objects.filter(translation_key=course_key, live=True)
    locking = pages.filter(prerequisite_rule=PrerequisiteRule.LOCK).first()
    if locking is None:
        return []
    missing = [title for title, _url, finished in _first(locking, user) if not finished]
    begun = StepCompletion.objects.filter(user=user, course_key=course_key).exists()
    return [] if completion.may_begin(locks=True, missing=missing, begun=begun) else missing


def my_course(outline: Outline, user: User) -> MyCourse:
    """Return one course with a person's state."""
    enrolment = Enrolment.objects.filter(user=user, course_key=outline.key).first()
    return _mine(outline, enrolment, _done(user, outline.key))


def _done(user: User, course_key: UUID) -> set[UUID]:
    done = StepCompletion.objects.filter(user=user, course_key=course_key)
    return set(done.values_list("step_key", flat=True))


def _details(outline: Outline) -> tuple[dict[int, int], dict[int, int]]:
    """Return {page id: minutes} and {page id: pass mark}; one query for each kind of step there is."""
    minutes: dict[int, int] = {}
    marks: dict[int, int] = {}
    for kind in {step.kind for step in outline.steps}:
        ids = [step.row.pk for step in outline.steps if step.kind == kind]
        model: Any = STEP_MODELS[kind]
        minutes |= dict(model.objects.filter(pk__in=ids).values_list("pk", "minutes"))
        if kind == StepKind.QUIZ:
            marks = dict(QuizPage.objects.filter(pk__in=ids).values_list("pk", "quiz__pass_bp"))
    return minutes, marks


def _first(page: CoursePage, user: User) -> Iterable[tuple[str, str, bool]]:
    """Yield the courses to finish first, in the language being shown where they exist in it."""
    siblings = Q(page__translation_key=page.translation_key)
    keys = list(
        dict.fromkeys(
            CoursePrerequisite.objects.filter(siblings)
            .order_by("sort_order")
            .values_list("course__translation_key", flat=True)
        )
    )
    if not keys:
        return
    finished = Enrolment.objects.filter(user=user, course_key__in=keys, completed_at__isnull=False)
    done = set(finished.values_list("course_key", flat=True))
    pages = rows_where(CoursePage.objects.filter(translation_key__in=keys))
    rows = {row.key: row for row in open_rows(pages, user)}
    for key in keys:
        if key in rows:
            yield rows[key].title, address(rows[key].url_path), key in done
