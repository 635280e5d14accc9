"""Everything that writes what people do in cases and role-plays; each action is one transaction."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import dialogue, judging, queries, ranges
from cases.models import (
    CasePage,
    JudgementAnswer,
    Run,
    RunKind,
    RunPoints,
    RunState,
    ScenarioPage,
    Step,
)
from cases.shapes import Measured
from cases.signals import run_finished, run_starting, swap_seen
from core.basis_points import ratio_bp
from core.refused import Refused
from people.models import User
from people.queries import department_on
from people.roles import Role, roles_of

TRIAL_ROLES = frozenset({Role.TRAINER, Role.ADMINISTRATOR})


def start(
    *,
    user: User,
    page: CasePage | ScenarioPage,
    language: str,
    now: datetime,
    cycle: int = 1,
    is_preview: bool = False,
) -> Run:
    """Return this person's open run of what the page offers, or begin one with the latest version.

    ``is_preview``: a trainer's trial that counts nowhere. Raises Refused: not_available,
    not_a_trainer, and what listeners object.
    """
    if is_preview and not TRIAL_ROLES & roles_of(user):
        raise Refused("not_a_trainer", _("Trial runs are for trainers. Start it as everybody does."))
    definition = page.definition
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # one start at a time for a person
        mine = Run.objects.filter(
            user=user, kind=page.kind, activity_key=definition.key, is_preview=is_preview
        )
        open_run = mine.filter(state=RunState.OPEN).first()
        if open_run:
            return open_run
        version = queries.latest_version(definition)
        if not definition.live or version is None:
            raise Refused("not_available", _("This is not open at the moment. Please come back later."))
        if not is_preview:
            run_starting.send(sender=Run, user=user, page_key=page.translation_key)
        of_its_kind = {f"{page.kind}_version": version}
        return Run.objects.create(
            user=user,
            kind=page.kind,
            activity_key=definition.key,
            page_key=page.translation_key,
            department=department_on(user, timezone.localdate(now)),
            language=language,
            number=mine.filter(cycle=cycle).count() + 1,
            cycle=cycle,
            is_preview=is_preview,
            started_at=now,
            scene=version.content.get("start", ""),
            **of_its_kind,
        )


def _locked(user: User, run_id: UUID, kind: RunKind | None = None) -> Run:
    """Return the person's run, held until the transaction ends. Raises Refused: not_found."""
    mine = Run.objects.select_for_update(no_key=True).filter(user=user, pk=run_id)
    run = (mine.filter(kind=kind) if kind else mine).first()
    if run is None:
        raise Refused("not_found", _("This run does not exist. Start again from the practice list."))
    return run


# Role-plays -------------------------------------------------------------------------------------------------


@transaction.atomic
def choose(*, user: User, run_id: UUID, seq: int, scene: str, choice: str, now: datetime) -> Run:
    """Make one choice. ``seq`` counts choices from 1: a step sent twice is written once.

    Reaching an ending finishes the run. Raises Refused: not_found, stale, over, not_offered.
    """
    run = _locked(user, run_id, RunKind.SCENARIO)
    steps = list(run.steps.all())
    if 1 <= seq <= len(steps) and (steps[seq - 1].scene, steps[seq - 1].choice) == (scene, choice):
        return run
    if not run.is_open:
        raise Refused("over", _("This run is over. You can start another one below."))
    if seq != len(steps) + 1 or scene != run.scene:
        raise Refused(
            "stale", _("You had already gone on in another window. Nothing is lost; here is where you are.")
        )
    graph = dialogue.parse(run.version.content)
    state = dialogue.replay(graph, [step.choice for step in steps])
    try:
        state = dialogue.advance(graph, state, choice)
    except dialogue.NotOffered as error:
        raise Refused("not_offered", _("Please choose one of the answers shown.")) from error
    shown_at = steps[-1].chosen_at if steps else run.started_at
    Step.objects.create(
        run=run, seq=seq, scene=scene, choice=choice, shown_at=shown_at, chosen_at=max(now, shown_at)
    )
    run.scene = state.scene.key if state.scene else ""
    run.progress_bp = ranges.progress_bp(graph, state)
    if state.ending:
        run.ending = state.ending.key
        _close(run, RunState.FINISHED, ranges.points(graph, state), max(now, shown_at))
    else:
        run.save()
    return run


def _close(run: Run, state: RunState, points: Mapping[str, Measured], now: datetime) -> None:
    """End a run that is held: its points, its state, and the news for the apps above."""
    run.state = state
    run.finished_at = max(now, run.started_at)
    run.save()
    RunPoints.objects.bulk_create(
        RunPoints(run=run, dimension=dimension, points=one.points, low=one.low, high=one.high)
        for dimension, one in points.items()
    )
    if state == RunState.FINISHED and not run.is_preview:
        run_finished.send(sender=Run, run=run)


@transaction.atomic
def see_swap(*, user: User, run_id: UUID, now: datetime) -> Run:
    """Note that the customer's side was read; the first time stays. Raises Refused: not_found, not_over."""
    run = _locked(user, run_id, RunKind.SCENARIO)
    if not run.is_finished:
        raise Refused("not_over", _("Play to an ending first, then see it from the other side."))
    if run.swap_seen_at is None:
        run.swap_seen_at = now
        run.save(update_fields=["swap_seen_at"])
        if not run.is_preview:
            swap_seen.send(sender=Run, run=run)
    return run


# Cases ------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_judgements(*, user: User, run_id: UUID, answers: Mapping[str, str], seen: str, now: datetime) -> Run:
    """Keep judgements (id to option id) until the case is submitted; those not named stay as they are.

    ``seen`` is ``queries.answers_mark`` of what the person saw. Raises Refused: not_found, over,
    unknown_option, stale.
    """
    run = _locked(user, run_id, RunKind.CASE)
    if not run.is_open:
        raise Refused("over", _("This case has been submitted; your judgements stand as they were."))
    _keep(run, answers, seen, now)
    return run


def submit_case(*, user: User, run_id: UUID, answers: Mapping[str, str], seen: str, now: datetime) -> Run:
    """Keep the judgements and finish the case; a second submission changes nothing.

    Raises Refused: not_found, unknown_option, stale, unanswered (what was answered is kept all the same).
    """
    with transaction.atomic():
        run = _locked(user, run_id, RunKind.CASE)
        if not run.is_open:
            return run
        chosen = _keep(run, answers, seen, now)
        case = judging.parse(run.version.content)
        if all(judgement.id in chosen for judgement in case.judgements):
            _close(run, RunState.FINISHED, judging.points(case, chosen), now)
            return run
    raise Refused("unanswered", _("Please answer every question, then submit again. What you chose is kept."))


def _keep(run: Run, answers: Mapping[str, str], seen: str, now: datetime) -> dict[str, str]:
    """Write what has changed and return all judgements made so far."""
    case = judging.parse(run.version.content)
    for judgement_id, option_id in answers.items():
        judgement = case.judgement(judgement_id)
        if judgement is None or judgement.option(option_id) is None:
            raise Refused("unknown_option", _("Please choose one of the answers shown."))
    stored = list(run.answers.all())
    chosen = {answer.judgement: answer.option for answer in stored}
    changed = {key: option for key, option in answers.items() if chosen.get(key) != option}
    if changed and seen != queries.answers_mark(stored):
        raise Refused(
            "stale",
            _("Your judgements were changed in another window; they are shown here. Check them, then save."),
        )
    for judgement_id, option_id in changed.items():
        JudgementAnswer.objects.update_or_create(
            run=run, judgement=judgement_id, defaults={"option": option_id, "answered_at": now}
        )
    chosen |= changed
    run.progress_bp = ratio_bp(len(chosen), len(case.judgements))
    run.save(update_fields=["progress_bp"])
    return chosen


# Both -------------------------------------------------------------------------------------------------------


@transaction.atomic
def abandon(*, user: User, run_id: UUID, now: datetime) -> Run:
    """Give an open run up; what was done is kept. Raises Refused: not_found, over."""
    run = _locked(user, run_id)
    if run.state == RunState.ABANDONED:
        return run
    if run.is_finished:
        raise Refused("over", _("This run is over. You can start another one below."))
    if run.kind == RunKind.CASE:
        points = judging.points(
            judging.parse(run.version.content), {one.judgement: one.option for one in run.answers.all()}
        )
    else:
        graph = dialogue.parse(run.version.content)
        points = ranges.points(graph, dialogue.replay(graph, [step.choice for step in run.steps.all()]))
    run.scene = ""
    _close(run, RunState.ABANDONED, points, now)
    return run
