"""Who may open which part of the authoring desk, where Wagtail's own answer is wider than ours."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.generic import RedirectView
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.views.home import sprite
from wagtail.admin.views.i18n import localized_js_catalog
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from people.roles import Role, roles_of

View = Callable[..., HttpResponseBase]

_to_the_login = RedirectView.as_view(pattern_name="account_login", query_string=True)


@login_not_required
def desk_login(request: HttpRequest) -> HttpResponseBase:
    """Lead strangers to the one login; for who is logged in without the desk there is nothing here.

    Sending those on to the login as well would send them back here, and so on.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return _to_the_login(request)


def administrators_only(view: View) -> View:
    """Refuse everybody else as the desk does: back to its first page, with a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Role.ADMINISTRATOR not in roles_of(request.user):  # type: ignore[arg-type]  # behind the desk's door
            refusal: HttpResponse = permission_denied(request)
            return refusal
        return view(request, *args, **kwargs)

    return require_admin_access(guarded)


# The report names who did what to which page and account: for administrators, as the audit log is.
site_history = administrators_only(LogEntriesView.as_view())
site_history_results = administrators_only(LogEntriesView.as_view(results_only=True))

# Wagtail gives icons and words of the desk to everybody who is logged in.
desk_icons = require_admin_access(sprite)
desk_words = require_admin_access(localized_js_catalog)
