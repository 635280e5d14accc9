"""The figures of item analysis as trainers see them: nothing under ten people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from core.basis_points import FULL_BP
from quizzes.models import QuestionHealth, QuizHealth, VerdictChoice
from quizzes.statistics import FEWEST_SHOWN
from quizzes.verdicts import SEVERITY, Verdict

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """A question's figures for display; everything but the counts is None under ten people.

    ``hasty`` is None under ten known times, of which ``timed`` tells the number.
    """

    people: str
    facility: int | None
    discrimination: float | None
    skipped: int | None
    seconds: int | None
    timed: str
    hasty: int | None


def figures(row: QuestionHealth) -> Figures:
    """Return what a screen and its export show of a question."""
    few = f"<{FEWEST_SHOWN}"
    if row.n < FEWEST_SHOWN:
        return Figures(few, None, None, None, None, few, None)
    timed, hasty = (few, None) if row.timed < FEWEST_SHOWN else (str(row.timed), percent(row.hasty_bp))
    discrimination = (
        None if row.discrimination_bp is None else round(row.discrimination_bp / FULL_BP, 2) or 0.0
    )
    return Figures(
        str(row.n),
        percent(row.facility_bp),
        discrimination,
        percent(row.skipped_bp),
        row.seconds,
        timed,
        hasty,
    )


def percent(value_bp: int | None) -> int | None:
    """Return basis points as whole per cent for display, None for None."""
    return None if value_bp is None else round(value_bp / PERCENT)


def questions_by_urgency() -> QuerySet[QuestionHealth]:
    """Return the figures of all questions, those with the most serious findings first."""
    ranks = [When(verdict=verdict.value, then=Value(place)) for verdict, place in SEVERITY.items()]
    urgency = Case(*ranks, default=Value(len(SEVERITY)), output_field=IntegerField())
    return QuestionHealth.objects.select_related("question").annotate(urgency=urgency)


@dataclass(frozen=True, slots=True)
class FindingText:
    """A finding in words, with the letters of the options it names."""

    text: str
    letters: str


def finding_texts(row: QuestionHealth) -> Sequence[FindingText]:
    """Return the findings of a question as sentences, the most serious first."""
    return [
        FindingText(str(VerdictChoice(Verdict(one["verdict"]).value).label), ", ".join(one["letters"]))
        for one in row.findings
    ]


def quizzes_measured() -> QuerySet[QuizHealth]:
    """Return the figures of all quizzes taken so far."""
    return QuizHealth.objects.select_related("quiz").order_by("quiz__key")
