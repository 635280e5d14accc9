"""Tables and pages of courses."""

from courses.models.certificates import (
    Certificate,
    CertificateCourse,
    HandIn,
    HandInKind,
    HandInState,
)
from courses.models.examining import Examination, ExaminationState
from courses.models.feedback import LessonFeedback, Verdict
from courses.models.glossary import GlossaryTerm
from courses.models.imports import CourseImport
from courses.models.pages import (
    ActivityIndexPage,
    CourseIndexPage,
    CoursePage,
    CoursePrerequisite,
    LearningPathCourse,
    LearningPathPage,
    LearningPathScenario,
    LessonPage,
    PrerequisiteRule,
)
from courses.models.records import (
    CourseAssignment,
    Duty,
    Enrolment,
    EnrolmentSource,
    LearnerNote,
    NoteKind,
    StepCompletion,
    StepKind,
)

__all__ = [
    "ActivityIndexPage",
    "Certificate",
    "CertificateCourse",
    "CourseAssignment",
    "CourseImport",
    "CourseIndexPage",
    "CoursePage",
    "CoursePrerequisite",
    "Duty",
    "Enrolment",
    "EnrolmentSource",
    "Examination",
    "ExaminationState",
    "GlossaryTerm",
    "HandIn",
    "HandInKind",
    "HandInState",
    "LearnerNote",
    "LearningPathCourse",
    "LearningPathPage",
    "LearningPathScenario",
    "LessonFeedback",
    "LessonPage",
    "NoteKind",
    "PrerequisiteRule",
    "StepCompletion",
    "StepKind",
    "Verdict",
]
