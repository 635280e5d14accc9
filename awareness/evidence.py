"""What people did, read from the apps below and put into the shapes the pure scoring takes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from awareness.formula import Instrument
from awareness.person import (
    Assignment,
    AttemptStatus,
    DimensionPoints,
    Evidence,
    QuizAttempt,
    ScenarioAttempt,
    ScoredItem,
)
from awareness.placement import DepartmentRow, Spell
from awareness.questionnaire import Form, Item, Questionnaire
from cases import queries as case_queries
from core.basis_points import FULL_BP
from core.dimensions import Dimension
from courses import duties as course_duties
from people.models import Department, Posting
from quizzes import queries as quiz_queries


def local_clock(moment: datetime) -> datetime:
    """Return local wall-clock time without a zone: quarters are local (method, 2.2)."""
    return timezone.localtime(moment).replace(tzinfo=None)


def _local_day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localdate(moment)


def evidence_of(user_ids: Collection[int] | None, *, today: date) -> dict[int, Evidence]:
    """Return the evidence of these people (everybody with None); people without any are left out.

    A duty that is neither due yet nor done is left out: while a quarter runs, nobody is marked down for
    what they still have time for. A fixed number of queries, however many people are asked for.
    """
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    for duty in course_duties.duties(user_ids):
        if duty.due_on is not None and duty.due_on >= today and duty.completed_at is None:
            continue
        assignments[duty.user_id].append(
            Assignment(
                id=duty.duty_id,
                due_on=duty.due_on,
                completed_on=_local_day(duty.completed_at),
                required=duty.required,
                waived=duty.waived,
                module_withdrawn_on=duty.withdrawn_on,
            )
        )
    quizzes = _quiz_attempts(user_ids)
    scenarios = _scenario_attempts(user_ids)
    forms: dict[int, list[Form]] = defaultdict(list)
    for form in quiz_queries.self_forms(user_ids):
        answers: dict[str | int, int] = dict(form.answers.items())
        forms[form.user_id].append(
            Form(str(form.response_id), local_clock(form.submitted_at), answers, form.seconds)
        )
    people = {*assignments, *quizzes, *scenarios, *forms}
    return {
        person: Evidence(
            assignments.get(person, ()),
            quizzes.get(person, ()),
            scenarios.get(person, ()),
            forms.get(person, ()),
        )
        for person in sorted(people)
    }


def _quiz_attempts(user_ids: Collection[int] | None) -> dict[int, list[QuizAttempt]]:
    found: dict[int, list[QuizAttempt]] = defaultdict(list)
    for outcome in quiz_queries.outcomes(user_ids):
        items = tuple(
            ScoredItem(
                possible=item.points,
                earned=None if item.credit_bp is None else Fraction(item.points * item.credit_bp, FULL_BP),
                dimension=Dimension(item.dimension) if item.dimension else None,
                voided_on=item.voided_on,
            )
            for item in outcome.items
        )
        found[outcome.user_id].append(
            QuizAttempt(
                id=str(outcome.attempt_id),
                activity=outcome.activity_key,
                cycle=outcome.cycle,
                submitted_at=local_clock(outcome.submitted_at),
                status=AttemptStatus(outcome.status),
                items=items,
            )
        )
    return found


def _scenario_attempts(user_ids: Collection[int] | None) -> dict[int, list[ScenarioAttempt]]:
    found: dict[int, list[ScenarioAttempt]] = defaultdict(list)
    for outcome in case_queries.outcomes(user_ids):
        points = tuple(
            DimensionPoints(Dimension(row.dimension), row.points, row.low, row.high) for row in outcome.points
        )
        found[outcome.user_id].append(
            ScenarioAttempt(
                id=str(outcome.run_id),
                activity=outcome.activity_key,
                cycle=outcome.cycle,
                submitted_at=local_clock(outcome.submitted_at),
                status=AttemptStatus(outcome.status),
                points=points,
                progress=Fraction(outcome.progress_bp, FULL_BP),
            )
        )
    return found


def self_questionnaire() -> Questionnaire:
    """Return the self-assessment as the scoring takes it; before one is published, one nobody answered."""
    items = tuple(
        Item(
            id=item.code,
            position=item.position,
            dimension=Dimension(item.dimension) if item.dimension else None,
            reverse=item.reverse,
            expected=item.expected,
        )
        for item in quiz_queries.self_items()
    )
    unanswered = tuple(Item(str(dimension), place, dimension) for place, dimension in enumerate(Dimension))
    return Questionnaire(Instrument.SELF, items or unanswered)


def department_rows() -> list[DepartmentRow]:
    """Return the department tree with its validities, by code."""
    rows = Department.objects.values_list(
        "code", "parent__code", "valid_from", "valid_to", "successor__code"
    ).order_by("code")
    return [DepartmentRow(*row) for row in rows]


def spells_of(user_ids: Collection[int] | None) -> list[Spell]:
    """Return the postings of these people (everybody with None), departments by code."""
    postings: Iterable[tuple[int, str, date, date | None]] = (
        Posting.objects.order_by("user_id", "start_on")
        .filter(**({} if user_ids is None else {"user_id__in": user_ids}))
        .values_list("user_id", "department__code", "start_on", "end_on")
    )
    return [Spell(*posting) for posting in postings]
