"""What stands in the main navigation, by role."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One destination; ``roles`` empty means everybody.

    A phone's bar has room for five: entries with ``in_menu`` stand in the account menu there.
    """

    label: Promise
    view: str
    roles: frozenset[Role] = frozenset()
    in_menu: bool = False


ENTRIES = (
    Entry(_("My learning"), "home:my_learning"),
    Entry(_("Courses"), "courses:list"),
    Entry(_("Cases and role-plays"), "cases:practice"),
    Entry(_("Glossary"), "courses:glossary"),
    Entry(_("Awareness index"), "awareness:overview"),
    Entry(_("Assign courses"), "courses:assignments", frozenset({Role.HR, Role.ADMINISTRATOR}), in_menu=True),
    Entry(
        _("Quiz exceptions"),
        "courses:exceptions",
        frozenset({Role.TRAINER, Role.HR, Role.ADMINISTRATOR}),
        in_menu=True,
    ),
    Entry(_("Roster"), "people:roster", frozenset({Role.HR, Role.ADMINISTRATOR}), in_menu=True),
    Entry(
        _("Certificates to re-examine"),
        "courses:examinations",
        frozenset({Role.HR, Role.ADMINISTRATOR}),
        in_menu=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as shown: its address, and whether the reader is there now."""

    label: Promise
    url: str
    current: bool
    in_menu: bool


def items_for(roles: frozenset[Role], path: str) -> list[Item]:
    """Return the entries open to these roles; the longest address that begins ``path`` is the current one."""
    shown = [(entry, reverse(entry.view)) for entry in ENTRIES if not entry.roles or entry.roles & roles]
    here = max((url for _entry, url in shown if path.startswith(url)), key=len, default="")
    return [Item(entry.label, url, url == here, entry.in_menu) for entry, url in shown]
