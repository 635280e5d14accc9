"""Attempts of whole quizzes, answered by letters, for tests."""

from datetime import timedelta

from people.models import User
from quizzes import actions
from quizzes.models import Attempt, Quiz
from tests.quizzes.factories import NOW


def take(user: User, quiz: Quiz, letters: str, *, language: str = "zh-hans") -> Attempt:
    """Take a quiz choosing the options of these letters (A is the key, - leaves unanswered), 10 s apart."""
    attempt = actions.start(user=user, quiz=quiz, page_key=None, language=language, now=NOW)
    items = list(attempt.items.select_related("version").order_by("position"))
    for place, (item, letter) in enumerate(zip(items, letters, strict=True), start=1):
        if letter != "-":
            option = item.version.content["options"]["ABCD".index(letter)]["id"]
            actions.save_answer(
                attempt=attempt,
                position=item.position,
                form={"option": [option]},
                seq=1,
                now=NOW + timedelta(seconds=10 * place),
            )
    actions.submit(attempt=attempt, now=NOW + timedelta(seconds=60))
    return attempt
