"""Versions to draw from, and what must not be deleted."""

from collections.abc import Collection

from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext as _

from quizzes.draw import Place
from quizzes.models import (
    AttemptItem,
    Category,
    Question,
    QuestionOption,
    QuestionVersion,
    Quiz,
    Survey,
)
from quizzes.queries.categories import reason_to_keep_category
from quizzes.queries.pools import newest_versions, pool_of


def places_of(quiz: Quiz) -> list[Place]:
    """Return the places of a quiz with the versions that may fill them now; empty pools are left out."""
    slots: dict[int, list[str]] = {}
    for slot, key in quiz.items.order_by("slot", "sort_order").values_list("slot", "question__key"):
        slots.setdefault(slot, []).append(key)
    fixed = newest_versions(Q(key__in=[key for keys in slots.values() for key in keys])) if slots else {}
    places = [
        Place(tuple(fixed[key] for key in keys if key in fixed)) for _slot, keys in sorted(slots.items())
    ]
    for rule in quiz.draws.all():
        pool = pool_of(rule)
        places.append(Place(tuple(pool[key] for key in sorted(pool)), rule.count))
    return [place for place in places if place.pool]


def times_seen(user_id: int, version_ids: Collection[int]) -> dict[int, int]:
    """Return how often a person has had each of these questions, in any of its versions."""
    keys = dict(QuestionVersion.objects.filter(pk__in=version_ids).values_list("pk", "key"))
    rows = (
        AttemptItem.objects.filter(attempt__user_id=user_id, version__key__in=keys.values())
        .values_list("version__key")
        .annotate(times=Count("pk"))
    )
    seen = dict(rows)
    return {pk: seen.get(key, 0) for pk, key in keys.items()}


def question_count(quiz: Quiz) -> int:
    """Return how many questions an attempt will have; two queries."""
    slots = quiz.items.values("slot").distinct().count()
    return slots + sum(quiz.draws.values_list("count", flat=True))


def waits_for_markers(quiz: Quiz) -> bool:
    """Say whether a person marks some of the questions a try may get; a query, two if there are such."""
    typed = newest_versions(Q(kind="short_answer", pk__in=quiz.items.values("question_id")))
    return QuestionVersion.objects.filter(pk__in=typed.values(), content__by_hand=True).exists()


def in_language_state(questions: "QuerySet[Question]", state: str) -> "QuerySet[Question]":
    """Keep the questions complete in ``both`` languages, or lacking something in ``no_en`` or ``no_zh``."""
    if state == "both":
        return questions.exclude(pk__in=_lacking("zh")).exclude(pk__in=_lacking("en"))
    return questions.filter(pk__in=_lacking("zh" if state == "no_zh" else "en"))


def _lacking(language: str) -> "QuerySet[Question]":
    other = "zh" if language == "en" else "en"
    bare = Q(**{f"stem_{language}": ""}) | Q(**{f"explanation_{language}": ""})
    options = QuestionOption.objects.filter(
        Q(**{f"text_{language}": ""}, **{f"text_{other}__gt": ""})
        | Q(**{f"feedback_{language}": ""}, **{f"feedback_{other}__gt": ""})
        | Q(**{f"match_{language}": ""}, **{f"match_{other}__gt": ""})
    )
    return Question.objects.filter(bare | Q(pk__in=options.values("question_id"))).values("pk")


def reason_to_keep(definition: Model) -> str:
    """Return why what trainers made must not be deleted, and what to do instead; else ""."""
    if isinstance(definition, Category):
        return reason_to_keep_category(definition)
    if isinstance(definition, Question):
        if AttemptItem.objects.filter(version__question=definition).exists():
            return _(
                "Learners have answered “%(name)s”. Archive it instead: it is drawn no more, results stay."
            ) % {"name": definition.key}
        if definition.quiz_items.exists():
            return _("A quiz asks “%(name)s”. Take it out of the quiz first.") % {"name": definition.key}
    if isinstance(definition, Quiz) and (definition.attempts.exists() or definition.pages.exists()):
        return _("“%(name)s” is offered on a page or has been taken. Archive it instead; results stay.") % {
            "name": definition.title
        }
    if isinstance(definition, Survey) and (definition.versions.exists() or definition.pages.exists()):
        return _("“%(name)s” has been published. Archive it instead; what people answered stays.") % {
            "name": definition.title
        }
    return ""
