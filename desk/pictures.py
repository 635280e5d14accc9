"""Uploading pictures at the desk: measured by their head before a single pixel is decoded."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

MILLION = 1_000_000
TOO_MANY = _(
    "The picture has %(size)s, that is %(pixels)s million pixels; at most %(most)s million are possible. "
    "Make it smaller."
)
FAR_TOO_MANY = _("The picture has far more than %(most)s million pixels. Make it smaller.")


class PictureField(WagtailImageField):
    """Wagtail's field decodes a picture to learn its size, and fails over one that is cut off."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse too many pixels by the picture's head, and what cannot be decoded by a sentence."""
        most = self.max_image_pixels // MILLION
        try:
            with Pillow.open(f) as opened:
                width, height = opened.size
                pixels = width * height * getattr(opened, "n_frames", 1)
        except Pillow.DecompressionBombError as error:
            raise ValidationError(FAR_TOO_MANY % {"most": most}, code="pixels") from error
        except (OSError, SyntaxError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        finally:
            f.seek(0)
        if pixels > self.max_image_pixels:
            size = f"{width} × {height}"
            words = {"size": size, "pixels": -(-pixels // MILLION), "most": most}
            raise ValidationError(TOO_MANY % words, code="pixels")
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PictureForm(BaseImageForm):
    """The desk's form of a picture."""

    file = PictureField(label=_("File"), widget=forms.FileInput())
