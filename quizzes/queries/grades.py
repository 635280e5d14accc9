"""Results after their first grade: what changed, and whose they are where somebody objected."""

from django.db.models import F, Q

from people.models import User
from quizzes.content import Content, parse
from quizzes.grading import GradeKind, shown
from quizzes.models import Attempt, AttemptItem, AttemptState, GradeEntry

MOST_RESULTS = 30


def grade_changes(attempt: Attempt) -> list[GradeEntry]:
    """Return what changed a result after its first grade, the newest first, as its learner may read it."""
    rows = attempt.grades.filter(score_before_bp__isnull=False).select_related("given_by")
    moved = ~Q(score_before_bp=F("score_after_bp")) | ~Q(passed_before=F("passed_after"))
    return list(rows.filter(moved | Q(kind__in=[GradeKind.OVERRIDDEN, GradeKind.LIFTED])).order_by("-number"))


def left_out(attempt: Attempt) -> list[int]:
    """Return the positions of questions that were taken out of the result."""
    return list(attempt.items.filter(voided=True).order_by("position").values_list("position", flat=True))


def results_of_people(words: str, *, but: int) -> list[Attempt]:
    """Return the newest standing results of people of this name or employee number, without one person's."""
    people = User.objects.filter(Q(name__icontains=words) | Q(employee_no__iexact=words)).exclude(pk=but)
    rows = Attempt.objects.filter(user__in=people, state=AttemptState.SUBMITTED, item_tries=None)
    return list(rows.select_related("user", "quiz").order_by("-submitted_at", "pk")[:MOST_RESULTS])


def marked_content(item: AttemptItem) -> Content:
    """Return a question as its learner saw it, with the key it was marked by."""
    seen, key = parse(item.version.content), item.version.corrected_by
    return shown(seen, parse(key.content)) if key is not None and item.marked_by_id == key.pk else seen
