"""Finished quizzes and self-assessments of the demonstration company, scored by the product's own rules."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from academy.demo.activity_plan import Habits, answer, form_answers, moment
from academy.demo.people_plan import Person
from people.models import User
from quizzes import content, queries
from quizzes.draw import draw, option_order
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    ClosedBy,
    QuestionVersion,
    Quiz,
    QuizPurpose,
    ResponseState,
    SurveyAnswer,
    SurveyResponse,
    SurveyVersion,
)
from quizzes.scoring import credit_bp, total_bp

BATCH = 1_000


def write_attempts(
    people: Sequence[Person],
    users: dict[str, User],
    start: datetime,
    days: int,
    chance: random.Random,
    *,
    better: float,
) -> None:
    """Write one finished attempt at the first course quiz for most of these people."""
    quiz = Quiz.objects.filter(purpose=QuizPurpose.COURSE).order_by("key").first()
    if quiz is None:
        return
    places = queries.places_of(quiz)
    versions = QuestionVersion.objects.in_bulk([pk for place in places for pk in place.pool])
    parsed = {pk: content.parse(row.content) for pk, row in versions.items()}
    attempts: list[Attempt] = []
    items: list[AttemptItem] = []
    for one in people:
        if chance.random() > one.diligence:
            continue
        habits = Habits(one.diligence, min(0.98, one.skill + better + 0.08))
        began = moment(start, days, chance)
        attempt = Attempt(
            user=users[one.username],
            quiz=quiz,
            number=1,
            language=one.language,
            state=AttemptState.SUBMITTED,
            closed_by=ClosedBy.LEARNER,
            started_at=began,
            submitted_at=began + timedelta(minutes=chance.randrange(6, 18)),
            pass_bp=quiz.pass_bp,
            feedback_rule=quiz.feedback_rule,
        )
        earned = []
        for position, pk in enumerate(draw(places, {}, chance.getrandbits(32)), start=1):
            response = answer(parsed[pk], habits, chance)
            credit = credit_bp(parsed[pk], response)
            earned.append((parsed[pk].points, credit or 0))
            items.append(
                AttemptItem(
                    attempt=attempt,
                    position=position,
                    version=versions[pk],
                    option_order=option_order(parsed[pk], position, shuffle=True),
                    points=parsed[pk].points,
                    response=response,
                    response_seq=1 if response else 0,
                    answered_at=attempt.submitted_at if response else None,
                    credit_bp=credit,
                )
            )
        attempt.score_bp = total_bp(earned) or 0
        attempt.passed = attempt.score_bp >= attempt.pass_bp
        attempts.append(attempt)
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)
    AttemptItem.objects.bulk_create(items, batch_size=BATCH)


def write_forms(
    people: Sequence[Person], users: dict[str, User], start: datetime, days: int, chance: random.Random
) -> None:
    """Write one self-assessment for most of these people."""
    version = SurveyVersion.objects.order_by("-number").first()
    if version is None:
        return
    forms: list[SurveyResponse] = []
    answers: list[SurveyAnswer] = []
    for one in people:
        if chance.random() > one.diligence:
            continue
        began = moment(start, days, chance)
        seconds = chance.randrange(90, 420)
        form = SurveyResponse(
            user=users[one.username],
            version=version,
            language=one.language,
            state=ResponseState.SUBMITTED,
            started_at=began,
            submitted_at=began + timedelta(seconds=seconds),
            seconds=seconds,
        )
        forms.append(form)
        habits = Habits(one.diligence, one.skill)
        for code, value in form_answers(version.content["items"], habits, chance).items():
            answers.append(SurveyAnswer(response=form, code=code, value=value, seq=1))
    SurveyResponse.objects.bulk_create(forms, batch_size=BATCH)
    SurveyAnswer.objects.bulk_create(answers, batch_size=BATCH)
