"""Making the categories a file names."""

from collections.abc import Sequence

from quizzes.labels import LONGEST_NAME
from quizzes.models import Category
from quizzes.queries import Drawers

Level = tuple[str, str]
"""What a category is called in Chinese and in English; the English may be empty."""


def category_of(levels: Sequence[Level], drawers: Drawers) -> Category | None:
    """Return the category of these levels, the topmost first; what is missing is made. None for no level."""
    found: Category | None = None
    for depth, (name_zh, name_en) in enumerate(levels, start=1):
        known = drawers.find([name for name, _english in levels[:depth]])
        if known is None:
            known = Category.objects.create(
                name_zh=name_zh[:LONGEST_NAME], name_en=name_en[:LONGEST_NAME], parent=found
            )
            drawers.add(known)
        found = known
    return found
