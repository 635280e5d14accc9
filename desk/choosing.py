"""Choosing a definition at the desk: what is archived is not offered, and a word finds the rest.

Definitions are in no search index (questions hold keys), so Wagtail's choosers would only page through them.
"""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from desk.models import Archived

LONGEST_WORDS = 200


class WordsForm(BaseFilterForm):
    """Finds definitions by what their list is searched by."""

    q = forms.CharField(label=_("Short name or words"), max_length=LONGEST_WORDS, required=False)

    def filter(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep what holds every word in one of the fields."""
        words = self.cleaned_data["q"].split()
        if not words:
            return objects
        self.is_searching, self.search_query = True, self.cleaned_data["q"]
        for word in words:
            holds = Q()
            for name in objects.model.snippet_viewset.search_fields:
                holds |= Q(**{f"{name}__icontains": word})
            objects = objects.filter(holds)
        return objects


class _InUse:
    """A view of a chooser that leaves out what is archived."""

    filter_form_class = WordsForm

    def get_object_list(self) -> "QuerySet[Any]":
        """Return what may be chosen."""
        return in_use(super().get_object_list())  # type: ignore[misc]  # of Wagtail's views


def in_use(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Leave out what is archived."""
    archived = Archived.objects.filter(content_type=ContentType.objects.get_for_model(rows.model))
    return rows.exclude(pk__in=archived.values("object_id"))


class DefinitionChooseView(_InUse, ChooseView):
    """The dialogue."""


class DefinitionResultsView(_InUse, ChooseResultsView):
    """What the dialogue finds."""


class DefinitionChooser(SnippetChooserViewSet):
    """The chooser of a kind of definition."""

    choose_view_class = DefinitionChooseView
    choose_results_view_class = DefinitionResultsView
