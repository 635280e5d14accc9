"""The doors of the desk: those who write content, and the content that is checked."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404, HttpRequest

from desk.linting import models
from people.access import require
from people.models import User
from people.roles import Role


def author(request: HttpRequest) -> User:
    """Return who asks if they work at the desk."""
    return require(request, Role.TRAINER, Role.ADMINISTRATOR)


def checked_content(request: HttpRequest, kind: int, pk: int) -> Model:
    """Return the newest state of a piece of checked content."""
    author(request)
    found = ContentType.objects.filter(pk=kind).first()
    model = found.model_class() if found else None
    one = model._default_manager.filter(pk=pk).first() if model in models() and model else None
    if one is None:
        raise Http404
    newest: Model = one.get_latest_revision_as_object()  # type: ignore[attr-defined]  # of revisions
    return newest
