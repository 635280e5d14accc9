"""Pictures and documents of an uploaded course: measured before they are decoded, drawn anew before kept."""

import hashlib
import io
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from PIL import Image as Pillow
from PIL import ImageOps, ImageSequence

from courses.exchange.problems import Unfit

FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
LONGEST_TITLE = 255
MOST_FILE = 50 * 1024 * 1024
_DRAWING = re.compile(rb"\s*(?:<\?xml|<!DOCTYPE|<!--|<svg)", re.I)
_ORIENTATION = 0x0112
_JPEG_QUALITY = 95
MILLION = 1_000_000


@dataclass(frozen=True)
class File:
    """A picture or document ready to be kept: ``content`` is ours, ``source`` the digest of what came."""

    name: str
    is_image: bool
    content: bytes
    source: str
    about: dict[str, Any]

    @property
    def digests(self) -> set[str]:
        """Return the digests Wagtail may know this file by."""
        return {self.source, hashlib.sha1(self.content, usedforsecurity=False).hexdigest()}


def picture(content: bytes) -> tuple[bytes, str]:
    """Return a picture drawn anew, and the ending of its kind. Raises Unfit for whatever is not one.

    Its size is read from its head before a single pixel is decoded.
    """
    if _DRAWING.match(content[:200]):
        raise Unfit("svg")
    try:
        with Pillow.open(io.BytesIO(content), formats=list(FORMATS)) as opened:
            _check_pixels(opened)
            return _drawn_anew(opened), FORMATS[str(opened.format)]
    except Pillow.DecompressionBombError as error:
        raise Unfit("pixels_unknown", most=_most()) from error
    except Unfit:
        raise
    except Exception as error:  # Pillow raises whatever a damaged picture leads to
        raise Unfit("not_picture") from error


def _most() -> int:
    return int(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS) // MILLION


def _check_pixels(opened: Pillow.Image) -> None:
    pixels = opened.width * opened.height * getattr(opened, "n_frames", 1)
    if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        size = f"{opened.width} × {opened.height}"
        raise Unfit("pixels", size=size, pixels=-(-pixels // MILLION), most=_most())


def _drawn_anew(opened: Pillow.Image) -> bytes:
    """Return the same pixels in a file that holds nothing else: no notes, no place, no second file."""
    out = io.BytesIO()
    kept: dict[str, Any] = {"icc_profile": opened.info.get("icc_profile")}
    if opened.format == "JPEG":
        if opened.getexif().get(_ORIENTATION, 1) == 1:
            opened.save(out, "JPEG", quality="keep", exif=b"", **kept)
        else:
            ImageOps.exif_transpose(opened).save(out, "JPEG", quality=_JPEG_QUALITY, exif=b"", **kept)
    elif getattr(opened, "n_frames", 1) > 1:
        _animated(opened, out)
    elif opened.format == "WEBP":
        opened.save(out, "WEBP", lossless=True, exact=True, exif=b"", **kept)
    else:
        opened.info = {name: opened.info[name] for name in ("transparency",) if name in opened.info}
        opened.save(out, opened.format, exif=b"", **kept)
    return out.getvalue()


def _animated(opened: Pillow.Image, out: io.BytesIO) -> None:
    frames = [frame.copy() for frame in ImageSequence.Iterator(opened)]
    times = [frame.info.get("duration", 0) for frame in frames]
    more: dict[str, Any] = {"lossless": True} if opened.format == "WEBP" else {}
    frames[0].save(
        out,
        opened.format,
        save_all=True,
        append_images=frames[1:],
        duration=times,
        loop=opened.info.get("loop", 0),
        **more,
    )


def described(raw: Any, *, is_image: bool) -> dict[str, Any]:
    """Return what the manifest says of a file, checked. Raises Unfit."""
    if not isinstance(raw, dict):
        raise Unfit("shape")
    names = ("title", "description") if is_image else ("title", "file_name")
    about: dict[str, Any] = {name: raw.get(name, "") for name in names}
    if not all(isinstance(text, str) for text in about.values()) or not about["title"].strip():
        raise Unfit("shape")
    for name, text in about.items():
        if len(text) > LONGEST_TITLE:
            raise Unfit("too_long", what=name, length=len(text), most=LONGEST_TITLE)
    if is_image:
        about["focal_point"] = _focus(raw.get("focal_point"))
    return about


def _focus(raw: Any) -> list[int] | None:
    if raw is None:
        return None
    numbers = raw if isinstance(raw, list) else []
    if len(numbers) != len("xywh") or not all(type(n) is int and 0 <= n < MILLION for n in numbers):
        raise Unfit("shape")
    return numbers


def endings() -> list[str]:
    """Return the kinds of documents the product takes."""
    return list(settings.WAGTAILDOCS_EXTENSIONS)
