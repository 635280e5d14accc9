"""Which questions fit a draw or stand in a category."""

from django.db.models import Q

from quizzes.labels import tags_of
from quizzes.models import Question, QuestionTag, QuestionVersion, QuizDraw, TaggedQuestion

NAMED = ("module", "difficulty", "dimension")


def newest_versions(questions: Q) -> dict[str, int]:
    """Return {key: id of the newest version} of the live questions matching a filter.

    A question whose newest version was taken out of results is left out until a corrected one is published.
    """
    rows = (
        QuestionVersion.objects.filter(
            question__in=Question.objects.filter(questions, live=True, retired=False)
        )
        .order_by("number")
        .values_list("key", "pk", "voided_on")
    )
    newest = {key: (pk, voided_on) for key, pk, voided_on in rows}
    return {key: pk for key, (pk, voided_on) in newest.items() if voided_on is None}


def fitting(rule: QuizDraw) -> Q:
    """Return what a draw asks of questions: what it names, a category or one below it, every tag."""
    wanted = Q(**{name: value for name in NAMED if (value := getattr(rule, name))})
    if rule.category_id:
        wanted &= in_category(rule.category_id)
    for tag in tags_of(rule.tags):
        wanted &= Q(pk__in=TaggedQuestion.objects.filter(tag__name__iexact=tag).values("content_object"))
    return wanted


def in_category(pk: int) -> Q:
    """Return what tells the questions of a category and of those below it."""
    return Q(category=pk) | Q(category__parent=pk)


def pool_of(rule: QuizDraw) -> dict[str, int]:
    """Return {key: newest version} of what a draw can give now; nothing that a person has to mark."""
    return newest_versions(fitting(rule) & ~Q(kind="short_answer"))


def unknown_tags(rule: QuizDraw) -> list[str]:
    """Return the tags a draw names that no question has ever carried."""
    known = QuestionTag.objects.all()
    return [tag for tag in tags_of(rule.tags) if not known.filter(name__iexact=tag).exists()]
