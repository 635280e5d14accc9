"""The question bank, quizzes and self-assessments at the authoring desk."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from desk.choosing import DefinitionChooser
from desk.listing import ChangedColumn, HealthColumn, HealthFilter, StateColumn
from desk.panels import FindingsPanel
from desk.queries import with_health, with_state
from quizzes import queries
from quizzes.desk import QuestionForm, QuizForm, SurveyForm
from quizzes.feedback_desk import FEEDBACK_PANELS
from quizzes.models import Category, Question, QuestionTag, Quiz, Survey


def _pair(name: str, *, needed: bool = False) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}_zh", required_on_save=needed), FieldPanel(f"{name}_en")])


def _needed(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name, required_on_save=True) for name in names]


OPTION_HELP = _(
    "Choices: the answers, with at least one marked as right. Matching: pairs; a row without a left side "
    "is a distractor. Ordering: the items in the right order. Fill in and number: frequent slips. "
    "Short answer: criteria with points. Several blanks: a row for each blank; [[1]] in the question stands "
    "where the answer of the first row belongs, and several accepted answers are divided by |. Statement "
    "grid: the statements, those that hold marked as right. Situational judgement: ways to act, each with "
    "the ratings of the experts. Learners see choices shuffled."
)


LANGUAGE_STATES = [
    ("both", _("Complete in both languages")),
    ("no_en", _("English incomplete")),
    ("no_zh", _("Chinese incomplete")),
]


_QUESTION = pgettext_lazy("of a quiz", "Question")
_CATEGORY = pgettext_lazy("of questions", "Category")
_TAG = pgettext_lazy("of questions", "Tag")


def _retired(question: Question) -> str:
    return gettext("Retired") if question.retired else ""


def _tags(question: Question) -> str:
    return pgettext("between items of a list", ", ").join(tag.name for tag in question.tags.all())


class QuestionFilterSet(WagtailFilterSet):
    """Filters of the question list."""

    module = django_filters.AllValuesFilter(label=_("Module"), empty_label=_("All"))
    language_state = django_filters.ChoiceFilter(
        label=_("Languages"), choices=LANGUAGE_STATES, method="in_language_state"
    )
    category = django_filters.ModelChoiceFilter(
        label=_CATEGORY, queryset=Category.objects.all(), empty_label=_("All"), method="in_category"
    )
    tag = django_filters.ModelChoiceFilter(
        label=_TAG,
        queryset=QuestionTag.objects.order_by("name"),
        field_name="tagged_items__tag",
        empty_label=_("All"),
    )
    health = HealthFilter()

    class Meta:
        model = Question
        fields = ["kind", "module", "category", "tag", "dimension", "difficulty", "live", "retired"]

    def in_category(
        self, questions: "QuerySet[Question]", _name: str, category: Category
    ) -> "QuerySet[Question]":
        """Keep the questions of a category and of those below it."""
        return questions.filter(queries.in_category(category.pk))

    def in_language_state(
        self, questions: "QuerySet[Question]", _name: str, state: str
    ) -> "QuerySet[Question]":
        """Keep the questions that lack a text in Chinese, in English, or in neither."""
        return queries.in_language_state(questions, state)


class QuestionIndexView(IndexView):
    """The list of questions; what its filters leave can be exported."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer importing and exporting beside adding."""
        chosen = self.request.GET.urlencode()
        export = reverse("question_export")
        return [
            *super().header_buttons,
            HeaderButton(_("Import"), url=reverse("question_upload"), icon_name="upload"),
            HeaderButton(_("Export"), url=f"{export}?{chosen}" if chosen else export, icon_name="download"),
        ]


class ExportTicked(SnippetBulkAction):
    """Export the ticked questions: leads to the export's page, where nothing has left yet."""

    display_name = _("Export")
    action_type = "export"
    aria_label = _("Export the ticked questions")
    models = [Question]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the export's page with the ticked questions."""
        ticked = urlencode([("id", pk) for pk in request.GET.getlist("id")])
        return redirect(f"{reverse('question_export')}?{ticked}")


class QuestionViewSet(SnippetViewSet):
    """The question bank."""

    model = Question
    index_view_class = QuestionIndexView
    icon = "help"
    chooser_viewset_class = DefinitionChooser
    list_display = [
        "key",
        Column("stem", label=_QUESTION, classname="title"),
        Column("get_kind_display", label=_("Type"), sort_key="kind"),
        Column("module", label=_("Module"), sort_key="module"),
        Column("category", label=_CATEGORY, sort_key="category__name_zh"),
        Column("tags", label=pgettext_lazy("of questions", "Tags"), accessor=_tags),
        Column("get_dimension_display", label=_("Competency"), sort_key="dimension"),
        Column("get_difficulty_display", label=_("Difficulty"), sort_key="difficulty"),
        Column("retired", label=_("Retired"), accessor=_retired, sort_key="retired"),
        ChangedColumn(),
        HealthColumn(),
        StateColumn(),
    ]
    filterset_class = QuestionFilterSet
    search_fields = ["key", "stem_zh", "stem_en"]
    ordering = ["key"]
    list_per_page = 50
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FindingsPanel(),
                    FieldRowPanel(_needed("key", "kind")),
                    _pair("stem", needed=True),
                    _pair("explanation"),
                ],
                heading=_QUESTION,
            ),
            ObjectList(
                [
                    FieldPanel("credit"),
                    InlinePanel(
                        "options",
                        heading=_("Options, pairs, items"),
                        label=_("Row"),
                        help_text=OPTION_HELP,
                        panels=[
                            _pair("text"),
                            FieldPanel("is_correct"),
                            _pair("match"),
                            _pair("feedback"),
                            FieldPanel("panel"),
                            FieldPanel("points", required_on_save=True),
                        ],
                    ),
                    FieldRowPanel(
                        [FieldPanel("number"), FieldPanel("tolerance", required_on_save=True)],
                        heading=_("Number"),
                    ),
                    FieldRowPanel([FieldPanel("lowest"), FieldPanel("highest")], heading=_("Accepted range")),
                    _pair("unit"),
                    _pair("units"),
                    _pair("accepted"),
                    _pair("model_answer"),
                    FieldPanel("by_hand"),
                ],
                heading=_("Answers"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "hints",
                        heading=_("Hints"),
                        label=pgettext_lazy("of a question", "Hint"),
                        help_text=_(
                            "For practice: learners ask for them one by one, in this order. The first one "
                            "gives away least."
                        ),
                        panels=[_pair("text")],
                    ),
                ],
                heading=_("Hints"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("module"), *_needed("points")]),
                    FieldRowPanel(_needed("dimension", "difficulty")),
                    FieldPanel("category", widget=forms.Select),
                    FieldPanel("tags"),
                    FieldPanel("retired"),
                ],
                heading=_("Where it belongs"),
            ),
        ],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """Return the questions with what their status column asks, so that a row asks nothing itself."""
        rows = Question.objects.select_related("category__parent").prefetch_related("tags")
        return with_health(with_state(rows))


class CategoryViewSet(SnippetViewSet):
    """The categories of the question bank."""

    model = Category
    icon = "folder"
    list_display = [
        "__str__",
        "name_zh",
        "name_en",
        Column("used", label=_("Questions"), sort_key="used"),
    ]
    search_backend_name = None
    search_fields = ["name_zh", "name_en"]
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = ObjectList([_pair("name"), FieldPanel("parent", widget=forms.Select)])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        """Return the categories with how many questions stand in each."""
        return queries.with_use(Category.objects.all())


def _row(heading: Any, *names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names], heading=heading)


POLICY_PANELS = [
    _row(_("Tries"), "attempt_limit", "counts"),
    _row(_("Time between tries"), "second_delay_minutes", "later_delay_minutes"),
    _row(_("Opening times"), "opens_at", "closes_at"),
    _row(_("Time of a try"), "time_limit_minutes", "overdue_rule", "grace_seconds"),
    _row(_("Order of questions"), "one_at_a_time", "sequential", "shuffle_questions", "shuffle_options"),
]


class QuizViewSet(SnippetViewSet):
    """Quizzes: which questions, by which rules."""

    model = Quiz
    icon = "list-ul"
    chooser_viewset_class = DefinitionChooser
    list_display = [
        "title",
        Column("key", label=_("Short name"), sort_key="key"),
        Column("get_purpose_display", label=_("Purpose"), sort_key="purpose"),
        Column("time_limit_minutes", label=_("Minutes")),
        Column("attempt_limit", label=_("Tries")),
        Column("started", label=_("Tries made"), sort_key="started"),
    ]
    list_filter = ["purpose"]
    search_fields = ["key", "title_zh", "title_en"]
    ordering = ["key"]
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FindingsPanel(),
                    _pair("title"),
                    FieldRowPanel([FieldPanel("key"), FieldPanel("purpose")]),
                    InlinePanel("items", heading=_("Questions"), label=_QUESTION),
                    InlinePanel("draws", heading=_("Random draws"), label=_("Draw")),
                ],
                heading=_("Questions"),
            ),
            ObjectList([FieldPanel("pass_percent"), FieldPanel("second_marker")], heading=_("Rules")),
            ObjectList(POLICY_PANELS, heading=_("Tries and time")),
            ObjectList(FEEDBACK_PANELS, heading=_("Feedback")),
        ],
        base_form_class=QuizForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        """Return the quizzes with the number of tries made."""
        return Quiz.objects.annotate(started=Count("attempts"))


class SurveyViewSet(SnippetViewSet):
    """Self-assessments."""

    model = Survey
    icon = "form"
    chooser_viewset_class = DefinitionChooser
    add_to_admin_menu = True
    menu_label = _("Questionnaires")
    menu_order = 230
    list_display = [
        "title",
        Column("key", label=_("Short name"), sort_key="key"),
        ChangedColumn(),
        HealthColumn(),
        StateColumn(),
    ]
    search_fields = ["key", "title_zh", "title_en"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FindingsPanel(),
            *_needed("key"),
            _pair("title", needed=True),
            _pair("instruction"),
            InlinePanel(
                "items",
                heading=_("Statements"),
                label=_("Statement"),
                panels=[
                    FieldRowPanel(_needed("code", "kind")),
                    FieldRowPanel([FieldPanel("dimension"), FieldPanel("reverse"), FieldPanel("expected")]),
                    _pair("text"),
                ],
            ),
        ],
        base_form_class=SurveyForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Survey]:
        """Return the self-assessments with what their columns ask."""
        return with_health(with_state(Survey.objects.all()))


class QuizzesGroup(SnippetViewSetGroup):
    """The menu "Question bank"."""

    items = (QuestionViewSet, CategoryViewSet, QuizViewSet)
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 200
