"""A collected course as the bytes of a zip; docs/course-format.md describes it."""

import hashlib
import io
import zipfile
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from core.refused import Refused
from courses.exchange import kinds
from courses.exchange.archive import MEGABYTE, MOST_BYTES
from courses.exchange.collecting import Collected, free
from courses.exchange.documents import written

FORMAT, VERSION = "neike-course", 1
MANIFEST = "manifest.json"
FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def check_size(found: Collected) -> int:
    """Return how many bytes the files of a course have. Raises Refused when they are too many to travel."""
    size = sum(one.file.size for one in found.files.values())
    if size > MOST_BYTES - MEGABYTE:
        sentence = _(
            "The pictures, films and files of this course have %(size)s MB; one file holds at most "
            "%(most)s MB. Take the films out of a copy of the course and hand them over separately."
        )
        raise Refused("too_big", sentence % {"size": size // MEGABYTE, "most": MOST_BYTES // MEGABYTE})
    return size


def file_of(found: Collected, *, now: datetime) -> bytes:
    """Return the zip. Raises Refused when it would be too large to be imported again."""
    check_size(found)
    members: dict[str, bytes] = {}
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(timespec="seconds"),
        "course": {"key": found.key, "title": found.titles},
        "pages": _pages(found, members),
        "definitions": _definitions(found, members),
        "files": _files(found, members),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {MANIFEST: written(manifest), **members}.items():
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _pages(found: Collected, members: dict[str, bytes]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for language, pages in found.pages.items():
        for number, (page, record) in enumerate(pages):
            name = f"pages/{language}/{number:03}-{_safe(page)}.json"
            head = {"type": kinds.word_of(type(page)), "translation_key": str(page.translation_key)}
            members[name] = written({**head, **record})
            names.setdefault(language, []).append(name)
    return names


def _safe(page: Page) -> str:
    """Return a page's name in letters a file name may have anywhere; it only helps people find it."""
    name = str(getattr(page, "key", "") or page.slug)
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "_" for sign in name)[:60]


def _definitions(found: Collected, members: dict[str, bytes]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {word: [] for word in kinds.DEFINITIONS}
    taken: set[str] = set()
    for word, key in sorted(found.definitions):
        name = free(f"{kinds.FOLDERS[word]}/{key.casefold()}.json", taken)
        taken.add(name)
        members[name] = written(found.definitions[word, key][1])
        names[word].append(name)
    return names


def _files(found: Collected, members: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    told = {}
    for name, one in sorted(found.files.items()):
        with one.open_file() as file:
            members[name] = file.read()
        told[name] = {"sha256": hashlib.sha256(members[name]).hexdigest(), **describe(one)}
    return told


def describe(one: Image | Document) -> dict[str, Any]:
    """Return what is known of a picture or document beside its bytes."""
    if isinstance(one, Document):
        return {"title": one.title, "file_name": one.filename}
    focus = [getattr(one, name) for name in FOCUS]
    return {
        "title": one.title,
        "description": one.description,
        "focal_point": focus if None not in focus else None,
    }
