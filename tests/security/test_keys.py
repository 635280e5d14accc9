"""No answer key, no feedback and no draft comes out before its time, in no disguise, by no way round."""

import base64
import codecs
import hashlib
import re
from collections import deque
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from wagtail.models import Page
from wagtail.search.index import Indexed

from cases.models import Run
from courses.models import GlossaryTerm
from quizzes.content import Piece, PublicOption, PublicQuestion
from quizzes.models import Attempt, QuestionVersion, SurveyResponse
from quizzes.player import Field, Shown
from tests.quizzes.factories import ROWS, make_quiz, make_quiz_page
from tests.security.world import DRAFT, KEY, World, make_secret_question

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r'(?:href|src|action|data-url|hx-get|poster)="([^"#]+)')
STARTS = (
    "/zh-hans/my/",
    "/en/my/",
    "/zh-hans/learn/",
    "/zh-hans/practice/",
    "/zh-hans/glossary/",
    "/zh-hans/insights/mine/",
)
MOST_PAGES = 200


@pytest.fixture
def learner(world: World) -> Client:
    """Somebody who has begun everything and finished nothing."""
    client = world.client("colleague")
    for kind, page in (
        ("quiz", world.quiz_page), ("self-check", world.survey_page), ("practice", world.case_page),
        ("practice", world.scenario_page),
    ):  # fmt: skip
        assert client.post(f"/zh-hans/{kind}/{page.translation_key}/start/").status_code == 302
    return client


def begun(world: World) -> dict[str, str]:
    """Return the addresses of what the learner has begun."""
    mine = {"user": world.people["colleague"]}
    found = {"quiz": Attempt.objects.get(**mine), "self-check": SurveyResponse.objects.get(**mine)}
    for run in Run.objects.filter(**mine):
        found["case" if run.kind == "case" else "role-play"] = run
    return {kind: f"/zh-hans/{kind}/{thing.pk}/" for kind, thing in found.items()}


def read(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}\n{answer.cookies}\n{body.decode(errors='replace')}"


def crawl(client: Client, *starts: str) -> dict[str, str]:
    """Open everything that can be reached by links; return the texts by address."""
    waiting = deque([*STARTS, *starts])
    seen: dict[str, str] = {}
    while waiting and len(seen) < MOST_PAGES:
        asked = waiting.popleft()
        if asked in seen or asked.startswith("/static/") or "logout" in asked:
            continue
        answer = client.get(asked)
        seen[asked] = read(answer)
        links = [answer["Location"]] if answer.status_code in {301, 302} else LINK.findall(seen[asked])
        for link in links:
            parts = urlsplit(urljoin(asked, link.replace("&amp;", "&")))
            if parts.netloc in {"", "testserver"} and parts.scheme in {"", "http"}:
                waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return seen


def disguises(word: str) -> set[str]:
    """Return the word as it stands and as somebody might hide it in a page."""
    raw = word.encode()
    found = {
        word,
        raw.hex(),
        codecs.encode(word, "rot13"),
        word[::-1],
        "".join(f"\\u{ord(one):04x}" if ord(one) > 127 else one for one in word),
    }
    found |= {hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")}
    for shift in range(3):  # three letters become four: what stands before decides where it is cut
        encoded = base64.b64encode(b"-" * shift + raw).decode()
        found.add(encoded[4 if shift else 0 : -4])
    return found


def keys() -> set[str]:
    """Return every word that only the key knows, in every disguise."""
    words = {KEY}
    for version in QuestionVersion.objects.all():
        words |= set(re.findall(rf"{KEY}\w+", str(version.content)))
    assert len(words) > 20
    return {disguise for word in words for disguise in disguises(word)}


def test_nothing_of_the_key_is_on_any_page_before_the_end(world: World, learner: Client) -> None:
    mine = begun(world)
    positions = [f"{mine['quiz']}?q={number}" for number in range(1, 9)]
    pages = crawl(learner, *mine.values(), *positions, f"{mine['quiz']}check/")
    assert len(pages) > 40
    assert all(address in pages for address in mine.values())
    hidden = keys()
    assert [(address, word) for address, text in pages.items() for word in hidden if word in text] == []


TELLING = re.compile(
    r"correct|is_right|data-right|data-score|data-points|effects?\b|\bweight|trust[-_]?delta", re.IGNORECASE
)


def test_no_name_of_a_field_tells(world: World, learner: Client) -> None:
    for kind in ("quiz", "case", "role-play"):
        page = learner.get(begun(world)[kind]).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert TELLING.findall(main) == [], kind


def test_the_same_page_for_the_right_and_the_wrong_option(world: World, learner: Client) -> None:
    """Options carry an id and a text, and nothing else that differs."""
    for number in range(1, 9):
        page = learner.get(f"{begun(world)['quiz']}?q={number}").content.decode()
        found = re.findall(r"<input[^>]*name=\"option\"[^>]*>", page)
        shapes = {re.sub(r'(?:value|id|aria-describedby)="[^"]*"', "", one) for one in found}
        kinds = {re.search(r'type="\w+"', one)[0] for one in found}  # type: ignore[index]  # each has one
        assert len(shapes) == len(kinds), number


def test_an_acknowledgement_does_not_tell_whether_it_was_right(world: World, learner: Client) -> None:
    attempt = Attempt.objects.get(user=world.people["colleague"])
    for item in attempt.items.select_related("version"):
        path = f"/zh-hans/quiz/{attempt.pk}/{item.position}/"
        shapes = set()
        options = item.version.content["options"]
        for seq, option in enumerate(options, start=1):
            data = {
                "option": option["id"],
                "text": f"{KEY}fillblank1accepted" if seq % 2 else "1",
                "seq": seq,
            }
            data["order"] = [one["id"] for one in options]
            answer = learner.post(path, data, headers={"accept": "application/json"})
            assert answer.status_code in {200, 422}, answer.content
            shapes.add((answer.status_code, frozenset(answer.json()) - {"at"}))
            assert KEY not in answer.content.decode()
        assert len(shapes) == 1, item.version.content["kind"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "word", [KEY, f"{KEY}singlechoice1why", "钥匙词", "kq7", f"{KEY}takeaway", DRAFT, "未发布词", "dr8"]
)
def test_search_is_no_oracle(world: World, language: str, word: str) -> None:
    client = world.client("colleague")
    for page in ("search", "glossary"):
        texts = []
        for asked in (word, "没有这个词zz9"):
            text = client.get(f"/{language}/{page}/", {"q": asked}).content.decode()
            bare = re.sub(r'value="[^"]*"|href="[^"]*/language/[^"]*"', "", text)
            assert bare.count(asked) <= 1, "only what was asked is repeated"
            texts.append(re.sub(r'\bnext=[^"]*', "", bare.replace(asked, "")))
        assert texts[0] == texts[1], page


def test_neither_cookie_nor_session_holds_anything_of_the_key(world: World, learner: Client) -> None:
    for address in begun(world).values():
        learner.get(address)
    assert set(learner.cookies) <= {"sessionid", "csrftoken", "django_language"}
    stored = str([row.get_decoded() for row in Session.objects.all()])
    assert not any(word in stored for word in keys())


def test_the_end_cannot_be_read_before_it(world: World, learner: Client) -> None:
    mine = begun(world)
    for address in (
        f"{mine['quiz']}result/",
        f"{mine['self-check']}picture/",
        f"{mine['role-play']}other-side/",
    ):
        assert learner.get(address).status_code == 404
    assert learner.post(f"{mine['role-play']}other-side/seen/").status_code in {302, 404}
    assert KEY not in learner.get(mine["role-play"]).content.decode()


# Practice --------------------------------------------------------------------------------------------


@pytest.fixture
def practised(world: World) -> tuple[Client, Attempt]:
    """A practice of every type in which the first question is checked wrongly and has one hint taken."""
    questions = [make_secret_question(kind, 7) for kind in ROWS]
    quiz = make_quiz(*questions, key="practice", purpose="check", feedback_rule="practice")
    page = make_quiz_page(quiz)
    client = world.client("colleague")
    client.post(f"/zh-hans/quiz/{page.translation_key}/start/")
    attempt = Attempt.objects.get(quiz=quiz)
    first = attempt.items.select_related("version").get(position=1)
    wrong = next(row["id"] for row in first.version.content["options"] if not row["correct"])
    path = f"/zh-hans/quiz/{attempt.pk}/1/"
    assert client.post(f"{path}hint/", {"seq": "1", "hint": "1"}).status_code == 302
    assert client.post(f"{path}check/", {"seq": "2", "option": wrong}).status_code == 302
    return client, attempt


def test_practice_tells_of_a_checked_question_only_what_was_chosen(practised: tuple[Client, Attempt]) -> None:
    client, attempt = practised
    mine = f"/zh-hans/quiz/{attempt.pk}/"
    others = [f"{mine}?q={number}" for number in range(2, len(ROWS) + 1)]
    told = re.findall(rf"{KEY}\w+", client.get(f"{mine}?q=1").content.decode())
    assert len(told) == 2
    assert {"hint1" in one or "feedback" in one for one in told} == {True}
    hidden = keys() - {disguise for word in [KEY, *told] for disguise in disguises(word)}
    pages = crawl(client, mine, *others, f"{mine}check/")
    assert all(address in pages for address in others)
    assert [(address, word) for address, text in pages.items() for word in hidden if word in text] == []


def test_practice_acknowledges_every_save_alike(practised: tuple[Client, Attempt]) -> None:
    client, attempt = practised
    for item in attempt.items.select_related("version").filter(version__kind="single_choice"):
        said = set()
        for seq, option in enumerate(item.version.content["options"], start=10):
            answer = client.post(
                f"/zh-hans/quiz/{attempt.pk}/{item.position}/",
                {"seq": seq, "option": option["id"]},
                headers={"accept": "application/json"},
            )
            said.add((answer.status_code, frozenset(answer.json()), KEY in answer.content.decode()))
        assert said == {(200, frozenset({"seq", "at"}), False)}


# Shape -----------------------------------------------------------------------------------------------


def test_only_named_fields_leave_before_the_end() -> None:
    """A field more is one decision more: may everybody read it who has not answered yet?"""
    assert {one.name for one in fields(PublicOption)} == {"id", "text"}
    assert {one.name for one in fields(Piece)} == {"text", "blank", "number"}
    assert {one.name for one in fields(PublicQuestion)} == {
        "kind", "stem", "options", "choices", "unit", "units", "marking", "points", "pieces",
        "by_hand",
    }  # fmt: skip
    assert {one.name for one in fields(Field)} == {"id", "text", "chosen"}
    assert {one.name for one in fields(Shown)} == {
        "position", "seq", "kind", "stem", "unit", "units", "marking", "points", "fields", "choices",
        "pieces", "text", "answered", "flagged", "foreign", "certainty", "by_hand",
    }  # fmt: skip


def test_keys_are_in_no_interface_and_in_no_index() -> None:
    assert [app.name for app in apps.get_app_configs() if app.name.startswith("wagtail.api")] == []
    models = [model for model in apps.get_models() if not model.__module__.startswith(("wagtail", "django"))]
    assert [model.__name__ for model in models if getattr(model, "api_fields", None)] == []
    pages_and_terms = (Page, GlossaryTerm)
    indexed: list[Any] = [model for model in models if issubclass(model, Indexed)]
    assert [model.__name__ for model in indexed if not issubclass(model, pages_and_terms)] == []
    own = [model for model in indexed if model._meta.app_label in {"quizzes", "cases"}]
    assert [model.__name__ for model in own if model.search_fields != Page.search_fields] == []


def test_the_canaries_are_alive(world: World) -> None:
    """After the end its author may read them; so they would have been seen."""
    client = world.client("employee")
    assert KEY in client.get(f"/zh-hans/case/{world.judged.pk}/").content.decode()
    assert KEY in client.get(f"/zh-hans/role-play/{world.ended.pk}/").content.decode()


# Drafts ----------------------------------------------------------------------------------------------


def test_no_draft_is_on_any_page(world: World, learner: Client) -> None:
    pages = crawl(learner)
    assert [address for address, text in pages.items() if DRAFT in text] == []


def test_no_draft_is_opened_or_begun_by_its_address(world: World) -> None:
    client = world.client("colleague")
    drafts = Page.objects.filter(title__startswith=DRAFT)
    assert drafts.count() == 5
    for draft in drafts:
        path = draft.url_path.removeprefix("/home/")
        for language in ("zh-hans", "en"):
            assert client.get(f"/{language}/{path}").status_code == 404
        for begin in (
            "quiz/{}/start/",
            "practice/{}/start/",
            "learn/course/{}/start/",
            "learn/lesson/{}/done/",
        ):
            answer = client.post("/zh-hans/" + begin.format(draft.translation_key))
            assert answer.status_code == 404, (draft.title, begin)
        assert (
            client.get(f"/zh-hans/learn/next/{draft.translation_key}/", follow=True)
            .content.decode()
            .count(DRAFT)
            == 0
        )
    assert client.get("/zh-hans/learn/module/c1mx/", follow=True).content.decode().count(DRAFT) == 0


def test_a_draft_is_counted_nowhere(world: World) -> None:
    page = world.client("colleague").get("/zh-hans/learn/")
    cards = page.context["cards"]
    assert [card.page.title for card in cards] == [world.course.title]


# Files -----------------------------------------------------------------------------------------------


def test_static_files_hold_looks_and_scripts_only() -> None:
    kinds = {path.suffix for path in (ROOT / "static").rglob("*") if path.is_file()}
    assert kinds <= {".css", ".js", ".svg", ".png", ".webp", ".ico", ".txt", ".woff2", ".webmanifest", ".md"}
