"""What a learner does, step by step, as the browser would send it."""

from typing import Any

from django.test import Client

from cases import dialogue
from cases.models import Case, CasePage, Run, Scenario, ScenarioPage
from courses.models import CoursePage, LessonPage
from people.models import User
from quizzes import content
from quizzes.content import Kind
from quizzes.models import Attempt, AttemptState, QuizPage
from quizzes.scoring import RIGHT

LANGUAGE = "zh-hans"


def course_c1() -> Any:
    """Return the Chinese page of course C1."""
    return CoursePage.objects.get(key="c1", locale__language_code=LANGUAGE)


def read_lesson(client: Client, lesson: LessonPage) -> None:
    """Open a lesson and press Done."""
    assert client.get(lesson.get_url()).status_code == 200
    done = client.post(f"/{LANGUAGE}/learn/lesson/{lesson.translation_key}/done/")
    assert done.status_code == 302


PARTS: dict[Kind, Any] = {
    Kind.GRID: lambda option: (f"mark:{option.id}", RIGHT[option.correct]),
    Kind.BLANKS: lambda option: (f"blank:{option.id}", option.text.zh.split("|")[0]),
}


def right_answer(question: content.Content) -> dict[str, Any]:
    """Return the form fields of the right answer."""
    if question.kind in PARTS:
        return {name: text for option in question.options for name, text in [PARTS[question.kind](option)]}
    if question.kind is Kind.ORDERING:
        return {"order": [option.id for option in question.options], "keep": "1"}
    if question.kind is Kind.MATCHING:
        return {f"pair:{option.id}": option.id for option in question.options if option.text.zh}
    if question.kind is Kind.NUMERIC:
        return {"text": str(question.number)}
    if question.kind is Kind.FILL_BLANK:
        return {"text": question.accepted["zh"][0]}
    return {"option": [option.id for option in question.options if option.correct]}


def start_quiz(client: Client, user: User, page: QuizPage) -> Attempt:
    """Start a page's quiz and return the open attempt."""
    assert client.get(page.get_url()).status_code == 200
    assert client.post(f"/{LANGUAGE}/quiz/{page.translation_key}/start/").status_code == 302
    return Attempt.objects.get(user=user, quiz=page.quiz, state=AttemptState.OPEN)


def answer_quiz(client: Client, attempt: Attempt, *, wrong: int = 0) -> None:
    """Answer every question right, the first ``wrong`` ones not at all, and hand in."""
    for item in attempt.items.select_related("version"):
        fields = {} if item.position <= wrong else right_answer(content.parse(item.version.content))
        address = f"/{LANGUAGE}/quiz/{attempt.pk}/{item.position}/"
        sent = client.post(address, {**fields, "seq": "1", "go": "next"})
        assert sent.status_code == 302, sent.content
    assert client.post(f"/{LANGUAGE}/quiz/{attempt.pk}/submit/").status_code == 302


def judge_case(client: Client, user: User, page: CasePage) -> None:
    """Judge a case, always with the first option of each judgement."""
    assert client.post(f"/{LANGUAGE}/practice/{page.translation_key}/start/").status_code == 302
    run = Run.objects.get(user=user, activity_key=page.definition.key)
    case: Case = page.definition
    fields = {f"judgement-{block.id}": _first_option(run, str(block.id)) for block in case.judgements}
    sent = client.post(f"/{LANGUAGE}/case/{run.pk}/judge/", {**fields, "submit": "1"})
    assert sent.status_code == 302


def _first_option(run: Run, judgement: str) -> str:
    for raw in run.version.content["judgements"]:
        if judgement in {raw.get("id"), raw.get("key")}:
            option = raw["options"][0]
            return str(option.get("id") or option.get("key"))
    raise AssertionError(judgement)


def play_scenario(client: Client, user: User, page: ScenarioPage) -> Run:
    """Play a role-play with the best choice of every scene, then see the other side."""
    assert client.post(f"/{LANGUAGE}/practice/{page.translation_key}/start/").status_code == 302
    scenario: Scenario = page.definition
    run = Run.objects.get(user=user, activity_key=scenario.key)
    graph = dialogue.parse(run.version.content)
    state = dialogue.opening(graph)
    seq = 0
    while state.scene is not None:
        seq += 1
        best = max(state.scene.choices, key=lambda choice: sum(choice.effects.values()))
        sent = client.post(
            f"/{LANGUAGE}/role-play/{run.pk}/choose/",
            {"seq": seq, "scene": state.scene.key, "choice": best.key},
        )
        assert sent.status_code == 302
        state = dialogue.advance(graph, state, best.key)
    other = client.get(f"/{LANGUAGE}/role-play/{run.pk}/other-side/")
    assert other.status_code == 200
    assert client.post(f"/{LANGUAGE}/role-play/{run.pk}/other-side/seen/").status_code == 302
    run.refresh_from_db()
    return run


def finish_c1(client: Client, user: User) -> None:
    """Take course C1 from the first step to the last."""
    for step in course_c1().get_children().live().specific():
        if isinstance(step, LessonPage):
            read_lesson(client, step)
        elif isinstance(step, QuizPage):
            answer_quiz(client, start_quiz(client, user, step))
        elif isinstance(step, CasePage):
            judge_case(client, user, step)
        else:
            play_scenario(client, user, step)
