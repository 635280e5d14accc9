"""What strangers may write into a course's file: each slip is a sentence with its file, none is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override

from courses.exchange.planning import plan
from courses.exchange.reading import read as read_package
from courses.exchange.words import SENTENCES, sentence
from courses.models import CoursePage
from people.models import User
from quizzes.models import Question
from tests.courses.exchange.drawing import drawn, png_of
from tests.courses.exchange.parcels import (
    COURSE,
    Members,
    changed,
    export,
    fields_of,
    first_question,
    forget,
    packed,
    read,
    said,
    unpacked,
    with_picture,
    write,
)

pytestmark = pytest.mark.django_db
LESSON = "pages/zh-hans/001-c1m1.json"
QUIZ = "quizzes/c1-quiz.json"


@pytest.fixture(scope="module")
def parcel(academy: None) -> bytes:
    """Return the first course as a file; it is still in the database."""
    return export()


def codes(content: bytes, *, stops: bool = True) -> set[tuple[str, str]]:
    """Return (file, code) of what is said about a zip."""
    notes = read_package(content).notes
    return {(one.file, one.code) for one in notes.problems if one.stops == stops}


def _set(file: str, field: str, value: Any) -> Callable[[Members], None]:
    return lambda members: fields_of(members, file).__setitem__(field, value)


def _block(kind: str, value: Any) -> Callable[[Members], None]:
    return _set(
        LESSON, "body", [{"type": kind, "id": "11111111-1111-4111-8111-111111111111", "value": value}]
    )


def test_it_works(parcel: bytes) -> None:
    assert codes(parcel) == set()
    assert codes(parcel, stops=False) == set()


@pytest.mark.parametrize(
    ("file", "field", "value", "code"),
    [
        (COURSE, "title", "长" * 300, "too_long"),
        (COURSE, "title", "", "missing_field"),
        (COURSE, "title", None, "missing_field"),
        (COURSE, "title", ["a"], "shape"),
        (COURSE, "summary", "长" * 601, "too_long"),
        (COURSE, "minutes", "60", "shape"),
        (COURSE, "minutes", True, "shape"),
        (COURSE, "minutes", 6.5, "shape"),
        (COURSE, "minutes", -1, "invalid"),
        (COURSE, "minutes", 10**9, "number"),
        (COURSE, "prerequisite_rule", "always", "invalid"),
        (COURSE, "slug", "../x", "invalid"),
        (COURSE, "key", "a b", "invalid"),
        (COURSE, "cover", "images/none.png", "reference_unknown"),
        (COURSE, "cover", 7, "missing_field"),
        (LESSON, "body", "text", "shape"),
        (LESSON, "body", [1], "shape"),
        (LESSON, "body", [{"type": "html", "value": "<script>"}], "block_unknown"),
        (LESSON, "body", [{"type": "text"}], "block_unknown"),
        (LESSON, "body", [{"type": ["text"], "value": ""}], "block_unknown"),
        (LESSON, "body", [{"type": "text", "value": {}}], "shape"),
        (LESSON, "body", [{"type": "text", "value": "<p>", "id": {}}], "shape"),
        (LESSON, "body", [{"type": "text", "value": "<p>a</b>"}], "not_html"),
        (LESSON, "body", [{"type": "text", "value": ""}] * 501, "many_blocks"),
        (QUIZ, "pass_bp", 10_001, "invalid"),
        (QUIZ, "purpose", "exam", "invalid"),
        (QUIZ, "attempt_limit", 0, "invalid"),
        ("pages/zh-hans/002-c1m1-check.json", "quiz", "none", "reference_unknown"),
        ("pages/zh-hans/002-c1m1-check.json", "quiz", None, "missing_field"),
    ],
)
def test_a_field(parcel: bytes, file: str, field: str, value: Any, code: str) -> None:
    assert (file, code) in codes(changed(parcel, _set(file, field, value)))


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("callout", {"side": "nobody", "title": "a", "text": "b"}, "invalid"),
        ("callout", {"side": "note", "title": "长" * 81, "text": "b"}, "invalid"),
        ("callout", {"side": "note", "title": "a", "text": "b", "more": 1}, "block_unknown"),
        ("callout", [], "shape"),
        ("image", {"image": 1, "caption": ""}, "shape"),
        ("image", {"image": {"image": 1}, "caption": ""}, "shape"),
        ("image", {"image": {"image": "images/none.png"}, "caption": ""}, "reference_unknown"),
        ("download", {"document": "../../etc/passwd"}, "reference_unknown"),
        ("video", {"title": "a", "film": "documents/a.pdf", "transcript": "t"}, "ending"),
        ("checklist", {"title": "a", "items": [{"type": "item", "value": "x"}] * 31}, "many_items"),
        ("checklist", {"title": "a", "items": ["x"]}, "shape"),
        ("storyboard", {"title": "a", "seconds": 10**9, "scenes": []}, "invalid"),
        ("diagram", {"name": "../../settings", "title": "a", "description": "b"}, "invalid"),
        ("table", {"columns": [{"type": "text"}], "rows": [{"values": []}]}, "shape"),
        ("table", {"columns": [{"type": "html", "heading": ""}], "rows": []}, "shape"),
        ("table", {"columns": [{"type": "text", "heading": "a"}] * 31, "rows": []}, "many_cells"),
    ],
)
def test_a_block(parcel: bytes, kind: str, value: Any, code: str) -> None:
    assert (LESSON, code) in codes(changed(parcel, _block(kind, value)))


def _manifest(name: str, value: Any) -> Callable[[Members], None]:
    return lambda members: members["manifest.json"].__setitem__(name, value)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda members: members.pop("manifest.json"), "no_manifest"),
        (_manifest("format", "moodle"), "not_course"),
        (_manifest("version", 2), "newer"),
        (_manifest("version", "1"), "not_course"),
        (_manifest("pages", []), "not_course"),
        (_manifest("pages", {}), "no_course"),
        (_manifest("pages", {"zh-hans": [LESSON]}), "course_first"),
        (_manifest("pages", {"zh-hans": [COURSE, COURSE]}), "named_twice"),
        (_manifest("pages", {"zh-hans": [COURSE, 7]}), "not_course"),
        (_manifest("pages", {"zh-hans": [COURSE] * 401}), "many_parts"),
        (_manifest("pages", {"fr": [COURSE]}), "language_unknown"),
        (_manifest("pages", {"zh-hans": [COURSE, "../../etc/passwd"]}), "missing"),
        (_manifest("definitions", {"user": []}), "field_unknown"),
        (lambda members: members.__setitem__("extra.json", {}), "not_named"),
        (lambda members: members.pop(LESSON), "missing"),
        (lambda members: members.__setitem__(LESSON, b"{"), "not_json"),
        (lambda members: members.__setitem__(LESSON, {"type": "home"}), "not_page"),
        (lambda members: members[LESSON].pop("fields"), "shape"),
        (lambda members: members[LESSON].__setitem__("translation_key", "x"), "not_page"),
        (lambda members: members[LESSON].__setitem__("type", "course"), "course_first"),
        (lambda members: members[QUIZ].__setitem__("rows", []), "shape"),
        (lambda members: members[QUIZ]["rows"]["items"][0].pop("slot"), "missing_field"),
        (
            lambda members: members[QUIZ]["rows"]["items"].append(members[QUIZ]["rows"]["items"][0]),
            "row_twice",
        ),
        (lambda members: members[QUIZ]["rows"]["items"].extend([{}] * 500), "many_items"),
        (lambda members: first_question(members)["rows"]["options"][0].__setitem__("uid", "x"), "invalid"),
        (lambda members: first_question(members)["fields"].__setitem__("tolerance", "-1"), "invalid"),
        (lambda members: first_question(members)["fields"].__setitem__("tolerance", "NaN"), "invalid"),
        (lambda members: first_question(members)["fields"].__setitem__("kind", "hotspot"), "invalid"),
        (lambda members: first_question(members)["fields"].__setitem__("key", "q-c1m1-02"), "key_again"),
        (
            lambda members: members["pages/zh-hans/003-c1m2.json"].__setitem__(
                "translation_key", members[LESSON]["translation_key"]
            ),
            "page_twice",
        ),
        (
            lambda members: members["pages/en/001-c1m1.json"]["fields"].__setitem__("key", "c1m2"),
            "translation_differs",
        ),
    ],
)
def test_the_whole(parcel: bytes, change: Callable[[Members], Any], code: str) -> None:
    found = codes(changed(parcel, change)) | codes(changed(parcel, change), stops=False)
    assert code in {one for _file, one in found}


@pytest.mark.parametrize(
    ("content", "told", "code"),
    [
        pytest.param(png_of(10_000, 6_000), {}, "pixels", id="too many pixels"),
        pytest.param(b"<svg onload='alert(1)'/>", {}, "svg", id="svg"),
        pytest.param(b"GIF89a", {}, "not_picture", id="no picture"),
        pytest.param(drawn(), {"sha256": "0"}, "changed", id="changed"),
        pytest.param(drawn(), {"title": "长" * 256}, "too_long", id="long title"),
        pytest.param(drawn(), {"title": ""}, "shape", id="no title"),
        pytest.param(drawn(), {"focal_point": [1, 2]}, "shape", id="short focal point"),
        pytest.param(drawn(), {"focal_point": [1, 2, 3, "x"]}, "shape", id="focal point of letters"),
    ],
)
def test_a_picture(parcel: bytes, content: bytes, told: dict[str, Any], code: str) -> None:
    assert ("images/a.png", code) in codes(changed(parcel, with_picture(content, **told)))


def test_a_document_of_another_kind(parcel: bytes) -> None:
    def change(members: Members) -> None:
        with_picture(b"MZ", "documents/a.exe", file_name="a.exe")(members)
        fields_of(members, COURSE)["cover"] = None
        _block("download", {"document": "documents/a.exe", "text": ""})(members)

    assert ("documents/a.exe", "document_kind") in codes(changed(parcel, change))


def test_what_is_left_out_is_said_and_in_nobodys_way(parcel: bytes) -> None:
    def change(members: Members) -> None:
        fields_of(members, COURSE)["mood"] = "good"
        _block("text", '<p style="x">a<script>b</script><a href="javascript:c">d</a></p>')(members)
        members[COURSE]["rows"]["prerequisites"] = [{"course": "unknown"}]
        with_picture(drawn(), "images/unused.png")(members)
        fields_of(members, COURSE)["cover"] = None

    content = changed(parcel, change)
    assert codes(content) == set()
    assert {code for _file, code in codes(content, stops=False)} == {
        "field_unknown",
        "file_unused",
        "formatting_left_out",
        "link_left_out",
    }


def test_a_broken_role_play_may_come_as_a_draft_and_says_what_is_broken(parcel: bytes, trainer: User) -> None:
    def change(members: Members) -> None:
        name = next(name for name in members if name.startswith("role_plays/"))
        members[name]["fields"]["scenes"][0]["value"]["choices"][0]["value"]["next"] = "nowhere"

    upload = read(trainer, changed(parcel, change))
    assert said(upload) == []
    assert any("nowhere" in line["text"] for line in upload.preview["problems"])


def test_a_role_play_with_a_very_long_way_is_read(parcel: bytes, trainer: User) -> None:
    def change(members: Members) -> None:
        name = next(name for name in members if name.startswith("role_plays/"))
        scenes = members[name]["fields"]["scenes"]
        first = scenes[0]["value"]
        members[name]["fields"]["scenes"] = [
            {
                "type": "scene",
                "value": {
                    **first,
                    "key": f"n{n}",
                    "choices": [
                        {"type": "item", "value": {**choice["value"], "key": f"{n}-{m}", "next": f"n{n + 1}"}}
                        for m, choice in enumerate(first["choices"])
                    ],
                },
            }
            for n in range(500)
        ]

    assert said(read(trainer, changed(parcel, change))) == []


def test_nothing_is_written_by_reading(parcel: bytes, trainer: User) -> None:
    before = (CoursePage.objects.count(), Question.objects.count())
    read(trainer, parcel)
    read(trainer, changed(parcel, _set(COURSE, "title", "长" * 300)))
    assert (CoursePage.objects.count(), Question.objects.count()) == before


def test_a_title_of_300_characters_is_a_sentence_in_the_readers_language(
    parcel: bytes, trainer: User
) -> None:
    trainer.language = "zh-hans"
    trainer.save()
    upload = read(trainer, changed(parcel, _set(COURSE, "title", "长" * 300)))
    assert said(upload) == ["“标题”有 300 个字符，最多可有 255 个。"]
    assert (upload.preview["problems"][0]["file"], bytes(upload.content)) == (COURSE, b"")
    with override("en"):
        assert "at most" in str(SENTENCES["too_long"])


def test_letters_beyond_the_basic_plane_survive(parcel: bytes, trainer: User) -> None:
    letters = "课程 😀 𠮷 👨‍👩‍👧"
    content = changed(parcel, _set(COURSE, "title", letters))
    forget()
    write(read(trainer, content))
    assert CoursePage.objects.get(key="c1", locale__language_code="zh-hans").title == letters


def test_every_code_has_its_sentence_with_all_its_words(parcel: bytes) -> None:
    for content in (b"PK\x03\x04", packed({}), changed(parcel, _set(COURSE, "title", "长" * 300))):
        for problem in read_package(content).notes.problems:
            assert sentence(problem)


def test_too_slow_is_a_sentence(parcel: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courses.exchange.reading.SECONDS", -1)
    assert codes(parcel) == {("", "too_slow")}


def test_random_damage_never_ends_in_an_accident(parcel: bytes, trainer: User) -> None:
    """Put foreign values in every place of a lesson and a role-play: always a preview, never an exception."""
    members = unpacked(parcel)
    role_play = next(name for name in members if name.startswith("role_plays/"))
    for name in (LESSON, role_play, QUIZ):
        for number, place in enumerate(_places(members[name])[::9]):
            strange: Any = [None, 7, "x", [], {}, True][number % 6]
            damaged = unpacked(parcel)
            _put(damaged[name], place, strange)
            package = read_package(packed(damaged))
            if not package.notes.stops and name != role_play:
                continue
            if not package.notes.stops:
                plan(package)


def _places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return a sample of the places in a JSON value."""
    found = [here] if here else []
    pairs = (
        value.items() if isinstance(value, dict) else enumerate(value[:2] if isinstance(value, list) else ())
    )
    for key, child in pairs:
        found += _places(child, (*here, key))
    return found


def _put(value: Any, place: tuple[Any, ...], strange: Any) -> None:
    for key in place[:-1]:
        value = value[key]
    value[place[-1]] = strange
