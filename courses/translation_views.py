"""Both languages of a page side by side, with what the source has gained since then."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from desk.access import author


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a page; ``page`` is None while there is none."""

    language: str
    code: str
    page: Page | None


def _page(request: HttpRequest, pk: int) -> Page:
    user = author(request)
    page = Page.objects.filter(pk=pk, depth__gt=1).first()
    if page is None or not page.permissions_for_user(user).can_edit():
        raise Http404
    return page.specific


@require_safe
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest state of a page in both languages beside each other."""
    page = _page(request, pk)
    pages = {one.locale.language_code: one for one in page.get_translations(inclusive=True)}
    sides = [Side(str(name), code, pages.get(code)) for code, name in settings.LANGUAGES]
    source, *others = sides
    context = {"page": page, "sides": sides, "since": _since(source.page, others[0].page)}
    return render(request, "courses/desk/side_by_side.html", context)


def _since(source: Page | None, translation: Page | None) -> Revision | None:
    """Return the source's state the translation was published from, if the source was published since."""
    ours = source.last_published_at if source else None
    theirs = translation.last_published_at if translation else None
    if source is None or ours is None or theirs is None or ours <= theirs:
        return None
    older = source.revisions.filter(created_at__lte=theirs)
    return older.order_by("-created_at").first() or source.revisions.order_by("created_at").first()


@require_safe
def one_side(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the newest state of a page for its frame; a preview, which writes nothing."""
    page = _page(request, pk).get_latest_revision_as_object()
    drawn: HttpResponse = page.make_preview_request(request, page.default_preview_mode)
    drawn["X-Frame-Options"] = "SAMEORIGIN"
    return drawn


def refuse_half_translated(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish from wagtail-localize's editor with texts missing: it fills in the source's."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    synced = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).first()
    total, done = synced.get_progress() if synced else (0, 0)
    if total == done:
        return None
    messages.error(
        request,
        _("Not published: %(missing)s of %(total)s texts are not translated yet.")
        % {"missing": total - done, "total": total},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
