"""Which categories there are, by their names; what uses them."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from quizzes.labels import folded
from quizzes.models import Category

Names = Sequence[str]
"""The names of a category and what is above it, the topmost first."""


class CategoryIndex:
    """The categories there are, found by their names in Chinese or in English; read once for a whole file."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Category] = {}
        for category in Category.objects.all():
            self.add(category)

    def add(self, category: Category) -> None:
        """Know one more; its Chinese names win over another one's English ones."""
        line = [category.parent, category] if category.parent else [category]
        self._known[_mark([one.name_zh for one in line])] = category
        self._known.setdefault(_mark([one.name_en or one.name_zh for one in line]), category)

    def find(self, names: Names) -> Category | None:
        """Return the category of these names; width, case and stray spaces do not matter."""
        return self._known.get(_mark(names))

    def missing(self, paths: Iterable[Names]) -> list[Names]:
        """Return what is not there of these paths, each once and after what is above it."""
        levels = {_mark(path[:depth]): path[:depth] for path in paths for depth in range(1, len(path) + 1)}
        return [names for mark, names in sorted(levels.items()) if mark not in self._known]


def _mark(names: Names) -> tuple[str, ...]:
    return tuple(map(folded, names))


def with_use(categories: "QuerySet[Category]") -> "QuerySet[Category]":
    """Add to each category how many questions stand in it itself, as ``used``."""
    return categories.annotate(used=Count("questions"))


def reason_to_keep_category(category: Category) -> str:
    """Return what uses a category and what to do before it can be deleted; "" when nothing does."""
    if category.children.exists():
        sentence = _("Other categories belong under “%(name)s”. Move or delete them first.")
    elif category.questions.exists():
        sentence = _("There are questions in “%(name)s”. Move them to another category first.")
    elif category.draws.exists():
        sentence = _("A quiz draws questions from “%(name)s”. Change the draw first.")
    else:
        return ""
    return sentence % {"name": category}
