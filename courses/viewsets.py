"""Courses, lessons, paths and the glossary at the authoring desk: one menu, one list for each."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.models import CourseIndexPage, CoursePage, GlossaryTerm, LearningPathPage, LessonPage
from desk.listing import ChangedColumn, HealthColumn, HealthFilter, StateColumn
from desk.panels import FindingsPanel
from desk.queries import with_health, with_state


class KeyedIndexView(IndexView):
    """A list of pages with their stable names after their titles."""

    base_columns = [*IndexView.base_columns]
    base_columns.insert(
        [column.name for column in base_columns].index("title") + 1,
        Column("key", label=_("Stable name"), sort_key="key", width="8%"),
    )
    base_columns.insert(-1, HealthColumn(width="8%"))

    def annotate_queryset(self, pages: Any) -> Any:
        """Add the health of each page."""
        return super().annotate_queryset(with_health(pages))


class LessonFilterSet(PageFilterSet):
    """Wagtail's filters of pages, and the health."""

    health = HealthFilter()

    class Meta(PageFilterSet.Meta):
        model = LessonPage


class CourseIndexView(KeyedIndexView):
    """The list of courses; a course can come as a file."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer importing beside what Wagtail offers."""
        return [
            *super().header_buttons,
            HeaderButton(_("Import course"), url=reverse("course_upload"), icon_name="upload"),
        ]


class CourseListing(PageListingViewSet):
    """Every course in both languages."""

    model = CoursePage
    name = "desk_courses"
    icon = "folder-open-inverse"
    menu_label = _("All courses")
    index_view_class = CourseIndexView
    list_per_page = 50


class LessonListing(PageListingViewSet):
    """Every lesson in both languages."""

    model = LessonPage
    name = "desk_lessons"
    icon = "doc-full"
    menu_label = _("All lessons")
    index_view_class = KeyedIndexView
    list_per_page = 50
    filterset_class = LessonFilterSet


class PathListing(PageListingViewSet):
    """Every learning path in both languages."""

    model = LearningPathPage
    name = "desk_paths"
    icon = "order"
    menu_label = _("Learning paths")
    list_per_page = 50


@require_GET
def course_tree(request: HttpRequest) -> HttpResponse:
    """Lead to where courses hang in the tree of pages, in the language of the desk when there is one."""
    containers = CourseIndexPage.objects.order_by("path")
    wanted = containers.filter(locale__language_code=get_language()).first() or containers.first()
    return redirect("wagtailadmin_explore", wanted.pk) if wanted else redirect("wagtailadmin_explore_root")


class CourseTree(ViewSet):
    """The way into the tree of pages, where lessons are added, moved and put in order."""

    name = "desk_tree"
    icon = "list-ul"
    menu_label = _("Contents by course")

    def get_urlpatterns(self) -> list[object]:
        """Return the one address."""
        return [path("", course_tree, name="index")]

    @property
    def menu_url(self) -> str:
        """Return where the menu leads."""
        return reverse(self.get_url_name("index"))


class GlossaryViewSet(SnippetViewSet):
    """The words of the academy, in both languages."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["term_zh", "term_en", "key", ChangedColumn(), HealthColumn(), StateColumn()]
    list_filter = ["live"]
    search_backend_name = None
    search_fields = ["term_zh", "term_en", "key"]
    ordering = ["term_en"]
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = ObjectList([FindingsPanel(), *GlossaryTerm.panels])

    def get_queryset(self, request: HttpRequest) -> "QuerySet[GlossaryTerm]":
        """Return the terms with what their columns ask."""
        return with_health(with_state(GlossaryTerm.objects.all()))


class CoursesGroup(SnippetViewSetGroup):
    """The menu "Courses"."""

    items = (CourseTree, CourseListing, LessonListing, PathListing, GlossaryViewSet)
    menu_label = _("Courses")
    menu_icon = "folder-open-inverse"
    menu_order = 110
