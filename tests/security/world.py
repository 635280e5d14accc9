"""A small academy with everything in it that somebody might want to get at, and seven people.

What only a key, a feedback or a draft says carries a word of ``KEY`` or ``DRAFT``, so that tests can ask
whether it has come out.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from awareness.actions import rebuild_quarter
from cases import actions as cases
from cases import authoring, dialogue
from cases.models import CasePage, Run, ScenarioPage
from courses.actions import assign, save_note
from courses.models import (
    Certificate,
    CourseAssignment,
    CourseImport,
    CourseIndexPage,
    CoursePage,
    Duty,
    Examination,
    GlossaryTerm,
    HandIn,
    HandInKind,
    LearnerNote,
    LearningPathPage,
    LessonPage,
    NoteKind,
)
from people.models import Department, RosterImport, User
from people.permissions import ensure_roles
from quizzes import actions as quizzes
from quizzes.import_actions import upload_questions, work_on
from quizzes.models import (
    Attempt,
    Category,
    GradeEntry,
    Question,
    QuestionImport,
    Quiz,
    QuizOverride,
    QuizPage,
    SharingPair,
    SharingRun,
    Survey,
    SurveyPage,
    SurveyResponse,
)
from quizzes.override_actions import for_person, give
from tests.cases.builders import small_case, small_scenario
from tests.courses.builders import make_course, make_lesson, make_site
from tests.factories import client_of, make_department, make_person
from tests.quizzes.factories import ROWS, add_hints, make_category, make_question, make_quiz, make_survey

KEY = "钥匙词kq7"  # begins every word that is part of an answer key, a feedback or an effect
DRAFT = "未发布词dr8"  # begins every word of what is not published
ROLES = ("anonymous", "employee", "manager", "trainer", "hr", "administrator", "leaver")


@dataclass
class World:
    """The people by role, and one thing of each kind; what belongs to somebody belongs to the employee."""

    people: dict[str, User]
    sessions: dict[str, str]
    department: Department
    course: CoursePage
    lesson: LessonPage
    quiz_page: QuizPage
    survey_page: SurveyPage
    case_page: CasePage
    scenario_page: ScenarioPage
    term: GlossaryTerm
    image: Image
    document: Document
    note: LearnerNote
    assignment: CourseAssignment
    duty: Duty
    exception: QuizOverride
    roster: RosterImport
    questions: QuestionImport
    category: Category
    upload: CourseImport
    attempt: Attempt
    result: Attempt
    similar: SharingPair
    survey: SurveyResponse
    picture: SurveyResponse
    case: Run
    judged: Run
    role_play: Run
    ended: Run
    path: LearningPathPage
    work: HandIn
    certificate: Certificate
    examination: Examination

    def client(self, role: str, **options: Any) -> Client:
        """Return a client logged in as the person of this role."""
        if role == "anonymous":
            return Client(**options)
        client = Client(**options)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def key(name: str) -> dict[str, str]:
    """Return a text in both languages that must stay on the server until it is released."""
    return {"zh": f"{KEY}{name}", "en": f"{KEY}{name}en"}


def make_world() -> World:
    """Make everything; the caller rolls back."""
    sites = make_site()
    ensure_roles()
    people, quality = _people()
    course = make_course(sites["zh-hans"])
    english = make_course(sites["en"], lessons=0, translation_key=course.translation_key)
    lesson = LessonPage.objects.child_of(course).first()
    assert lesson
    lesson.body = NOTES
    lesson.save_revision().publish()
    pages = _activities(course)
    _drafts(course)
    term = GlossaryTerm.objects.create(
        key="need", term_zh="需求", term_en="need", definition_zh="要用的东西", definition_en="What is used"
    )
    for page in (english, *pages):
        page.refresh_from_db()
    quiz_page, survey_page, case_page, scenario_page = pages
    image = Image.objects.create(title="图", file=get_test_image_file())
    document = Document.objects.create(title="表", file=ContentFile(b"a,b\n", "form.csv"))
    image._set_image_file_metadata()  # as an upload does; else the desk does it at the first look
    document._set_document_file_metadata()
    for file in (image, document):
        file.save()
    things: dict[str, Any] = {
        "department": quality, "course": course, "lesson": lesson, "term": term, "image": image,
        "document": document, "quiz_page": quiz_page, "survey_page": survey_page,
        "case_page": case_page, "scenario_page": scenario_page,
    }  # fmt: skip
    history, earned = _history(people, things), _earned(people, sites["zh-hans"])
    examination = Examination.objects.create(
        certificate=earned["certificate"],
        grade=GradeEntry.objects.filter(attempt=history["result"]).latest("pk"),
        opened_at=timezone.now(),
    )
    sessions = {
        role: client_of(user).cookies[settings.SESSION_COOKIE_NAME].value for role, user in people.items()
    }
    made = World(people=people, sessions=sessions, **things, **history, **earned, examination=examination)
    rebuild_quarter(now=timezone.now())
    return made


def _earned(people: Mapping[str, User], index: CourseIndexPage) -> dict[str, Any]:
    """The employee's piece of work and certificate; the colleague is asked to confirm."""
    index.refresh_from_db()
    words = {"title": "全员", "slug": "everyone", "key": "everyone", "summary": "从第一门课开始。"}
    path = index.add_child(instance=LearningPathPage(locale=index.locale, certificate="意识", **words))
    of_path = {"user": people["employee"], "path_key": path.translation_key}
    work = HandIn.objects.create(
        **of_path,
        path_title=path.title,
        number=1,
        kind=HandInKind.MAP,
        text="到货预告",
        file=ContentFile(b"map", "map.pdf"),
        file_name="map.pdf",
        confirmer=people["colleague"],
        confirms_for="质量部",
        submitted_at=timezone.now(),
    )
    certificate = Certificate.objects.create(
        **of_path, name="周宁", title_zh="意识", path_zh=path.title, mark_bp=7_500, issued_at=timezone.now()
    )
    return {"path": path, "work": work, "certificate": certificate}


NOTES = [
    {"type": "text", "id": "t1", "value": "<p>交接</p>"},
    {"type": "reflection", "id": "r1", "value": {"prompt": "谁替你多做了一遍？", "hint": ""}},
    {
        "type": "checklist",
        "id": "k1",
        "value": {"title": "三个条件", "items": [{"type": "item", "id": "one", "value": "谁"}]},
    },
]


def _people() -> tuple[dict[str, User], Department]:
    company = make_department("CO", "青榆设备", "Qingyu Equipment")
    quality = make_department("Q", "质量部", "Quality", parent=company)
    purchasing = make_department("P", "采购部", "Purchasing", parent=company)
    people = {
        "employee": make_person("zhouning", "周宁", quality),
        "colleague": make_person("qiu", "小邱", quality),
        "manager": make_person("tang", "唐叙", purchasing, is_head=True),
        "trainer": make_person("jiang", "江雯", company, group="trainer"),
        "hr": make_person("xulan", "许岚", company, group="hr"),
        "other_hr": make_person("xulin", "许林", company, group="hr"),
        "administrator": make_person("admin1", "管理员", company, group="administrator"),
        "leaver": make_person("gone", "前同事", quality),
    }
    people["leaver"].is_active = False
    people["leaver"].save(update_fields=["is_active"])
    return people, quality


def make_secret_question(kind: str, number: int = 1, **fields: Any) -> Question:
    """Make a published question whose every hidden part carries the key word."""
    name = f"{kind.replace('_', '')}{number}"
    question = make_question(
        kind,
        f"q-{name}",
        live=False,
        explanation_zh=f"{KEY}{name}why",
        explanation_en=f"{KEY}{name}whyen",
        **fields,
    )
    if kind == "fill_blank":
        question.accepted_zh = question.accepted_en = f"{KEY}{name}accepted"
    if kind == "short_answer":
        question.model_answer_zh = question.model_answer_en = f"{KEY}{name}model"
    question.live = True
    question.save()
    for place, option in enumerate(question.options.order_by("sort_order")):
        option.feedback_zh = option.feedback_en = f"{KEY}{name}feedback{place}"
        if kind == "blanks":
            option.text_zh = option.text_en = f"{KEY}{name}accepted{place}"
        option.save()
    return add_hints(question, f"{KEY}{name}hint1", f"{KEY}{name}hint2")


def secret_case(name: str = "case-secret") -> dict[str, Any]:
    """Return a case whose feedback and takeaway carry the key word."""
    raw = deepcopy(small_case(name))
    raw["takeaway"] = key("takeaway")
    for judgement in raw["judgements"]:
        for option in judgement["options"]:
            option["feedback"] = key(f"judged{option['id']}")
    return raw


def secret_scenario(name: str = "rp-secret") -> dict[str, Any]:
    """Return a role-play whose consequences, feelings, endings and debrief carry the key word."""
    raw = deepcopy(small_scenario(name))
    for scene in raw["nodes"]:
        for choice in scene["choices"]:
            choice["consequence"] = key(f"consequence{choice['id']}")
            choice["customer_felt"] = key(f"felt{choice['id']}")
    for ending in raw["endings"]:
        ending |= {part: key(f"{part}{ending['id']}") for part in ("title", "text", "role_swap")}
    raw["debrief"] = [key("debrief")]
    return raw


def _activities(course: CoursePage) -> tuple[QuizPage, SurveyPage, CasePage, ScenarioPage]:
    quiz = make_quiz(*(make_secret_question(kind) for kind in ROWS), title_zh="测验")
    survey: Survey = make_survey()
    pages = (
        QuizPage(title="课程测验", slug="c1-quiz", quiz=quiz),
        SurveyPage(title="自评", slug="self", survey=survey),
        CasePage(title="案例", slug="case", definition=authoring.save_case(secret_case())),
        ScenarioPage(title="演练", slug="rp", definition=authoring.save_scenario(secret_scenario())),
    )
    for page in pages:
        _below(course, page)
    return pages


def _below(parent: Page, page: Page) -> None:
    parent.refresh_from_db()
    page.locale = parent.locale
    parent.add_child(instance=page)


def _drafts(course: CoursePage) -> None:
    """Make one of each kind that is not published, named with the draft word."""
    index = course.get_parent().specific
    draft = make_course(
        index, key="cx", lessons=0, title=f"{DRAFT}course", summary=f"{DRAFT}summary", live=False
    )
    make_lesson(draft, "cxm9", title=f"{DRAFT}inner", body=[("text", f"<p>{DRAFT}body</p>")])
    course.refresh_from_db()
    make_lesson(course, "c1mx", title=f"{DRAFT}lesson", live=False)
    quiz: Quiz = make_quiz(make_secret_question("single_choice", 2, stem_zh=f"{DRAFT}stem"), key="quiz-x")
    case = authoring.save_case(
        secret_case("case-x") | {"title": {"zh": f"{DRAFT}case", "en": f"{DRAFT}case"}}
    )
    _below(course, QuizPage(title=f"{DRAFT}quiz", slug="quiz-x", quiz=quiz, live=False))
    _below(course, CasePage(title=f"{DRAFT}casepage", slug="case-x", definition=case, live=False))
    GlossaryTerm.objects.create(
        key="draft", term_zh=f"{DRAFT}term", term_en=f"{DRAFT}term", live=False,
        definition_zh=f"{DRAFT}meaning", definition_en=f"{DRAFT}meaning",
    )  # fmt: skip


def _history(people: Mapping[str, User], things: Mapping[str, Any]) -> dict[str, Any]:
    """Let the employee do one of everything twice: once to the end, once not."""
    user, now = people["employee"], timezone.now()
    begin: dict[str, Any] = {"user": user, "language": "zh-hans", "now": now}
    quiz_page, survey_page = things["quiz_page"], things["survey_page"]
    quiz: dict[str, Any] = {"quiz": quiz_page.quiz, "page_key": quiz_page.translation_key}
    result = quizzes.start(**begin, **quiz)
    quizzes.submit(attempt=result, now=now)
    similar = _similar(result, quizzes.start(**begin | {"user": people["leaver"]}, **quiz), now)
    form: dict[str, Any] = {"survey": survey_page.survey, "page_key": survey_page.translation_key}
    picture = quizzes.start_survey(**begin, **form)
    codes = [item["code"] for item in picture.version.content["items"]]
    quizzes.save_survey(response=picture, values=dict.fromkeys(codes, 4))
    quizzes.submit_survey(response=picture, now=now)
    judged = cases.start(**begin, page=things["case_page"])
    chosen = {raw["id"]: raw["options"][0]["id"] for raw in judged.version.content["judgements"]}
    cases.submit_case(user=user, run_id=judged.pk, answers=chosen, seen="", now=now)
    ended = _play(cases.start(**begin, page=things["scenario_page"]), user)
    assignment = assign(
        actor=people["hr"], course=things["course"], due_on=timezone.localdate() + timedelta(days=30),
        required=True, now=now, department=things["department"],
    )  # fmt: skip
    note = save_note(
        user=user, lesson_key=things["lesson"].translation_key, block_id="r1", kind=NoteKind.REFLECTION,
        seq=1, text="只给自己看的话", now=now,
    )  # fmt: skip
    return {
        "result": result,
        "similar": similar,
        "attempt": quizzes.start(**begin, **quiz),
        "picture": picture,
        "survey": quizzes.start_survey(**begin, **form),
        "judged": judged,
        "case": cases.start(**begin, page=things["case_page"], cycle=2),
        "ended": ended,
        "role_play": cases.start(**begin, page=things["scenario_page"], cycle=2),
        "assignment": assignment,
        "duty": Duty.objects.get(user=user),
        "exception": give(
            actor=people["hr"],
            quiz=None,
            target=for_person(user),
            rules={"time_percent": 150},
            reason="身体原因，只给经手的人看",
            expires_on=timezone.localdate() + timedelta(days=30),
            now=now,
        ).override,
        "note": note,
        "roster": RosterImport.objects.create(uploaded_by=people["hr"], file_name="roster.csv"),
        "questions": _upload(people["trainer"]),
        "category": make_category("安全"),
        "upload": CourseImport.objects.create(
            uploaded_by=people["trainer"],
            file_name="course.zip",
            content=b"PK",
            preview={"problems": [], "stops": True},
            state="previewed",
        ),
    }


def _similar(one: Attempt, other: Attempt, now: datetime) -> SharingPair:
    """A pair of similar papers that waits for HR."""
    quizzes.submit(attempt=other, now=now)
    first, second = sorted((one.pk, other.pk))
    run = SharingRun.objects.create(until=now, pairs=1, compared_at=now)
    counts = {"common": 10, "identical": 10, "identical_wrong": 4, "one_in": 20_000}
    return SharingPair.objects.create(run=run, first_id=first, second_id=second, **counts)


def _upload(trainer: User) -> QuestionImport:
    """A file of questions that waits for its trainer's confirmation."""
    content = f"{KEY}import {{={KEY}right ~wrong}}".encode()
    made = upload_questions(
        actor=trainer, file_name="a.gift", content=content, language="zh", module="", dimension="ownership"
    )
    work_on(pk=made.pk, state=made.state, now=timezone.now)
    return made


def _play(run: Run, user: User) -> Run:
    graph = dialogue.parse(run.version.content)
    state, seq = dialogue.opening(graph), 0
    while state.scene is not None:
        seq += 1
        scene, choice = state.scene.key, state.scene.choices[0].key
        run = cases.choose(user=user, run_id=run.pk, seq=seq, scene=scene, choice=choice, now=timezone.now())
        state = dialogue.advance(graph, state, choice)
    return run


__all__ = ["DRAFT", "KEY", "ROLES", "World", "client_of", "make_world"]
