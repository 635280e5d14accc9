"""Chinese words stand under the letter they are read with."""

import pytest

from courses.pinyin import initial, sort_key


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("按约准时率", "A"), ("承诺", "C"), ("对接会", "D"), ("反馈闭环", "F"),
        ("工单", "G"), ("回访", "H"), ("交付", "J"), ("客户地图", "K"),
        ("你们说的", "N"), ("内部客户", "N"), ("认可", "R"), ("首问负责", "S"),
        ("影响面", "Y"), ("最低量", "Z"), ("RACI 表", "R"), ("5S", "#"),
        ("", "#"), ("犇", "#"), ("“说”", "#"),
    ],
)  # fmt: skip
def test_initials(word: str, letter: str) -> None:
    assert initial(word) == letter


def test_words_without_a_letter_come_last() -> None:
    assert sorted(["最低量", "5S", "按约准时率", "“说”"], key=sort_key)[:2] == ["按约准时率", "最低量"]
