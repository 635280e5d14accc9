"""The pages tests of courses need: a site in two languages, courses of any size."""

from typing import Any
from uuid import UUID

from django.core.cache import caches
from wagtail.models import Locale, Page, Site

from cases.models import Case, CasePage, Scenario, ScenarioPage
from courses.models import CourseIndexPage, CoursePage, LessonPage
from home.models import HomePage
from quizzes.models import Quiz, QuizPage

LOREM = "<p>两个部门争“谁是谁的客户”，多半争的不是方向，是面子。</p>"


def make_site() -> dict[str, CourseIndexPage]:
    """Make home and courses container in both languages; return the containers by language."""
    caches["authored"].clear()
    Page.objects.filter(depth=2).delete()
    Site.objects.all().delete()
    made = {}
    source: dict[str, UUID] = {}
    for code, slug in (("zh-hans", "home"), ("en", "home-en")):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(title="内客学堂", slug=slug, locale=locale, **_same(source, "home"))
        )
        index = home.add_child(
            instance=CourseIndexPage(title="课程", slug="courses", locale=locale, **_same(source, "index"))
        )
        source = {"home": home.translation_key, "index": index.translation_key}
        if code == "zh-hans":
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        made[code] = index
    return made


def _same(source: dict[str, UUID], name: str) -> dict[str, Any]:
    return {"translation_key": source[name]} if name in source else {}


def make_course(index: CourseIndexPage, key: str = "c1", *, lessons: int = 2, **fields: Any) -> CoursePage:
    """Make a live course with so many live lessons."""
    fields = {"title": f"课程 {key}", "slug": key, "summary": "弄清谁接过去用。", **fields}
    course: CoursePage = index.add_child(instance=CoursePage(key=key, locale=index.locale, **fields))
    for number in range(1, lessons + 1):
        make_lesson(course, f"{key}m{number}")
    return course


def make_lesson(course: CoursePage, key: str, *, body: list[Any] | None = None, **fields: Any) -> LessonPage:
    """Make a live lesson."""
    fields = {"title": f"第 {key} 节", "slug": key, **fields}
    lesson = LessonPage(key=key, locale=course.locale, body=body or [("text", LOREM)], **fields)
    course.refresh_from_db()
    made: LessonPage = course.add_child(instance=lesson)
    return made


def make_quiz_page(course: CoursePage, key: str = "c1-quiz") -> QuizPage:
    """Make a live quiz page at the end of a course."""
    quiz = Quiz.objects.create(key=key, title_zh="课程测验")
    course.refresh_from_db()
    made: QuizPage = course.add_child(
        instance=QuizPage(title="课程测验", slug=key, quiz=quiz, locale=course.locale)
    )
    return made


def make_case_page(course: CoursePage, key: str = "case-01") -> CasePage:
    """Make a live case page at the end of a course."""
    case = Case.objects.create(key=key, title_zh="谁是谁的客户")
    course.refresh_from_db()
    made: CasePage = course.add_child(
        instance=CasePage(title="案例", slug=key, definition=case, locale=course.locale)
    )
    return made


def make_scenario_page(course: CoursePage, key: str = "rp1") -> ScenarioPage:
    """Make a live role-play page at the end of a course."""
    scenario = Scenario.objects.create(key=key, title_zh="三周三个人")
    course.refresh_from_db()
    made: ScenarioPage = course.add_child(
        instance=ScenarioPage(title="演练", slug=key, definition=scenario, locale=course.locale)
    )
    return made
