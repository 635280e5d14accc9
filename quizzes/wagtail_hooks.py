"""What this app adds to the authoring desk."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from desk.archiving import can_be_archived, kind_of
from people.models import User
from quizzes import (
    answers_report,
    belief_reports,
    correction_views,
    exchange_views,
    health_reports,
    marking_views,
    password_views,
    queries,
    result_views,
)
from quizzes.models import Question, Quiz
from quizzes.viewsets import CategoryViewSet, ExportTicked, QuizzesGroup, SurveyViewSet

register_snippet(QuizzesGroup)
register_snippet(SurveyViewSet)


@hooks.register("register_admin_urls")
def exchange_urls() -> Sequence[URLPattern]:
    """Return the addresses of importing and exporting questions."""
    one = "questions/import/<uuid:pk>/"
    return [
        path("questions/import/", exchange_views.upload, name="question_upload"),
        path("questions/import/template/", exchange_views.template, name="question_template"),
        path("questions/import/examples/<str:name>", exchange_views.example, name="question_example"),
        path(one, exchange_views.show, name="question_import"),
        path(f"{one}problems/", exchange_views.problems, name="question_import_problems"),
        path(f"{one}confirm/", exchange_views.confirm, name="question_import_confirm"),
        path(f"{one}discard/", exchange_views.discard, name="question_import_discard"),
        path("questions/export/", exchange_views.export, name="question_export"),
    ]


hooks.register("register_bulk_action", ExportTicked)


@hooks.register("register_admin_urls")
def password_urls() -> list[URLPattern]:
    """Give the password of a quiz its address."""
    return [path("quiz-password/<int:pk>/", password_views.password, name="quiz_password")]


@hooks.register("register_snippet_listing_buttons")
def password_button(snippet: Model, user: User, next_url: str = "") -> Iterator[Button]:
    """Lead from a quiz to its password."""
    if isinstance(snippet, Quiz):
        yield Button(
            _("Password"), reverse("quiz_password", args=[snippet.pk]), icon_name="lock", priority=70
        )


@hooks.register("before_delete_snippet")
def keep_what_was_used(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete what learners used or a quiz asks; say what to do instead."""
    for one in instances:
        sentence = queries.reason_to_keep(one)
        if sentence:
            messages.error(request, sentence)
            if can_be_archived(one):
                return redirect("desk_archive", kind_of(one).pk, one.pk)
            return redirect(CategoryViewSet().get_url_name("edit"), one.pk)
    return None


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """Give the reports on questions and quizzes their addresses."""
    listing = health_reports.QuestionHealthView
    return [
        path("reports/questions/", listing.as_view(), name="question_health"),
        path(
            "reports/questions/results/", listing.as_view(results_only=True), name="question_health_results"
        ),
        path("reports/questions/<slug:key>/", health_reports.question_figures, name="question_figures"),
        path("reports/sure-and-wrong/", belief_reports.sure_and_wrong, name="sure_and_wrong"),
        path("reports/quizzes/", health_reports.quiz_health, name="quiz_health"),
        path("reports/quizzes/<slug:key>/answers/", answers_report.answers, name="quiz_answers"),
    ]


@hooks.register("register_admin_urls")
def result_urls() -> list[URLPattern]:
    """Give corrections of results and decisions on one of them their addresses."""
    one, person = "results/corrections/<uuid:pk>/", "results/attempt/<uuid:pk>/"
    return [
        path("results/corrections/", correction_views.listing, name="corrections"),
        path("results/question/<slug:key>/", correction_views.question, name="question_results"),
        path("results/question/<slug:key>/propose/", correction_views.propose, name="correction_propose"),
        path(one, correction_views.show, name="correction"),
        path(f"{one}approve/", correction_views.approve, name="correction_approve"),
        path(f"{one}decline/", correction_views.decline, name="correction_decline"),
        path("results/find/", result_views.find, name="result_find"),
        path(person, result_views.ledger, name="result_ledger"),
        path(f"{person}override/", result_views.override, name="result_override"),
        path(f"{person}lift/", result_views.lift, name="result_lift"),
    ]


@hooks.register("register_admin_urls")
def marking_urls() -> list[URLPattern]:
    """Give the marking queue its addresses."""
    one = "marking/<uuid:pk>/"
    return [
        path("marking/", marking_views.queue, name="marking"),
        path(one, marking_views.show, name="marking_task"),
        path(f"{one}claim/", marking_views.claim, name="marking_claim"),
        path(f"{one}give-back/", marking_views.give_back, name="marking_give_back"),
        path(f"{one}mark/", marking_views.mark, name="marking_mark"),
    ]


@hooks.register("register_admin_menu_item")
def marking_item() -> MenuItem:
    """Put the marking queue into the menu."""
    return MenuItem(_("Marking"), reverse("marking"), icon_name="edit", order=240)


@hooks.register("register_reports_menu_item")
def corrections_item() -> MenuItem:
    """Put the corrections of results into the menu of reports."""
    return MenuItem(_("Corrections of results"), reverse("corrections"), icon_name="history", order=110)


@hooks.register("register_snippet_listing_buttons")
def results_button(snippet: Model, user: User, next_url: str = "") -> Iterator[Button]:
    """Lead from a question to the results it is part of."""
    if isinstance(snippet, Question) and snippet.live:
        address = reverse("question_results", args=(snippet.key,))
        yield Button(_("Results and corrections"), address, icon_name="history", priority=60)


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    """Put the report on questions into the menu of reports."""
    return MenuItem(_("Question health"), reverse("question_health"), icon_name="help", order=100)


@hooks.register("register_reports_menu_item")
def beliefs_item() -> MenuItem:
    """Put the report on what people are sure of and wrong about into the menu of reports."""
    return MenuItem(_("Sure and wrong"), reverse("sure_and_wrong"), icon_name="warning", order=110)
