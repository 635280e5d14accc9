"""How categories and tags are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.labels import folded, path_of, tags_of, written_path

NAMES = (
    st.text("安全消防abC 12-", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("", ()),
        (" , ，", ()),
        ("新人", ("新人",)),
        ("新人,SLA", ("新人", "SLA")),
        ("新人， SLA、 年度 复训；x;y\nz", ("新人", "SLA", "年度 复训", "x", "y", "z")),
        ("on  call, first week", ("on call", "first week")),
        ("SLA, sla, ＳＬＡ", ("SLA",)),
        ("b, a, b", ("b", "a")),
    ],
)
def test_tags_are_divided_as_people_write_them(text: str, tags: tuple[str, ...]) -> None:
    assert tags_of(text) == tags


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("/", ()),
        ("安全", ("安全",)),
        ("安全/消防", ("安全", "消防")),
        (" 安全 ／ 消防 /", ("安全", "消防")),
        ("a/b/c", ("a", "b", "c")),
    ],
)
def test_a_path_goes_from_the_top_down(text: str, names: tuple[str, ...]) -> None:
    assert path_of(text) == names


@given(st.lists(NAMES, max_size=3).map(tuple))
def test_a_path_returns_as_it_was_written(names: tuple[str, ...]) -> None:
    assert path_of(written_path(names)) == names


@given(st.text(max_size=60))
def test_tags_are_the_same_when_read_again(text: str) -> None:
    tags = tags_of(text)
    assert tags_of(", ".join(tags)) == tags
    assert len(set(map(folded, tags))) == len(tags)


def test_width_case_and_spaces_make_no_other_name() -> None:
    assert folded("ＳＬＡ 约定") == folded("sla  约定")
    assert folded("消防") != folded("安全")
