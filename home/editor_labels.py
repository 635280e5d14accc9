"""Names for what Wagtail 8.0.1 and wagtail-localize 1.14.5 show under its English field name.

A label made from a name in the code has no entry in any catalogue. Each gets one of the packages' own words.
"""

from django.db.models import Model
from django.forms import Form
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as theirs  # a name makemessages passes over: not our words
from wagtail.admin.forms.workflows import WorkflowContentTypeForm, WorkflowPageForm
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page, Site
from wagtail.sites.views import IndexView as SiteIndexView
from wagtail.users.forms import PagePermissionsForm
from wagtail_localize.models import LocaleSynchronizationModelForm
from wagtail_localize.views.report import TranslationsReportFilterSet

FIELDS: list[tuple[type[Form], str, Promise]] = [
    (PagePermissionsForm, "page", theirs("Page")),
    (WorkflowPageForm, "page", theirs("Page")),
    (WorkflowContentTypeForm, "content_types", theirs("Snippets")),
]


def label_columns(view: type, model: type[Model]) -> None:
    """Head a list's plain columns with the names of the model's fields."""
    fields = {field.name: field for field in model._meta.fields}
    for column in view.columns:  # type: ignore[attr-defined]  # Wagtail ships no types
        if column.name in fields and column.label == capfirst(column.name.replace("_", " ")):
            column.label = capfirst(fields[column.name].verbose_name)


def label_what_has_no_name() -> None:
    """Give every such label its word, once, before the first page of the authoring desk is drawn."""
    label_columns(SiteIndexView, Site)
    SearchView.verbose_name = Page._meta.verbose_name
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural
    for form, name, label in FIELDS:
        form.base_fields[name].label = label  # type: ignore[assignment]  # a translated text at each look
    filters = TranslationsReportFilterSet.base_filters
    filters["source_locale"].label = theirs("Source")
    filters["target_locale"].label = theirs("Target")
    LocaleSynchronizationModelForm.Meta = type("Meta", (), {"labels": {"sync_from": theirs("Source")}})
