"""Feedback by score: no score without its words, none with two."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from people.models import User
from people.permissions import ensure_roles
from quizzes.bands import Band, Flaw, band_of, flaws
from quizzes.content import Text
from quizzes.models import Attempt, Quiz, QuizBand
from tests.factories import client_of
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page
from tests.quizzes.test_desk import QUIZZES, quiz_form, rows
from tests.quizzes.test_views import address, begin


def bands(*starts: int) -> list[Band]:
    return [Band(start, Text(f"自 {start}", f"From {start}")) for start in starts]


@pytest.mark.parametrize(
    ("score_bp", "start"),
    [(0, 0), (5_999, 0), (6_000, 60), (6_099, 60), (8_999, 60), (9_000, 90), (10_000, 90)],
)
def test_the_band_of_a_score(score_bp: int, start: int) -> None:
    found = band_of(bands(0, 60, 90), score_bp)
    assert found is not None
    assert found.from_percent == start


def test_without_bands_there_are_no_words() -> None:
    assert band_of([], 5_000) is None
    assert flaws([]) == []


@pytest.mark.parametrize(
    ("given_bands", "found"),
    [
        (bands(0), []),
        (bands(0, 60, 100), []),
        (bands(1, 60), [(Flaw.NOT_FROM_ZERO, 1)]),
        (bands(0, 60, 60), [(Flaw.TWICE, 60)]),
        (bands(0, 101), [(Flaw.OUT_OF_RANGE, 101)]),
        (bands(60, 0), [(Flaw.NOT_IN_ORDER, 60)]),
        ([Band(0, Text("有", " "))], [(Flaw.TEXT_MISSING, 0)]),
    ],
)
def test_flaws(given_bands: list[Band], found: list[tuple[Flaw, int]]) -> None:
    assert flaws(given_bands) == found


@given(st.lists(st.integers(0, 100), max_size=8), st.integers(0, 10_000))
def test_bands_without_flaws_have_words_for_every_score(starts: list[int], score_bp: int) -> None:
    some = bands(*starts)
    if some and not flaws(some):
        assert band_of(some, score_bp) is not None


@pytest.fixture
def desk(trainer: User) -> Client:
    """A trainer's browser."""
    ensure_roles()
    return client_of(trainer)


def post(desk: Client, *rows_of_bands: dict[str, Any]) -> Any:
    question = make_question()
    form = quiz_form([{"slot": "1", "question": question.pk}]) | rows("bands", list(rows_of_bands))
    return desk.post(f"{QUIZZES}add/", form)


def row(start: int | str, zh: str = "继续", en: str = "Go on") -> dict[str, Any]:
    return {"from_percent": str(start), "text_zh": zh, "text_en": en}


@pytest.mark.django_db
def test_bands_are_written_at_the_desk(desk: Client) -> None:
    assert post(desk, row(0), row(60)).status_code == 302
    assert [one.from_percent for one in Quiz.objects.get().bands.all()] == [0, 60]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "says"),
    [
        ([row(10), row(60)], "从 0 开始"),
        ([row(0), row(0)], "各自的起点"),
        ([row(0), row(101)], "0 到 100"),
        ([row(0), row(-1)], "0"),
        ([row(0), row("9" * 30)], "0 到 100"),
        ([row(60), row(0)], "从低到高"),
        ([row(0, en="")], "两种语言"),
    ],
)
def test_bands_with_flaws_are_refused(desk: Client, written: list[dict[str, Any]], says: str) -> None:
    answer = post(desk, *written)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not QuizBand.objects.exists()


@pytest.mark.django_db
def test_the_result_shows_the_words_of_its_band(owner: User) -> None:
    quiz = make_quiz(make_question())
    for start, text in ((0, "<b>先读"), (60, "很稳")):
        QuizBand.objects.create(quiz=quiz, from_percent=start, text_zh=text, text_en=f"{text} en")
    me = client_of(owner)
    attempt = begin(me, make_quiz_page(quiz))
    me.post(address(attempt, "submit/"))
    page = me.get(address(attempt, "result/")).content.decode()
    assert "&lt;b&gt;先读" in page
    assert "很稳" not in page
    Attempt.objects.update(score_bp=6_000)
    assert "很稳" in me.get(address(attempt, "result/")).content.decode()
    assert "很稳 en" in me.get(f"/en/quiz/{attempt.pk}/result/").content.decode()
    Attempt.objects.update(feedback_rule="o/o/o/omfr")
    assert "很稳" not in me.get(address(attempt, "result/")).content.decode()
