"""Questions, the self-assessment, cases, role-plays and the glossary."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from academy.loading.files import read_table, read_yaml
from academy.loading.ledger import Ledger
from cases.authoring import save_case, save_scenario
from cases.models import Case, Scenario
from core.dimensions import CODES
from courses.models import GlossaryTerm
from quizzes.content import Content, parse
from quizzes.models import (
    Question,
    QuestionOption,
    Survey,
    SurveyItem,
    SurveyItemKind,
)

SURVEY_KEY = "self-assessment"
TRUE_FALSE = {"true": {"zh": "对", "en": "True"}, "false": {"zh": "错", "en": "False"}}
EMPTY = {"zh": "", "en": ""}
TERM_FIELDS = ("term_zh", "term_en", "definition_zh", "definition_en", "taught_in")


def load_questions(ledger: Ledger) -> None:
    """Load the question bank; every question is its own piece."""
    stored = {row.key: row for row in Question.objects.all()}
    for raw in read_yaml("questions.yaml")["questions"]:
        key = raw["id"]
        if ledger.is_current("question", key, "", raw):
            continue
        question = stored.get(key)
        if ledger.may_write("question", key, "", question):
            with transaction.atomic():
                ledger.note("question", key, "", raw, _write_question(question or Question(key=key), raw))


def bank_contents() -> list[Content]:
    """Return the question bank as the files have it; nothing is loaded or saved."""
    raws = read_yaml("questions.yaml")["questions"]
    return [parse(_fill(Question(key=raw["id"]), raw, ()).content()) for raw in raws]


def _write_question(question: Question, raw: Mapping[str, Any]) -> Question:
    known = () if question.pk is None else question.options.order_by("sort_order")
    _fill(question, raw, list(known))
    question.live = False
    question.save()
    question.save_revision(clean=False).publish(skip_permission_checks=True)
    question.refresh_from_db()
    return question


def _fill(question: Question, raw: Mapping[str, Any], known: Sequence[QuestionOption]) -> Question:
    question.kind, question.module = raw["type"], raw["module"]
    question.dimension, question.difficulty = raw["competency"], raw["difficulty"]
    question.points = raw.get("max_points", 1)
    for name in ("stem", "explanation", "unit", "model_answer"):
        text = raw.get(name, EMPTY)
        setattr(question, f"{name}_zh", text["zh"])
        setattr(question, f"{name}_en", text["en"])
    question.number = Decimal(str(raw["answer"])) if raw["type"] == "numeric" else None
    question.tolerance = Decimal(str(raw.get("tolerance", 0)))
    accepted = raw.get("accepted", {"zh": [], "en": []})
    question.accepted_zh, question.accepted_en = "\n".join(accepted["zh"]), "\n".join(accepted["en"])
    question.options = _options(raw, known)
    return question


def _options(raw: Mapping[str, Any], known: Sequence[QuestionOption]) -> list[QuestionOption]:
    """Return the option rows; on an update an option keeps the random id it got when it was made."""
    rows = [
        QuestionOption(
            sort_order=place,
            text_zh=row.get("text", EMPTY)["zh"],
            text_en=row.get("text", EMPTY)["en"],
            match_zh=row.get("match", EMPTY)["zh"],
            match_en=row.get("match", EMPTY)["en"],
            feedback_zh=row.get("feedback", EMPTY)["zh"],
            feedback_en=row.get("feedback", EMPTY)["en"],
            is_correct=row.get("correct", False),
            points=row.get("points", 0),
        )
        for place, row in enumerate(_option_rows(raw))
    ]
    _keep_ids(rows, known)
    return rows


def _keep_ids(rows: Sequence[QuestionOption], known: Sequence[QuestionOption]) -> None:
    """Give known ids back: to the same texts wherever they now stand, then in order to reworded ones."""
    waiting = {(old.text_zh, old.match_zh): old.uid for old in known}
    reworded = []
    for row in rows:
        uid = waiting.pop((row.text_zh, row.match_zh), None)
        if uid is None:
            reworded.append(row)
        else:
            row.uid = uid
    for row, uid in zip(reworded, waiting.values(), strict=False):
        row.uid = uid


def _option_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return _ROWS.get(raw["type"], _plain_rows)(raw)


def _plain_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return raw["options"]


def _true_false_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for word, text in TRUE_FALSE.items():
        right = raw["answer"] == (word == "true")
        yield {"text": text, "feedback": raw["feedback"][word], "correct": right}


def _matching_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for pair in raw["pairs"]:
        yield {"text": pair["left"], "match": pair["right"], "feedback": pair["feedback"]}
    for extra in raw["distractors"]:
        yield {"match": extra["text"], "feedback": extra["feedback"]}


def _ordering_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    items = {item["id"]: item for item in raw["items"]}
    return [items[key] for key in raw["answer"]]


def _rubric_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for row in raw["rubric"]:
        yield {"text": row["criterion"], "feedback": row["if_missing"], "points": row["points"]}


def _slip_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for slip in raw["common_errors"]:
        text = slip.get("answer") or {"zh": str(slip["value"]), "en": str(slip["value"])}
        yield {"text": text, "feedback": slip["feedback"]}


def _blank_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for blank in raw["blanks"]:
        accepted = {language: " | ".join(texts) for language, texts in blank["accepted"].items()}
        yield {"text": accepted, "feedback": blank["feedback"]}


def _statement_rows(raw: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return raw["statements"]


_ROWS: dict[str, Callable[[Mapping[str, Any]], Iterable[Mapping[str, Any]]]] = {
    "true_false": _true_false_rows,
    "matching": _matching_rows,
    "ordering": _ordering_rows,
    "short_answer": _rubric_rows,
    "numeric": _slip_rows,
    "fill_blank": _slip_rows,
    "blanks": _blank_rows,
    "statement_grid": _statement_rows,
}


def load_survey(ledger: Ledger) -> Survey:
    """Load the self-assessment: 24 statements and one that checks attention."""
    raw = {"texts": read_yaml("self_assessment.yaml"), "items": read_table("self_items.csv")}
    survey = Survey.objects.filter(key=SURVEY_KEY).first()
    if survey is not None and ledger.is_current("survey", SURVEY_KEY, "", raw):
        return survey
    if survey is not None and not ledger.may_write("survey", SURVEY_KEY, "", survey):
        return survey
    survey = survey or Survey(key=SURVEY_KEY)
    for name in ("title", "instruction"):
        setattr(survey, f"{name}_zh", raw["texts"][name]["zh"])
        setattr(survey, f"{name}_en", raw["texts"][name]["en"])
    survey.live = False
    survey.items = [
        SurveyItem(
            sort_order=int(row["position"]),
            code=row["item_id"],
            kind=SurveyItemKind(row["kind"]),
            dimension=CODES[row["dimension"]].value if row["dimension"] in CODES else "",
            reverse=row["reverse"] == "1",
            expected=int(row["expected"]) if row["expected"] else None,
            text_zh=row["zh"],
            text_en=row["en"],
        )
        for row in raw["items"]
    ]
    with transaction.atomic():
        survey.save()
        survey.save_revision(clean=False).publish(skip_permission_checks=True)
        survey.refresh_from_db()
        ledger.note("survey", SURVEY_KEY, "", raw, survey)
    return survey


def load_cases(ledger: Ledger) -> None:
    """Load the case studies and the role-plays."""
    cases = {row.key: row for row in Case.objects.all()}
    for raw in read_yaml("cases.yaml")["cases"]:
        key = raw["id"]
        if not ledger.is_current("case", key, "", raw) and ledger.may_write("case", key, "", cases.get(key)):
            ledger.note("case", key, "", raw, save_case(raw))
    scenarios = {row.key: row for row in Scenario.objects.all()}
    for raw in read_yaml("scenarios.yaml")["roleplays"]:
        key = raw["id"]
        known = scenarios.get(key)
        if not ledger.is_current("scenario", key, "", raw) and ledger.may_write("scenario", key, "", known):
            ledger.note("scenario", key, "", raw, save_scenario(raw))


def term_key(raw: Mapping[str, str]) -> str:
    """Return a term's key, which is its place on the glossary's page too."""
    return slugify(raw["term_en"])[:80]


def load_glossary(ledger: Ledger) -> None:
    """Load the glossary; a term's key follows from its English wording."""
    stored = {row.key: row for row in GlossaryTerm.objects.all()}
    for raw in read_table("glossary.csv"):
        key = term_key(raw)
        source = {**raw, "fields": "avoid"}  # what was loaded before these fields were there is loaded again
        if ledger.is_current("term", key, "", source):
            continue
        term = stored.get(key)
        if ledger.may_write("term", key, "", term):
            term = term or GlossaryTerm(key=key)
            for name in TERM_FIELDS:
                setattr(term, name, raw[name])
            unmarked = raw["unmarked"].split()
            term.marked_zh, term.marked_en = "zh" not in unmarked, "en" not in unmarked
            for name in ("longer_zh", "avoid_zh", "avoid_en"):
                setattr(term, name, raw[name].replace("|", "\n"))
            with transaction.atomic():
                term.save()
                term.save_revision(clean=False).publish(skip_permission_checks=True)
                term.refresh_from_db()
                ledger.note("term", key, "", source, term)
