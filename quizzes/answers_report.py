"""Answers as they were shown and given, on the screen and as .xlsx: without names, never of a few people."""

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from core.workbook import Cell, Sheet, workbook_response
from people.actions import record_audit
from people.models import UserLanguage
from quizzes import access, queries
from quizzes.mark_words import mark_word
from quizzes.models import Attempt, QuestionKind, Quiz
from quizzes.queries import FEWEST_PEOPLE, ShownAnswer
from quizzes.review import Verdict

PAPERS_A_PAGE = 10
READ_AT_ONCE = 200
PAPERS_A_FILE = 5_000  # at most fifty questions each, a file that Excel opens without waiting

VERDICTS = {
    Verdict.RIGHT: gettext_lazy("Right"),
    Verdict.PARTLY: gettext_lazy("Partly right"),
    Verdict.WRONG: gettext_lazy("Not right"),
    Verdict.UNANSWERED: gettext_lazy("No answer"),
    Verdict.UNMARKED: gettext_lazy("Not scored"),
}
HEAD = (
    gettext_lazy("Paper"),
    gettext_lazy("Try"),
    gettext_lazy("Language"),
    gettext_lazy("Place"),
    gettext_lazy("Short name"),
    gettext_lazy("Version"),
    gettext_lazy("Type"),
    pgettext_lazy("of a quiz", "Question"),
    gettext_lazy("Options as shown"),
    pgettext_lazy("of a person", "Answer"),
    pgettext_lazy("of an answer", "Result"),
    gettext_lazy("Earned"),
    pgettext_lazy("at most", "Points"),
    gettext_lazy("Seconds"),
    pgettext_lazy("of an answer", "After time was up"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """Show the answers to a quiz; a POST takes them away as a file, and the audit log keeps who did.

    There is no filter by day, department or result: with one, somebody's answers could be told apart.
    """
    author = access.author(request)
    quiz = get_object_or_404(Quiz, key=key)
    attempts = queries.finished(quiz)
    few = queries.people_behind(attempts) < FEWEST_PEOPLE
    papers = Paginator(Attempt.objects.none() if few else attempts, PAPERS_A_PAGE)
    parts = Paginator(papers.object_list, PAPERS_A_FILE)
    if request.method == "POST" and not few:
        with transaction.atomic():
            part = parts.get_page(request.POST.get("part"))
            record_audit(actor=author, action="answers.export", subject=quiz.key, papers=len(part))
            return _file(quiz, part)
    page = papers.get_page(request.GET.get("page"))
    context = {
        "quiz": quiz,
        "head": HEAD,
        "page": page,
        "rows": [row_of(one) for one in queries.shown_answers(list(page), page.start_index())],
        "few": few,
        "fewest": FEWEST_PEOPLE,
        "parts": parts,
    }
    return TemplateResponse(request, "quizzes/answers_report.html", context)


def row_of(one: ShownAnswer) -> list[Cell]:
    """Return an answer in the columns of ``HEAD``, for the screen and for the file alike."""
    return [
        one.paper,
        one.number,
        str(UserLanguage(one.language).label),
        one.position,
        one.key,
        one.version,
        str(QuestionKind(one.kind).label),
        one.stem,
        " | ".join(one.options),
        _answer(one),
        str(VERDICTS[one.verdict]),
        one.earned,
        one.points,
        one.seconds,
        _("Yes") if one.late else "",
    ]


def _answer(one: ShownAnswer) -> str:
    """Return what was answered as one text: what was written, or what was chosen, in its order."""
    chosen = [(text, mark_word(beside, one.kind)) for text, beside in one.parts]
    return one.typed or "; ".join(" → ".join(filter(None, part)) for part in chosen)


def _file(quiz: Quiz, part: "Page[Attempt]") -> HttpResponse:
    head = [str(title) for title in HEAD]
    notes = [_("Papers are numbered at random; whose they are is not kept in this file.")]
    name = f"answers-{quiz.key}-{part.number}.xlsx"
    return workbook_response(name, [Sheet(pgettext("of a quiz", "Answers"), head, _rows(part), notes)])


def _rows(part: "Page[Attempt]") -> Iterator[list[Cell]]:
    attempts = list(part)
    for start in range(0, len(attempts), READ_AT_ONCE):
        some = attempts[start : start + READ_AT_ONCE]
        for one in queries.shown_answers(some, part.start_index() + start):
            yield row_of(one)
