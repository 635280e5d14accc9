"""Hostile zips: each trick has its refusal, and an honest zip has none."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from courses.exchange.archive import MEGABYTE, MOST_MEMBERS, MOST_UNPACKED, Archive
from courses.exchange.problems import Unfit
from tests.courses.exchange.parcels import zipped

MOST = 1024


def refusal(content: bytes) -> str:
    """Return the code a zip is refused with, "" when it is taken."""
    try:
        Archive(content)
    except Unfit as error:
        return error.code
    return ""


def test_it_works() -> None:
    archive = Archive(zipped(("manifest.json", b"{}"), ("pages/zh-hans/000-c1.json", b"{}"), ("empty", b"")))
    assert archive.names == ("manifest.json", "pages/zh-hans/000-c1.json", "empty")
    assert archive.read("manifest.json", MOST) == b"{}"


def test_litter_of_other_computers_is_passed_over() -> None:
    content = zipped(("manifest.json", b"{}"), ("__MACOSX/._manifest.json", b"x"), ("pages/.DS_Store", b"x"))
    assert Archive(content).names == ("manifest.json",)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "pages/../../evil.json",
        "/etc/passwd",
        "..\\evil.json",
        "pages\\evil.json",
        "C:/evil.json",
        "C:evil.json",
        "~/evil.json",
        "./evil.json",
        "pages//evil.json",
        "pages/.hidden",
        "页面.json",
        "line\nbreak.json",
        "a b.json",
        "x" * 161,
        "a/b/c/d/e/f.json",
    ],
)
def test_names_that_lead_elsewhere(name: str) -> None:
    assert refusal(zipped((name, b"{}"))) == "path"


def test_a_name_with_a_hidden_end() -> None:
    content = zipped(("abcd.json", b"{}")).replace(b"abcd.json", b"ab\0d.json")
    assert refusal(content) == "path"


def test_links_and_devices() -> None:
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            member = zipfile.ZipInfo("pages/link.json")
            member.create_system, member.external_attr = 3, (kind | 0o777) << 16
            archive.writestr(member, "/etc/passwd")
        assert refusal(out.getvalue()) == "link"


def test_names_twice_whatever_their_case() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped(("a.json", b"1"), ("a.json", b"2"))
    assert refusal(content) == "name_twice"
    assert refusal(zipped(("a.json", b"1"), ("A.json", b"2"))) == "name_twice"


def test_a_bomb_by_ratio() -> None:
    assert refusal(zipped(("bomb.json", b"0" * 20 * MEGABYTE))) == "ratio"


def test_a_bomb_by_sum() -> None:
    noise = bytes(range(256)) * 2  # shrinks a little less than a hundredfold
    part = (noise + b"0" * 8_000) * (MEGABYTE * 26 // 8_512)
    content = zipped(*((f"{n}.json", part) for n in range(MOST_UNPACKED // len(part) + 2)))
    assert refusal(content) in {"unpacked", "ratio"}


def test_too_many_members() -> None:
    content = zipped(*((f"{n}", b"") for n in range(MOST_MEMBERS + 1)))
    assert refusal(content) == "many_members"


def test_a_zip_that_is_too_large_is_not_opened() -> None:
    assert refusal(b"PK\x03\x04" + bytes(51 * MEGABYTE)) == "too_big"


def test_locked_with_a_password() -> None:
    content = bytearray(zipped(("manifest.json", b"{}"), method=zipfile.ZIP_STORED))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == "password"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_whose_memory_nobody_bounds(method: int) -> None:
    assert refusal(zipped(("manifest.json", b"{}" * 100), method=method)) == "method"


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", b"%PDF-1.7", b"\x1f\x8b\x08", b"Rar!\x1a\x07"])
def test_what_is_no_zip(content: bytes) -> None:
    assert refusal(content) == "not_zip"


def test_cut_off_anywhere() -> None:
    whole = zipped(("manifest.json", b"{}" * 500), ("pages/a.json", b"[]" * 900))
    for length in range(4, len(whole) - 1, 7):
        assert refusal(whole[:length]) == "damaged"


def test_every_flipped_byte_is_survived() -> None:
    """Whatever is broken in a zip ends in a refusal or in the right content, never in another error."""
    whole = zipped(("manifest.json", b'{"a": 1}' * 40), ("pages/a.json", b"[]" * 90))
    for place in range(4, len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        try:
            archive = Archive(bytes(broken))
            for name in archive.names:
                archive.read(name, MEGABYTE)
        except Unfit:
            continue


@pytest.mark.parametrize("change", [lambda size: size + 1, lambda size: size - 1, lambda _size: 1])
def test_sizes_that_lie(change: Callable[[int], int]) -> None:
    body = b'{"a": 1}' * 300
    content = bytearray(zipped(("manifest.json", body)))
    place = content.index(b"PK\x01\x02") + 24
    struct.pack_into("<I", content, place, change(len(body)))
    with pytest.raises(Unfit) as caught:
        Archive(bytes(content)).read("manifest.json", MEGABYTE)
    assert caught.value.code == "damaged_member"


def test_a_file_larger_than_its_kind_is_not_unpacked() -> None:
    archive = Archive(zipped(("manifest.json", bytes(range(256)) * 8)))
    with pytest.raises(Unfit, match="file_too_big"):
        archive.read("manifest.json", MOST)


def test_a_zip_in_a_zip_stays_closed() -> None:
    inner = zipped(("bomb.json", b"0" * 20 * MEGABYTE))
    archive = Archive(zipped(("documents/inner.zip", inner)))
    assert archive.names == ("documents/inner.zip",)
