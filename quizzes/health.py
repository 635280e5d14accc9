"""What the desk's checks say about questions, quizzes and self-assessments."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.findings import Finding, Level
from desk import archiving, linting
from quizzes import lint
from quizzes.content import parse
from quizzes.models import Question, QuestionVersion, Quiz, Survey
from quizzes.models.bank import in_order
from quizzes.queries import newest_versions


def of_question(question: Question) -> Iterator[Finding]:
    """Yield what is found in a question."""
    yield from lint.findings(parse(question.content()))


def of_survey(survey: Survey) -> Iterator[Finding]:
    """Yield what is found in a questionnaire."""
    yield from lint.survey_findings(survey.content())


def of_quiz(quiz: Quiz) -> Iterator[Finding]:
    """Yield what is found in a quiz: its fixed questions together, and whether it is offered anywhere."""
    keys = list(
        Question.objects.filter(pk__in=[row.question_id for row in in_order(quiz.items.all())]).values_list(
            "key", flat=True
        )
    )
    fixed = newest_versions(Q(key__in=keys)) if keys else {}
    for key in keys:
        if key not in fixed:
            yield Finding(
                "not_published",
                Level.WARNING,
                _("The question “%(key)s” is not published or retired; no try will get it."),
                where=key,
                values={"key": key},
            )
    versions = QuestionVersion.objects.filter(pk__in=fixed.values())
    contents = [parse(content) for content in versions.values_list("content", flat=True)]
    yield from lint.quiz_findings(contents, shuffled=quiz.shuffle_options)
    if not quiz.title_en.strip():
        yield Finding("no_english", Level.WARNING, _("The title is missing in English."))
    if quiz.pk and not quiz.pages.exists():
        yield Finding("not_offered", Level.HINT, _("No page offers this quiz yet."))


def _pages_of(definition: Quiz | Survey) -> list[Any]:
    return list(definition.pages.filter(live=True))


def register() -> None:
    """Enter these checks at the desk, and what can be archived."""
    archiving.register(Question, lambda _question: [])
    archiving.register(Quiz, _pages_of)
    archiving.register(Survey, _pages_of)
    linting.register(Question, of_question)
    linting.register(Survey, of_survey)
    linting.register(Quiz, of_quiz)
