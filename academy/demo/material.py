"""What there is to learn, in the shapes the plan of activity takes."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cases.dialogue import Dialogue
from cases.judging import CaseStudy
from courses.models import StepKind
from quizzes.content import Content
from quizzes.draw import Place
from quizzes.policy import Policy


def chance_of(*parts: object) -> random.Random:
    """Return a generator of its own for these parts: what one draws moves nobody else."""
    return random.Random("/".join(str(part) for part in parts))  # noqa: S311 - made-up people, no secrets


@dataclass(frozen=True, slots=True)
class Activity:
    """A step of a course, or something offered outside courses. ``key``: the page's translation key."""

    kind: StepKind
    key: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CourseMaterial:
    """A live course with its live steps in order."""

    key: UUID
    code: str
    titles: Mapping[str, str]
    steps: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class QuizMaterial:
    """The rules of a quiz and the questions that may fill its places."""

    pk: int
    places: tuple[Place, ...]
    limit: int | None
    minutes: int | None
    pass_bp: int
    feedback_rule: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class CaseMaterial:
    """The version of a case that new runs get."""

    pk: int
    study: CaseStudy


@dataclass(frozen=True, slots=True)
class ScenarioMaterial:
    """The version of a role-play that new runs get."""

    pk: int
    graph: Dialogue


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the self-assessment; ``expected`` only where it checks attention."""

    code: str
    reverse: bool
    expected: int | None


@dataclass(frozen=True, slots=True)
class SurveyMaterial:
    """The self-assessment as it is offered."""

    pk: int
    page_key: UUID
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything; quizzes, cases and role-plays by their short names, questions by version."""

    courses: tuple[CourseMaterial, ...]
    quizzes: Mapping[str, QuizMaterial]
    questions: Mapping[int, Content]
    cases: Mapping[str, CaseMaterial]
    scenarios: Mapping[str, ScenarioMaterial]
    survey: SurveyMaterial | None

    def course(self, code: str) -> CourseMaterial | None:
        """Return the live course of this code."""
        return next((course for course in self.courses if course.code == code), None)
