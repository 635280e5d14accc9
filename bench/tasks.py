"""What the bench does inside the product: logins, what is kept, publications. Run by ``bench/inside.py``."""

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.models import Count, F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.attempts import many_attempts, measured
from bench.company import large_company
from bench.questions import import_questions
from courses.models import LessonPage
from people.models import User
from quizzes.models import Attempt, AttemptItem, Quiz, QuizPage

__all__ = [
    "age",
    "allow",
    "hr",
    "import_questions",
    "kept",
    "large_company",
    "many_attempts",
    "measured",
    "people",
    "publish",
    "queries",
    "results",
    "window",
]
QUIZ = "c1-quiz"


def people(count: str) -> list[dict[str, Any]]:
    """Log in so many employees; return their sessions."""
    users = User.objects.filter(is_active=True, is_demo=True).order_by("pk")[: int(count)]
    return [{"user": user.pk, "session": _session(user)} for user in users]


def hr(username: str) -> str:
    """Log in one person by user name; return the session."""
    return _session(User.objects.get(username=username))


def _session(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def allow(tries: str) -> dict[str, str]:
    """Set how many tries the quiz of course C1 allows (0: any number); return where it is started."""
    Quiz.objects.filter(key=QUIZ).update(attempt_limit=int(tries) or None)
    Attempt.objects.filter(quiz__key=QUIZ).delete()
    page = QuizPage.objects.get(quiz__key=QUIZ, locale__language_code="zh-hans")
    return {"start": f"/zh-hans/quiz/{page.translation_key}/start/"}


def window(rules: str, opens_in: str, closes_in: str) -> dict[str, float]:
    """Give the quiz these rules (JSON) and a window of seconds from now; return its ends as time stamps."""
    now = timezone.now()
    opens, closes = now + timedelta(seconds=int(opens_in)), now + timedelta(seconds=int(closes_in))
    Quiz.objects.filter(key=QUIZ).update(opens_at=opens, closes_at=closes, **json.loads(rules))
    return {"opens": opens.timestamp(), "closes": closes.timestamp()}


def age(minutes: str) -> int:
    """Let the quiz's finished attempts lie so many minutes further back; return how many there are."""
    finished = Attempt.objects.filter(quiz__key=QUIZ, submitted_at__isnull=False)
    back = timedelta(minutes=int(minutes))
    return finished.update(started_at=F("started_at") - back, submitted_at=F("submitted_at") - back)


def kept() -> list[list[Any]]:
    """Return every answer of the quiz's attempts: attempt, position, number, chosen options."""
    rows = AttemptItem.objects.filter(attempt__quiz__key=QUIZ).values_list(
        "attempt_id", "position", "response_seq", "response"
    )
    return [[str(pk), place, seq, (given or {}).get("options", [])] for pk, place, seq, given in rows]


def results() -> list[dict[str, Any]]:
    """Return the attempts of the quiz as they stand, with their times and how many results each was given."""
    rows = Attempt.objects.filter(quiz__key=QUIZ).annotate(given=Count("grades"))
    return [
        {
            "user": row.user_id,
            "number": row.number,
            "state": row.state,
            "score": row.score_bp,
            "results": row.given,
            "started": row.started_at.timestamp(),
            "ended": row.submitted_at and row.submitted_at.timestamp(),
        }
        for row in rows.order_by("user_id", "number")
    ]


def publish(title: str) -> bool:
    """Publish the lesson of the bench under this title, as a trainer in another process would."""
    page = LessonPage.objects.get(key="c1m1", locale__language_code="zh-hans")
    page.title = title
    page.save_revision().publish()
    return True


def queries(username: str, path: str) -> int:
    """Return how many queries a page costs this person once the process is warm."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username=username))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
