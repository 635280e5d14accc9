"""Measure how questions and quizzes do, and keep the figures for the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction

from core.basis_points import FULL_BP
from quizzes.content import Content, Kind
from quizzes.models import Question, QuestionHealth, QuizHealth
from quizzes.queries.answer_rows import AnswerColumns, first_answers, languages_of
from quizzes.statistics import (
    Floats,
    ItemFigure,
    Marks,
    OptionFigure,
    item_figures,
    option_figures,
    quiz_figure,
    rest_shares,
)
from quizzes.verdicts import JudgedOption, findings

# One right answer, so that a wrong option can be compared with the key.
ONE_KEY = frozenset({Kind.SINGLE_CHOICE, Kind.TRUE_FALSE})
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def measure(*, now: datetime) -> int:
    """Measure all questions and quizzes from first attempts; return how many questions have figures.

    The old figures stand until the new ones are whole.
    """
    columns = first_answers()
    questions = _question_rows(columns, now)
    quizzes = _quiz_rows(columns, now)
    with transaction.atomic():
        QuestionHealth.objects.all().delete()
        QuestionHealth.objects.bulk_create(questions, batch_size=500)
        QuizHealth.objects.all().delete()
        QuizHealth.objects.bulk_create(quizzes)
    return len(questions)


def _question_rows(columns: AnswerColumns, now: datetime) -> list[QuestionHealth]:
    count = len(columns.keys)
    overall = item_figures(columns.marks, count)
    languages = _by_language(columns, count)
    options = _options(columns)
    ids = dict(Question.objects.values_list("key", "pk"))
    return [
        _question_row(
            columns.contents[item],
            overall[item],
            [(name, rows[item]) for name, rows in languages],
            options.get(item, []),
            question_id=ids.get(key),
            now=now,
        )
        for item, key in enumerate(columns.keys)
        if overall[item].n
    ]


def _question_row(
    content: Content,
    figure: ItemFigure,
    languages: Sequence[tuple[str, ItemFigure]],
    options: Sequence[JudgedOption],
    *,
    question_id: int | None,
    now: datetime,
) -> QuestionHealth:
    found = findings(
        figure, options if content.kind in ONE_KEY else (), [language for _name, language in languages]
    )
    texts = [option.text for option in content.options]
    return QuestionHealth(
        key=content.key,
        question_id=question_id,
        kind=content.kind,
        module=content.module,
        n=figure.n,
        facility_bp=_bp(figure.facility),
        discrimination_bp=_bp(figure.discrimination),
        skipped_bp=_bp(figure.skipped),
        seconds=None if figure.seconds is None else round(figure.seconds),
        timed=figure.timed,
        hasty_bp=_bp(figure.hasty),
        verdict=found[0].verdict if found else "",
        findings=[{"verdict": one.verdict, "letters": list(one.letters)} for one in found],
        options=[_option_row(option, text.zh, text.en) for option, text in zip(options, texts, strict=False)],
        languages=[
            {"language": name, "n": one.n, "facility_bp": _bp(one.facility)} for name, one in languages
        ],
        measured_at=now,
    )


def _option_row(option: JudgedOption, zh: str, en: str) -> dict[str, Any]:
    return {
        "letter": option.letter,
        "zh": zh,
        "en": en,
        "correct": option.correct,
        "chosen": option.figure.chosen,
        "rest_bp": _bp(option.figure.rest),
    }


def _by_language(columns: AnswerColumns, count: int) -> list[tuple[str, list[ItemFigure]]]:
    spoken = np.array(columns.language, dtype=object)[columns.marks.attempt]
    return [
        (name, item_figures(_where(columns.marks, spoken == name), count)) for name in languages_of(columns)
    ]


def _where(marks: Marks, rows: Any) -> Marks:
    return Marks(
        marks.attempt[rows],
        marks.item[rows],
        marks.credit[rows],
        marks.points[rows],
        marks.seconds[rows],
        marks.timed[rows],
    )


def _options(columns: AnswerColumns) -> dict[int, list[JudgedOption]]:
    """Return {item: its options with their figures} for the questions people choose from."""
    places = {
        (item, option.id): None for item, content in enumerate(columns.contents) for option in content.options
    }
    numbers = {place: number for number, place in enumerate(places)}
    rows, option = [], []
    for row, uid in columns.chosen:
        number = numbers.get((int(columns.marks.item[row]), uid))
        if number is not None:  # an option that a newer version has dropped
            rows.append(row)
            option.append(number)
    rest = rest_shares(columns.marks)[np.array(rows, dtype=np.intp)]
    figures = option_figures(np.array(option, dtype=np.intp), rest, len(numbers))
    asked = {int(columns.marks.item[row]) for row, _uid in columns.chosen}
    return {item: _judged(columns.contents[item], item, numbers, figures) for item in asked}


def _judged(
    content: Content, item: int, numbers: dict[tuple[int, str], int], figures: Sequence[OptionFigure]
) -> list[JudgedOption]:
    return [
        JudgedOption(letter, option.correct, figures[numbers[item, option.id]])
        for letter, option in zip(LETTERS, content.options, strict=False)
    ]


def _quiz_rows(columns: AnswerColumns, now: datetime) -> list[QuizHealth]:
    rows = []
    for quiz_id in sorted({int(one) for one in columns.quiz}):
        attempts = np.flatnonzero(columns.quiz == quiz_id)
        figure = quiz_figure(columns.score[attempts], _table(columns.marks, attempts))
        rows.append(
            QuizHealth(
                quiz_id=quiz_id,
                n=figure.n,
                mean_bp=_bp(figure.mean),
                median_bp=_bp(figure.median),
                spread_bp=_bp(figure.spread),
                alpha_bp=_bp(figure.alpha),
                alpha_low_bp=_bp(figure.alpha_low),
                alpha_high_bp=_bp(figure.alpha_high),
                error_bp=_bp(figure.standard_error),
                measured_at=now,
            )
        )
    return rows


def _table(marks: Marks, attempts: Any) -> Floats | None:
    """Return points earned as attempts x places, None where attempts differ in length."""
    rows = np.isin(marks.attempt, attempts)
    lengths = np.bincount(marks.attempt[rows], minlength=int(attempts.max()) + 1)[attempts]
    if lengths.min() == 0 or lengths.min() != lengths.max():
        return None
    earned = marks.points[rows] * np.nan_to_num(marks.credit[rows])
    table: Floats = earned.reshape(len(attempts), int(lengths[0]))
    return table


def _bp(value: float | None) -> int | None:
    return None if value is None else round(value * FULL_BP)
