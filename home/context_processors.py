"""What every template may use."""

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return nothing a template must look up in the database."""
    return {"cms_preview": getattr(request, "is_preview", False)}
