"""What an exception sets, in words for lists."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.models import QuizOverride

CHOSEN = ("counts", "overdue_rule")


def in_words(override: QuizOverride) -> list[str]:
    """Return a line per rule that an exception sets."""
    fields = {field.name: str(field.verbose_name) for field in override._meta.concrete_fields}
    return [
        _("%(rule)s: %(value)s") % {"rule": fields[name], "value": _value(override, name, value)}
        for name, value in override.rules.items()
    ]


def _value(override: QuizOverride, name: str, value: object) -> str:
    if name in CHOSEN:
        return str(getattr(override, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return str(value)
