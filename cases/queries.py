"""What the screens and the index ask about cases, role-plays and what people did in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Prefetch
from wagtail.models import Page

from cases.judging import CaseStudy
from cases.models import (
    CASE,
    Case,
    CasePage,
    JudgementAnswer,
    Run,
    RunPoints,
    RunState,
    Scenario,
    ScenarioPage,
    Version,
)
from people.models import User

FEWEST_COLLEAGUES: Final = 5


def latest_version(definition: Case | Scenario) -> Version | None:
    """Return the version that new runs get, None when nothing was published yet."""
    version: Version | None = definition.versions.order_by("-number").first()
    return version


def answers_mark(answers: Iterable[JudgementAnswer]) -> str:
    """Return a mark of the judgements made so far: it changes whenever one of them is made or changed."""
    last = max((answer.answered_at for answer in answers), default=None)
    return last.isoformat() if last else ""


# For the index ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DimensionOutcome:
    """Whole points in one dimension, with their limits over all complete paths."""

    dimension: str
    points: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run that is over. ``status``: submitted or abandoned; ``progress_bp``: the share done."""

    run_id: UUID
    user_id: int
    department_id: int | None
    activity_key: str
    kind: str
    cycle: int
    submitted_at: datetime
    status: str
    progress_bp: int
    points: tuple[DimensionOutcome, ...]


STATUS: Final = {RunState.FINISHED: "submitted", RunState.ABANDONED: "abandoned"}


def outcomes(user_ids: Collection[int] | None) -> list[Outcome]:
    """Return everything that counts of these people (everybody with None), by person and time.

    Trials of trainers and open runs are left out. Two queries, however many people are asked for.
    """
    runs = Run.objects.counted().order_by("user_id", "finished_at", "pk")
    if user_ids is not None:
        runs = runs.filter(user_id__in=user_ids)
    rows = Prefetch("points", RunPoints.objects.order_by("dimension"))
    return [_outcome(run) for run in runs.prefetch_related(rows)]


def _outcome(run: Run) -> Outcome:
    assert run.finished_at is not None  # noqa: S101 - a constraint of the table
    points = [DimensionOutcome(row.dimension, row.points, row.low, row.high) for row in run.points.all()]
    return Outcome(
        run_id=run.pk,
        user_id=run.user_id,
        department_id=run.department_id,
        activity_key=run.activity_key,
        kind=run.kind,
        cycle=run.cycle,
        submitted_at=run.finished_at,
        status=STATUS[RunState(run.state)],
        progress_bp=run.progress_bp,
        points=tuple(points),
    )


# How colleagues judged --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Colleagues:
    """How many people judged, and per option the share in whole per cent; no shares below five people."""

    people: int
    shares: dict[str, int]

    @property
    def enough(self) -> bool:
        """Whether there are shares to show."""
        return self.people >= FEWEST_COLLEAGUES


def colleagues(activity_key: str, case: CaseStudy) -> Colleagues:
    """Return how everybody judged in their first finished run, over the whole company and nothing smaller."""
    first = Run.objects.filter(
        kind=CASE, activity_key=activity_key, state=RunState.FINISHED, is_preview=False, number=1
    )
    people = first.values("user_id").distinct().count()
    if people < FEWEST_COLLEAGUES:
        return Colleagues(people, {})
    rows = (
        JudgementAnswer.objects.filter(run__in=first)
        .order_by()
        .values_list("judgement", "option")
        .annotate(count=Count("pk"))
    )
    counts = {(judgement, option): count for judgement, option, count in rows}
    shares: dict[str, int] = {}
    for judgement in case.judgements:
        chosen = {option.id: counts.get((judgement.id, option.id), 0) for option in judgement.options}
        answered = sum(chosen.values())
        if answered >= FEWEST_COLLEAGUES:
            shares |= {option: count * 100 // answered for option, count in chosen.items()}
    return Colleagues(people, shares)


# Pages and the person's state -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with one activity."""

    open_run: Run | None
    finished: tuple[Run, ...]

    @property
    def last(self) -> Run | None:
        """The run finished last."""
        return self.finished[-1] if self.finished else None


def standings(user: User, activity_keys: Collection[str]) -> dict[str, Standing]:
    """Return the person's standing with each activity, in one query."""
    runs: dict[str, list[Run]] = defaultdict(list)
    mine = Run.objects.filter(user=user, activity_key__in=activity_keys, is_preview=False)
    for run in mine.order_by("started_at", "number"):
        runs[run.activity_key].append(run)
    return {
        key: Standing(
            next((run for run in runs[key] if run.is_open), None),
            tuple(run for run in runs[key] if run.is_finished),
        )
        for key in activity_keys
    }


def runs_before(run: Run) -> int:
    """Return how many finished runs of the same activity this person had before this one."""
    same = Run.objects.filter(
        user_id=run.user_id, kind=run.kind, activity_key=run.activity_key, is_preview=run.is_preview
    )
    return same.filter(state=RunState.FINISHED, number__lt=run.number).count()


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A case or role-play that is offered, with the person's standing."""

    page: CasePage | ScenarioPage
    standing: Standing


def practice(user: User, language: str) -> list[PracticeRow]:
    """Return what is offered in a language, each activity once, in the order of the courses.

    A page below one that is not live is left out. A fixed number of queries.
    """
    pages: list[CasePage | ScenarioPage] = []
    for model in (CasePage, ScenarioPage):
        offered = model.objects.live().filter(locale__language_code=language, definition__live=True)
        pages += offered.select_related("definition").defer("intro")
    hidden = _hidden_paths(pages)
    open_pages = [page for page in pages if not any(page.path.startswith(path) for path in hidden)]
    once = {
        page.definition.key: page for page in sorted(open_pages, key=lambda page: page.path, reverse=True)
    }
    standing = standings(user, list(once))
    rows = [PracticeRow(page, standing[key]) for key, page in once.items()]
    return sorted(rows, key=lambda row: row.page.path)


def _hidden_paths(pages: Sequence[Page]) -> list[str]:
    """Return the paths of pages that are not live above these pages."""
    above = {page.path[:end] for page in pages for end in range(Page.steplen, len(page.path), Page.steplen)}
    return list(Page.objects.filter(path__in=above, live=False).values_list("path", flat=True))


def offered_page(page_key: UUID, language: str) -> CasePage | ScenarioPage | None:
    """Return the live page of this key: in the language being shown, else in the other one."""
    for model in (CasePage, ScenarioPage):
        found = list(
            model.objects.live()
            .filter(translation_key=page_key)
            .select_related("definition", "locale")
            .order_by("pk")
        )
        found.sort(key=lambda page: page.locale.language_code != language)
        open_pages = [page for page in found if not _hidden_paths([page])]
        if open_pages:
            return open_pages[0]
    return None
