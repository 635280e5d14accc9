"""What everybody does in three quarters: duties followed or not, things tried out, self-assessments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from academy.demo.calendar import Calendar, parents_of, read_waves
from academy.demo.duties_plan import World, first_duty, later_duties
from academy.demo.events import CourseStory, Done, PersonPlan
from academy.demo.learning import Life
from academy.demo.material import Activity, CourseMaterial, Material, chance_of
from academy.demo.people_plan import Person
from courses.completion import all_done
from courses.models import EnrolmentSource, StepKind

LATE_OF_REST = 0.65  # of diligent people who miss the date, how many finish later
STUCK_OF_REST = 0.25  # how many stop on the way; the others never begin
LEFT_OPEN = 0.4  # of those who stop, how many leave the next activity open
VOLUNTEERS = 0.06  # of a course nobody gave them, how many diligent people take all
TASTERS = 0.5  # how many try out a case or role-play of it, the volunteers included
TASTE_LEFT = 0.03
FILLS_FORM = 0.9


@dataclass(frozen=True, slots=True)
class _Stretch:
    """When somebody works on a course, and after how many steps they stop (None: not before the end)."""

    first: date
    last: date
    steps: int | None = None


def plan_activity(
    company: Mapping[str, Any], people: Sequence[Person], material: Material, calendar: Calendar, *, seed: int
) -> list[PersonPlan]:
    """Return everybody's plan; a person's plan depends on nobody else's."""
    world = World(calendar, read_waves(company["waves"], calendar), parents_of(company))
    halfway = company.get("halfway", {})
    plans = []
    for person in people:
        life = Life(person, material, calendar, chance_of(seed, person.username))
        stories = [_course(life, world, course, halfway) for course in material.courses]
        _rate_oneself(life)
        events = tuple(sorted(life.events, key=lambda event: event.started_at))
        plans.append(PersonPlan(person, events, tuple(story for story in stories if story)))
    return plans


# Courses ----------------------------------------------------------------------------------------------------


def _course(
    life: Life, world: World, course: CourseMaterial, halfway: Mapping[str, Mapping[str, int]]
) -> CourseStory | None:
    """Take a course because one must, or now and then because one wants to."""
    duty = first_duty(world, life.person, course.code)
    if duty is None:
        return None if life.person.username in halfway else _of_own_accord(life, course)
    given = life.calendar.day_of(duty.given_at) + timedelta(days=1)  # nobody begins before it was given
    steps = halfway.get(life.person.username, {}).get(course.code)
    if steps is not None:
        stretch: _Stretch | None = _Stretch(given, life.calendar.today - timedelta(days=3), steps)
    else:
        stretch = _stretch(life, course, given, duty.due_on)
    done = tuple(_walk(life, course, stretch)) if stretch else ()
    completed_at = _completed_at(course, done)
    duties = (duty, *later_duties(world, life.person, duty, completed_at))
    return CourseStory(course, EnrolmentSource.ASSIGNED, duty.given_at, duties, done, completed_at)


def _stretch(life: Life, course: CourseMaterial, given: date, due_on: date) -> _Stretch | None:
    """Return when the person works on it: most in time, some late, some not to the end, some never."""
    chance, diligence = life.chance, life.person.diligence
    span = (due_on - given).days
    luck, rest = chance.random(), 1 - diligence
    late = diligence + rest * LATE_OF_REST * diligence
    if luck < diligence:
        last = given + timedelta(days=round(span * chance.triangular(0.2, 0.98, 0.8)))
        return _Stretch(given + timedelta(days=round((last - given).days * chance.uniform(0.1, 0.8))), last)
    if luck < late:
        last = due_on + timedelta(days=round(chance.triangular(1, 60, 8)))
        return _Stretch(given + timedelta(days=round(span * chance.uniform(0.5, 1.0))), last)
    if luck < late + STUCK_OF_REST * rest:
        first = given + timedelta(days=chance.randrange(1, max(2, span)))
        return _Stretch(first, first + timedelta(days=20), chance.randrange(1, len(course.steps)))
    return None


def _of_own_accord(life: Life, course: CourseMaterial) -> CourseStory | None:
    """Take the whole course, or only a case or role-play of it."""
    luck = life.chance.random()
    if luck > TASTERS * life.person.diligence:
        return None
    opening = max(life.calendar.quarters[0].start, life.person.posts[0].start_on + timedelta(days=7))
    first = opening + timedelta(days=life.chance.randrange(160))
    if luck > VOLUNTEERS * life.person.diligence:
        done = tuple(_taste(life, course, first))
    else:
        done = tuple(_walk(life, course, _Stretch(first, first + timedelta(days=30))))
    if not done:
        return None
    return CourseStory(course, EnrolmentSource.SELF, done[0].at, (), done, _completed_at(course, done))


def _taste(life: Life, course: CourseMaterial, day: date) -> Iterator[Done]:
    """Play or judge one thing; yield it when it gets finished."""
    offered = [step for step in course.steps if step.kind in {StepKind.CASE, StepKind.SCENARIO}]
    clock = life.sit_down(day) if offered else None
    if clock is None:
        return
    step = life.chance.choice(offered)
    if life.chance.random() < TASTE_LEFT and not _offered_twice(life, step):
        _begin(life, step, clock)
        return
    _clock, done_at = _take(life, step, clock)
    if done_at is not None:
        yield Done(step, done_at)


def _offered_twice(life: Life, step: Activity) -> bool:
    """Say whether another course offers it too: what is left open would be gone on with there."""
    return sum(other.name == step.name for course in life.material.courses for other in course.steps) > 1


def _walk(life: Life, course: CourseMaterial, stretch: _Stretch) -> Iterator[Done]:
    """Take the steps in order, over a few sittings; yield what gets finished."""
    days = _sittings(life, stretch)
    each = -(-len(course.steps) // len(days))
    clock: datetime | None = None
    for number, step in enumerate(course.steps):
        if number == stretch.steps:
            _leave(life, step, clock)
            return
        if number % each == 0:
            day = days[number // each]
            clock = life.sit_down(max(day, _after(life, clock) or day))
        if clock is None:
            return
        clock, done_at = _take(life, step, clock)
        if done_at is not None:
            yield Done(step, done_at)


def _sittings(life: Life, stretch: _Stretch) -> list[date]:
    """Return two to five days from the first to the last."""
    count = life.chance.randint(2, 5)
    days = (stretch.last - stretch.first).days
    inner = sorted(life.chance.randint(0, max(0, days)) for _ in range(count - 2))
    return [stretch.first + timedelta(days=one) for one in (0, *inner, max(0, days))]


def _after(life: Life, clock: datetime | None) -> date | None:
    return life.calendar.day_of(clock) + timedelta(days=1) if clock else None


def _take(life: Life, step: Activity, clock: datetime) -> tuple[datetime | None, datetime | None]:
    """Take one step; return when the person may go on (None: not before today) and when it was finished."""
    if step.kind == StepKind.LESSON:
        end = life.read(step, clock)
        return end, end
    if step.kind == StepKind.CASE:
        end = life.judge(step, clock)
        return end, end
    if step.kind == StepKind.SCENARIO:
        end, seen = life.play(step, clock)
        return end, end if seen else None
    if step.kind == StepKind.QUIZ:
        return _take_quiz(life, step, clock)
    survey = life.material.survey
    end = life.fill(survey, clock) if survey and survey.page_key == step.key else clock
    return end, end if end > clock else None


def _take_quiz(life: Life, step: Activity, clock: datetime) -> tuple[datetime | None, datetime | None]:
    """Try until it is passed, no try is left, or today comes; another day for each new try."""
    limit = life.material.quizzes[step.name].limit or 1
    for number in range(1, limit + 1):
        end, passed = life.take_quiz(step, clock, number=number)
        if passed or number == limit:
            return end, end if passed else None
        day = life.calendar.day_of(clock) + timedelta(days=life.chance.randint(1, 5))
        again = life.sit_down(day)
        if again is None:
            return None, None
        clock = again
    return clock, None


def _leave(life: Life, step: Activity, clock: datetime | None) -> None:
    """Begin the next quiz or case and walk away from it, as some do."""
    if clock is None or step.kind == StepKind.SCENARIO or life.chance.random() > LEFT_OPEN:
        return
    _begin(life, step, clock)


def _begin(life: Life, step: Activity, clock: datetime) -> None:
    """Begin a quiz, a case or a role-play without coming to its end."""
    if step.kind == StepKind.QUIZ:
        life.take_quiz(step, clock, leaves=True)
    elif step.kind == StepKind.CASE:
        life.judge(step, clock, leaves=True)
    elif step.kind == StepKind.SCENARIO:
        life.play(step, clock, leaves=True)


def _completed_at(course: CourseMaterial, done: Sequence[Done]) -> datetime | None:
    if not all_done([step.key for step in course.steps], {one.activity.key for one in done}):
        return None
    return max(one.at for one in done)


# Outside courses --------------------------------------------------------------------------------------------


def _rate_oneself(life: Life) -> None:
    """Fill in the quarter's self-assessment."""
    survey = life.material.survey
    for day in _days(life):
        if survey is None or life.chance.random() > FILLS_FORM * life.person.diligence:
            continue
        clock = life.sit_down(day + timedelta(days=life.chance.randrange(75)))
        if clock is not None:
            life.fill(survey, clock)


def _days(life: Life) -> list[date]:
    """Return the first day of each quarter."""
    return [quarter.start for quarter in life.calendar.quarters]
