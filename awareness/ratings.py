"""Customers' ratings of a quarter: who may rate whom, which rating counts, and its score."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from awareness.formula import Component, Formula
from awareness.ids import Id, id_order
from awareness.periods import Quarter, local_day
from awareness.placement import DepartmentRow, Spell, Tree, build_tree, department_on
from awareness.questionnaire import Form, Quality, Questionnaire, latest_usable
from awareness.scores import Score


@dataclass(frozen=True, slots=True)
class ServiceEdge:
    """A declared customer of a provider; it covers the customer's sub-departments."""

    provider: Id
    customer: Id
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the edge is valid on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class RatingForm:
    """One submitted rating of a provider department, as it came in."""

    rater: Id
    provider: Id
    form: Form


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating that counts: ``provider`` and ``customer`` (the rater's department then) are open units."""

    id: Id
    rater: Id
    provider: Id
    customer: Id
    score: Score


class TreeHistory:
    """The department tree of any day, built once per stretch of days on which it does not change."""

    def __init__(self, rows: Iterable[DepartmentRow]) -> None:
        self._rows = tuple(rows)
        changes = {day for row in self._rows for day in (row.valid_from, row.valid_to) if day is not None}
        self._changes = sorted(changes)
        self._built: dict[int, Tree] = {}

    def on(self, day: date) -> Tree:
        """Return the tree of ``day``."""
        stretch = bisect_right(self._changes, day)
        if stretch not in self._built:
            self._built[stretch] = build_tree(self._rows, day)
        return self._built[stretch]


def is_customer(department: Id, provider: Id, edges: Iterable[ServiceEdge], tree: Tree, day: date) -> bool:
    """Say whether somebody in ``department`` may rate ``provider`` on ``day``, whose tree is ``tree``.

    The department or one above it must be a declared customer, and the provider must not be the department
    itself or one above it (method, 2.3).
    """
    above = {department, *tree.ancestors(tree.resolve(department))}
    if provider in above or tree.resolve(provider) in above:
        return False
    return any(edge.provider == provider and edge.customer in above and edge.covers(day) for edge in edges)


@dataclass(frozen=True)
class RatingRules:
    """What decides over ratings besides the forms: postings by person, service map, trees, questionnaire."""

    spells: Mapping[Id, Sequence[Spell]]
    edges: Sequence[ServiceEdge]
    trees: TreeHistory
    questionnaire: Questionnaire


def ratings_of(
    forms: Iterable[RatingForm], rules: RatingRules, quarter: Quarter, formula: Formula
) -> tuple[tuple[Rating, ...], Quality]:
    """Return the ratings that count in a quarter and the quality line of all forms in the window.

    One rating per rater and provider: the latest usable one. It belongs to the unit that took the provider
    over by the end of the quarter. A rater who left later still counts.
    """
    window = quarter.window(Component.CUSTOMERS, formula)
    tree = rules.trees.on(quarter.last_day)
    edges: dict[Id, list[ServiceEdge]] = {}
    for edge in rules.edges:
        edges.setdefault(edge.provider, []).append(edge)
    pairs: dict[tuple[Id, Id], list[tuple[Form, Id]]] = {}
    refused = 0
    for row in forms:
        if not window.has_moment(row.form.submitted_at):
            continue
        customer = _customer(row, rules, edges)
        if customer is None:
            refused += 1
        else:
            pairs.setdefault((row.rater, tree.resolve(row.provider)), []).append((row.form, customer))
    quality = Quality(received=refused, not_a_customer=refused)
    ratings = []
    for rater, provider in sorted(pairs, key=lambda pair: (id_order(pair[0]), id_order(pair[1]))):
        own = pairs[rater, provider]
        score, line = latest_usable(rules.questionnaire, [form for form, _ in own], window, formula)
        quality += line
        if score is not None:
            customers = {form.id: customer for form, customer in own}
            key = score.evidence[0]
            ratings.append(Rating(key, rater, provider, tree.resolve(customers[key]), score))
    return tuple(ratings), quality


def _customer(row: RatingForm, rules: RatingRules, edges: Mapping[Id, Sequence[ServiceEdge]]) -> Id | None:
    """Return the rater's department on the day of the rating if it is a customer of the provider."""
    day = local_day(row.form.submitted_at)
    department = department_on(rules.spells.get(row.rater, ()), day)
    if department is None:
        return None
    allowed = is_customer(department, row.provider, edges.get(row.provider, ()), rules.trees.on(day), day)
    return department if allowed else None
