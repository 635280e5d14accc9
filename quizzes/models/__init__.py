"""The question bank, quizzes, self-assessments, and what people answered."""

from core.uploads import ImportState
from quizzes.models.attempts import Attempt, AttemptItem, AttemptState, CertaintyChoice, ClosedBy
from quizzes.models.bank import (
    Difficulty,
    DimensionChoice,
    Question,
    QuestionHint,
    QuestionKind,
    QuestionOption,
    QuestionVersion,
)
from quizzes.models.categories import Category, QuestionTag, TaggedQuestion
from quizzes.models.grades import (
    Correction,
    CorrectionKind,
    CorrectionState,
    GradeEntry,
    GradeKindChoice,
)
from quizzes.models.health import QuestionHealth, QuizHealth, VerdictChoice
from quizzes.models.imports import (
    FileLanguage,
    ImportedQuestion,
    ImportFormat,
    Judgement,
    QuestionImport,
)
from quizzes.models.marking import Mark, MarkingStep, MarkingTask
from quizzes.models.overrides import QuizOverride
from quizzes.models.passwords import PasswordTry, QuizPassword
from quizzes.models.policies import CountingRule, OverdueRule
from quizzes.models.quizzes import (
    PRESETS,
    FeedbackRule,
    Quiz,
    QuizBand,
    QuizDraw,
    QuizItem,
    QuizPage,
    QuizPurpose,
)
from quizzes.models.sharing import SharingDecision, SharingOutcome, SharingPair, SharingRun
from quizzes.models.surveys import (
    ResponseState,
    Survey,
    SurveyAnswer,
    SurveyItem,
    SurveyItemKind,
    SurveyPage,
    SurveyResponse,
    SurveyVersion,
)

__all__ = [
    "PRESETS",
    "Attempt",
    "AttemptItem",
    "AttemptState",
    "Category",
    "CertaintyChoice",
    "ClosedBy",
    "Correction",
    "CorrectionKind",
    "CorrectionState",
    "CountingRule",
    "Difficulty",
    "DimensionChoice",
    "FeedbackRule",
    "FileLanguage",
    "GradeEntry",
    "GradeKindChoice",
    "ImportFormat",
    "ImportState",
    "ImportedQuestion",
    "Judgement",
    "Mark",
    "MarkingStep",
    "MarkingTask",
    "OverdueRule",
    "PasswordTry",
    "Question",
    "QuestionHealth",
    "QuestionHint",
    "QuestionImport",
    "QuestionKind",
    "QuestionOption",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizBand",
    "QuizDraw",
    "QuizHealth",
    "QuizItem",
    "QuizOverride",
    "QuizPage",
    "QuizPassword",
    "QuizPurpose",
    "ResponseState",
    "SharingDecision",
    "SharingOutcome",
    "SharingPair",
    "SharingRun",
    "Survey",
    "SurveyAnswer",
    "SurveyItem",
    "SurveyItemKind",
    "SurveyPage",
    "SurveyResponse",
    "SurveyVersion",
    "TaggedQuestion",
    "VerdictChoice",
]
