"""One view that nobody has thought about, for the test that the login is the default."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as ours


def forgotten(request: HttpRequest) -> HttpResponse:
    """Answer without asking who is there."""
    return HttpResponse("open")


urlpatterns = [path("new/", forgotten), *ours]
