"""What a form may send: its own options, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.answers import MAX_TEXT, NotAnAnswer, moved, read_answer
from tests.quizzes.factories import ROWS, make_content


@pytest.mark.parametrize(
    ("kind", "form", "response"),
    [
        ("single_choice", {"option": ["o1"]}, {"options": ["o1"]}),
        ("multiple_choice", {"option": ["o2", "o0"]}, {"options": ["o0", "o2"]}),
        ("single_choice", {"option": [""]}, {}),
        ("ordering", {"order": ["o0", "o1", "o2", "o3"]}, {}),
        ("ordering", {"keep": ["1"]}, {}),
        (
            "ordering",
            {"order": ["o1", "o0", "o2", "o3"], "keep": ["1"]},
            {"options": ["o1", "o0", "o2", "o3"]},
        ),
        ("matching", {"pair:o0": ["o3"], "pair:o1": [""]}, {"pairs": {"o0": "o3"}}),
        ("matching", {"pair:o0": []}, {}),
        ("numeric", {"text": [" 81.5 "]}, {"text": "81.5"}),
        ("fill_blank", {"text": ["客\x00户"]}, {"text": "客户"}),
        ("short_answer", {"text": ["   "]}, {}),
        ("short_answer", {}, {}),
    ],
)
def test_it_works(kind: str, form: dict[str, list[str]], response: dict[str, object]) -> None:
    assert read_answer(make_content(kind), form) == response


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("single_choice", {"option": ["o9"]}),
        ("single_choice", {"option": ["o0", "o1"]}),
        ("true_false", {"option": ["o0", "o1"]}),
        ("multiple_choice", {"option": ["o0", "o0"]}),
        ("multiple_choice", {"option": ["-1"]}),
        ("ordering", {"order": ["o0", "o1"], "keep": ["1"]}),
        ("ordering", {"order": ["o0", "o0", "o1", "o2", "o3"], "keep": ["1"]}),
        ("matching", {"pair:o3": ["o0"]}),
        ("matching", {"pair:o0": ["o9"]}),
        ("matching", {"pair:": ["o0"]}),
        ("short_answer", {"text": ["长" * (MAX_TEXT + 1)]}),
    ],
)
def test_refuses_what_does_not_belong_here(kind: str, form: dict[str, list[str]]) -> None:
    with pytest.raises(NotAnAnswer):
        read_answer(make_content(kind), form)


@given(
    st.sampled_from(sorted(ROWS)),
    st.dictionaries(
        st.sampled_from(["option", "order", "keep", "text", "pair:o0", "pair:o9"]),
        st.lists(
            st.sampled_from(["o0", "o1", "o2", "o3", "o9", "", "\x00"]) | st.text(max_size=5), max_size=6
        ),
    ),
)
def test_whatever_is_sent_only_own_options_are_kept(kind: str, form: dict[str, list[str]]) -> None:
    content = make_content(kind)
    own = {option.id for option in content.options}
    try:
        response = read_answer(content, form)
    except NotAnAnswer:
        return
    assert set(response.get("options", ())) <= own
    assert set(response.get("pairs", {}).values()) <= own
    assert "\x00" not in response.get("text", "")


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("b:up", "bac"),
        ("b:down", "acb"),
        ("a:up", "abc"),
        ("c:down", "abc"),
        ("x:up", "abc"),
        ("b:over", "abc"),
        ("", "abc"),
    ],
)
def test_moves(move: str, order: str) -> None:
    assert moved("abc", move) == list(order)
