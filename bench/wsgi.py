"""The product's WSGI application with one more address: a bare view for a logged-in person to compare."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.wsgi import application  # loads the apps, which the addresses need

from config import urls  # isort: skip


def bare(request: HttpRequest) -> HttpResponse:
    """Answer with a person's name: session and user are looked up, nothing else."""
    return HttpResponse(f"<p>{request.user}</p>")


urls.urlpatterns.insert(0, path("bench/bare/", bare))

__all__ = ["application"]
