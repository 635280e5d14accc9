"""The planned activity as rows, set-wise and by the same pure rules as the actions; a test compares both."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, pairwise
from typing import Any

from django.db.models import Model

from academy.demo.calendar import Calendar, Span
from academy.demo.events import Answer, CaseTry, Filled, PersonPlan, Play, QuizTry
from academy.demo.material import Activity, Material, QuizMaterial
from academy.demo.organisation import BATCH, Ids
from academy.demo.people_plan import Person
from cases import dialogue, judging, ranges
from cases.models import JudgementAnswer, Run, RunKind, RunPoints, RunState, Step
from cases.shapes import Measured
from core.basis_points import ratio_bp
from quizzes.answers import read_answer
from quizzes.content import UNMARKED
from quizzes.draw import option_order
from quizzes.grading import Grade, GradeKind, Standing
from quizzes.grading_actions import entry
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    ClosedBy,
    GradeEntry,
    ResponseState,
    SurveyAnswer,
    SurveyResponse,
)
from quizzes.scoring import credit_bp, total_bp

Rows = dict[type[Model], list[Any]]


@dataclass
class ActivityWriter:
    """Writes events as rows; remembers who has had how many tries at what."""

    ids: Ids
    material: Material
    calendar: Calendar
    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: Rows = field(default_factory=dict)

    def write(self, plans: Iterable[PersonPlan], span: Span) -> int:
        """Write what began in a span and return how many rows that were; reading leaves none."""
        ways: dict[type, Callable[[Person, Any], None]] = {
            QuizTry: self._quiz,
            CaseTry: self._case,
            Play: self._play,
            Filled: self._form,
        }
        for plan in plans:
            for event in plan.events:
                if type(event) in ways and span.has(event.started_at):
                    ways[type(event)](plan.person, event)
        return self._flush()

    def _flush(self) -> int:
        """Write what has gathered; parents were gathered before their children."""
        written = 0
        for model, rows in self.rows.items():
            model._default_manager.bulk_create(rows, batch_size=BATCH)
            written += len(rows)
        self.rows = {}
        return written

    def _add(self, *rows: Model) -> None:
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)

    def _who(self, person: Person, at: datetime) -> dict[str, Any]:
        """Return what every record says of the person: who, where that day, in which language."""
        department = person.department_on(self.calendar.day_of(at))
        return {
            "user_id": self.ids.users[person.username],
            "department_id": self.ids.departments[department] if department else None,
            "language": person.language,
            "started_at": at,
        }

    def _number(self, person: Person, activity: Activity) -> int:
        self.numbers[person.username, activity.name] += 1
        return self.numbers[person.username, activity.name]

    # Quizzes ------------------------------------------------------------------------------------------------

    def _quiz(self, person: Person, event: QuizTry) -> None:
        quiz = self.material.quizzes[event.activity.name]
        attempt = Attempt(
            quiz_id=quiz.pk,
            number=self._number(person, event.activity),
            page_key=event.activity.key,
            deadline_at=quiz.policy.deadline(event.started_at),
            pass_bp=quiz.pass_bp,
            feedback_rule=quiz.feedback_rule,
            **quiz.policy.copied(),
            **self._who(person, event.started_at),
        )
        items = self._items(attempt, event, quiz)
        grades = []
        if event.submitted_at is not None:
            grades = [self._finish(attempt, items, event)]
        self._add(attempt, *items, *grades)

    def _items(self, attempt: Attempt, event: QuizTry, quiz: QuizMaterial) -> list[AttemptItem]:
        answers = {answer.position: answer for answer in event.answers}
        return [
            AttemptItem(
                attempt=attempt,
                position=position,
                version_id=pk,
                option_order=option_order(
                    self.material.questions[pk], seed, shuffle=quiz.policy.shuffle_options
                ),
                points=self.material.questions[pk].points,
                **self._answered(pk, answers.get(position)),
            )
            for position, (pk, seed) in enumerate(zip(event.versions, count(event.seed + 1)), start=1)
        ]

    def _answered(self, pk: int, answer: Answer | None) -> dict[str, Any]:
        if answer is None:
            return {}
        response = read_answer(self.material.questions[pk], answer.form) or None
        return {"response": response, "response_seq": 1, "answered_at": answer.at if response else None}

    def _finish(self, attempt: Attempt, items: Iterable[AttemptItem], event: QuizTry) -> GradeEntry:
        earned = []
        for item in items:
            question = self.material.questions[item.version_id]
            item.credit_bp = credit_bp(question, item.response)
            if question.kind not in UNMARKED:
                earned.append((item.points, item.credit_bp or 0))
        attempt.score_bp = total_bp(earned) or 0
        attempt.passed = attempt.score_bp >= attempt.pass_bp
        attempt.state = AttemptState.SUBMITTED
        attempt.closed_by = ClosedBy.DEADLINE if event.by_deadline else ClosedBy.LEARNER
        attempt.submitted_at = event.submitted_at
        first = Standing(Grade(attempt.score_bp, attempt.passed), None)
        return entry(
            attempt, GradeKind.SUBMITTED, first, None, number=1, now=event.submitted_at, is_demo=True
        )

    # Cases and role-plays -----------------------------------------------------------------------------------

    def _run(self, person: Person, activity: Activity, at: datetime, **fields: Any) -> Run:
        return Run(
            activity_key=activity.name,
            page_key=activity.key,
            number=self._number(person, activity),
            **self._who(person, at),
            **fields,
        )

    def _case(self, person: Person, event: CaseTry) -> None:
        case = self.material.cases[event.activity.name]
        run = self._run(person, event.activity, event.started_at, kind=RunKind.CASE, case_version_id=case.pk)
        run.progress_bp = ratio_bp(len(event.answers), len(case.study.judgements))
        answers = [
            JudgementAnswer(run=run, judgement=judgement, option=option, answered_at=event.saved_at)
            for judgement, option in event.answers.items()
        ]
        self._add(run, *answers)
        if event.submitted:
            self._close(run, RunState.FINISHED, event.saved_at, judging.points(case.study, event.answers))

    def _play(self, person: Person, event: Play) -> None:
        scenario = self.material.scenarios[event.activity.name]
        graph = scenario.graph
        run = self._run(
            person, event.activity, event.started_at, kind=RunKind.SCENARIO, scenario_version_id=scenario.pk
        )
        state = dialogue.replay(graph, [step.choice for step in event.steps])
        run.scene = state.scene.key if state.scene else ""
        run.progress_bp = ranges.progress_bp(graph, state) if event.steps else 0
        times = (event.started_at, *(step.at for step in event.steps))
        steps = [
            Step(
                run=run, seq=seq, scene=step.scene, choice=step.choice, shown_at=shown_at, chosen_at=chosen_at
            )
            for seq, (step, (shown_at, chosen_at)) in enumerate(
                zip(event.steps, pairwise(times), strict=True), start=1
            )
        ]
        self._add(run, *steps)
        if state.ending is not None:
            run.ending, run.swap_seen_at = state.ending.key, event.swap_seen_at
            self._close(run, RunState.FINISHED, times[-1], ranges.points(graph, state))
        elif event.abandoned_at is not None:
            run.scene = ""
            self._close(run, RunState.ABANDONED, event.abandoned_at, ranges.points(graph, state))

    def _close(self, run: Run, state: RunState, at: datetime, points: dict[str, Measured]) -> None:
        run.state, run.finished_at = state, at
        self._add(
            *(
                RunPoints(run=run, dimension=dimension, points=one.points, low=one.low, high=one.high)
                for dimension, one in points.items()
            )
        )

    # Self-assessments ---------------------------------------------------------------------------------------

    def _form(self, person: Person, event: Filled) -> None:
        survey = self.material.survey
        if survey is None:
            return
        form = SurveyResponse(
            version_id=survey.pk, page_key=event.page_key, **self._who(person, event.started_at)
        )
        if event.submitted_at is not None:
            form.state, form.submitted_at = ResponseState.SUBMITTED, event.submitted_at
            form.seconds = int((event.submitted_at - event.started_at).total_seconds())
        answers = [
            SurveyAnswer(response=form, code=code, value=value, seq=1)
            for code, value in event.answers.items()
        ]
        self._add(form, *answers)
