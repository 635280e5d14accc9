"""What a made-up colleague does: plain facts with their times, as a person at the screen would cause them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from academy.demo.material import Activity, CourseMaterial
from academy.demo.people_plan import Person
from courses.models import EnrolmentSource


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form sent for one question."""

    position: int
    form: Mapping[str, list[str]]
    at: datetime


@dataclass(frozen=True, slots=True)
class QuizTry:
    """One try. ``seed`` gives the draw, the numbers after it the order of each question's options."""

    activity: Activity
    seed: int
    versions: tuple[int, ...]
    answers: tuple[Answer, ...]
    started_at: datetime
    submitted_at: datetime | None
    by_deadline: bool = False


@dataclass(frozen=True, slots=True)
class CaseTry:
    """One run of a case; the judgements are sent at ``saved_at``, and submitted with that or not at all."""

    activity: Activity
    answers: Mapping[str, str]
    started_at: datetime
    saved_at: datetime
    submitted: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice of a role-play."""

    scene: str
    choice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Play:
    """One run of a role-play; without an ending it stays open or is given up at ``abandoned_at``."""

    activity: Activity
    steps: tuple[Chosen, ...]
    started_at: datetime
    swap_seen_at: datetime | None
    abandoned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """One self-assessment."""

    page_key: UUID
    answers: Mapping[str, int]
    started_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Read:
    """A lesson read to its end."""

    activity: Activity
    at: datetime

    @property
    def started_at(self) -> datetime:
        """When it happened; reading leaves no trace before its end."""
        return self.at


Event = QuizTry | CaseTry | Play | Filled | Read


@dataclass(frozen=True, slots=True)
class Wave:
    """HR assigns a course to a department with all below it."""

    course: str
    department: str
    given_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class DutyPlan:
    """A duty as it comes to a person."""

    wave: Wave
    given_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class Done:
    """A step finished by its rule."""

    activity: Activity
    at: datetime


@dataclass(frozen=True, slots=True)
class CourseStory:
    """One person's way through one course."""

    course: CourseMaterial
    source: EnrolmentSource
    enrolled_at: datetime
    duties: tuple[DutyPlan, ...]
    done: tuple[Done, ...]
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Everything one person does, in the order of time."""

    person: Person
    events: tuple[Event, ...]
    courses: tuple[CourseStory, ...]
