"""Marks are told in words, on the screen and in reports, and every mark a form may send has its word."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from quizzes.answers import MARKS
from quizzes.content import Kind
from quizzes.mark_words import mark_word, marks
from quizzes.player import show
from quizzes.review import review
from tests.quizzes.factories import make_content


@pytest.mark.parametrize("kind", list(MARKS))
def test_every_mark_has_its_words(kind: Kind) -> None:
    assert {mark for mark, _words in marks(kind)} == MARKS[kind]
    assert len({words for _mark, words in marks(kind)}) == len(MARKS[kind])


def test_what_is_typed_is_told_as_it_is() -> None:
    assert mark_word("1", "blanks") == "1"
    assert marks("blanks") == []


def test_ratings_are_drawn_in_order_and_what_was_marked_stays_marked() -> None:
    question = show(make_content("judgement"), ["o0", "o1"], {"marks": {"o1": "-1"}}, language="zh-hans")
    with translation.override("zh-hans"):
        html = render_to_string("quizzes/_controls.html", {"question": question})
    assert [html.index(words) for words in ("很不妥", "不太妥", "一般", "较妥当", "很妥当")] == sorted(
        html.index(words) for words in ("很不妥", "不太妥", "一般", "较妥当", "很妥当")
    )
    assert html.count(" checked") == 1
    assert 'name="mark:o1" value="-1" checked' in html


def test_a_result_tells_marks_in_words() -> None:
    content = make_content("statement_grid")
    row = review(content, {"marks": {"o0": "0"}}, 0, ["o0"], language="zh-hans", released=True)
    with translation.override("zh-hans"):
        html = render_to_string("quizzes/_review.html", {"row": row, "number": 1})
    assert "不成立" in html
    assert html.count("成立") > html.count("不成立")


def test_blanks_are_labelled_for_those_who_hear_the_page() -> None:
    question = show(make_content("blanks"), [], {"blanks": {"o0": "<核实>"}}, language="zh-hans")
    with translation.override("zh-hans"):
        html = render_to_string("quizzes/_controls.html", {"question": question})
    assert "第 1 空" in html
    assert 'name="blank:o0" value="&lt;核实&gt;"' in html
