"""Pages about one's own account that allauth does not have, and addresses that are not offered."""

from allauth.account.forms import SetPasswordForm
from allauth.account.internal.decorators import login_stage_required
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from people.actions import choose_first_password
from people.login import FirstPasswordStage


@login_not_required
def not_offered(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer 404 at an address of a package that this product does not use."""
    raise Http404


@login_stage_required(stage=FirstPasswordStage.key, redirect_urlname="account_login")
def first_password(request: HttpRequest) -> HttpResponseBase:
    """Let a person who came with an initial password choose an own one, and only then in."""
    stage = request._login_stage  # type: ignore[attr-defined]  # put there by allauth's decorator
    form = SetPasswordForm(stage.login.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose_first_password(user=stage.login.user, password=form.cleaned_data["password1"])
        return stage.exit()
    return render(request, "people/first_password.html", {"form": form})
