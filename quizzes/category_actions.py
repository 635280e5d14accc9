"""Making the categories and tags a file names."""

from collections.abc import Iterable, Sequence

from quizzes.labels import folded, path_of
from quizzes.models import Category, Question, QuestionTag, TaggedQuestion
from quizzes.queries import CategoryIndex

BATCH = 200
Level = tuple[str, str]
"""What a category is called in Chinese and in English; the English may be empty."""


def category_of(levels: Sequence[Level], index: CategoryIndex) -> Category | None:
    """Return the category of these levels, the topmost first; what is missing is made. None for no level."""
    found: Category | None = None
    for depth, (name_zh, name_en) in enumerate(levels, start=1):
        known = index.find([name for name, _english in levels[:depth]])
        if known is None:
            known, _new = Category.objects.get_or_create(
                name_zh=name_zh, parent=found, defaults={"name_en": name_en}
            )
            index.add(known)
        found = known
    return found


def file_away(questions: Sequence[Question], paths: Iterable[str]) -> None:
    """Put unsaved questions, each with its path of a category or "", where they belong."""
    index = CategoryIndex()
    for question, path in zip(questions, paths, strict=True):
        question.category = category_of([(name, "") for name in path_of(path)], index)


def put_tags(questions: Sequence[Question], tags: Iterable[Sequence[str]]) -> None:
    """Put tags on stored questions that have none yet; a tag in other letters is the same tag."""
    known = {folded(tag.name): tag for tag in QuestionTag.objects.all()}
    rows = []
    for question, names in zip(questions, tags, strict=True):
        for name in names:
            mark = folded(name)
            if mark not in known:
                known[mark], _new = QuestionTag.objects.get_or_create(name=name)
            rows.append(TaggedQuestion(tag=known[mark], content_object=question))
    TaggedQuestion.objects.bulk_create(rows, batch_size=BATCH)
