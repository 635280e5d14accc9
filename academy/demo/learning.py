"""One person at the screen: sitting down, taking a quiz, judging a case, playing a role, rating oneself."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from academy.demo import answering
from academy.demo.calendar import Calendar, workday
from academy.demo.events import Answer, CaseTry, Chosen, Event, Filled, Play, QuizTry, Read
from academy.demo.material import Activity, Material, QuizMaterial, SurveyMaterial
from academy.demo.people_plan import Person
from cases import dialogue
from core.dimensions import Dimension
from quizzes.answers import read_answer
from quizzes.content import UNMARKED
from quizzes.draw import draw
from quizzes.scoring import credit_bp, total_bp

GROWTH = 0.045  # how much better people get from one quarter to the next
AFTER_READING = 0.33  # how much easier questions are than judgements, right after the lessons
EASIER_AGAIN = 0.12
SKIPS = 0.05
SLOWEST, MINUTES = 100, 60
LEAVES_SWAP = 0.04
GIVES_UP = 0.5


@dataclass(slots=True)
class Life:
    """A person with what they have done so far; every method adds an event."""

    person: Person
    material: Material
    calendar: Calendar
    chance: random.Random
    events: list[Event] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    busy: set[date] = field(default_factory=set)

    def sit_down(self, day: date) -> datetime | None:
        """Return a moment of the first free working day from ``day``; None when that is not before today."""
        day = workday(day)
        while day in self.busy:
            day = workday(day + timedelta(days=1))
        if day >= self.calendar.today or self.person.department_on(day) is None:
            return None
        self.busy.add(day)
        return self.calendar.at(day, time(8, 30)) + timedelta(seconds=self.chance.randrange(7 * 3600))

    def skill(self, at: datetime) -> Callable[[str], float]:
        """Return the person's skill by competency on a day: it grows, and departments lean differently."""
        day = self.calendar.day_of(at)
        department = self.person.department_on(day) or self.person.department
        level = self.person.skill + GROWTH * self.calendar.quarter_of(day)
        return lambda dimension: level + answering.leaning(department, dimension)

    def read(self, activity: Activity, at: datetime) -> datetime:
        """Read a lesson; return when it is done."""
        end = at + timedelta(seconds=self.chance.randrange(240, 900))
        self.events.append(Read(activity, end))
        return end

    def take_quiz(
        self, activity: Activity, at: datetime, *, number: int = 1, leaves: bool = False
    ) -> tuple[datetime, bool]:
        """Take a quiz once; return its end and whether it was passed. ``leaves``: without submitting."""
        quiz = self.material.quizzes[activity.name]
        seed = self.chance.getrandbits(40)
        questions = self.material.questions
        times = {pk: self.seen[questions[pk].key] for place in quiz.places for pk in place.pool}
        versions = tuple(draw(quiz.places, times, seed))
        self.seen.update(questions[pk].key for pk in versions)
        pace = min(SLOWEST, (quiz.minutes or MINUTES) * MINUTES // (len(versions) + 1))
        count = len(versions) // 2 if leaves else len(versions)
        answers, end = self._answers(versions[:count], at, number=number, pace=pace)
        deadline = quiz.policy.deadline(at)
        by_deadline = leaves and deadline is not None
        end = deadline if leaves and deadline is not None else end
        finished = not leaves or by_deadline
        self.events.append(
            QuizTry(activity, seed, versions, answers, at, end if finished else None, by_deadline)
        )
        return end, finished and self._score(quiz, versions, answers) >= quiz.pass_bp

    def _answers(
        self, versions: tuple[int, ...], at: datetime, *, number: int, pace: int
    ) -> tuple[tuple[Answer, ...], datetime]:
        """Return the answers in order, ``pace`` seconds each at most, and when the attempt is handed in."""
        skill, answers = self.skill(at), []
        for position, pk in enumerate(versions, start=1):
            question = self.material.questions[pk]
            at += timedelta(seconds=self.chance.randrange(pace // 4, pace))
            if self.chance.random() < SKIPS * (1 - self.person.diligence):
                continue
            form = answering.answer(
                question,
                skill=skill(question.dimension) + AFTER_READING + EASIER_AGAIN * (number - 1),
                language=self.person.language,
                chance=self.chance,
            )
            answers.append(Answer(position, form, at))
        return tuple(answers), at + timedelta(seconds=self.chance.randrange(5, 40))

    def _score(self, quiz: QuizMaterial, versions: tuple[int, ...], answers: tuple[Answer, ...]) -> int:
        forms = {answer.position: answer.form for answer in answers}
        earned = []
        for position, pk in enumerate(versions, start=1):
            question = self.material.questions[pk]
            response = read_answer(question, forms.get(position, {})) or None
            if question.kind not in UNMARKED:
                earned.append((question.points, credit_bp(question, response) or 0))
        return total_bp(earned) or 0

    def judge(self, activity: Activity, at: datetime, *, leaves: bool = False) -> datetime:
        """Judge a case; return when it is done."""
        study = self.material.cases[activity.name].study
        chosen = answering.judge(study, skill=self.skill(at), chance=self.chance)
        if leaves:
            chosen = dict(list(chosen.items())[:1])
        saved = at + timedelta(seconds=self.chance.randrange(240, 900))
        self.events.append(CaseTry(activity, chosen, at, saved, submitted=not leaves))
        return saved

    def play(self, activity: Activity, at: datetime, *, leaves: bool = False) -> tuple[datetime, bool]:
        """Play a role; return when it is done and if the other side was seen. ``leaves``: after a choice."""
        graph = self.material.scenarios[activity.name].graph
        skill, state, moment = self.skill(at), dialogue.opening(graph), at
        level = sum(skill(str(dimension)) for dimension in Dimension) / len(Dimension)
        steps: list[Chosen] = []
        while state.scene is not None and not (leaves and steps):
            choice = answering.choose(state.scene, skill=level, chance=self.chance)
            moment += timedelta(seconds=self.chance.randrange(15, 90))
            steps.append(Chosen(state.scene.key, choice.key, moment))
            state = dialogue.advance(graph, state, choice.key)
        ended = state.ending is not None
        swap = moment + timedelta(seconds=self.chance.randrange(20, 240))
        sees = ended and self.chance.random() > LEAVES_SWAP
        gives_up = swap if not ended and self.chance.random() < GIVES_UP else None
        self.events.append(Play(activity, tuple(steps), at, swap if sees else None, gives_up))
        return swap, sees

    def fill(self, survey: SurveyMaterial, at: datetime) -> datetime:
        """Fill in the self-assessment; a few people do it without reading."""
        if self.chance.random() < answering.CARELESS:
            answers = answering.rate_carelessly(survey.statements, self.chance)
            seconds = self.chance.randrange(18, 45)
        else:
            skill = self.skill(at)("self")
            answers = answering.rate(survey.statements, level=2.6 + 1.8 * skill, chance=self.chance)
            seconds = self.chance.randrange(110, 480)
        end = at + timedelta(seconds=seconds)
        self.events.append(Filled(survey.page_key, answers, at, end))
        return end
