"""Taking questions in: upload, read in the background, preview, confirm, write. All chosen ones or none.

How a step is taken up and held is ``core/uploads.py``'s.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from core import uploads
from core.deadline import Deadline, TooSlow
from core.refused import Refused
from core.uploads import KEPT, LEASE, mine, waiting
from people.actions import record_audit
from people.models import User
from quizzes.category_actions import file_away, put_tags
from quizzes.exchange.bank import hints_of, options_of, question_of
from quizzes.exchange.items import Entry, from_json, to_json
from quizzes.exchange.reading import SECONDS, entries_of, format_of
from quizzes.exchange.settling import Choices, language_of, settled, without_repeats
from quizzes.models import (
    ImportedQuestion,
    ImportState,
    Judgement,
    Question,
    QuestionHint,
    QuestionImport,
    QuestionOption,
)
from quizzes.queries.imports import Bank, import_counts

CHUNK = 250
BATCH = 200
# Files up to this size are read, and up to so many questions written, within the request itself.
SMALL_FILE = 200_000
FEW = 200
TOO_SLOW = _(
    "Reading took longer than %(most)s seconds. Nothing was imported. Split the file, or save it again."
)


def upload_questions(
    *, actor: User, file_name: str, content: bytes, language: str, module: str, dimension: str
) -> QuestionImport:
    """Keep a file for reading; nothing else is changed. Raises Refused for what is no file of questions."""
    found = format_of(file_name, content)
    return QuestionImport.objects.create(
        uploaded_by=actor,
        file_name=file_name[-200:],
        content=content,
        format=found.value,
        language=language,
        module=module,
        dimension=dimension,
    )


def work_off(*, now: Callable[[], datetime]) -> int:
    """Read and write what waits; return how many uploads were worked on. One that fails hinders no other."""
    done = 0
    for pk, state in QuestionImport.objects.filter(waiting(now())).values_list("pk", "state"):
        done += work_on(pk=pk, state=state, now=now)
    return done


def work_on(*, pk: UUID, state: str, now: Callable[[], datetime]) -> bool:
    """Do an upload's next step, unless somebody else is at it; return whether it was done here."""

    def step(upload: QuestionImport) -> None:
        _read(upload, now) if state == ImportState.UPLOADED else _write(upload, now())

    return uploads.work_on(QuestionImport, pk=pk, state=state, now=now, step=step, fail=_fail)


def _fail(upload: QuestionImport, sentence: str) -> None:
    with transaction.atomic():
        ImportedQuestion.objects.filter(upload=upload).delete()
        mine(upload).update(state=ImportState.FAILED, failure=sentence, content=b"", leased_until=None)


# Reading -------------------------------------------------------------------------------------------------


def _read(upload: QuestionImport, now: Callable[[], datetime]) -> None:
    try:
        language, judged = _judged(upload)
    except TooSlow as error:
        raise Refused("too_slow", TOO_SLOW % {"most": SECONDS}) from error
    bank = Bank()
    with transaction.atomic():
        ImportedQuestion.objects.filter(upload=upload).delete()
        if not mine(upload).update(total=len(judged), read=0, language=language):
            return
    for start in range(0, len(judged), CHUNK):
        rows = [
            _row(upload, start + n, e, bank) for n, e in enumerate(judged[start : start + CHUNK], start=1)
        ]
        with transaction.atomic():
            if not mine(upload).update(read=start + len(rows), leased_until=now() + LEASE):
                return
            ImportedQuestion.objects.bulk_create(rows)
    mine(upload).update(state=ImportState.PREVIEWED, content=b"", leased_until=None, tries=0)


def _judged(upload: QuestionImport) -> tuple[str, list[Entry]]:
    """Return the language of a file and its entries as the bank would take them; raises TooSlow."""
    deadline = Deadline(SECONDS)
    _format, entries = entries_of(upload.file_name, bytes(upload.content), deadline)
    language = upload.language or language_of(entry.item for entry in entries if entry.item)
    choices = Choices(language, upload.module, upload.dimension)
    return language, list(without_repeats([settled(entry, choices) for entry in deadline.over(entries)]))


def _row(upload: QuestionImport, position: int, entry: Entry, bank: Bank) -> ImportedQuestion:
    twin = bank.twin_of(entry.item) if entry.item else ""
    problems = [
        {"place": one.place, "code": one.code, "about": dict(one.about), "stops": one.stops}
        for one in entry.problems
    ]
    if any(one.stops for one in entry.problems):
        judgement = Judgement.WRONG
    elif entry.item is None:
        judgement = Judgement.NOTE
    else:
        judgement = Judgement.KNOWN if twin else Judgement.GOOD
    item = to_json(entry.item) if entry.item else None
    return ImportedQuestion(
        upload=upload, position=position, place=entry.place[:200], item=item,
        problems=problems, twin=twin, judgement=judgement,
    )  # fmt: skip


# Confirming and writing ----------------------------------------------------------------------------------


@transaction.atomic
def confirm_import(*, upload: QuestionImport, only_good: bool, now: datetime) -> QuestionImport:
    """Decide on a preview: all of it, or ``only_good`` ones. Asked twice it decides once.

    Raises Refused when questions are wrong and not left out, when nothing is new, or when it is too old.
    """
    upload = QuestionImport.objects.select_for_update().get(pk=upload.pk)
    if upload.state in {ImportState.CONFIRMED, ImportState.APPLIED}:
        return upload
    if upload.state != ImportState.PREVIEWED or now - upload.created_at > KEPT:
        raise Refused("expired", _("This preview is no longer kept. Upload the file again."))
    counts = import_counts(upload)
    if counts.wrong and not only_good:
        raise Refused(
            "problems",
            _("Some questions cannot be imported. Correct them in the file, or import only the good ones."),
        )
    if not counts.good:
        raise Refused("nothing", _("The file holds no question that is new to the bank."))
    upload.state, upload.tries, upload.leased_until = ImportState.CONFIRMED, 0, None
    upload.total, upload.read = counts.good, 0
    upload.save(update_fields=["state", "tries", "leased_until", "total", "read"])
    return upload


@transaction.atomic
def _write(upload: QuestionImport, now: datetime) -> None:
    """Write the good questions as drafts, with their log and the audit entry, all at once.

    All confirmed uploads are locked in one order, so that two files with the same questions do not both
    write them; what has come into the bank since the preview is left out.
    """
    waiting = QuestionImport.objects.select_for_update().filter(state=ImportState.CONFIRMED).order_by("pk")
    if upload.pk not in set(waiting.values_list("pk", flat=True)):
        return
    bank = Bank()
    rows = upload.questions.filter(judgement=Judgement.GOOD).order_by("position").iterator(chunk_size=500)
    items = [item for item in (from_json(row.item or {}) for row in rows) if not bank.twin_of(item)]
    drafts = [question_of(item) for item in items]
    file_away(drafts, [item.category for item in items])
    questions = Question.objects.bulk_create(drafts, batch_size=BATCH)
    put_tags(questions, [item.tags for item in items])
    made = list(zip(items, questions, strict=True))
    options = [option for item, question in made for option in options_of(item, question)]
    QuestionOption.objects.bulk_create(options, batch_size=BATCH)
    hints = [hint for item, question in made for hint in hints_of(item, question)]
    QuestionHint.objects.bulk_create(hints, batch_size=BATCH)
    _log(upload.uploaded_by, questions, now)
    record_audit(
        actor=upload.uploaded_by, action="questions.import", subject=upload.file_name, made=len(questions)
    )
    QuestionImport.objects.filter(pk=upload.pk).update(
        state=ImportState.APPLIED, made=len(questions), applied_at=now, read=len(questions), leased_until=None
    )


def _log(actor: User, questions: Sequence[Question], now: datetime) -> None:
    """Write what the desk shows as a question's history: who made it."""
    kind = ContentType.objects.get_for_model(Question)
    entries = [
        ModelLogEntry(
            content_type=kind,
            object_id=str(question.pk),
            label=str(question)[:200],
            action="wagtail.create",
            user=actor,
            timestamp=now,
            content_changed=True,
        )
        for question in questions
    ]
    ModelLogEntry.objects.bulk_create(entries, batch_size=BATCH)


@transaction.atomic
def discard_import(*, upload: QuestionImport) -> None:
    """Throw an uploaded file away, unless it has been imported meanwhile."""
    upload = QuestionImport.objects.select_for_update().get(pk=upload.pk)
    if upload.state in {ImportState.UPLOADED, ImportState.PREVIEWED, ImportState.FAILED}:
        upload.questions.all().delete()
        upload.state, upload.content = ImportState.DISCARDED, b""
        upload.save(update_fields=["state", "content"])


def clear_old_imports(now: datetime) -> int:
    """Discard previews nobody confirmed within a day, and the rows of what is done; return how many."""
    old = QuestionImport.objects.filter(created_at__lt=now - KEPT).exclude(state=ImportState.CONFIRMED)
    with transaction.atomic():
        ImportedQuestion.objects.filter(upload__in=old).delete()
        open_ones = old.filter(state__in=[ImportState.UPLOADED, ImportState.PREVIEWED])
        return open_ones.update(state=ImportState.DISCARDED, content=b"")
