"""Giving questions out: the file and the note of who took it, written together."""

from collections.abc import Sequence

from django.db import transaction

from people.actions import record_audit
from people.models import User
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Item
from quizzes.exchange.writing import file_of


@transaction.atomic
def export_questions(*, actor: User, items: Sequence[Item], wanted: Format, language: str) -> bytes:
    """Return the file with the answer keys of these questions; the audit log keeps who took how many."""
    content = file_of(items, wanted, language)
    record_audit(actor=actor, action="questions.export", subject=wanted.value, questions=len(items))
    return content
