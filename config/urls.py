"""Every address of the product."""

from collections.abc import Callable

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse_lazy
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from courses.serving import serve
from home import views
from home.language import switch_language
from people import desk
from people.views import first_password, not_offered
from people.viewsets import desk_account


def _to(name: str) -> Callable[..., HttpResponseBase]:
    return login_not_required(RedirectView.as_view(url=reverse_lazy(name), query_string=True))


handler500 = "home.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", views.live),
    path("healthz/ready", views.ready),
    # Wagtail's own login and password forms know neither second factors nor rate limits: one door only.
    path("language/<str:code>/", switch_language, name="switch_language"),
    path("cms/login/", desk.desk_login),
    path("cms/logout/", _to("account_logout")),
    path("cms/password_reset/", _to("account_reset_password")),
    path("cms/failwhale/", not_offered),
    # Roles and accounts change one by one, each in the audit log; a person's name is HR's.
    path("cms/bulk/people/user/<str:action>/", not_offered),
    path("cms/account/", desk_account),
    path("cms/reports/site-history/", desk.site_history),
    path("cms/reports/site-history/results/", desk.site_history_results),
    path("cms/sprite/", desk.desk_icons),
    path("cms/jsi18n/", desk.desk_words),
    path("cms/", include(wagtailadmin_urls)),
    # Accounts and addresses are HR's: no sign-up, no addresses of one's own, no account without a password.
    path("accounts/signup/", not_offered),
    path("accounts/email/", not_offered),
    path("accounts/confirm-email/", not_offered),
    re_path("^accounts/confirm-email/(?P<key>[-:\\w]+)/$", not_offered),
    path("accounts/password/set/", not_offered),
    path("accounts/login/code/confirm/", not_offered),
    path("accounts/first-password/", first_password, name="first_password"),
    path("accounts/", include("allauth.urls")),
    path("documents/authenticate_with_password/<int:restriction_id>/", not_offered),
    path("documents/", include(wagtaildocs_urls)),
    path("", RedirectView.as_view(url=reverse_lazy("home:my_learning"))),
]
urlpatterns += i18n_patterns(
    path("", include("home.urls")),
    path("", include("cases.urls")),
    path("", include("quizzes.urls")),
    path("people/", include("people.urls")),
    path("insights/", include("awareness.urls")),
    path("", include("courses.urls")),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
