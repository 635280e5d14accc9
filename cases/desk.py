"""The form of cases and role-plays at the authoring desk: any draft saves, publishing refuses faults."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from cases import sentences
from cases.models import Case, Scenario


class DefinitionForm(WagtailAdminModelForm):
    """Checks the whole definition when it is to be published; its short name stays once it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.versions.exists() and "key" in self.fields:
            self.fields["key"].disabled = True

    def clean_key(self) -> str:
        """Refuse a short name that a definition of the other kind has: results are told apart by it."""
        key = str(self.cleaned_data["key"])
        other = Scenario if isinstance(self.instance, Case) else Case
        if key and other.objects.filter(key=key).exists():
            raise ValidationError(_("This short name belongs to other content. Choose a different one."))
        return key

    def _post_clean(self) -> None:
        """Check the story as a whole, once every field has been taken over."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for sentence in sentences.broken(self.instance.problems()):
            self.add_error(None, sentence)
