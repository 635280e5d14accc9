"""Chinese inside a sentence is found because index and query are cut alike."""

import pytest

from core.search import segment_for_index, segment_for_query


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("钓鱼邮件", "钓 鱼 邮 件 钓鱼 鱼邮 邮件"),
        ("plain words", "plain words"),
        ("交接单 v2", "交 接 单 交接 接单   v2"),
    ],
)
def test_index_holds_characters_and_pairs(text: str, indexed: str) -> None:
    assert segment_for_index(text).split() == indexed.split()


@pytest.mark.parametrize(
    ("query", "cut"), [("钓鱼", "钓鱼"), ("钓鱼邮", "钓鱼 鱼邮"), ("单", "单"), ("a 单", "a 单")]
)
def test_query_is_cut_into_pairs(query: str, cut: str) -> None:
    assert segment_for_query(query).split() == cut.split()


def test_every_pair_of_a_query_stands_in_the_index_of_its_sentence() -> None:
    sentence = set(segment_for_index("质量部每天发出四十多份检验报告。").split())
    assert set(segment_for_query("检验报告").split()) <= sentence
    assert not set(segment_for_query("报检").split()) <= sentence
