"""Zips of courses for tests: exported ones, taken apart, changed, packed again."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from cases.models import Case, Scenario
from core.uploads import ImportState
from courses.actions import importing
from courses.exchange.collecting import collect
from courses.exchange.writing import file_of
from courses.models import CourseImport, CoursePage
from people.models import User
from quizzes.models import Question, Quiz

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
Members = dict[str, Any]
COURSE = "pages/zh-hans/000-c1.json"


def export(key: str = "c1") -> bytes:
    """Return the zip of a course."""
    return file_of(collect(CoursePage.objects.filter(key=key).order_by("pk")[0]), now=NOW)


def unpacked(content: bytes) -> Members:
    """Return the members of a zip, JSON as data."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return {name: json.loads(data) if name.endswith(".json") else data for name, data in found.items()}


def packed(members: Members) -> bytes:
    """Return members as a zip again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False))
    return out.getvalue()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def changed(content: bytes, change: Callable[[Members], Any]) -> bytes:
    """Return a zip in which ``change`` has had its way with the members."""
    members = unpacked(content)
    change(members)
    return packed(members)


def read(actor: User, content: bytes) -> CourseImport:
    """Upload a zip and have the background read it."""
    upload = importing.upload_course(actor=actor, file_name="course.zip", content=content)
    importing.work_on(pk=upload.pk, state=ImportState.UPLOADED, now=timezone.now)
    upload.refresh_from_db()
    return upload


def write(upload: CourseImport) -> CourseImport:
    """Confirm a preview and have the background write it."""
    importing.confirm_course(upload=upload, now=timezone.now())
    importing.work_on(pk=upload.pk, state=ImportState.CONFIRMED, now=timezone.now)
    upload.refresh_from_db()
    return upload


def said(upload: CourseImport) -> list[str]:
    """Return what a preview says against importing."""
    return [line["text"] for line in upload.preview["problems"] if line["stops"]]


def forget(key: str = "c1") -> None:
    """Take a course and everything it is made of out of the database."""
    found = collect(CoursePage.objects.filter(key=key).order_by("pk")[0])
    for page in CoursePage.objects.filter(key=key):
        page.delete()
    names: dict[str, list[str]] = {}
    for word, name in found.definitions:
        names.setdefault(word, []).append(name)
    for word, model in (("quiz", Quiz), ("question", Question), ("case", Case), ("role_play", Scenario)):
        for one in model._default_manager.filter(key__in=names.get(word, ())):
            for place in one.pages.all() if hasattr(one, "pages") else ():
                place.delete()
            one.delete()


def fields_of(members: Members, name: str) -> dict[str, Any]:
    """Return the fields of one file."""
    found: dict[str, Any] = members[name]["fields"]
    return found


def first_question(members: Members) -> dict[str, Any]:
    """Return the first question of a course."""
    name = min(name for name in members if name.startswith("questions/"))
    found: dict[str, Any] = members[name]
    return found


def with_picture(content: bytes, name: str = "images/a.png", **told: Any) -> Callable[[Members], None]:
    """Return the change that gives the course this file as its cover."""

    def change(members: Members) -> None:
        members[name] = content
        about = {"title": "图", "description": "", "sha256": sha256(content).hexdigest()}
        members["manifest.json"]["files"][name] = about | told
        fields_of(members, COURSE)["cover"] = name

    return change
