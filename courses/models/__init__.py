"""Tables and pages of courses."""

from courses.models.glossary import GlossaryTerm
from courses.models.pages import (
    ActivityIndexPage,
    CourseIndexPage,
    CoursePage,
    CoursePrerequisite,
    LearningPathCourse,
    LearningPathPage,
    LessonPage,
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
    "CourseAssignment",
    "CourseIndexPage",
    "CoursePage",
    "CoursePrerequisite",
    "Duty",
    "Enrolment",
    "EnrolmentSource",
    "GlossaryTerm",
    "LearnerNote",
    "LearningPathCourse",
    "LearningPathPage",
    "LessonPage",
    "NoteKind",
    "StepCompletion",
    "StepKind",
]
