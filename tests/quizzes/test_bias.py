"""What gives a key away is counted against chance."""

from fractions import Fraction

import pytest

from quizzes import bias
from quizzes.content import Content, Kind, parse


def question(texts: list[str], right: set[int], kind: Kind = Kind.SINGLE_CHOICE) -> Content:
    both = {"zh": "", "en": ""}
    return parse(
        {
            "key": "q", "kind": kind, "module": "m", "dimension": "ownership", "stem": both,
            "explanation": both, "points": 1, "number": None, "tolerance": "0", "unit": both,
            "accepted": {}, "model_answer": both,
            "options": [
                {
                    "id": str(place), "text": {"zh": text, "en": text[::-1]}, "match": both, "feedback": both,
                    "correct": place in right, "points": 0,
                }
                for place, text in enumerate(texts)
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "right", "seen"),
    [
        (["aaaa", "b", "c", "d"], {0}, Fraction(1)),
        (["aaaa", "b", "c", "d"], {1}, Fraction(0)),
        (["aaaa", "bbbb", "c", "d"], {0}, Fraction(1, 2)),
        (["a", "b", "c", "d"], {2}, Fraction(1, 4)),
    ],
)
def test_equal_lengths_share(texts: list[str], right: set[int], seen: Fraction) -> None:
    found = bias.longest([question(texts, right)], Kind.SINGLE_CHOICE, "zh")
    assert (found.seen, found.expected) == (seen, Fraction(1, 4))


def test_chance_of_multiple_choice_is_the_share_of_right_options() -> None:
    content = question(["aaa", "bb", "c", "d"], {0, 1, 2}, Kind.MULTIPLE_CHOICE)
    assert bias.longest([content], Kind.MULTIPLE_CHOICE, "en").expected == Fraction(3, 4)


def test_a_bank_whose_key_is_always_longest_or_first_is_told() -> None:
    bank = [question(["aaaa", "b", "c", "d"], {0})] * 8
    assert bias.longest(bank, Kind.SINGLE_CHOICE, "zh").more_than_chance
    told = bias.places(bank, Kind.SINGLE_CHOICE)
    assert [place for place, one in told.items() if one.more_than_chance] == [0]


def test_a_balanced_bank_and_an_empty_one_are_not() -> None:
    bank = [question(["aaaa", "b", "c", "d"], {place}) for place in range(4)]
    assert not bias.longest(bank, Kind.SINGLE_CHOICE, "zh").more_than_chance
    assert not any(one.more_than_chance for one in bias.places(bank, Kind.SINGLE_CHOICE).values())
    assert bias.places([], Kind.SINGLE_CHOICE) == {}
    assert not bias.longest([], Kind.SINGLE_CHOICE, "zh").more_than_chance


def test_other_kinds_show_no_key() -> None:
    assert bias.places([question(["a", "b"], {0}, Kind.MATCHING)], Kind.MATCHING) == {}
