"""What a try of a quiz could look like: for the editor's preview, nothing is drawn for anybody."""

from dataclasses import dataclass

from django.db.models import Q

from quizzes.content import default_order, parse
from quizzes.models import Question, QuestionVersion, Quiz
from quizzes.models.bank import in_order
from quizzes.player import Shown, show
from quizzes.queries.pools import newest_versions, pool_of


@dataclass(frozen=True, slots=True)
class PossibleTry:
    """Questions as drawn, and the short names of those that no try would get yet."""

    questions: tuple[Shown, ...]
    missing: tuple[str, ...]


def possible_try(quiz: Quiz, language: str) -> PossibleTry:
    """Return the first question of each place and of each draw, as the form in the editor has them."""
    slots: dict[int, int] = {}
    for item in in_order(quiz.items.all()):
        slots.setdefault(item.slot, item.question_id)
    asked = dict(Question.objects.filter(pk__in=slots.values()).values_list("pk", "key"))
    keys = [asked[pk] for _slot, pk in sorted(slots.items()) if pk in asked]
    fixed = newest_versions(Q(key__in=keys)) if keys else {}
    chosen = [fixed[key] for key in keys if key in fixed]
    for rule in in_order(quiz.draws.all()):
        pool = pool_of(rule)
        chosen += [pool[key] for key in sorted(pool) if pool[key] not in chosen][: rule.count or 0]
    versions = QuestionVersion.objects.in_bulk(chosen)
    contents = [parse(versions[pk].content) for pk in dict.fromkeys(chosen)]
    questions = tuple(
        show(content, default_order(content), None, language=language, position=number)
        for number, content in enumerate(contents, start=1)
    )
    return PossibleTry(questions, tuple(key for key in keys if key not in fixed))
