"""Which content can be archived, what it takes along, and what is archived now."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page

from desk.models import Archived

# What else has to leave the learners' lists with a piece of this kind; entered by the apps above.
_COMPANIONS: dict[type[Model], Callable[[Any], list[Any]]] = {}


def register(model: type[Model], companions: Callable[[Any], list[Any]]) -> None:
    """Let pieces of this kind take others along; every kind that is registered can be archived."""
    _COMPANIONS[model] = companions


def can_be_archived(one: object) -> bool:
    """Say whether a piece is of a kind that can be archived."""
    return isinstance(one, Page) or type(one) in _COMPANIONS


def kind_of(one: Model) -> ContentType:
    """Return the content type a piece is archived under: all pages under that of the common table."""
    return ContentType.objects.get_for_model(Page if isinstance(one, Page) else type(one))


def is_archived(one: Model) -> bool:
    """Say whether a piece is archived."""
    return Archived.objects.filter(content_type=kind_of(one), object_id=one.pk).exists()


def companions(one: Any) -> list[Any]:
    """Return what leaves the lists together with a piece."""
    found = _COMPANIONS.get(type(one))
    return found(one) if found else []
