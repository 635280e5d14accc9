"""Periodic work of the quizzes."""

from celery import shared_task
from django.utils import timezone

from quizzes import actions, health_actions


@shared_task(name="quizzes.tasks.close_overdue")
def close_overdue() -> None:
    """Submit the attempts whose time is up."""
    actions.close_overdue(now=timezone.now())


@shared_task(name="quizzes.tasks.measure_questions")
def measure_questions() -> None:
    """Measure how questions and quizzes do."""
    health_actions.measure(now=timezone.now())
