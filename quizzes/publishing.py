"""Freezing: what is published becomes a version that is never changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from core.freeze import digest
from quizzes.models import Question, QuestionVersion, Survey, SurveyVersion


def freeze_question(question: Question, *, now: datetime) -> QuestionVersion:
    """Return the version of the question as it stands, making one unless the newest says the same.

    The row of the question is locked, so that two publications at once do not make the same number.
    """
    content = question.content()
    mark = digest(content)
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        newest = QuestionVersion.objects.filter(key=question.key).order_by("-number").first()
        if newest is not None and newest.digest == mark:
            return newest
        return QuestionVersion.objects.create(
            question=question,
            key=question.key,
            number=newest.number + 1 if newest else 1,
            kind=question.kind,
            dimension=question.dimension,
            module=question.module,
            content=content,
            digest=mark,
            created_at=now,
        )


def freeze_survey(survey: Survey, *, now: datetime) -> SurveyVersion:
    """Return the version of the questionnaire as it stands, making one unless the newest says the same."""
    content: Any = survey.content()
    mark = digest(content)
    with transaction.atomic():
        Survey.objects.select_for_update().get(pk=survey.pk)
        newest = survey.versions.order_by("-number").first()
        if newest is not None and newest.digest == mark:
            return newest
        last = survey.versions.aggregate(last=Max("number"))["last"] or 0
        return SurveyVersion.objects.create(
            survey=survey, number=last + 1, content=content, digest=mark, created_at=now
        )
