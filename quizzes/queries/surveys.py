"""Self-assessment forms as their author sees them."""

from dataclasses import dataclass

from quizzes.models import (
    DimensionChoice,
    Survey,
    SurveyResponse,
)
from quizzes.selfcheck import MODULES, picture

GROUP = 5


def forms_of(user_id: int, survey: Survey) -> list[SurveyResponse]:
    """Return a person's forms of a self-assessment, the newest first."""
    return list(
        SurveyResponse.objects.filter(user_id=user_id, version__survey=survey).order_by("-started_at")
    )


def unanswered(response: SurveyResponse) -> list[int]:
    """Return the numbers (from 1, as displayed) of the statements of a form that have no answer."""
    answered = set(response.answers.values_list("code", flat=True))
    items = response.version.content["items"]
    return [number for number, item in enumerate(items, start=1) if item["code"] not in answered]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as displayed, with the person's own answer."""

    number: int
    code: str
    text: str
    value: int | None
    seq: int


def statements(response: SurveyResponse, language: str) -> list[list[Statement]]:
    """Return the statements of a form in groups of five, in the order of its version."""
    known = {row.code: row for row in response.answers.all()}
    rows = [
        Statement(
            number=number,
            code=item["code"],
            text=_in(item["text"], language),
            value=known[item["code"]].value if item["code"] in known else None,
            seq=known[item["code"]].seq if item["code"] in known else 0,
        )
        for number, item in enumerate(response.version.content["items"], start=1)
    ]
    return [rows[place : place + GROUP] for place in range(0, len(rows), GROUP)]


def _in(text: dict[str, str], language: str) -> str:
    return text["en"] if language == "en" and text["en"] else text["zh"]


def survey_text(response: SurveyResponse, name: str, language: str) -> str:
    """Return the ``title`` or ``instruction`` of a form's version in a language."""
    return _in(response.version.content[name], language)


@dataclass(frozen=True, slots=True)
class Advice:
    """A competency as its author sees it, with the lesson that trains it."""

    label: str
    share_bp: int
    module: str


@dataclass(frozen=True, slots=True)
class SelfPicture:
    """What a submitted form tells its author."""

    bars: tuple[Advice, ...]
    strength: Advice | None
    practice: Advice | None


def picture_of(response: SurveyResponse) -> SelfPicture:
    """Return the picture of a submitted form, with names and lessons."""
    answers = dict(response.answers.values_list("code", "value"))
    drawn = picture(response.version.content["items"], answers)
    bars = {
        bar.dimension: Advice(
            str(DimensionChoice(bar.dimension.value).label), bar.share_bp, MODULES[bar.dimension]
        )
        for bar in drawn.bars
    }
    return SelfPicture(
        tuple(bars.values()),
        bars[drawn.strength] if drawn.strength else None,
        bars[drawn.practice] if drawn.practice else None,
    )
