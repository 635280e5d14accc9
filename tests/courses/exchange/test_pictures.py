"""Pictures from strangers: measured before they are decoded, drawn anew, nothing hidden kept."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops

from courses.exchange.pictures import picture
from courses.exchange.problems import Unfit
from tests.courses.exchange.drawing import drawn, png_of


def refusal(content: bytes) -> Unfit:
    """Return what a picture is refused with."""
    with pytest.raises(Unfit) as caught:
        picture(content)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("GIF", "P"), ("WEBP", "RGBA")]
)
def test_the_same_pixels(kind: str, mode: str) -> None:
    before = drawn(kind, mode=mode)
    after, _ending = picture(before)
    one, two = (Image.open(io.BytesIO(content)) for content in (before, after))
    assert (one.format, one.size) == (two.format, two.size)
    assert ImageChops.difference(one.convert("RGBA"), two.convert("RGBA")).getbbox() is None


def test_a_photograph_stays_as_good_as_it_was() -> None:
    before = drawn("JPEG", quality=80)
    after, ending = picture(before)
    one, two = (Image.open(io.BytesIO(content)).convert("RGB") for content in (before, after))
    extremes: Any = ImageChops.difference(one, two).getextrema()
    worst = max(high for _low, high in extremes)
    assert (ending, worst <= 2) == ("jpg", True)


def test_drawing_twice_changes_nothing_more() -> None:
    for kind in ("PNG", "GIF", "WEBP"):
        once, _ending = picture(drawn(kind, mode="P" if kind == "GIF" else "RGB"))
        assert picture(once)[0] == once


def test_moving_pictures_move_on() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    after: Any = Image.open(io.BytesIO(picture(out.getvalue())[0]))
    assert after.n_frames == 3


def test_nothing_hidden_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    behind = drawn("JPEG", exif=exif) + b"<script>alert(1)</script>PK\x03\x04"
    after, _ending = picture(behind)
    assert b"secret" not in after
    assert b"script" not in after
    assert b"PK\x03\x04" not in after
    assert b"script" not in picture(drawn() + b"<script>")[0]


def test_a_turned_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    after, _ending = picture(drawn("JPEG", exif=exif))
    assert Image.open(io.BytesIO(after)).size == (40, 60)


def test_sixty_megapixels_are_never_decoded() -> None:
    error = refusal(png_of(10_000, 6_000))
    assert (error.code, error.about["pixels"], error.about["most"]) == ("pixels", "60", "40")
    assert refusal(png_of(60_000, 60_000)).code in {"pixels", "pixels_unknown"}


def test_many_frames_count_together() -> None:
    out = io.BytesIO()
    frames = [Image.new("P", (1_000, 1_000), n) for n in range(41)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert refusal(out.getvalue()).code == "pixels"


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg onload="alert(1)"/>',
        b"\n <!DOCTYPE svg><svg/>",
    ],
)
def test_svg_is_told_apart(content: bytes) -> None:
    assert refusal(content).code == "svg"


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"%PDF-1.7", b"<html><script>", drawn("BMP"), drawn("TIFF"), drawn()[:60]]
)
def test_what_is_no_picture(content: bytes) -> None:
    assert refusal(content).code == "not_picture"
