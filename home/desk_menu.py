"""The authoring desk arranged for trainers: what stands in its menus and on its first page."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from people.access import person

# Wagtail's own entries that a trainer has no use for: the tree is reached through "Courses".
NOT_FOR_TRAINERS = frozenset({"explorer", "help", "snippets"})
# The help menu leads to pages of the package's makers; the desk's own words are enough for everybody.
NOT_FOR_ANYBODY = frozenset({"help", "snippets"})
REPORTS_NOT_FOR_TRAINERS = frozenset({"locked-pages", "workflow-tasks", "page-types-usage"})


def arrange_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave what this person works with."""
    hidden = NOT_FOR_ANYBODY if _keeps_house(request) else NOT_FOR_TRAINERS
    items[:] = [item for item in items if item.name not in hidden]


def arrange_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave the reports that say something about content."""
    hidden = frozenset() if _keeps_house(request) else REPORTS_NOT_FOR_TRAINERS
    items[:] = [item for item in items if item.name not in hidden]


def _keeps_house(request: HttpRequest) -> bool:
    # Rights are at hand in every request of the desk; asking for roles would be one more query.
    return person(request).has_perm("wagtailcore.change_site")


def no_summary(request: HttpRequest, items: list[Component]) -> None:
    """Numbers of pages and pictures help nobody."""
    items.clear()
