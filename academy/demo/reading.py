"""Reading what there is to learn from the database."""

from wagtail.models import Page

from academy.demo.material import (
    Activity,
    CaseMaterial,
    CourseMaterial,
    Material,
    QuizMaterial,
    ScenarioMaterial,
    Statement,
    SurveyMaterial,
)
from cases import dialogue, judging
from cases.models import Case, CasePage, Scenario, ScenarioPage
from cases.queries import latest_version
from courses.models import CoursePage, LessonPage, StepKind
from quizzes import content
from quizzes.models import QuestionVersion, Quiz, QuizPage, SurveyPage
from quizzes.queries import places_of
from quizzes.release import encode

CHINESE = "zh-hans"


def read_material() -> Material:
    """Return what is live; courses in the order of their codes."""
    pages = CoursePage.objects.live().filter(locale__language_code=CHINESE).order_by("key")
    courses = tuple(_course(page) for page in pages)
    names = {step.name for course in courses for step in course.steps if step.kind == StepKind.QUIZ}
    quizzes = {quiz.key: _quiz(quiz) for quiz in Quiz.objects.filter(key__in=names)}
    versions = {pk for quiz in quizzes.values() for place in quiz.places for pk in place.pool}
    return Material(
        courses=courses,
        quizzes=quizzes,
        questions={
            version.pk: content.parse(version.content)
            for version in QuestionVersion.objects.filter(pk__in=versions)
        },
        cases=_cases(),
        scenarios=_scenarios(),
        survey=_survey(),
    )


def _course(page: CoursePage) -> CourseMaterial:
    translations = CoursePage.objects.filter(translation_key=page.translation_key)
    titles = dict(translations.values_list("locale__language_code", "title"))
    return CourseMaterial(page.translation_key, page.key, titles, tuple(_activities(page)))


def _activities(parent: Page) -> list[Activity]:
    """Return the live activities below a page in tree order."""
    found = []
    for page in parent.get_children().live().specific():
        if isinstance(page, LessonPage):
            found.append(Activity(StepKind.LESSON, page.translation_key, page.key))
        elif isinstance(page, QuizPage):
            found.append(Activity(StepKind.QUIZ, page.translation_key, page.quiz.key))
        elif isinstance(page, CasePage):
            found.append(Activity(StepKind.CASE, page.translation_key, page.definition.key))
        elif isinstance(page, ScenarioPage):
            found.append(Activity(StepKind.SCENARIO, page.translation_key, page.definition.key))
        elif isinstance(page, SurveyPage):
            found.append(Activity(StepKind.SURVEY, page.translation_key, page.survey.key))
    return found


def _quiz(quiz: Quiz) -> QuizMaterial:
    return QuizMaterial(
        pk=quiz.pk,
        places=tuple(places_of(quiz)),
        limit=quiz.attempt_limit,
        minutes=quiz.time_limit_minutes,
        pass_bp=quiz.pass_bp,
        feedback_rule=encode(quiz.rule),
        policy=quiz.policy,
    )


def _cases() -> dict[str, CaseMaterial]:
    found = {}
    for case in Case.objects.filter(live=True):
        version = latest_version(case)
        if version is not None:
            found[case.key] = CaseMaterial(version.pk, judging.parse(version.content))
    return found


def _scenarios() -> dict[str, ScenarioMaterial]:
    found = {}
    for scenario in Scenario.objects.filter(live=True):
        version = latest_version(scenario)
        if version is not None:
            found[scenario.key] = ScenarioMaterial(version.pk, dialogue.parse(version.content))
    return found


def _survey() -> SurveyMaterial | None:
    page = SurveyPage.objects.live().filter(locale__language_code=CHINESE).order_by("pk").first()
    version = page.survey.versions.order_by("-number").first() if page else None
    if page is None or version is None:
        return None
    statements = tuple(
        Statement(row["code"], row["reverse"], row["expected"]) for row in version.content["items"]
    )
    return SurveyMaterial(version.pk, page.translation_key, statements)
