"""The form a picture is uploaded with: it asks what the picture shows, where that is read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """A picture that is uploaded; its description is proposed as alternative text in the editor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "What the picture shows; proposed as its alternative text wherever it is used."
            )
