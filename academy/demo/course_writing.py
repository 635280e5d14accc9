"""Assignments, duties, enrolments and finished steps as rows, quarter by quarter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from academy.demo.calendar import Span
from academy.demo.events import CourseStory, PersonPlan, Wave
from academy.demo.material import Material
from academy.demo.organisation import BATCH, Ids
from courses.models import CourseAssignment, Duty, Enrolment, EnrolmentSource, StepCompletion


@dataclass
class CourseWriter:
    """Writes one span after the other; what was open at the end of one may be finished in the next."""

    ids: Ids
    material: Material
    waves: Iterable[Wave]
    assigned_by: int
    assignments: dict[Wave, CourseAssignment] = field(default_factory=dict)
    enrolments: dict[tuple[str, str], Enrolment] = field(default_factory=dict)
    duties: dict[tuple[str, Wave], Duty] = field(default_factory=dict)

    def write(self, plans: Iterable[PersonPlan], span: Span) -> int:
        """Write what happened in a span and return how many rows that were."""
        plans = list(plans)
        self._assign(span)
        enrolments = dict(self._enrolments(plans, span))
        duties = dict(self._duties(plans, span))
        done = list(self._done(plans, span))
        self._finish(plans, span)
        Enrolment.objects.bulk_create(enrolments.values(), batch_size=BATCH)
        Duty.objects.bulk_create(duties.values(), batch_size=BATCH)
        StepCompletion.objects.bulk_create(done, batch_size=BATCH)
        self.enrolments |= enrolments
        self.duties |= duties
        return len(enrolments) + len(duties) + len(done)

    def _assign(self, span: Span) -> None:
        for wave in self.waves:
            course = self.material.course(wave.course)
            if course is None or not span.has(wave.given_at):
                continue
            self.assignments[wave] = CourseAssignment.objects.create(
                course_key=course.key,
                course_code=course.code,
                title_zh=course.titles["zh-hans"],
                title_en=course.titles.get("en", ""),
                department_id=self.ids.departments[wave.department],
                due_on=wave.due_on,
                assigned_by_id=self.assigned_by,
                created_at=wave.given_at,
            )

    def _enrolments(
        self, plans: Iterable[PersonPlan], span: Span
    ) -> Iterator[tuple[tuple[str, str], Enrolment]]:
        for plan, story in _stories(plans):
            if not span.has(story.enrolled_at):
                continue
            assigned = story.source == EnrolmentSource.ASSIGNED
            yield (
                (plan.person.username, story.course.code),
                Enrolment(
                    user_id=self.ids.users[plan.person.username],
                    course_key=story.course.key,
                    title=story.course.titles["zh-hans" if assigned else plan.person.language],
                    source=story.source,
                    enrolled_at=story.enrolled_at,
                    completed_at=span.until_now(story.completed_at),
                ),
            )

    def _duties(self, plans: Iterable[PersonPlan], span: Span) -> Iterator[tuple[tuple[str, Wave], Duty]]:
        for plan, story in _stories(plans):
            for duty in story.duties:
                if span.has(duty.given_at):
                    yield (
                        (plan.person.username, duty.wave),
                        Duty(
                            user_id=self.ids.users[plan.person.username],
                            assignment=self.assignments[duty.wave],
                            due_on=duty.due_on,
                            completed_at=span.until_now(story.completed_at),
                        ),
                    )

    def _done(self, plans: Iterable[PersonPlan], span: Span) -> Iterator[StepCompletion]:
        for plan, story in _stories(plans):
            for step in story.done:
                if span.has(step.at):
                    yield StepCompletion(
                        user_id=self.ids.users[plan.person.username],
                        course_key=story.course.key,
                        step_key=step.activity.key,
                        kind=step.activity.kind,
                        completed_at=step.at,
                    )

    def _finish(self, plans: Iterable[PersonPlan], span: Span) -> None:
        """Date what was written open in an earlier span and finished in this one."""
        enrolments, duties = [], []
        for plan, story in _stories(plans):
            if not span.has(story.completed_at):
                continue
            enrolment = self.enrolments.get((plan.person.username, story.course.code))
            if enrolment is not None:
                enrolment.completed_at = story.completed_at
                enrolments.append(enrolment)
            for planned in story.duties:
                duty = self.duties.get((plan.person.username, planned.wave))
                if duty is not None:
                    duty.completed_at = story.completed_at
                    duties.append(duty)
        Enrolment.objects.bulk_update(enrolments, ["completed_at"], batch_size=BATCH)
        Duty.objects.bulk_update(duties, ["completed_at"], batch_size=BATCH)


def _stories(plans: Iterable[PersonPlan]) -> Iterator[tuple[PersonPlan, CourseStory]]:
    for plan in plans:
        for story in plan.courses:
            yield plan, story
