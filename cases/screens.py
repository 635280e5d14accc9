"""What each screen of the players shows, in one language; nothing in here is due later than its screen."""

from dataclasses import dataclass

from cases import dialogue, judging, queries, sentences, staging, telling
from cases.models import Run
from cases.shapes import Measured, text_of


def _graph(run: Run) -> dialogue.Dialogue:
    return dialogue.parse(run.version.content)


def _state(run: Run, graph: dialogue.Dialogue) -> dialogue.State:
    return dialogue.replay(graph, run.steps.values_list("choice", flat=True))


def title(run: Run, language: str) -> str:
    """Return what was played."""
    return text_of(run.version.content["title"]).shown_in(language)


# Role-plays -------------------------------------------------------------------------------------------------


def playing(run: Run, language: str) -> staging.Playing:
    """Return the player's screen: what has happened and what can be chosen, no more."""
    graph = _graph(run)
    return staging.stage(graph, _state(run, graph), language)


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """Points of one competency, with their limits."""

    name: str
    result: Measured


def dimension_rows(run: Run) -> tuple[DimensionRow, ...]:
    """Return the points of a run that is over, in the order of the competencies."""
    rows = {row.dimension: row for row in run.points.all()}
    return tuple(
        DimensionRow(str(word), Measured(rows[key].points, rows[key].low, rows[key].high))
        for key, word in sentences.DIMENSION_WORDS.items()
        if key in rows
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """How a role-play ended."""

    title: str
    customer: staging.Person
    ending_title: str
    ending_text: str
    lines: tuple[telling.Line, ...]
    trust: telling.Trust
    dimensions: tuple[DimensionRow, ...]
    debrief: tuple[str, ...]
    runs_before: int


def ended(run: Run, language: str) -> Ended:
    """Return the screen of a finished run."""
    graph = _graph(run)
    state = _state(run, graph)
    ending = graph.ending(run.ending)
    assert ending is not None  # noqa: S101 - the action wrote an ending of this version
    return Ended(
        title=graph.texts["title"].shown_in(language),
        customer=staging.introduced(graph, graph.customer_role, language),
        ending_title=ending.title.shown_in(language),
        ending_text=ending.text.shown_in(language),
        lines=tuple(telling.conversation(graph, state, language)),
        trust=telling.trust_of(graph, state),
        dimensions=dimension_rows(run),
        debrief=tuple(text.shown_in(language) for text in graph.debrief),
        runs_before=queries.runs_before(run),
    )


@dataclass(frozen=True, slots=True)
class Swapped:
    """The same run as the customer met it."""

    title: str
    customer: staging.Person
    me: staging.Person
    lines: tuple[telling.Line, ...]
    told: str
    if_you_were: str


def swapped(run: Run, language: str) -> Swapped:
    """Return the role-swap replay of a finished run."""
    graph = _graph(run)
    ending = graph.ending(run.ending)
    assert ending is not None  # noqa: S101 - the action wrote an ending of this version
    return Swapped(
        title=graph.texts["title"].shown_in(language),
        customer=staging.introduced(graph, graph.customer_role, language),
        me=staging.introduced(graph, graph.learner_role, language),
        lines=tuple(telling.other_side(graph, _state(run, graph), language)),
        told=ending.role_swap.shown_in(language),
        if_you_were=graph.texts["if_you_were_the_customer"].shown_in(language),
    )


# Cases ------------------------------------------------------------------------------------------------------


def judging_case(run: Run, language: str) -> staging.JudgingCase:
    """Return the screen of an open case."""
    answers = list(run.answers.all())
    chosen = {answer.judgement: answer.option for answer in answers}
    return staging.unjudged(
        judging.parse(run.version.content), chosen, queries.answers_mark(answers), language
    )


@dataclass(frozen=True, slots=True)
class OptionJudged:
    """An option after submission; ``share`` is None while fewer than five people have judged."""

    text: str
    chosen: bool
    verdict: str
    score: int
    feedback: str
    share: int | None


@dataclass(frozen=True, slots=True)
class QuestionJudged:
    """A judgement that was made."""

    question: str
    competency: str
    options: tuple[OptionJudged, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A submitted case."""

    title: str
    paragraphs: tuple[str, ...]
    questions: tuple[QuestionJudged, ...]
    colleagues: queries.Colleagues
    dimensions: tuple[DimensionRow, ...]
    discussion: tuple[str, ...]
    takeaway: str
    runs_before: int


def judged(run: Run, language: str) -> Judged:
    """Return the screen of a submitted case."""
    case = judging.parse(run.version.content)
    chosen = {answer.judgement: answer.option for answer in run.answers.all()}
    colleagues = queries.colleagues(run.activity_key, case)
    return Judged(
        title=case.texts["title"].shown_in(language),
        paragraphs=staging.paragraphs(case, language),
        questions=tuple(
            _judged(one, chosen.get(one.id, ""), colleagues, language) for one in case.judgements
        ),
        colleagues=colleagues,
        dimensions=dimension_rows(run),
        discussion=tuple(text.shown_in(language) for text in case.discussion),
        takeaway=case.texts["takeaway"].shown_in(language),
        runs_before=queries.runs_before(run),
    )


def _judged(
    judgement: judging.Judgement, chosen: str, colleagues: queries.Colleagues, language: str
) -> QuestionJudged:
    options = tuple(
        OptionJudged(
            text=one.text.shown_in(language),
            chosen=one.id == chosen,
            verdict=str(sentences.VERDICT_WORDS[one.verdict]),
            score=one.score,
            feedback=one.feedback.shown_in(language),
            share=colleagues.shares.get(one.id),
        )
        for one in judgement.options
    )
    competency = str(sentences.DIMENSION_WORDS[judgement.competency])
    return QuestionJudged(judgement.question.shown_in(language), competency, options)
