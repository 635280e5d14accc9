"""What a trainer uploads as a course."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from courses.actions.importing import check_upload

HEAD = 4


class CourseForm(forms.Form):
    """A zip that “Export course” gave."""

    file = forms.FileField(
        label=_("Course file"),
        help_text=_(
            "A zip of at most 50 MB. It is read and checked as a whole; nothing is written before you "
            "confirm the preview."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
    )

    def clean_file(self) -> Any:
        """Look at the file's size and beginning; what is wrong with it becomes the field's error."""
        upload = self.cleaned_data["file"]
        try:
            check_upload(size=upload.size, head=upload.read(HEAD))
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        upload.seek(0)
        return upload
