"""The ready-made question bank in its files: nothing gives the key away, and every quiz can vary."""

from collections import Counter

import pytest

from academy.loading.bank import bank_contents
from academy.loading.files import course_keys, read_yaml
from core.dimensions import Dimension
from core.prose import denied_twice, double_negative
from quizzes import bias, lint
from quizzes.content import UNMARKED, Content, Kind

FEWEST_OF_A_DIMENSION = 28


@pytest.fixture(scope="module")
def bank() -> list[Content]:
    return bank_contents()


@pytest.mark.parametrize("kind", sorted(bias.PICKED))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_option_is_no_more_often_right_than_by_chance(
    bank: list[Content], kind: Kind, language: str
) -> None:
    found = bias.longest(bank, kind, language)
    assert not found.more_than_chance, (float(found.seen), float(found.expected))


@pytest.mark.parametrize("kind", sorted(bias.PLACED))
def test_no_place_holds_the_key_more_often_than_by_chance(bank: list[Content], kind: Kind) -> None:
    found = bias.places(bank, kind)
    assert {place: float(one.seen) for place, one in found.items() if one.more_than_chance} == {}


def test_every_competency_has_enough_questions_that_count(bank: list[Content]) -> None:
    counted = Counter(content.dimension for content in bank if content.kind not in UNMARKED)
    assert {name: counted[name] for name in Dimension if counted[name] < FEWEST_OF_A_DIMENSION} == {}


def test_every_question_could_be_published(bank: list[Content]) -> None:
    found = {content.key: [str(line) for line in lint.problems(content)] for content in bank}
    assert {key: lines for key, lines in found.items() if lines} == {}


def test_no_question_denies_twice(bank: list[Content]) -> None:
    for content in bank:
        for language in ("zh", "en"):
            stem = content.stem.show(language)
            texts = [option.text.show(language) for option in content.options]
            assert double_negative(stem, language) is None, content.key
            assert denied_twice(stem, texts, language) is None, content.key


def test_a_retake_can_change_every_place_of_every_course_quiz(bank: list[Content]) -> None:
    """Each place draws among at least two questions of one module; no question stands in two places."""
    known = {content.key: content for content in bank}
    for course in course_keys():
        slots = [slot["pool"] for slot in read_yaml("courses", course, "course.yaml")["quiz"]["slots"]]
        names = [name for pool in slots for name in pool]
        assert len(names) == len(set(names)), course
        for pool in slots:
            assert len(pool) > 1, (course, pool)
            assert len({known[name].module for name in pool}) == 1, (course, pool)
            assert not UNMARKED & {known[name].kind for name in pool}, (course, pool)


def test_every_marked_question_of_a_course_is_drawn_somewhere(bank: list[Content]) -> None:
    for course in course_keys():
        slots = read_yaml("courses", course, "course.yaml")["quiz"]["slots"]
        drawn = {name for slot in slots for name in slot["pool"]}
        of_course = {
            content.key for content in bank
            if content.module.startswith(course) and content.kind not in UNMARKED
        }  # fmt: skip
        assert of_course == drawn, course
