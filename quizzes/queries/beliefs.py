"""Where people were sure and wrong: first attempts of quizzes that ask how sure one is, by question."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.basis_points import percent_cut
from quizzes.certainty import (
    FEWEST_IN_A_CELL,
    Belief,
    Certainty,
    guarded,
    is_reported,
    most_believed,
    share_bp,
)
from quizzes.models import AttemptItem, AttemptState, Question

CONFIDENTLY_WRONG = Q(certainty=Certainty.SURE, credit_bp=0)


@dataclass(frozen=True, slots=True)
class BeliefRow:
    """One question as screen and export show it; counts are texts because small ones are hidden."""

    key: str
    question_id: int | None
    stem: str
    people: int
    sure: str
    wrong: str
    share: int | None
    believed: str


def beliefs(*, before: datetime) -> list[BeliefRow]:
    """Return the questions with enough answers submitted before a moment, the most wrongly believed first.

    Whole days are reported, so that nobody's answer shows as the difference between two looks. Everybody
    counts once per question. Four queries.
    """
    answers = _answers(before)
    people = Count("attempt__user", distinct=True)
    counted = (
        answers.order_by()
        .values("version__key")
        .annotate(
            people=people,
            sure=Count("attempt__user", distinct=True, filter=Q(certainty=Certainty.SURE)),
            wrong=Count("attempt__user", distinct=True, filter=CONFIDENTLY_WRONG),
        )
    )
    rows = {row["version__key"]: Belief(row["people"], row["sure"], row["wrong"]) for row in counted}
    shown = {key: belief for key, belief in rows.items() if is_reported(belief)}
    questions = {one.key: one for one in Question.objects.filter(key__in=shown).prefetch_related("options")}
    wanted = [key for key, belief in shown.items() if belief.wrong >= FEWEST_IN_A_CELL]
    chosen = _chosen(answers, wanted)
    ranked = sorted(shown, key=lambda key: (-shown[key].wrong / shown[key].people, key))
    return [_row(key, shown[key], questions.get(key), chosen.get(key, {})) for key in ranked]


def _answers(before: datetime) -> "QuerySet[AttemptItem]":
    return AttemptItem.objects.filter(
        attempt__state=AttemptState.SUBMITTED,
        attempt__number=1,
        attempt__cycle=1,
        attempt__item_tries__isnull=True,
        attempt__submitted_at__lt=before,
        version__voided_on__isnull=True,
        certainty__isnull=False,
    )


def _chosen(answers: "QuerySet[AttemptItem]", keys: Collection[str]) -> Mapping[str, Mapping[str, int]]:
    """Return {question: {option: people who were sure of it and wrong}}."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = answers.filter(CONFIDENTLY_WRONG, version__key__in=keys)
    for key, response in wrong.values_list("version__key", "response"):
        found[key].update(_options(response))
    return found


def _options(response: Mapping[str, Any] | None) -> Collection[str]:
    chosen = (response or {}).get("options", ())
    return chosen if len(chosen) == 1 else ()


def _row(key: str, belief: Belief, question: Question | None, chosen: Mapping[str, int]) -> BeliefRow:
    option = most_believed(chosen)
    texts = {str(one.uid): one.shown_text for one in question.options.all()} if question else {}
    share = share_bp(belief.wrong, belief.people)
    return BeliefRow(
        key=key,
        question_id=question.pk if question else None,
        stem=question.stem if question else key,
        people=belief.people,
        sure=guarded(belief.sure, belief.people),
        wrong=guarded(belief.wrong, belief.people),
        share=None if share is None else percent_cut(share),
        believed=texts.get(option, "") if option else "",
    )
