"""Quizzes: a course's plan as rows, brought up to the files while no trainer has saved the quiz."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from academy.loading.ledger import Ledger
from quizzes.models import Question, Quiz, QuizItem, QuizPurpose

PERCENT_BP = 100
KIND = "quiz"


def load_quiz(ledger: Ledger, raw: Mapping[str, Any]) -> Quiz:
    """Load a quiz from a course's plan; one that a trainer has saved is the trainers' and is left alone."""
    key = raw["key"]
    quiz = Quiz.objects.filter(key=key).first()
    if quiz is None:
        return _write(ledger, Quiz(key=key), raw)
    if ledger.is_current(KIND, key, "", raw):
        return quiz
    if _made_here_before_it_was_noted(ledger, quiz, raw) or ledger.may_write(KIND, key, "", quiz):
        return _write(ledger, quiz, raw)
    return quiz


def _made_here_before_it_was_noted(ledger: Ledger, quiz: Quiz, raw: Mapping[str, Any]) -> bool:
    """Say whether an earlier academy left this quiz: quizzes were not always noted in the ledger.

    The loader makes no revision, the editor always does; and nothing stands in it that the plan lacks.
    """
    if ledger.knows(KIND, quiz.key, "") or quiz.latest_revision_id is not None:
        return False
    stands = set(quiz.items.values_list("question__key", flat=True))
    return not quiz.draws.exists() and stands <= set(_places(raw))


def _places(raw: Mapping[str, Any]) -> dict[str, int]:
    """Return the place of each question of the plan; those with one place are alternatives."""
    return {name: place for place, slot in enumerate(raw["slots"], start=1) for name in slot["pool"]}


def _write(ledger: Ledger, quiz: Quiz, raw: Mapping[str, Any]) -> Quiz:
    quiz.title_zh, quiz.title_en = raw["title"]["zh"], raw["title"]["en"]
    quiz.purpose = raw.get("purpose", QuizPurpose.COURSE)
    quiz.pass_bp = raw["pass_percent"] * PERCENT_BP
    quiz.attempt_limit = raw.get("attempts")
    quiz.time_limit_minutes = raw.get("minutes")
    quiz.feedback_rule = raw.get("feedback", "until_passed")
    with transaction.atomic():
        quiz.save()
        _write_items(quiz, _places(raw))
        ledger.note(KIND, quiz.key, "", raw, quiz)
    return quiz


def _write_items(quiz: Quiz, places: Mapping[str, int]) -> None:
    """Bring the rows to the plan; a question that stays keeps its row, which an open editor may name."""
    QuizItem.objects.filter(quiz=quiz).exclude(question__key__in=places).delete()
    standing = {
        item.question.key: item for item in QuizItem.objects.filter(quiz=quiz).select_related("question")
    }
    for key, item in standing.items():
        item.slot = item.sort_order = places[key]
    QuizItem.objects.bulk_update(standing.values(), ["slot", "sort_order"])
    questions = Question.objects.in_bulk(list(places), field_name="key")
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, slot=place, question=questions[key], sort_order=place)
        for key, place in places.items()
        if key not in standing
    )
