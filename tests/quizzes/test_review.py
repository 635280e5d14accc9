"""What a result shows, before and after right answers are released."""

import pytest

from quizzes.release import Visible
from quizzes.review import Review, Verdict, review, withheld
from quizzes.scoring import credit_bp
from tests.quizzes.factories import ROWS, make_content

ORDER = ["o2", "o1", "o0", "o3"]
ANSWERS: dict[str, dict[str, object]] = {
    "single_choice": {"options": ["o1"]},
    "multiple_choice": {"options": ["o0"]},
    "true_false": {"options": ["o0"]},
    "fill_blank": {"text": "上级"},
    "numeric": {"text": "95"},
    "matching": {"pairs": {"o0": "o0", "o1": "o2"}},
    "ordering": {"options": ["o1", "o2", "o3", "o0"]},
    "short_answer": {"text": "我写的"},
    "blanks": {"blanks": {"o0": "核实", "o1": "别的"}},
    "statement_grid": {"marks": {"o0": "1", "o1": "1"}},
    "judgement": {"marks": {"o0": "0"}},
}


def seen(kind: str, *, released: bool, response: dict[str, object] | None = None) -> Review:
    content = make_content(kind)
    response = ANSWERS[kind] if response is None else response
    return review(
        content, response, credit_bp(content, response), ORDER, language="zh-hans", released=released
    )


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("single_choice", Verdict.WRONG),
        ("multiple_choice", Verdict.PARTLY),
        ("matching", Verdict.PARTLY),
        ("ordering", Verdict.PARTLY),
        ("numeric", Verdict.WRONG),
        ("short_answer", Verdict.UNMARKED),
    ],
)
def test_verdicts(kind: str, verdict: Verdict) -> None:
    assert seen(kind, released=False).verdict is verdict


def test_an_empty_answer_is_unanswered() -> None:
    assert seen("single_choice", released=True, response={}).verdict is Verdict.UNANSWERED


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_nothing_tells_the_right_answer_before_its_release(kind: str) -> None:
    shown = seen(kind, released=False)
    assert (shown.key_lines, shown.explanation) == ((), "")
    assert all(line.right is None for line in shown.lines)
    chosen = {line.feedback for line in shown.lines if line.chosen and kind != "matching"}
    assert {line.feedback for line in shown.lines} - chosen <= {""}


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_the_explanation_comes_with_the_release(kind: str) -> None:
    assert seen(kind, released=True).explanation == "解析"


def test_choices_as_shown_with_right_ones_marked() -> None:
    lines = seen("single_choice", released=True).lines
    assert [(line.text, line.chosen, line.right) for line in lines] == [
        ("蓝", False, False),
        ("绿", True, False),
        ("红", False, True),
        ("黄", False, False),
    ]


@pytest.mark.parametrize("kind", ["numeric", "fill_blank"])
def test_a_frequent_slip_is_explained_at_once(kind: str) -> None:
    assert seen(kind, released=False).note == "反馈0"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("numeric", ("81.5 %",)),
        ("fill_blank", ("客户",)),
        ("ordering", ("第一步", "第二步", "第三步", "第四步")),
        ("matching", ("左一 → 右一", "左二 → 右二", "左三 → 右三")),
        ("short_answer", ("范文", "写出期限 (2)")),
        ("single_choice", ()),
    ],
)
def test_right_answers(kind: str, key: tuple[str, ...]) -> None:
    assert seen(kind, released=True).key_lines == key


def test_pairs_say_which_were_right() -> None:
    lines = seen("matching", released=True).lines
    assert [(line.text, line.match, line.right) for line in lines] == [
        ("左一", "右一", True),
        ("左二", "右三", False),
        ("左三", "", False),
    ]


@pytest.mark.parametrize("kind", sorted(ROWS))
@pytest.mark.parametrize("released", [True, False])
def test_what_may_not_be_seen_is_taken_out(kind: str, released: bool) -> None:
    row = seen(kind, released=released)
    bare = withheld(row, Visible(own=True))
    assert bare.verdict not in {Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG}
    assert "反馈" not in str(bare)
    assert withheld(row, Visible(own=True, marks=True, feedback=True)) == row
    assert "反馈" not in str(withheld(row, Visible(own=True, marks=True)))
