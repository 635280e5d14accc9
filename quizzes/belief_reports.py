"""The report on confidently wrong beliefs, on screen and as .xlsx: the same rows, no person in them."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from core.workbook import Sheet, workbook_response
from people.access import require
from people.roles import Role
from quizzes import queries
from quizzes.certainty import FEWEST_IN_A_CELL, FEWEST_PEOPLE


@require_GET
def sure_and_wrong(request: HttpRequest) -> HttpResponse:
    """Show, or export, where people are sure and wrong, up to the end of yesterday."""
    require(request, Role.TRAINER, Role.ADMINISTRATOR)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = queries.beliefs(before=today)
    head = [
        _("Question"),
        _("Short name"),
        _("People"),
        pgettext("of many people", "Sure"),
        pgettext("of many people", "Sure and wrong"),
        pgettext("of people sure and wrong", "Share, %"),
        _("What most of them believed"),
    ]
    if request.GET.get("export") == "xlsx":
        cells = [
            [row.stem, row.key, row.people, row.sure, row.wrong, row.share, row.believed] for row in rows
        ]
        return workbook_response("sure-and-wrong.xlsx", [Sheet(_("Sure and wrong"), head, cells)])
    context = {"rows": rows, "head": head, "fewest": FEWEST_PEOPLE, "smallest": FEWEST_IN_A_CELL}
    return TemplateResponse(request, "quizzes/sure_and_wrong.html", context)
