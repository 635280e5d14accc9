"""Taking a course in: upload, read in the background, preview, confirm, write all of it or nothing.

How a step is taken up and held is ``core/uploads.py``'s.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import uploads
from core.refused import Refused
from core.uploads import KEPT, ImportState, mine, waiting
from courses.exchange.archive import MEGABYTE, MOST_BYTES
from courses.exchange.making import Maker
from courses.exchange.planning import Plan, lines, plan
from courses.exchange.problems import Unfit
from courses.exchange.reading import Package, read
from courses.exchange.words import SENTENCES, sentence
from courses.models import CourseImport
from people.actions import record_audit
from people.models import User

# Files up to this size are read within the request itself; writing is always the background's.
SMALL_FILE = 100_000


def check_upload(*, size: int, head: bytes) -> None:
    """Refuse at once what is too large or no zip, by its size and its first bytes."""
    if size > MOST_BYTES:
        raise Refused("too_big", SENTENCES["too_big"] % {"most": MOST_BYTES // MEGABYTE})
    if not head.startswith(b"PK\x03\x04"):
        raise Refused("not_zip", SENTENCES["not_zip"])


def upload_course(*, actor: User, file_name: str, content: bytes) -> CourseImport:
    """Keep a zip for reading; nothing else is changed. Raises Refused for what is no zip."""
    check_upload(size=len(content), head=content[:4])
    return CourseImport.objects.create(uploaded_by=actor, file_name=file_name[-200:], content=content)


def work_off(*, now: Callable[[], datetime]) -> int:
    """Read and write what waits; return how many uploads were worked on. One that fails hinders no other."""
    done = 0
    for pk, state in CourseImport.objects.filter(waiting(now())).values_list("pk", "state"):
        done += work_on(pk=pk, state=state, now=now)
    return done


def work_on(*, pk: UUID, state: str, now: Callable[[], datetime]) -> bool:
    """Do an upload's next step, unless somebody else is at it; return whether it was done here."""

    def step(upload: CourseImport) -> None:
        _read(upload) if state == ImportState.UPLOADED else _write(upload, now())

    return uploads.work_on(CourseImport, pk=pk, state=state, now=now, step=step, fail=_fail)


def _fail(upload: CourseImport, said: str) -> None:
    mine(upload).update(state=ImportState.FAILED, failure=said, content=b"", leased_until=None)


# Reading


def _read(upload: CourseImport) -> None:
    package = read(bytes(upload.content))
    made = None if package.notes.stops else plan(package)
    mine(upload).update(**_previewed(package, made))


def _previewed(package: Package, made: Plan | None, *, again: bool = False) -> dict[str, Any]:
    """Return the columns of an upload that was read; one that cannot be imported keeps no bytes."""
    notes = package.notes
    told = [
        {"file": one.file, "where": one.where, "text": sentence(one), "stops": one.stops}
        for one in sorted(notes.problems, key=lambda one: not one.stops)
    ]
    preview: dict[str, Any] = {"problems": told, "left_off": notes.left_off, "stops": notes.stops}
    columns: dict[str, Any] = {"state": ImportState.PREVIEWED, "leased_until": None, "tries": 0}
    if made is None or notes.stops:
        return {**columns, "preview": preview, "content": b""}
    courses = package.courses
    first = next(iter(courses.values()))
    preview |= {
        "titles": {language: course.title for language, course in courses.items()},
        "key": made.page_key(first.key),
        "twin": {"pk": made.twin.pk, "title": made.twin.title} if made.twin else None,
        "is_copy": made.is_copy,
        "lines": lines(package, made),
        "files": len(package.files),
        "mark": made.mark,
        "again": again,
    }
    return {**columns, "preview": preview}


# Confirming and writing


@transaction.atomic
def confirm_course(*, upload: CourseImport, now: datetime) -> CourseImport:
    """Decide on a preview. Asked twice it decides once. Raises Refused when it cannot be imported."""
    upload = CourseImport.objects.select_for_update().defer("content").get(pk=upload.pk)
    if upload.state in {ImportState.CONFIRMED, ImportState.APPLIED}:
        return upload
    if upload.state != ImportState.PREVIEWED or now - upload.created_at > KEPT:
        raise Refused("expired", _("This preview is no longer kept. Upload the file again."))
    if upload.preview["stops"]:
        raise Refused("problems", _("This course cannot be imported as it is. Mend what is listed below."))
    upload.state, upload.tries, upload.leased_until = ImportState.CONFIRMED, 0, None
    upload.save(update_fields=["state", "tries", "leased_until"])
    return upload


def _write(upload: CourseImport, now: datetime) -> None:
    """Write the course with its log and the audit entry, all at once; what was stored goes if that fails.

    All confirmed uploads are locked in one order, so that two files with one course do not both make it. If
    something here has changed since the preview, the preview is made anew and nothing is written.
    """
    package = read(bytes(upload.content))
    maker: Maker | None = None
    try:
        with transaction.atomic():
            waits = CourseImport.objects.select_for_update().filter(state=ImportState.CONFIRMED)
            list(waits.order_by("pk").values_list("pk", flat=True))
            if not mine(upload).exists():
                return
            made = None if package.notes.stops else plan(package)
            if made is None or package.notes.stops or made.mark != upload.preview["mark"]:
                mine(upload).update(**_previewed(package, made, again=True))
                return
            maker = Maker(package, made, upload.uploaded_by)
            _finish(upload, maker, made, now)
    except BaseException:
        for storage, name in maker.stored if maker else ():
            storage.delete(name)
        raise


def _finish(upload: CourseImport, maker: Maker, made: Plan, now: datetime) -> None:
    try:
        pages = maker.make()
    except Unfit as error:
        raise Refused(error.code, str(SENTENCES[error.code]) % error.about) from error
    course = next(iter(pages.values()))
    record_audit(
        actor=upload.uploaded_by,
        action="courses.import",
        subject=course.key,
        file=upload.file_name,
        copy=made.is_copy,
        definitions=len(made.becomes) - len(made.used),
    )
    mine(upload).update(
        state=ImportState.APPLIED,
        course_key=course.translation_key,
        applied_at=now,
        content=b"",
        leased_until=None,
    )


@transaction.atomic
def discard_course(*, upload: CourseImport) -> None:
    """Throw an uploaded course away, unless it has been imported meanwhile."""
    upload = CourseImport.objects.select_for_update().defer("content").get(pk=upload.pk)
    if upload.state in {ImportState.UPLOADED, ImportState.PREVIEWED, ImportState.FAILED}:
        CourseImport.objects.filter(pk=upload.pk).update(state=ImportState.DISCARDED, content=b"", preview={})


def clear_old_courses(now: datetime) -> int:
    """Discard previews nobody confirmed within a day, and the bytes of what failed; return how many."""
    old = CourseImport.objects.filter(created_at__lt=now - KEPT)
    open_ones = old.filter(state__in=[ImportState.UPLOADED, ImportState.PREVIEWED])
    return open_ones.update(state=ImportState.DISCARDED, content=b"", preview={})
