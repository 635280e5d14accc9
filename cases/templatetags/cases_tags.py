"""The personal part of a case's or role-play's page: begin, go on, do it again."""

from typing import Any

from django import template

from cases import queries
from cases.actions import TRIAL_ROLES
from cases.models import CasePage, ScenarioPage
from cases.sentences import DIMENSION_WORDS
from cases.shapes import Text
from people.roles import roles_of

register = template.Library()
MINUS = "\N{MINUS SIGN}"


@register.inclusion_tag("cases/_start.html", takes_context=True)
def activity_start(context: dict[str, Any], page: CasePage | ScenarioPage) -> dict[str, Any]:
    """Offer what the person can do here now."""
    user = context["request"].user
    key = page.definition.key
    return {
        "request": context["request"],
        "page": page,
        "is_live": page.definition.live,
        "standing": queries.standings(user, [key])[key],
        "is_preview": getattr(context["request"], "is_preview", False),
        "may_try": bool(TRIAL_ROLES & roles_of(user)),
    }


@register.filter
def told_in(text: Text, language: str) -> str:
    """Return a text in a language."""
    return text.shown_in(language)


@register.filter
def dimension_word(key: str) -> str:
    """Return what a competency is called."""
    return str(DIMENSION_WORDS.get(key, key))


@register.filter
def signed(points: int) -> str:
    """Return points with their sign: +2 or −1."""
    return f"{points:+d}".replace("-", MINUS)


@register.filter
def minus(points: int) -> str:
    """Return points with a true minus sign where they are below zero."""
    return str(points).replace("-", MINUS)
