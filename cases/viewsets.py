"""Cases and role-plays at the authoring desk: lists, filters, the editor's tabs."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cases.desk import DefinitionForm
from cases.models import Case, Definition, RunState, Scenario
from desk.choosing import DefinitionChooser
from desk.listing import ChangedColumn, HealthColumn, StateColumn
from desk.panels import FindingsPanel
from desk.queries import with_health, with_state

PLACE = ObjectList(
    [FieldPanel("key"), FieldRowPanel([FieldPanel("course"), FieldPanel("modules")])],
    heading=_("Where it belongs"),
)


def _pair(name: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}_zh"), FieldPanel(f"{name}_en")])


class DefinitionViewSet(SnippetViewSet):
    """What the lists of cases and role-plays share."""

    list_display = [
        "__str__",
        Column("key", label=_("Short name"), sort_key="key"),
        Column("course", label=_("Course"), sort_key="course"),
        Column("people", label=_("People who finished"), sort_key="people"),
        ChangedColumn(),
        HealthColumn(),
        StateColumn(),
    ]
    list_filter = ["course", "live"]
    search_fields = ["key", "title_zh", "title_en"]
    ordering = ["key"]
    list_per_page = 50
    copy_view_enabled = False
    add_to_admin_menu = True
    chooser_viewset_class = DefinitionChooser

    def get_queryset(self, request: HttpRequest) -> QuerySet[Definition]:
        """Return the definitions with the number of people who finished them."""
        finished = Q(versions__runs__state=RunState.FINISHED, versions__runs__is_preview=False)
        people = Count("versions__runs__user", filter=finished, distinct=True)
        found: QuerySet[Definition] = self.model._default_manager.annotate(people=people)
        return with_health(with_state(found))


class CaseViewSet(DefinitionViewSet):
    """Cases."""

    model = Case
    icon = "doc-full"
    menu_order = 210
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FindingsPanel(), _pair("title"), _pair("narrative"), _pair("takeaway")], heading=_("Story")
            ),
            ObjectList([FieldPanel("judgements")], heading=_("Judgements")),
            ObjectList([FieldPanel("discussion")], heading=_("Discussion")),
            PLACE,
        ],
        base_form_class=DefinitionForm,
    )


class ScenarioViewSet(DefinitionViewSet):
    """Role-plays."""

    model = Scenario
    icon = "comment"
    menu_order = 220
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FindingsPanel(),
                    _pair("title"),
                    _pair("situation"),
                    _pair("learning_goal"),
                    FieldPanel("minutes"),
                ],
                heading=_("Story"),
            ),
            ObjectList(
                [
                    FieldPanel("characters"),
                    FieldRowPanel([FieldPanel("learner_role"), FieldPanel("customer_role")]),
                ],
                heading=_("Characters"),
            ),
            ObjectList([FieldPanel("start"), FieldPanel("scenes")], heading=_("Scenes")),
            ObjectList(
                [
                    FieldPanel("endings"),
                    FieldRowPanel(
                        [
                            FieldPanel("gate_ending"),
                            FieldPanel("gate_min_total"),
                            FieldPanel("gate_otherwise"),
                        ],
                        heading=_("An ending that must be earned"),
                    ),
                ],
                heading=_("Endings"),
            ),
            ObjectList([FieldPanel("debrief"), _pair("if_you_were_the_customer")], heading=_("Looking back")),
            PLACE,
        ],
        base_form_class=DefinitionForm,
    )
