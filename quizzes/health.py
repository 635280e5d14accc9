"""What the desk's checks say about questions, quizzes and self-assessments."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.findings import Finding, Level
from desk import archiving, linting
from quizzes import lint, rule_words
from quizzes.content import parse
from quizzes.feedback_desk import contradictions_of
from quizzes.models import Question, QuestionVersion, Quiz, QuizPurpose, Survey
from quizzes.models.bank import in_order
from quizzes.queries import newest_versions, pool_of
from quizzes.release import only_after_close, tells_before_next_try


def of_question(question: Question) -> Iterator[Finding]:
    """Yield what is found in a question."""
    yield from lint.findings(parse(question.content()))


def of_survey(survey: Survey) -> Iterator[Finding]:
    """Yield what is found in a questionnaire."""
    yield from lint.survey_findings(survey.content())


def of_quiz(quiz: Quiz) -> Iterator[Finding]:
    """Yield what is found in a quiz: its fixed questions together, and whether it is offered anywhere."""
    asked = {row.question_id for row in in_order(quiz.items.all())}
    fixed = newest_versions(Q(pk__in=asked)) if asked else {}
    left_out = Question.objects.filter(pk__in=asked).exclude(key__in=fixed) if len(fixed) < len(asked) else ()
    for question in left_out:
        yield Finding(
            "not_published",
            Level.WARNING,
            _("The question “%(key)s” is not published or retired; no try will get it."),
            where=question.key,
            values={"key": question.key},
        )
    versions = QuestionVersion.objects.filter(pk__in=fixed.values())
    contents = [parse(content) for content in versions.values_list("content", flat=True)]
    yield from lint.quiz_findings(contents, shuffled=quiz.shuffle_options)
    yield from _of_draws(quiz)
    yield from _of_feedback(quiz)
    if not quiz.title_en.strip():
        yield Finding("no_english", Level.WARNING, _("The title is missing in English."))
    if quiz.pk and not quiz.pages.exists():
        yield Finding("not_offered", Level.HINT, _("No page offers this quiz yet."))


def _of_draws(quiz: Quiz) -> Iterator[Finding]:
    """Yield the draws that fewer questions fit than they ask for."""
    for draw in in_order(quiz.draws.all()):
        there = len(pool_of(draw))
        if there < draw.count:
            asked = (draw.module, draw.difficulty, draw.dimension, draw.category_id, draw.tags)
            yield Finding(
                "draw_too_small",
                Level.WARNING,
                rule_words.DRAW_TOO_SMALL,
                where=" ".join(str(one) for one in asked if one),
                values={"wanted": draw.count, "there": there},
            )


def _of_feedback(quiz: Quiz) -> Iterator[Finding]:
    """Yield what contradicts itself, and what learners would wait for in vain or see too early."""
    for contradiction in contradictions_of(quiz):
        yield Finding("feedback", Level.ERROR, rule_words.AGAINST[contradiction], where=contradiction)
    if quiz.closes_at is None and only_after_close(quiz.rule):
        yield Finding(
            "never_closes",
            Level.WARNING,
            _("Marks or right answers are shown only after the quiz has closed, but it never closes."),
        )
    if quiz.purpose == QuizPurpose.COURSE and quiz.attempt_limit != 1 and tells_before_next_try(quiz.rule):
        yield Finding(
            "key_before_next_try",
            Level.WARNING,
            _("Learners see the right answers and may then try again. Let right answers wait until passed."),
        )


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
