"""What this app adds to the authoring desk."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.access import person
from people.roles import Role, roles_of


@hooks.register("construct_reports_menu")
def leave_history_to_administrators(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Show the site's history in the menu only to those who may open it."""
    if Role.ADMINISTRATOR not in roles_of(person(request)):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]
