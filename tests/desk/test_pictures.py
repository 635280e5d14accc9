"""Pictures uploaded at the desk: what is not taken gets a sentence, and nothing is decoded to find out."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from wagtail.images.models import Image

from people.models import User
from people.permissions import ensure_roles
from tests.courses.exchange.drawing import drawn, png_of
from tests.factories import client_of

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_OFFERED = "不支持的图片格式"
TOO_MANY = "图片尺寸为 10000 × 6000，合 60 百万像素，最多可为 40 百万像素。请缩小图片。"


@pytest.fixture
def desk(trainer: User, settings: Settings, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    ensure_roles()
    return client_of(trainer)


def errors(desk: Client, name: str, content: bytes) -> str:
    """Return what the form says, the same whether one picture or several are uploaded."""
    one = desk.post("/cms/images/add/", {"title": "图", "file": SimpleUploadedFile(name, content)})
    assert one.status_code == 200
    many = desk.post(
        "/cms/images/multiple/add/",
        {"title": "图", "files[]": SimpleUploadedFile(name, content)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    told = json.loads(many.content)
    assert told["success"] is False
    said = " ".join(one.context["form"].errors["file"])
    assert told["error_message"].strip() == said
    assert not Image.objects.exists()
    return said


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.svg", SVG, NOT_OFFERED),
        ("a.bmp", drawn("BMP"), NOT_OFFERED),
        ("a.png", SVG, "图"),
        ("a.png", drawn()[:110], "图"),
        ("a.jpg", drawn("JPEG", (400, 300))[:900], "图"),
        ("a.png", b"<html>", "图"),
        ("big.png", png_of(10_000, 6_000), TOO_MANY),
        ("huge.png", png_of(60_000, 60_000), "图片远超过 40 百万像素。请缩小图片。"),
    ],
)
def test_what_is_not_taken_gets_a_sentence(desk: Client, name: str, content: bytes, sentence: str) -> None:
    assert sentence in errors(desk, name, content)


def test_a_good_picture_is_taken_and_can_be_renamed(desk: Client) -> None:
    answer = desk.post("/cms/images/add/", {"title": "图", "file": SimpleUploadedFile("a.png", drawn())})
    assert answer.status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height) == (60, 40)
    desk.post(f"/cms/images/{image.pk}/", {"title": "新名"})
    image.refresh_from_db()
    assert image.title == "新名"
