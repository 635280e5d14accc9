"""What a trainer says about a file of questions, and in which form questions leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from core.sheets import MOST_BYTES, TOO_BIG
from quizzes.exchange.reading import format_of
from quizzes.models import DimensionChoice, FileLanguage, ImportFormat
from quizzes.queries.imports import modules

ACCEPTED = ".xlsx,.csv,.txt,.gift,.xml,.zip"
FILE_LANGUAGES = [("zh", _("Chinese")), ("en", _("English"))]


class ImportForm(forms.Form):
    """A file of questions, and what holds for those that state nothing themselves."""

    file = forms.FileField(
        label=_("File of questions"),
        help_text=_(
            "Excel (.xlsx), .csv, numbered text, GIFT, Aiken, Moodle XML, QTI items. At most 10 MB and "
            "20,000 questions. Nothing is written before you confirm the preview."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    language = forms.ChoiceField(
        label=_("Language of the file"),
        choices=FileLanguage.choices,
        required=False,
        help_text=_("The other language stays empty and is listed as missing; nothing is copied into it."),
    )
    dimension = forms.ChoiceField(
        label=_("Competency"),
        choices=[("", "—"), *DimensionChoice.choices],
        help_text=_("For questions that state none."),
    )
    module = forms.SlugField(
        label=_("Module"),
        max_length=20,
        required=False,
        help_text=_("For questions that state none. For example c1m1."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].widget.attrs["list"] = "known-modules"
        self.known_modules = modules()

    def clean(self) -> dict[str, Any]:
        """Look at the file's beginning; what is wrong with it becomes the field's error."""
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None:
            return cleaned
        try:
            if upload.size > MOST_BYTES:
                raise Refused("too_big", TOO_BIG)
            cleaned["content"] = upload.read()
            format_of(upload.name, cleaned["content"])
        except Refused as refused:
            self.add_error("file", str(refused))
        return cleaned


class ExportForm(forms.Form):
    """In which format and language questions leave."""

    format = forms.ChoiceField(label=_("Format"), choices=ImportFormat.choices)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=FILE_LANGUAGES,
        help_text=_("Excel and .csv hold both languages; here it decides the headings."),
    )
