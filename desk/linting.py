"""Which check belongs to which kind of content; the apps above enter theirs when they are ready."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from core.findings import Finding, in_order

Check = Callable[[Any], Iterable[Finding]]

_CHECKS: dict[type[Model], list[Check]] = {}


def register(model: type[Model], check: Check) -> None:
    """Let ``check`` look at every piece of this kind."""
    checks = _CHECKS.setdefault(model, [])
    if check not in checks:
        checks.append(check)


def models() -> list[type[Model]]:
    """Return the kinds of content that are checked."""
    return list(_CHECKS)


def is_checked(one: object) -> bool:
    """Say whether there is a check for this piece."""
    return type(one) in _CHECKS


def findings_of(one: Model) -> list[Finding]:
    """Return everything found in a piece as it stands in memory, muted or not, the worst first."""
    return in_order(finding for check in _CHECKS.get(type(one), ()) for finding in check(one))
