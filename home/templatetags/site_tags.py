"""What the frame of every page asks: navigation, the way to the desk, the demonstration notice."""

from typing import Any

from django import template
from django.core.cache import caches
from django.urls import reverse

from home.navigation import Item, items_for
from people.models import Department
from people.roles import Role, roles_of

register = template.Library()
DEMO_SECONDS = 60


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[Item]:
    """Return the navigation of the person asking."""
    request = context["request"]
    return items_for(roles_of(request.user), request.path)


@register.simple_tag(takes_context=True)
def desk_url(context: dict[str, Any]) -> str:
    """Return the address of the authoring desk for those who work there, else an empty text."""
    at_desk = {Role.TRAINER, Role.ADMINISTRATOR} & roles_of(context["request"].user)
    return reverse("wagtailadmin_home") if at_desk else ""


@register.inclusion_tag("components/demo_notice.html")
def demo_notice() -> dict[str, bool]:
    """Say on every page that the company shown is made up, while it is."""
    cache = caches["authored"]
    demo = cache.get("demo-company")
    if demo is None:
        demo = Department.objects.filter(is_demo=True).exists()
        cache.set("demo-company", demo, DEMO_SECONDS)
    return {"demo": bool(demo)}
