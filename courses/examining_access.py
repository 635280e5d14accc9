"""The door to certificates whose basis changed."""

from uuid import UUID

from django.http import Http404, HttpRequest

from courses.models import Examination
from people.access import require
from people.models import User
from people.roles import Role


def examiner(request: HttpRequest) -> User:
    """Return who asks if they decide about certificates."""
    return require(request, Role.HR, Role.ADMINISTRATOR)


def examination_or_404(request: HttpRequest, pk: UUID) -> Examination:
    """Return a certificate put before HR."""
    examiner(request)
    found = Examination.objects.select_related("certificate").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
