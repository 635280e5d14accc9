"""A model answer and its rubric in one text: what we wrote comes back, what others wrote stays a text."""

import pytest

from quizzes.exchange import rubric
from quizzes.exchange.items import Row, zh

ROWS = (Row(zh("写出期限"), points=2), Row(zh("[1] 不评分"), points=0))


@pytest.mark.parametrize("answer", ["", "范文", "范文\n第二行", "[2] 像一条"])
@pytest.mark.parametrize("rows", [(), ROWS])
def test_both_come_back(answer: str, rows: tuple[Row, ...]) -> None:
    assert rubric.read(rubric.write(answer, rows)) == (answer, rows)


@pytest.mark.parametrize("text", ["[2] 期限", f"范文\n{rubric.HEAD}\n随便", f"{rubric.HEAD} 同一行\n[2] x"])
def test_other_texts_stay_model_answers(text: str) -> None:
    assert rubric.read(text) == (text, ())
