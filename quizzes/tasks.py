"""Periodic work of the quizzes."""

from celery import shared_task
from django.utils import timezone

from quizzes import actions, correction_actions, health_actions, import_actions, sharing_actions


@shared_task(name="quizzes.tasks.close_overdue")
def close_overdue() -> None:
    """Submit the attempts whose time is up."""
    actions.close_overdue(now=timezone.now())


@shared_task(name="quizzes.tasks.measure_questions")
def measure_questions() -> None:
    """Measure how questions and quizzes do."""
    health_actions.measure(now=timezone.now())


@shared_task(name="quizzes.tasks.work_off_imports")
def work_off_imports() -> None:
    """Read uploaded files of questions and write confirmed ones."""
    import_actions.work_off(now=timezone.now)


@shared_task(name="quizzes.tasks.clear_imports")
def clear_imports() -> None:
    """Discard files of questions that nobody confirmed."""
    import_actions.clear_old_imports(timezone.now())


@shared_task(name="quizzes.tasks.work_off_corrections")
def work_off_corrections() -> None:
    """Bring results up to date with what was decided about questions."""
    correction_actions.work_off(now=timezone.now)


@shared_task(name="quizzes.tasks.compare_answers")
def compare_answers() -> None:
    """Once a day, compare new first attempts with one another, for HR's review."""
    sharing_actions.compare(now=timezone.now())
