"""Where people count in a period: the department tree of its last day and everybody's home department."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from awareness.formula import Formula
from awareness.ids import Id, id_order
from awareness.periods import Quarter

# Stands above the departments when none or several of them are at the top.
VIRTUAL_ROOT: Final = "*"


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One validity of a department: ``valid_from`` inclusive, ``valid_to`` exclusive, None = open."""

    department: Id
    parent: Id | None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: Id | None = None

    def covers(self, day: date) -> bool:
        """Say whether the row is valid on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Spell:
    """One posting of a person to a department: ``start`` inclusive, ``end`` exclusive, None = open."""

    person: Id
    department: Id
    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the spell is running on ``day``."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Tree:
    """The departments of one day in preorder: a unit's subtree is the range from its number to ``last``."""

    units: tuple[Id, ...]
    parent: tuple[int, ...]  # preorder number, -1 at the root
    depth: tuple[int, ...]
    last: tuple[int, ...]  # the highest preorder number within the subtree
    number: Mapping[Id, int]
    redirects: Mapping[Id, Id]  # closed departments, to the open one that took over

    @property
    def root(self) -> Id:
        """The unit that holds everybody."""
        return self.units[0]

    def resolve(self, department: Id) -> Id:
        """Return the open unit an id stands for: itself, its successor, its last parent or the root."""
        if department in self.number:
            return department
        return self.redirects.get(department, self.root)

    def ancestors(self, unit: Id) -> Iterator[Id]:
        """Yield ``unit`` itself and then every unit above it, up to the root."""
        number = self.number[unit]
        while number >= 0:
            yield self.units[number]
            number = self.parent[number]


def build_tree(rows: Iterable[DepartmentRow], day: date) -> Tree:
    """Return the department tree of ``day``; what is published uses the last day of the quarter.

    One open department without a parent is the root; with none or several, a virtual root stands above them.
    A parent that is closed or unknown is followed to its successor. Departments that are each other's
    ancestors are hung under the root, so that every open department is placed exactly once.
    """
    ordered = sorted(rows, key=lambda row: (row.valid_from or date.min, id_order(row.department)))
    valid = {row.department: row for row in ordered if row.covers(day)}
    closed: dict[Id, DepartmentRow] = {}
    for row in sorted(ordered, key=lambda row: row.valid_to or date.max):
        if row.department not in valid and row.valid_to is not None and row.valid_to <= day:
            closed[row.department] = row
    tops = [department for department, row in valid.items() if row.parent is None]
    root: Id = tops[0] if len(tops) == 1 else VIRTUAL_ROOT
    redirects = {department: _successor(department, valid, closed, root) for department in closed}
    children: dict[Id, list[Id]] = {}
    for department, row in valid.items():
        if department != root:
            above = root if row.parent is None else row.parent
            above = above if above in valid else redirects.get(above, root)
            children.setdefault(above, []).append(department)
    return _preorder(root, children, sorted(valid, key=id_order), redirects)


def _successor(
    department: Id, valid: Mapping[Id, DepartmentRow], closed: Mapping[Id, DepartmentRow], root: Id
) -> Id:
    seen: set[Id] = set()
    current: Id | None = department
    while current is not None and current not in valid:
        row = closed.get(current)
        if row is None or current in seen:
            return root
        seen.add(current)
        current = row.parent if row.successor is None else row.successor
    return root if current is None else current


def _preorder(
    root: Id, children: Mapping[Id, Sequence[Id]], everyone: Sequence[Id], redirects: Mapping[Id, Id]
) -> Tree:
    units: list[Id] = []
    parent: list[int] = []
    depth: list[int] = []
    number: dict[Id, int] = {}
    for start in (root, *everyone):
        stack = [(start, -1 if start == root else 0)]
        while stack:
            unit, above = stack.pop()
            if unit in number:
                continue
            number[unit] = len(units)
            units.append(unit)
            parent.append(above)
            depth.append(0 if above < 0 else depth[above] + 1)
            below = sorted(children.get(unit, ()), key=id_order, reverse=True)
            stack.extend((child, number[unit]) for child in below)
    last = list(range(len(units)))
    for position in range(len(units) - 1, 0, -1):
        last[parent[position]] = max(last[parent[position]], last[position])
    return Tree(tuple(units), tuple(parent), tuple(depth), tuple(last), number, redirects)


class Standing(StrEnum):
    """How a person counts in a period."""

    ELIGIBLE = "eligible"
    NEWCOMER = "newcomer"  # on the roster, employed for too short a time: listed as a count only
    ABSENT = "absent"  # not on the roster on the last day: counts nowhere


@dataclass(frozen=True, slots=True)
class Home:
    """One person's standing and, when eligible, home department."""

    standing: Standing
    unit: Id | None = None


@dataclass(frozen=True)
class Placement:
    """Everybody's home department in one period."""

    homes: Mapping[Id, Id]
    newcomers: tuple[Id, ...]


def department_on(spells: Iterable[Spell], day: date) -> Id | None:
    """Return a person's department on ``day``: of overlapping spells the one that began later."""
    covering = [spell for spell in spells if spell.covers(day)]
    return max(covering, key=_precedence).department if covering else None


def _precedence(spell: Spell) -> tuple[date, date, tuple[int, int, str]]:
    return (spell.start, spell.end or date.max, id_order(spell.department))


def place(spells: Iterable[Spell], quarter: Quarter, tree: Tree, formula: Formula) -> Placement:
    """Return the home departments of all eligible people and the list of newcomers."""
    by_person: dict[Id, list[Spell]] = {}
    for spell in spells:
        by_person.setdefault(spell.person, []).append(spell)
    homes: dict[Id, Id] = {}
    newcomers: list[Id] = []
    for person in sorted(by_person, key=id_order):
        home = home_of(by_person[person], quarter, tree, formula)
        if home.unit is not None:
            homes[person] = home.unit
        elif home.standing is Standing.NEWCOMER:
            newcomers.append(person)
    return Placement(homes, tuple(newcomers))


def home_of(spells: Sequence[Spell], quarter: Quarter, tree: Tree, formula: Formula) -> Home:
    """Return one person's standing and home department from that person's spells.

    Home is the unit held for most days of the quarter after successors are applied; a tie goes to the one
    held latest (method, 2.2).
    """
    if not any(spell.covers(quarter.last_day) for spell in spells):
        return Home(Standing.ABSENT)
    if _tenure_days(spells, quarter.end) < formula.min_tenure_days:
        return Home(Standing.NEWCOMER)
    days: dict[Id, int] = {}
    latest: dict[Id, date] = {}
    for begin, end, department in _stretches(spells, quarter):
        unit = tree.resolve(department)
        days[unit] = days.get(unit, 0) + (end - begin).days
        latest[unit] = end
    return Home(Standing.ELIGIBLE, max(days, key=lambda unit: (days[unit], latest[unit])))


def _stretches(spells: Sequence[Spell], quarter: Quarter) -> Iterator[tuple[date, date, Id]]:
    """Cut the quarter where a spell begins or ends and yield each covered piece with its department."""
    cuts = {quarter.start, quarter.end}
    for spell in spells:
        cuts.update(cut for cut in (spell.start, spell.end) if cut and quarter.start < cut < quarter.end)
    ordered = sorted(cuts)
    for begin, end in pairwise(ordered):
        department = department_on(spells, begin)
        if department is not None:
            yield begin, end, department


def _tenure_days(spells: Iterable[Spell], cutoff: date) -> int:
    total, reached = 0, date.min
    for spell in sorted(spells, key=lambda spell: spell.start):
        end = min(spell.end or cutoff, cutoff)
        begin = max(spell.start, reached)
        if begin < end:
            total += (end - begin).days
            reached = end
    return total
