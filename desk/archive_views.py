"""Archiving at the desk: what is archived, asking before it is, bringing back."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from desk import actions, archiving
from desk.access import author
from desk.models import Archived


def _content(kind: int, pk: int) -> Model:
    found = ContentType.objects.filter(pk=kind).first()
    model = found.model_class() if found else None
    one = model._default_manager.filter(pk=pk).first() if model else None
    one = one.specific if isinstance(one, Page) else one
    if one is None or not archiving.can_be_archived(one):
        raise Http404
    return one


@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: HttpRequest, kind: int, pk: int) -> HttpResponse:
    """Ask whether to archive a piece or bring it back, and do it."""
    user = author(request)
    one = _content(kind, pk)
    archived = archiving.is_archived(one)
    edit = AdminURLFinder(user).get_edit_url(one)
    if edit is None:
        raise Http404
    if request.method != "POST":
        return render(request, "desk/archive.html", {"piece": one, "archived": archived, "back": edit})
    if archived:
        actions.bring_back(one)
        messages.success(
            request, _("“%(title)s” is a draft again. Publish it when it is ready.") % {"title": one}
        )
        return redirect(edit)
    actions.archive(one, user=user, now=timezone.now())
    messages.success(request, _("“%(title)s” is archived. What learners did stays.") % {"title": one})
    return redirect("desk_archive_list")


@require_safe
def archive_list(request: HttpRequest) -> HttpResponse:
    """List what is archived."""
    author(request)
    rows = Archived.objects.select_related("content_type", "archived_by").order_by("-archived_at", "-pk")
    return render(request, "desk/archived.html", {"rows": rows[:500]})
