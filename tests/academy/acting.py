"""The same plan of events as the demonstration's, driven through the product's actions one by one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from wagtail.models import Page

from academy.demo.calendar import Calendar
from academy.demo.duties_plan import LOOKS_AT
from academy.demo.events import CaseTry, Event, Filled, PersonPlan, Play, QuizTry, Read, Wave
from academy.demo.making import CLOSES_AT
from academy.demo.material import Activity
from awareness import actions as awareness
from cases import actions as cases
from cases.models import CasePage, Run, ScenarioPage
from cases.queries import answers_mark
from courses import actions as courses
from courses.models import CoursePage
from people.models import Department, User
from quizzes import actions as quizzes
from quizzes.models import Attempt, Quiz, SurveyPage, SurveyResponse

Deed = tuple[datetime, Callable[[], Any]]
CHINESE = "zh-hans"


@dataclass
class Stage:
    """Everybody and everything there is to do, looked up once."""

    calendar: Calendar
    assigns: str
    users: dict[str, User]
    quizzes: dict[str, Quiz]
    pages: dict[UUID, Page] = field(default_factory=dict)

    def page(self, activity: Activity) -> Any:
        """Return the Chinese page of a case or role-play."""
        if activity.key not in self.pages:
            page = Page.objects.get(translation_key=activity.key, locale__language_code=CHINESE)
            self.pages[activity.key] = page.specific
        return self.pages[activity.key]


def act(
    plans: Iterable[PersonPlan],
    waves: Iterable[Wave],
    calendar: Calendar,
    *,
    assigns: str,
    now: datetime,
) -> None:
    """Do everything in the order of time, then bring the index up to date as the schedule would."""
    users = {user.username: user for user in User.objects.all()}
    stage = Stage(calendar, assigns, users, {quiz.key: quiz for quiz in Quiz.objects.all()})
    deeds = [*_givings(stage, waves), *_looks(calendar), *_closings(calendar)]
    for plan in plans:
        user = stage.users[plan.person.username]
        for event in plan.events:
            deeds += _WAYS[type(event)](stage, user, event)
    for _at, deed in sorted(deeds, key=lambda one: one[0]):
        deed()
    awareness.refresh_provisional(now=now)
    awareness.rebuild_quarter(now=now)


def _givings(stage: Stage, waves: Iterable[Wave]) -> Iterator[Deed]:
    """HR assigns."""
    live = CoursePage.objects.live().filter(locale__language_code=CHINESE)
    pages = {page.key: page for page in live}
    departments = {row.code: row for row in Department.objects.all()}
    for wave in waves:
        if wave.course in pages:
            yield wave.given_at, _assigning(stage, pages[wave.course], departments[wave.department], wave)


def _assigning(stage: Stage, page: CoursePage, department: Department, wave: Wave) -> Callable[[], Any]:
    return lambda: courses.assign(
        actor=stage.users[stage.assigns],
        course=page,
        due_on=wave.due_on,
        required=True,
        now=wave.given_at,
        department=department,
    )


def _looks(calendar: Calendar) -> Iterator[Deed]:
    """Look every morning for people who have joined."""
    day: date = calendar.quarters[0].start
    while day < calendar.today:
        moment = calendar.at(day, LOOKS_AT)
        yield moment, lambda moment=moment: courses.sync_duties(now=moment)  # type: ignore[misc]
        day += timedelta(days=1)


def _closings(calendar: Calendar) -> Iterator[Deed]:
    """Close the two quarters that are over, each in the first night after it."""
    for quarter in calendar.quarters[:2]:
        moment = calendar.at(quarter.end, CLOSES_AT)
        yield moment, lambda moment=moment: awareness.refresh_provisional(now=moment)  # type: ignore[misc]
        yield moment, lambda moment=moment: awareness.close_finished_quarters(now=moment)  # type: ignore[misc]


def _quiz(stage: Stage, user: User, event: QuizTry) -> Iterator[Deed]:
    """Start, answer question after question, submit or run out of time."""
    opened: list[Attempt] = []
    seeds = count(event.seed)

    def start() -> None:
        attempt = quizzes.start(
            user=user,
            quiz=stage.quizzes[event.activity.name],
            page_key=event.activity.key,
            language=user.language,
            now=event.started_at,
            seed=lambda: next(seeds),
        )
        opened.append(attempt)

    yield event.started_at, start
    for answer in event.answers:
        yield (
            answer.at,
            lambda answer=answer: quizzes.save_answer(  # type: ignore[misc]
                attempt=opened[0], position=answer.position, form=answer.form, seq=1, now=answer.at
            ),
        )
    at = event.submitted_at
    if at is not None and event.by_deadline:
        yield at + timedelta(minutes=1), lambda: quizzes.close_overdue(now=at + timedelta(minutes=1))
    elif at is not None:
        yield at, lambda: quizzes.submit(attempt=opened[0], now=at)


def _case(stage: Stage, user: User, event: CaseTry) -> Iterator[Deed]:
    """Start, then judge everything at once, submitted or only kept."""
    opened: list[Run] = []
    page: CasePage = stage.page(event.activity)

    def judge() -> None:
        run, way = opened[0], cases.submit_case if event.submitted else cases.save_judgements
        seen = answers_mark(list(run.answers.all()))
        way(user=user, run_id=run.pk, answers=event.answers, seen=seen, now=event.saved_at)

    yield event.started_at, lambda: opened.append(_run(user, page, event.started_at))
    yield event.saved_at, judge


def _play(stage: Stage, user: User, event: Play) -> Iterator[Deed]:
    """Start, choose scene after scene, see the other side or give up."""
    opened: list[Run] = []
    page: ScenarioPage = stage.page(event.activity)
    yield event.started_at, lambda: opened.append(_run(user, page, event.started_at))
    for seq, step in enumerate(event.steps, start=1):
        yield (
            step.at,
            lambda seq=seq, step=step: cases.choose(  # type: ignore[misc]
                user=user, run_id=opened[0].pk, seq=seq, scene=step.scene, choice=step.choice, now=step.at
            ),
        )
    seen, left = event.swap_seen_at, event.abandoned_at
    if seen is not None:
        yield seen, lambda: cases.see_swap(user=user, run_id=opened[0].pk, now=seen)
    if left is not None:
        yield left, lambda: cases.abandon(user=user, run_id=opened[0].pk, now=left)


def _run(user: User, page: CasePage | ScenarioPage, at: datetime) -> Run:
    return cases.start(user=user, page=page, language=user.language, now=at)


def _form(_stage: Stage, user: User, event: Filled) -> Iterator[Deed]:
    """Fill in the self-assessment and submit it."""
    opened: list[SurveyResponse] = []
    survey = SurveyPage.objects.get(translation_key=event.page_key, locale__language_code=CHINESE).survey
    yield (
        event.started_at,
        lambda: opened.append(
            quizzes.start_survey(
                user=user,
                survey=survey,
                page_key=event.page_key,
                language=user.language,
                now=event.started_at,
            )
        ),
    )
    at = event.submitted_at
    if at is not None:
        yield at, lambda: quizzes.save_survey(response=opened[0], values=event.answers)
        yield at, lambda: quizzes.submit_survey(response=opened[0], now=at)


def _read(_stage: Stage, user: User, event: Read) -> Iterator[Deed]:
    """Press Done at the end of a lesson."""
    yield (
        event.at,
        lambda: courses.complete_step(
            user=user,
            step_key=event.activity.key,
            kind=event.activity.kind,
            language=user.language,
            now=event.at,
        ),
    )


_WAYS: dict[type[Event], Callable[[Stage, User, Any], Iterator[Deed]]] = {
    QuizTry: _quiz,
    CaseTry: _case,
    Play: _play,
    Filled: _form,
    Read: _read,
}
