"""What figures suggest, at the edges of each rule."""

import pytest

from quizzes.statistics import ItemFigure, OptionFigure
from quizzes.verdicts import Finding, JudgedOption, Verdict, findings


def figure(
    n: int = 100,
    facility: float = 0.6,
    discrimination: float | None = 0.3,
    skipped: float = 0.0,
    *,
    timed: int = 100,
    hasty: float | None = 0.0,
) -> ItemFigure:
    return ItemFigure(n, facility, discrimination, skipped, 20.0, timed, hasty)


def options(*rows: tuple[str, bool, int, float | None]) -> list[JudgedOption]:
    return [JudgedOption(letter, right, OptionFigure(chosen, rest)) for letter, right, chosen, rest in rows]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (figure(), []),
        (figure(n=19, facility=1.0), []),
        (figure(n=20, facility=0.95), [Verdict.TOO_EASY]),
        (figure(facility=0.94), []),
        (figure(facility=0.2), [Verdict.TOO_HARD]),
        (figure(facility=0.21), []),
        (figure(discrimination=0.1), []),
        (figure(discrimination=0.09), [Verdict.WEAK]),
        (figure(discrimination=0.0), [Verdict.WEAK]),
        (figure(discrimination=-0.2), [Verdict.NEGATIVE]),
        (figure(discrimination=-0.19), [Verdict.WEAK]),
        (figure(n=400, discrimination=-0.1), [Verdict.NEGATIVE]),
        (figure(facility=0.96, discrimination=0.05), [Verdict.TOO_EASY]),
        (figure(skipped=0.2), [Verdict.SKIPPED]),
        (figure(skipped=0.19), []),
        (figure(facility=0.0, discrimination=None, skipped=0.5), [Verdict.SKIPPED]),
        (figure(facility=0.0, discrimination=None, skipped=0.49), [Verdict.TOO_HARD, Verdict.SKIPPED]),
        (figure(discrimination=None), []),
        (figure(hasty=0.2), [Verdict.HASTY]),
        (figure(hasty=0.19), []),
        (figure(timed=20, hasty=1.0), [Verdict.HASTY]),
        (figure(timed=19, hasty=1.0), []),
        (figure(timed=0, hasty=None), []),
        (figure(facility=0.1, discrimination=-0.2), [Verdict.NEGATIVE, Verdict.TOO_HARD]),
    ],
)
def test_rules(given: ItemFigure, expected: list[Verdict]) -> None:
    assert [finding.verdict for finding in findings(given)] == expected


def test_a_wrong_option_that_draws_better_learners_is_named() -> None:
    rows = options(("A", True, 40, 0.55), ("B", False, 10, 0.56), ("C", False, 9, 0.9), ("D", False, 41, 0.4))
    assert findings(figure(discrimination=0.09), rows)[0] == Finding(Verdict.KEY_SUSPECT, ("B",))
    assert findings(figure(discrimination=0.1), rows) == []


@pytest.mark.parametrize(("chosen", "suspect"), [(5, True), (4, False)])
def test_a_handful_is_no_evidence(chosen: int, suspect: bool) -> None:
    rows = options(("A", True, 20, 0.5), ("B", False, chosen, 0.9))
    verdicts = [finding.verdict for finding in findings(figure(n=20, discrimination=None), rows)]
    assert verdicts == ([Verdict.KEY_SUSPECT] if suspect else [])


def test_without_any_chooser_of_the_key_nothing_is_suspected() -> None:
    assert findings(figure(discrimination=None), options(("A", True, 0, None), ("B", False, 90, 0.9))) == [
        Finding(Verdict.UNUSED_OPTION, ("A",))
    ]


@pytest.mark.parametrize(("n", "expected"), [(100, ("B",)), (99, ())])
def test_an_option_hardly_anybody_takes(n: int, expected: tuple[str, ...]) -> None:
    rows = options(("A", True, 60, 0.6), ("B", False, 1, 0.3), ("C", False, 39, 0.3))
    found = findings(figure(n=n), rows)
    assert [finding.letters for finding in found] == ([expected] if expected else [])


@pytest.mark.parametrize(("n", "share", "apart"), [(20, 0.4, True), (19, 0.4, False), (20, 0.41, False)])
def test_languages_apart(n: int, share: float, apart: bool) -> None:
    languages = [figure(n=20, facility=0.6), figure(n=n, facility=share)]
    verdicts = [finding.verdict for finding in findings(figure(), (), languages)]
    assert verdicts == ([Verdict.LANGUAGES_DIFFER] if apart else [])
