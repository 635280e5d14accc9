"""What an import meets in the bank, and what its preview shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from quizzes.exchange.bank import items_of
from quizzes.exchange.items import Item
from quizzes.exchange.settling import fingerprints
from quizzes.labels import path_of
from quizzes.models import ImportedQuestion, Judgement, Question, QuestionImport
from quizzes.queries.categories import CategoryIndex


class Bank:
    """The questions there are, by short name and by what they say; read once for a whole file."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._marks: dict[str, str] = {}
        for item in items_of(Question.objects.order_by("pk")):
            self._keys.add(item.key)
            for mark in fingerprints(item):
                self._marks.setdefault(mark, item.key)

    def twin_of(self, item: Item) -> str:
        """Return the short name of the question that is the same, "" when there is none."""
        if item.key in self._keys:
            return item.key
        return next((self._marks[mark] for mark in fingerprints(item) if mark in self._marks), "")


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many questions of a file can be imported, are in the bank already, cannot be imported."""

    good: int
    known: int
    wrong: int

    @property
    def total(self) -> int:
        """Return how many questions the file holds."""
        return self.good + self.known + self.wrong


def import_counts(upload: QuestionImport) -> ImportCounts:
    """Return the counts of a preview; one query."""
    rows = upload.questions.order_by().values_list("judgement").annotate(number=Count("pk"))
    found = dict(rows)
    return ImportCounts(*(found.get(name, 0) for name in (Judgement.GOOD, Judgement.KNOWN, Judgement.WRONG)))


def new_categories(upload: QuestionImport) -> list[str]:
    """Return the paths of the categories that importing the good questions would make; two queries."""
    good = upload.questions.filter(judgement=Judgement.GOOD).order_by()
    paths = good.values_list("item__category", flat=True).distinct()
    return [" / ".join(names) for names in CategoryIndex().missing(path_of(path or "") for path in paths)]


def previewed(upload: QuestionImport, judgement: str) -> QuerySet[ImportedQuestion]:
    """Return the questions of a preview with this judgement, or all of them."""
    known = judgement in Judgement.values
    rows = upload.questions.order_by("position")
    return rows.filter(judgement=judgement) if known else rows.exclude(judgement=Judgement.NOTE)


def modules() -> list[str]:
    """Return the modules questions belong to by now."""
    used: Iterable[str] = Question.objects.exclude(module="").values_list("module", flat=True)
    return sorted(set(used))
