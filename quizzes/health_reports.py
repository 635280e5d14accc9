"""Reports for trainers: which question misleads, how a quiz measures. No person is in them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from core.workbook import Cell, Sheet, workbook_response
from people.access import require
from people.models import UserLanguage
from people.roles import Role
from quizzes import queries
from quizzes.models import QuestionHealth, QuizHealth
from quizzes.statistics import FEWEST_SHOWN


def _door(request: HttpRequest) -> None:
    require(request, Role.TRAINER, Role.ADMINISTRATOR)


class HealthFilterSet(WagtailFilterSet):
    """Filters of the question report."""

    module = django_filters.AllValuesFilter(label=gettext_lazy("Module"), empty_label=gettext_lazy("All"))

    class Meta:
        model = QuestionHealth
        fields = ["verdict", "module", "kind"]


def _figure(name: str) -> Any:
    return lambda row: getattr(queries.figures(row), name)


class QuestionHealthView(ReportView):
    """Questions with their figures, those that need a look first; the export is the same rows."""

    page_title = gettext_lazy("Question health")
    header_icon = "help"
    model = QuestionHealth
    filterset_class = HealthFilterSet
    index_url_name = "question_health"
    index_results_url_name = "question_health_results"
    search_fields = ["key", "question__stem_zh", "question__stem_en"]
    columns = [
        TitleColumn(
            "stem",
            label=gettext_lazy("Question"),
            accessor=lambda row: row.question.stem if row.question else row.key,
            get_url=lambda row: reverse("question_figures", args=[row.key]),
        ),
        Column("key", label=gettext_lazy("Short name"), sort_key="key"),
        Column("people", label=gettext_lazy("People"), accessor=_figure("people"), sort_key="n"),
        Column(
            "facility", label=gettext_lazy("Right, %"), accessor=_figure("facility"), sort_key="facility_bp"
        ),
        Column(
            "discrimination",
            label=gettext_lazy("Discrimination"),
            accessor=_figure("discrimination"),
            sort_key="discrimination_bp",
        ),
        Column("skipped", label=gettext_lazy("Unanswered, %"), accessor=_figure("skipped")),
        Column("seconds", label=gettext_lazy("Seconds"), accessor=_figure("seconds"), sort_key="seconds"),
        Column("hasty", label=gettext_lazy("Under 2 s, %"), accessor=_figure("hasty")),
        Column("timed", label=gettext_lazy("Times known"), accessor=_figure("timed")),
        Column("finding", label=gettext_lazy("Finding"), accessor=lambda row: row.get_verdict_display()),
    ]
    default_ordering = ["urgency", "key"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let trainers in."""
        _door(request)
        if request.GET.get("export") == "xlsx":
            self.setup(request, *args, **kwargs)
            return self.exported()
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[QuestionHealth]:
        """Return the measured questions."""
        return queries.questions_by_urgency()

    def exported(self) -> HttpResponse:
        """Return the filtered rows as .xlsx: the columns of the screen, and all findings."""
        rows: list[list[Cell]] = []
        for row in self.get_filtered_queryset():
            shown = queries.figures(row)
            found = "; ".join(
                f"{one.text} ({one.letters})" if one.letters else one.text
                for one in queries.finding_texts(row)
            )
            stem = row.question.stem if row.question else row.key
            rows.append(
                [
                    stem,
                    row.key,
                    shown.people,
                    shown.facility,
                    shown.discrimination,
                    shown.skipped,
                    shown.seconds,
                    shown.hasty,
                    shown.timed,
                    found,
                ]
            )
        head = [str(column.label) for column in self.columns]
        return workbook_response("question-health.xlsx", [Sheet(_("Question health"), head, rows)])

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the export, and the figures of whole quizzes."""
        export = self.request.GET.copy()
        export["export"] = "xlsx"
        return [
            HeaderButton(_("Export to Excel"), url=f"?{export.urlencode()}", icon_name="download"),
            HeaderButton(_("How quizzes measure"), url=reverse("quiz_health"), icon_name="list-ul"),
        ]


@require_GET
def question_figures(request: HttpRequest, key: str) -> HttpResponse:
    """Show one question: its figures, what they suggest, who chooses which option, by language."""
    _door(request)
    row = get_object_or_404(queries.questions_by_urgency(), key=key)
    if row.n < FEWEST_SHOWN:
        row.options, row.languages = [], []
    english = getattr(request, "LANGUAGE_CODE", "") == "en"
    return TemplateResponse(
        request,
        "quizzes/question_health.html",
        {
            "row": row,
            "shown": queries.figures(row),
            "findings": queries.finding_texts(row),
            "options": [
                option
                | {
                    "text": option["en"] if english and option["en"] else option["zh"],
                    "share": queries.percent(option["chosen"] * 10_000 // row.n),
                    "rest": queries.percent(option["rest_bp"]),
                }
                for option in row.options
            ],
            "languages": [
                one
                | {
                    "facility": queries.percent(one["facility_bp"]),
                    "label": UserLanguage(one["language"]).label,
                }
                for one in row.languages
                if one["n"] >= FEWEST_SHOWN
            ],
            "page_title": row.key,
            "fewest": FEWEST_SHOWN,
        },
    )


@require_GET
def quiz_health(request: HttpRequest) -> HttpResponse:
    """Show how each quiz measures."""
    _door(request)
    return TemplateResponse(
        request,
        "quizzes/quiz_health.html",
        {"rows": [_measured(row) for row in queries.quizzes_measured()], "fewest": FEWEST_SHOWN},
    )


def _measured(row: QuizHealth) -> dict[str, Any]:
    names = ("mean_bp", "median_bp", "spread_bp", "error_bp")
    enough = row.n >= FEWEST_SHOWN
    shown: dict[str, Any] = {
        name[:-3]: queries.percent(getattr(row, name)) if enough else None for name in names
    }
    shown |= {
        "title": row.quiz.title,
        "key": row.quiz.key,
        "people": row.n if enough else f"<{FEWEST_SHOWN}",
        "measured_at": row.measured_at,
    }
    for name in ("alpha_bp", "alpha_low_bp", "alpha_high_bp"):
        value = getattr(row, name)
        shown[name[:-3]] = None if value is None or not enough else round(value / 10_000, 2)
    return shown
