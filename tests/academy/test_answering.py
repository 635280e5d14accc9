"""How made-up colleagues answer the ready-made bank: every type of question has its way."""

import random

import pytest

from academy.demo import answering
from academy.loading.bank import bank_contents
from core.basis_points import FULL_BP
from quizzes.answers import read_answer
from quizzes.content import UNMARKED, Content, Kind
from quizzes.scoring import credit_bp

BANK = bank_contents()
MARKED = [content for content in BANK if content.kind not in UNMARKED]


class EvenChance(random.Random):
    """Never lucky and never unlucky: skill alone decides."""

    def random(self) -> float:
        """Return the middle."""
        return 0.5


def credit(question: Content, language: str, *, right: bool) -> int:
    """Return what the form of somebody who knows it, or does not, is worth."""
    skill = 99.0 if right else -99.0
    form = answering.answer(question, skill=skill, language=language, chance=EvenChance())
    return credit_bp(question, read_answer(question, form)) or 0


def test_the_bank_has_grids_and_several_blanks() -> None:
    kinds = [content.kind for content in BANK]
    assert kinds.count(Kind.GRID) >= 5
    assert kinds.count(Kind.BLANKS) >= 3


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("question", MARKED, ids=[content.key for content in MARKED])
def test_who_knows_it_gets_all_and_who_does_not_gets_less(question: Content, language: str) -> None:
    assert credit(question, language, right=True) == FULL_BP
    assert credit(question, language, right=False) < FULL_BP
