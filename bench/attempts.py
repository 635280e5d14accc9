"""Many attempts at one quiz, written set-wise into a copy of the demonstration database."""

import random
import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.basis_points import FULL_BP
from people.models import User
from quizzes import health_actions
from quizzes.models import Attempt, AttemptItem, AttemptState, ClosedBy, QuestionVersion, Quiz
from quizzes.queries import newest_versions
from quizzes.release import encode

BATCH = 2_000
KEY = "bench-items"


@transaction.atomic
def many_attempts(count: str, questions: str) -> bool:
    """Replace all attempts by so many first attempts, each of another person, at one quiz."""
    chance = random.Random(20_261)  # noqa: S311 - made-up answers
    Attempt.objects.all().delete()
    quiz = Quiz.objects.create(key=KEY, title_zh="统计", title_en="Statistics", pass_bp=7_500)
    live = sorted(newest_versions(Q(kind="single_choice")).values())[: int(questions)]
    versions = list(QuestionVersion.objects.filter(pk__in=live).order_by("pk"))
    for start in range(0, int(count), BATCH):
        people = _people(start, min(BATCH, int(count) - start))
        attempts = Attempt.objects.bulk_create(_attempt(user, quiz) for user in people)
        AttemptItem.objects.bulk_create(
            [
                _answer(attempt, place, version, chance)
                for attempt in attempts
                for place, version in enumerate(versions, start=1)
            ],
            batch_size=BATCH,
        )
    return True


def measured() -> dict[str, Any]:
    """Measure the questions; return the seconds it took and how many questions have figures."""
    began = time.monotonic()
    found = health_actions.measure(now=timezone.now())
    return {"seconds": time.monotonic() - began, "questions": found}


def _people(start: int, count: int) -> list[User]:
    return User.objects.bulk_create(
        User(
            username=f"many{number}",
            employee_no=f"M{number:07d}",
            name=f"员工 {number}",
            password="!",  # noqa: S106 - a mark that no password fits
            is_demo=True,
        )
        for number in range(start, start + count)
    )


def _attempt(user: User, quiz: Quiz) -> Attempt:
    now = timezone.now()
    return Attempt(
        user=user,
        quiz=quiz,
        number=1,
        language="zh-hans",
        state=AttemptState.SUBMITTED,
        closed_by=ClosedBy.LEARNER,
        started_at=now - timedelta(minutes=10),
        submitted_at=now,
        pass_bp=quiz.pass_bp,
        feedback_rule=encode(quiz.rule),
        score_bp=5_000,
        passed=False,
    )


def _answer(attempt: Attempt, place: int, version: QuestionVersion, chance: random.Random) -> AttemptItem:
    option = chance.choice(version.content["options"])
    return AttemptItem(
        attempt=attempt,
        position=place,
        version=version,
        option_order=[row["id"] for row in version.content["options"]],
        points=1,
        response={"options": [option["id"]]},
        response_seq=1,
        answered_at=attempt.started_at + timedelta(seconds=20 * place),
        credit_bp=FULL_BP if option["correct"] else 0,
    )
