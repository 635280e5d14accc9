"""What stands in the main navigation, by role."""

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.roles import Role


class Place(StrEnum):
    """Where an entry stands: a phone's bar has room for five, a wide one for seven."""

    BAR = "bar"
    WIDE_BAR = "wide bar"  # in the account menu on a phone
    MENU = "menu"


@dataclass(frozen=True, slots=True)
class Entry:
    """One destination; ``roles`` empty means everybody."""

    label: Promise
    view: str
    roles: frozenset[Role] = frozenset()
    place: Place = Place.BAR


HR = frozenset({Role.HR, Role.ADMINISTRATOR})
ENTRIES = (
    Entry(_("My learning"), "home:my_learning"),
    Entry(_("Courses"), "courses:list"),
    Entry(_("Cases and role-plays"), "cases:practice"),
    Entry(_("Glossary"), "courses:glossary"),
    Entry(_("Awareness index"), "awareness:overview"),
    Entry(_("Assign courses"), "courses:assignments", HR, Place.WIDE_BAR),
    Entry(_("Roster"), "people:roster", HR, Place.WIDE_BAR),
    Entry(_("Quiz exceptions"), "courses:exceptions", HR | {Role.TRAINER}, Place.MENU),
    Entry(_("Certificates to re-examine"), "courses:examinations", HR, Place.MENU),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as shown: its address, and whether the reader is there now."""

    label: Promise
    url: str
    current: bool
    place: Place


def items_for(roles: frozenset[Role], path: str) -> list[Item]:
    """Return the entries open to these roles; the longest address that begins ``path`` is the current one."""
    shown = [(entry, reverse(entry.view)) for entry in ENTRIES if not entry.roles or entry.roles & roles]
    here = max((url for _entry, url in shown if path.startswith(url)), key=len, default="")
    return [Item(entry.label, url, url == here, entry.place) for entry, url in shown]
