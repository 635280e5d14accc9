"""What a learner fills in to hand a piece of work in."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.actions.certifying import LONGEST, LONGEST_SENTENCE
from courses.models import HandInKind
from courses.path_queries import Confirmer

LARGEST_MB = 10
LARGEST = LARGEST_MB * 1024 * 1024
ENDINGS = (".pdf", ".docx", ".xlsx", ".pptx", ".png", ".jpg", ".jpeg")


class HandInForm(forms.Form):
    """Kind, text, one file if wanted, and who is asked to confirm it."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=HandInKind.choices, widget=forms.RadioSelect, initial=HandInKind.MAP
    )
    text = forms.CharField(
        label=_("In words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "class": "input"}),
        help_text=_("To whom you hand over what, until when, and how you know that it fits."),
    )
    file = forms.FileField(
        label=_("File, if you like"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most %(most)s MB.") % {"most": LARGEST_MB},
    )
    confirmer = forms.TypedChoiceField(label=_("Who confirms it"), coerce=int)

    def __init__(self, *args: Any, confirmers: Sequence[Confirmer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["confirmer"]
        field.choices = [(one.user.pk, _line(one)) for one in confirmers]

    def clean_file(self) -> "UploadedFile[Any] | None":
        """Refuse files that are too large or of a kind nobody can open."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if PurePath(file.name or "").suffix.lower() not in ENDINGS:
            raise ValidationError(_("Choose a PDF, Word, Excel or PowerPoint file, or a picture."))
        if (file.size or 0) > LARGEST:
            raise ValidationError(
                _("The file is larger than %(most)s MB. Make it smaller, or describe it in words."),
                params={"most": LARGEST_MB},
            )
        return file


def _line(one: Confirmer) -> str:
    words = _("%(name)s, receiver (%(department)s)")
    if one.is_superior:
        words = _("%(name)s, superior (%(department)s)")
    return words % {"name": one.user.get_full_name(), "department": one.confirms_for}


class DecisionForm(forms.Form):
    """What the person asked says to it."""

    sentence = forms.CharField(
        label=_("A sentence to it"),
        max_length=LONGEST_SENTENCE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text=_("Needed when you return it: say what is missing."),
    )
