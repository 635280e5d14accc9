"""The screens of learners, managers and HR: who opens them, and where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from cases.models import CasePage, RunKind, RunState, ScenarioPage
from courses.models import CoursePage, LessonPage
from quizzes.models import SurveyResponse
from tests.browser.world import World, assignment, attempt_of, quiz_page, roster_of, run_of, survey_page

Address = Callable[[World, str], str]


@dataclass(frozen=True)
class Screen:
    """A screen: the person's name in the world (empty: nobody), its address, the status it answers."""

    who: str
    address: Address
    status: int = 200


def at(path: str) -> Address:
    """Return an address below the language, or at the root when it begins with a slash."""
    return lambda _world, language: path if path.startswith("/") else f"/{language}/{path}"


def first(model: Any, **wanted: str) -> Address:
    """Return the address of the first live page of a kind in the language."""

    def find(_world: World, language: str) -> str:
        pages = model.objects.live().filter(locale__language_code=language, **wanted)
        return str(pages.order_by("path")[0].get_url())

    return find


def _run(who: str, kind: RunKind, state: RunState, path: str) -> Address:
    return lambda world, language: f"/{language}/{path.format(run_of(getattr(world, who), kind, state).pk)}"


def _attempt(who: str, quiz: str, tail: str = "") -> Address:
    return lambda world, language: f"/{language}/quiz/{attempt_of(getattr(world, who), quiz).pk}/{tail}"


def _form(who: str, tail: str = "") -> Address:
    def find(world: World, language: str) -> str:
        form = SurveyResponse.objects.get(user=getattr(world, who))
        return f"/{language}/self-check/{form.pk}/{tail}"

    return find


def _lesson(place: int) -> Address:
    def find(_world: World, language: str) -> str:
        course = CoursePage.objects.get(key="c1", locale__language_code=language)
        lessons = LessonPage.objects.live().child_of(course).order_by("path")
        return str(lessons[place].get_url())

    return find


def _reset_link(world: World, _language: str) -> str:
    token = default_token_generator.make_token(world.finisher)
    return f"/accounts/password/reset/key/{user_pk_to_url_str(world.finisher)}-{token}/"


LESSONS = {f"lesson {place + 1}": Screen("finisher", _lesson(place)) for place in range(5)}
SCREENS: dict[str, Screen] = {
    "login": Screen("", at("/accounts/login/")),
    "password reset": Screen("", at("/accounts/password/reset/")),
    "password reset sent": Screen("", at("/accounts/password/reset/done/")),
    "password reset link": Screen("", _reset_link),
    "password reset link, used": Screen("", at("/accounts/password/reset/key/1-abc/")),
    "password reset done": Screen("", at("/accounts/password/reset/key/done/")),
    "account inactive": Screen("", at("/accounts/inactive/")),
    "change password": Screen("finisher", at("/accounts/password/change/")),
    "second factor": Screen("finisher", at("/accounts/2fa/")),
    "second factor, set up": Screen("finisher", at("/accounts/2fa/totp/activate/")),
    "sessions": Screen("finisher", at("/accounts/sessions/")),
    "confirm it is you": Screen("finisher", at("/accounts/reauthenticate/")),
    "log out": Screen("finisher", at("/accounts/logout/")),
    "not found": Screen("finisher", at("nothing-here/"), 404),
    "my learning": Screen("finisher", at("my/")),
    "my learning, begun": Screen("beginner", at("my/")),
    "courses": Screen("beginner", at("learn/")),
    "course": Screen("beginner", first(CoursePage, key="c1")),
    **LESSONS,
    "quiz offered": Screen("beginner", lambda _w, lang: str(quiz_page("c1-quiz", lang).get_url())),
    "quiz result": Screen("finisher", _attempt("finisher", "c1-quiz", "result/")),
    "quiz, time is up": Screen("beginner", _attempt("beginner", "c1-quiz")),
    "quiz check": Screen("beginner", _attempt("beginner", "all-kinds", "check/")),
    **{
        f"quiz question {n}": Screen("beginner", _attempt("beginner", "all-kinds", f"?q={n}"))
        for n in range(1, 9)
    },
    "self-assessment offered": Screen("beginner", lambda _w, lang: str(survey_page(lang).get_url())),
    "self-assessment": Screen("beginner", _form("beginner")),
    "self-assessment picture": Screen("finisher", _form("finisher", "picture/")),
    "practice": Screen("finisher", at("practice/")),
    "case offered": Screen("finisher", first(CasePage)),
    "case": Screen("beginner", _run("beginner", RunKind.CASE, RunState.OPEN, "case/{}/")),
    "case judged": Screen("finisher", _run("finisher", RunKind.CASE, RunState.FINISHED, "case/{}/")),
    "role-play offered": Screen("finisher", first(ScenarioPage)),
    "role-play": Screen("beginner", _run("beginner", RunKind.SCENARIO, RunState.OPEN, "role-play/{}/")),
    "role-play given up": Screen(
        "beginner", _run("beginner", RunKind.SCENARIO, RunState.ABANDONED, "role-play/{}/")
    ),
    "role-play ending": Screen(
        "finisher", _run("finisher", RunKind.SCENARIO, RunState.FINISHED, "role-play/{}/")
    ),
    "role-play, other side": Screen(
        "finisher", _run("finisher", RunKind.SCENARIO, RunState.FINISHED, "role-play/{}/other-side/")
    ),
    "glossary": Screen("finisher", at("glossary/")),
    "glossary, searched": Screen("finisher", at("glossary/?q=SLA")),
    "search": Screen("finisher", at("search/?q=客户")),
    "search, nothing": Screen("finisher", at("search/?q=xyzzy")),
    "my figures": Screen("finisher", at("insights/mine/")),
    "index, employee": Screen("finisher", at("insights/")),
    "index, manager": Screen("manager", at("insights/")),
    "index": Screen("hr", at("insights/")),
    "index, department": Screen("hr", at("insights/?unit=Q")),
    "completion": Screen("hr", at("insights/completion/")),
    "assignments": Screen("hr", at("learn/assign/")),
    "assign": Screen("hr", at("learn/assign/new/")),
    "assignment": Screen("hr", lambda _w, lang: f"/{lang}/learn/assign/{assignment().pk}/"),
    "roster": Screen("hr", at("people/roster/")),
    "roster preview": Screen("hr", lambda _w, lang: f"/{lang}/people/roster/{roster_of('good.csv').pk}/"),
    "roster problems": Screen("hr", lambda _w, lang: f"/{lang}/people/roster/{roster_of('bad.csv').pk}/"),
}
