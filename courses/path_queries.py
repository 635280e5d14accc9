"""Learning paths: what they ask for, where a person stands, who confirms, who holds certificates."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cases.models import Run, RunKind, RunState, Scenario, ScenarioPage
from core.basis_points import percent_cut
from courses.certification import CourseRule, Facts, PathRules, Standing, standing
from courses.models import (
    Certificate,
    CoursePage,
    Enrolment,
    Examination,
    ExaminationState,
    HandIn,
    HandInState,
    LearningPathCourse,
    LearningPathPage,
    LearningPathScenario,
)
from courses.places import STEP, address, rows_where
from courses.queries import open_rows
from people.models import Department, ServiceLink, User
from people.queries import department_on, heads_of
from people.tree import path_to
from quizzes.models import Attempt, AttemptState, QuizPage, QuizPurpose
from quizzes.queries import counted_tries

BP_A_PERCENT = 100


# What a path asks for ---------------------------------------------------------------------------------------


def rules_of(path_keys: Collection[UUID]) -> dict[UUID, PathRules]:
    """Return {path key: rules} of published paths; a fixed number of queries.

    A path in two languages is one: its courses and role-plays are told apart by translation.
    """
    pages = list(LearningPathPage.objects.filter(translation_key__in=path_keys, live=True).order_by("path"))
    path_of = {page.pk: page.translation_key for page in pages}
    courses: dict[UUID, dict[UUID, None]] = defaultdict(dict)
    chosen = LearningPathCourse.objects.filter(page__in=path_of).order_by("page__path", "sort_order")
    for page_id, course_key in chosen.values_list("page_id", "course__translation_key"):
        courses[path_of[page_id]][course_key] = None
    plays: dict[UUID, dict[str, None]] = defaultdict(dict)
    asked = LearningPathScenario.objects.filter(page__in=path_of).order_by("page__path", "sort_order")
    for page_id, scenario_key in asked.values_list("page_id", "scenario__key"):
        plays[path_of[page_id]][scenario_key] = None
    quizzes = _course_quizzes({key for keys in courses.values() for key in keys})
    first = {page.translation_key: page for page in reversed(pages)}
    return {
        key: PathRules(
            courses=tuple(CourseRule(course, quizzes.get(course, ())) for course in courses[key]),
            plays=tuple(plays[key]),
            mark_bp=page.pass_percent * BP_A_PERCENT,
            hand_in=page.asks_hand_in,
        )
        for key, page in first.items()
    }


def _course_quizzes(course_keys: Collection[UUID]) -> dict[UUID, tuple[int, ...]]:
    """Return {course key: ids of the course quizzes published in it}, whatever the language."""
    pages = CoursePage.objects.filter(translation_key__in=course_keys, live=True)
    courses = dict(pages.values_list("path", "translation_key"))
    found: dict[UUID, set[int]] = defaultdict(set)
    offered = QuizPage.objects.filter(live=True, quiz__purpose=QuizPurpose.COURSE)
    for path, quiz_id in offered.values_list("path", "quiz_id"):
        course = courses.get(path[:-STEP])
        if course is not None:
            found[course].add(quiz_id)
    return {course: tuple(sorted(ids)) for course, ids in found.items()}


# Where a person stands --------------------------------------------------------------------------------------


def standings(user_id: int, rules: Mapping[UUID, PathRules]) -> dict[UUID, Standing]:
    """Return {path key: where the person stands}; four queries however many paths."""
    quizzes = {quiz for one in rules.values() for course in one.courses for quiz in course.quizzes}
    scores = _scores(user_id, quizzes)
    played: dict[str, datetime] = {}
    seen = set()
    runs = Run.objects.filter(
        user=user_id,
        kind=RunKind.SCENARIO,
        state=RunState.FINISHED,
        is_preview=False,
        activity_key__in={play for one in rules.values() for play in one.plays},
    )
    for key, ended, swapped in runs.values_list("activity_key", "finished_at", "swap_seen_at"):
        if ended is not None:
            played[key] = min(ended, played.get(key, ended))
        if swapped is not None:
            seen.add(key)
    completed = Enrolment.objects.filter(user=user_id, completed_at__isnull=False)
    finished = {key: at for key, at in completed.values_list("course_key", "completed_at") if at is not None}
    confirmed = set(
        HandIn.objects.filter(user=user_id, state=HandInState.CONFIRMED).values_list("path_key", flat=True)
    )
    return {
        key: standing(one, Facts(scores, finished, played, seen, key in confirmed))
        for key, one in rules.items()
    }


def _scores(user_id: int, quizzes: Collection[int]) -> dict[int, list[tuple[int, datetime]]]:
    """Return {quiz id: (score, when handed in)} of the tries that may count, by each quiz's rule."""
    tries: dict[int, list[Attempt]] = defaultdict(list)
    submitted = Attempt.objects.filter(
        user=user_id, quiz__in=quizzes, state=AttemptState.SUBMITTED, item_tries__isnull=True
    )
    for attempt in submitted.order_by("cycle", "number"):
        tries[attempt.quiz_id].append(attempt)
    return {
        quiz: [
            (one.score_bp, one.submitted_at)
            for one in counted_tries(own)
            if one.score_bp is not None and one.submitted_at is not None
        ]
        for quiz, own in tries.items()
    }


def due_paths(user_id: int) -> list[UUID]:
    """Return the keys of paths whose certificate a person has earned and does not hold yet."""
    held = Certificate.objects.filter(user=user_id).values("path_key")
    open_paths = LearningPathPage.objects.filter(live=True).exclude(certificate="")
    open_paths = open_paths.exclude(translation_key__in=held)
    confirmed = HandIn.objects.filter(user=user_id, state=HandInState.CONFIRMED).values("path_key")
    keys = set(
        open_paths.filter(Q(asks_hand_in=False) | Q(translation_key__in=confirmed)).values_list(
            "translation_key", flat=True
        )
    )
    if not keys:
        return []
    return [key for key, found in standings(user_id, rules_of(keys)).items() if found.complete]


# What the path page shows -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of what a path asks for; ``url`` is empty while it is not published in this language."""

    label: str
    url: str
    met: bool
    detail: str


@dataclass(frozen=True, slots=True)
class PathStanding:
    """A path for one person: its conditions, the piece of work, the certificate."""

    key: UUID
    conditions: tuple[Condition, ...]
    complete: bool
    asks_hand_in: bool
    hand_in: HandIn | None
    certificate: Certificate | None
    title: str


def path_standing(page: LearningPathPage, user: User) -> PathStanding:
    """Return where a person stands with a path in the language being shown; a fixed number of queries."""
    key = page.translation_key
    rules = rules_of([key]).get(key) or PathRules((), (), page.pass_percent * BP_A_PERCENT, page.asks_hand_in)
    found = standings(user.pk, {key: rules})[key]
    latest = HandIn.objects.filter(user=user, path_key=key).select_related("confirmer").order_by("-number")
    hand_in = latest.first()
    return PathStanding(
        key=key,
        conditions=(*_course_lines(found, rules, user), *_play_lines(found, rules, user)),
        complete=found.complete,
        asks_hand_in=rules.hand_in,
        hand_in=hand_in,
        certificate=Certificate.objects.filter(user=user, path_key=key).first(),
        title=page.certificate,
    )


def _course_lines(found: Standing, rules: PathRules, user: User) -> Iterable[Condition]:
    keys = [course.key for course in found.courses]
    rows = {
        row.key: row
        for row in open_rows(rows_where(CoursePage.objects.filter(translation_key__in=keys)), user)
    }
    titles = dict(
        CoursePage.objects.filter(translation_key__in=keys)
        .order_by("locale__language_code" if get_language() == "zh-hans" else "-locale__language_code")
        .values_list("translation_key", "title")
    )
    mark = percent_cut(rules.mark_bp)
    for course in found.courses:
        row = rows.get(course.key)
        title = row.title if row else titles.get(course.key, "")
        if not course.has_quiz:
            label = _("Finish the course “%(course)s”") % {"course": title}
            detail = ""
        else:
            label = _("%(mark)s%% or more in the quiz of “%(course)s”") % {"mark": mark, "course": title}
            best = course.best_bp
            detail = "" if best is None else _("best so far: %(percent)s%%") % {"percent": percent_cut(best)}
        if row is None:
            detail = _("not published in this language yet")
        yield Condition(label, address(row.url_path) if row else "", course.met_at is not None, detail)


def _play_lines(found: Standing, rules: PathRules, user: User) -> Iterable[Condition]:
    scenarios = {one.key: one for one in Scenario.objects.filter(key__in=rules.plays)}
    pages = ScenarioPage.objects.filter(definition__key__in=rules.plays)
    keys = dict(pages.values_list("pk", "definition__key"))
    urls: dict[str, str] = {}
    for row in open_rows(rows_where(Page.objects.filter(pk__in=keys)), user):
        urls.setdefault(keys[row.pk], address(row.url_path))
    for key, played in found.plays:
        label = _("Play “%(title)s” to an ending") % {"title": scenarios[key].title}
        detail = "" if key in urls else _("not published in this language yet")
        yield Condition(label, urls.get(key, ""), played, detail)
    if rules.plays:
        yield Condition(_("See one of the role-plays from the other side"), "", found.swap_met, "")


# Who confirms -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmer:
    """Somebody who may confirm a piece of work, and as what."""

    user: User
    confirms_for: str
    is_superior: bool


def confirmers(user: User, today: date) -> list[Confirmer]:
    """Return who may confirm a person's work: the direct superior first, then the receivers' heads."""
    department = department_on(user, today)
    if department is None:
        return []
    parents = dict(Department.objects.values_list("pk", "parent_id"))
    above = path_to(department.pk, parents)
    receivers = list(
        ServiceLink.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=today),
            Q(valid_to__isnull=True) | Q(valid_to__gt=today),
            provider=department,
        ).values_list("customer_id", flat=True)
    )
    names = {row.pk: row.name for row in Department.objects.filter(pk__in={*above, *receivers})}
    heads = heads_of({*above, *receivers}, today)
    found: dict[int, Confirmer] = {}
    nearest = (pk for pk in above if any(head.pk != user.pk for head in heads.get(pk, ())))
    superior = [pk for pk in (next(nearest, None),) if pk is not None]
    for pk in (*superior, *receivers):
        for head in heads.get(pk, ()):
            if head.pk != user.pk:
                found.setdefault(head.pk, Confirmer(head, names[pk], pk in superior))
    return list(found.values())


def waiting_for(user: User) -> list[HandIn]:
    """Return the pieces of work that wait for a person's confirmation, the oldest first."""
    waiting = HandIn.objects.filter(confirmer=user, state=HandInState.SUBMITTED)
    return list(waiting.select_related("user").order_by("submitted_at"))


def certificates_of(user: User) -> list[Certificate]:
    """Return a person's certificates, the newest first."""
    return list(Certificate.objects.filter(user=user))


def examinations() -> "QuerySet[Examination]":
    """Return the certificates put before HR, those that wait first."""
    waits = Case(When(state=ExaminationState.OPEN, then=0), default=1)
    rows = Examination.objects.select_related("certificate", "grade__attempt__quiz", "decided_by")
    return rows.order_by(waits, "-opened_at", "pk")


def examination_of(certificate: Certificate) -> Examination | None:
    """Return what a certificate's holder and those who check it must know: that it waits, or is withdrawn."""
    told = Examination.objects.filter(certificate=certificate).exclude(state=ExaminationState.KEPT)
    return told.order_by("-state").first()


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate as HR lists it."""

    user_id: int
    name: str
    employee_no: str
    title: str
    issued_at: datetime


def holders() -> list[Holder]:
    """Return every certificate that is valid with who holds it, the newest first; one query."""
    language = "en" if get_language() == "en" else "zh"
    valid = Certificate.objects.exclude(examinations__state=ExaminationState.WITHDRAWN)
    rows = valid.order_by("-issued_at", "pk").values_list(
        "user_id", "user__name", "user__employee_no", f"title_{language}", "issued_at", "title_zh"
    )
    return [
        Holder(user_id, name, number or "", title or chinese, at)
        for user_id, name, number, title, at, chinese in rows
    ]
