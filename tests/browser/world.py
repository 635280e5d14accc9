"""The small company the browser tests look at: six people with finished work, one in the middle of it."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from academy.loading.academy import load
from awareness import actions as awareness
from cases.models import CasePage, Run, RunState, ScenarioPage
from courses.actions import assign
from courses.models import CourseAssignment
from people.models import Department, RosterImport, User
from quizzes.models import Attempt, Quiz, QuizPage, Survey, SurveyPage, SurveyResponse
from tests.factories import client_of, make_department, make_person
from tests.journeys.walks import course_c1, finish_c1
from tests.quizzes.factories import ROWS, make_question, make_quiz, make_quiz_page

FINISHERS = 6
ROSTER = "工号,姓名,部门编码,部门名称,上级部门,邮箱,职务,入职日期,离职日期,负责人\n"
NEW_LINE = "N1,新人甲,Q,,,jia@example.com,,2026-03-02,,\n"
BAD_LINE = "N1,重复,ZZ,,,not-mail,,,,\n"


@dataclass(frozen=True)
class World:
    """The served academy and its named people; ``beginner`` has everything open, ``finisher`` nothing."""

    url: str
    quality: Department
    finisher: User
    beginner: User
    hr: User
    manager: User
    trainer: User
    administrator: User


def build(url: str) -> World:
    """Load the academy, hire the people and let them work."""
    load()
    company = make_department("CO", "青榆设备", "Qingyu Equipment")
    quality = make_department("Q", "质量部", "Quality", parent=company)
    make_department("P", "采购部", "Purchasing", parent=company)
    world = World(
        url=url,
        quality=quality,
        finisher=make_person("zhouning", "周宁", quality),
        beginner=make_person("linxia", "林夏", quality),
        hr=make_person("xulan", "许岚", company, group="hr"),
        manager=make_person("tang", "唐叙", quality, is_head=True),
        trainer=make_person("jiang", "江雯", company, group="trainer"),
        administrator=make_person("admin1", "管理员", company, group="administrator"),
    )
    _work(world)
    return world


def _work(world: World) -> None:
    now = timezone.now()
    make_quiz_page(make_quiz(*(make_question(kind) for kind in ROWS), key="all-kinds"))
    due_on = timezone.localdate(now) + timedelta(days=30)
    assign(
        actor=world.hr, course=course_c1(), department=world.quality, due_on=due_on, required=True, now=now
    )
    colleagues = [make_person(f"worker{n}", f"同事{n}", world.quality) for n in range(1, FINISHERS)]
    for person in (world.finisher, *colleagues):
        finish_c1(client_of(person), person)
    _assess_oneself(world.finisher)
    _begin_everything(world.beginner)
    _upload_rosters(client_of(world.hr))
    awareness.rebuild_quarter(now=timezone.now())
    awareness.refresh_provisional(now=timezone.now())


def _start(client: Client, page: CasePage | ScenarioPage) -> None:
    assert client.post(f"/zh-hans/practice/{page.translation_key}/start/").status_code == 302


def _assess_oneself(user: User) -> None:
    client, page = client_of(user), survey_page()
    client.post(f"/zh-hans/self-check/{page.translation_key}/start/")
    form = SurveyResponse.objects.get(user=user)
    items = Survey.objects.get(pk=page.survey.pk).items.all()
    values = {f"a:{item.code}": str(item.expected or 1 + item.sort_order % 5) for item in items}
    sent = client.post(f"/zh-hans/self-check/{form.pk}/", {**values, "submit": "1"})
    assert sent["Location"].endswith("/picture/")


def _begin_everything(user: User) -> None:
    client = client_of(user)
    client.post(f"/zh-hans/self-check/{survey_page().translation_key}/start/")
    for quiz in ("all-kinds", "c1-quiz"):
        client.post(f"/zh-hans/quiz/{quiz_page(quiz).translation_key}/start/")
    Attempt.objects.filter(user=user, quiz__key="c1-quiz").update(
        started_at=timezone.now() - timedelta(hours=2), deadline_at=timezone.now() - timedelta(hours=1)
    )
    for page in CasePage.objects.live().filter(locale__language_code="zh-hans")[:1]:
        _start(client, page)
    scenarios = ScenarioPage.objects.live().filter(locale__language_code="zh-hans").order_by("path")
    for page in scenarios[:2]:
        _start(client, page)
    given_up = Run.objects.filter(user=user, kind="scenario").latest("started_at")
    client.post(f"/zh-hans/practice/runs/{given_up.pk}/restart/")


def _upload_rosters(client: Client) -> None:
    for name, lines in (("good.csv", NEW_LINE), ("bad.csv", NEW_LINE + BAD_LINE)):
        file = SimpleUploadedFile(name, (ROSTER + lines).encode())
        data = {"file": file, "as_of": timezone.localdate().isoformat()}
        assert client.post("/zh-hans/people/roster/", data).status_code == 302


def quiz_page(key: str, language: str = "zh-hans") -> QuizPage:
    """Return the page that offers a quiz."""
    return QuizPage.objects.get(quiz__key=key, locale__language_code=language)


def survey_page(language: str = "zh-hans") -> SurveyPage:
    """Return the page that offers the self-assessment."""
    return SurveyPage.objects.get(locale__language_code=language)


def attempt_of(user: User, quiz: str) -> Attempt:
    """Return somebody's newest try at a quiz."""
    return Attempt.objects.filter(user=user, quiz=Quiz.objects.get(key=quiz)).latest("started_at")


def run_of(user: User, kind: str, state: RunState) -> Run:
    """Return somebody's newest run of a kind in a state."""
    return Run.objects.filter(user=user, kind=kind, state=state).latest("started_at")


def roster_of(name: str) -> RosterImport:
    """Return an uploaded roster."""
    return RosterImport.objects.get(file_name=name)


def assignment() -> CourseAssignment:
    """Return the assignment made with the world; tests make others."""
    return CourseAssignment.objects.earliest("created_at")
