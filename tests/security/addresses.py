"""Every address of the resolver, with real objects of the world put into its places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver

from tests.security.world import World

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# Patterns written as regular expressions, and what stands for them.
SAMPLES = {
    "cms/^.*/$": "cms/nothing-here/",
    "^accounts/confirm-email/(?P<key>[-:\\w]+)/$": "accounts/confirm-email/abc/",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": "accounts/confirm-email/abc/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "accounts/password/reset/key/1-a/",
    "documents/^(\\d+)/(.*)$": "documents/<document_id>/<document_name>",
    "zh-hans/^((?:[\\w\\-]+/)*)$": "zh-hans/courses/c1/c1m1/",
}
COMPARED = re.compile(r"\^?\(\?P<pk>[^)]*\)/revisions/compare/.*")


@dataclass(frozen=True)
class Route:
    """One pattern: its text and its name with namespaces."""

    text: str
    name: str


def routes() -> list[Route]:
    """Return every pattern of the resolver, includes walked into."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: Any, text: str, names: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        here = text + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, here, f"{names}{one.namespace}:" if one.namespace else names)
        else:
            yield Route(here, names + (one.name or ""))


def address(route: Route, world: World) -> str:
    """Return the route's address with the world's objects in its places, 1 where it has none."""
    places = _places(world) | _own(world, route.name)
    text = SAMPLES.get(route.text) or COMPARED.sub("<pk>/revisions/compare/live...latest/", route.text)
    text = text.replace("^", "").removesuffix("$")
    assert not re.search(r"[\\()]", text), f"no sample for the pattern {route.text}"
    return "/" + PLACE.sub(lambda place: str(places.get(place[1], 1)), text)


def _places(world: World) -> dict[str, object]:
    page = {"app": "courses", "model": "lessonpage"}
    names = dict.fromkeys(("app_label", "app_name", "content_type_app_name"), page["app"])
    names |= dict.fromkeys(("model_name", "content_type_model_name"), page["model"])
    numbers = dict.fromkeys(("page_id", "page_pk", "page_to_move_id", "object_id"), world.lesson.pk)
    numbers |= dict.fromkeys(("parent_page_id", "destination_id"), world.course.pk)
    return {
        **names,
        **numbers,
        "revision_id": world.lesson.latest_revision_id or 1,
        "document_id": world.document.pk,
        "document_name": world.document.filename,
        "image_id": world.image.pk,
        "filter_spec": "width-100",
        "action": "delete",
        "action_name": "approve",
        "mode": "any",
        "uidb64": "MQ",
        "token": "abc-def",
        "code": "en",
        "key": world.lesson.key,
        "page_key": world.quiz_page.translation_key,
        "step_key": world.lesson.translation_key,
        "course_key": world.course.translation_key,
        "lesson_key": world.lesson.translation_key,
        "block_id": "r1",
        "position": 1,
    }


def _own(world: World, name: str) -> dict[str, object]:
    """Return what differs for one route: the object its ``pk`` names."""
    beginnings = {
        "people:": world.roster.pk,
        "wagtailusers_users:": world.people["employee"].pk,
        "wagtailsnippets_quizzes_category:": world.category.pk,
        "quiz_password": world.quiz_page.quiz_id,
        "question_import": world.questions.pk,
    }
    for beginning, pk in beginnings.items():
        if name.startswith(beginning):
            return {"pk": pk}
    if name == "question_example":
        return {"name": "aiken.txt"}
    found = {
        "course_import": {"pk": world.upload.pk},
        "course_import_problems": {"pk": world.upload.pk},
        "course_import_confirm": {"pk": world.upload.pk},
        "course_import_discard": {"pk": world.upload.pk},
        "course_export": {"pk": world.course.pk},
        "quizzes:attempt": {"pk": world.attempt.pk},
        "quizzes:answer": {"pk": world.attempt.pk},
        "quizzes:confirm": {"pk": world.attempt.pk},
        "quizzes:submit": {"pk": world.attempt.pk},
        "quizzes:check": {"pk": world.attempt.pk},
        "quizzes:hint": {"pk": world.attempt.pk},
        "courses:certificate_decide": {"pk": world.examination.pk},
        "quizzes:result": {"pk": world.result.pk},
        "quizzes:sharing_pair": {"pk": world.similar.pk},
        "quizzes:sharing_decide": {"pk": world.similar.pk},
        "quizzes:survey_start": {"page_key": world.survey_page.translation_key},
        "quizzes:survey": {"pk": world.survey.pk},
        "quizzes:survey_answer": {"pk": world.survey.pk},
        "quizzes:survey_picture": {"pk": world.picture.pk},
        "cases:start": {"page_key": world.case_page.translation_key},
        "cases:restart": {"pk": world.case.pk},
        "cases:case": {"pk": world.case.pk},
        "cases:judge": {"pk": world.case.pk},
        "cases:role_play": {"pk": world.role_play.pk},
        "cases:choose": {"pk": world.role_play.pk},
        "cases:other_side": {"pk": world.ended.pk},
        "cases:swap_seen": {"pk": world.ended.pk},
        "courses:hand_in": {"path_key": world.path.translation_key},
        "courses:claim": {"path_key": world.path.translation_key},
        "courses:work": {"pk": world.work.pk},
        "courses:work_file": {"pk": world.work.pk},
        "courses:decide": {"pk": world.work.pk},
        "courses:certificate": {"pk": world.certificate.pk},
        "courses:verify": {"code": world.certificate.pk},
        "courses:assignment": {"pk": world.assignment.pk},
        "courses:withdraw": {"pk": world.assignment.pk},
        "courses:waive": {"pk": world.duty.pk},
        "courses:exception_withdraw": {"pk": world.exception.pk},
    }
    return found.get(name, {})
