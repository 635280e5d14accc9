"""The sentences of this app that depend on what something is: rules of steps, states of duties."""

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.basis_points import percent_cut
from courses.completion import DutyState
from courses.models import StepKind

RULES: dict[StepKind, Promise] = {
    StepKind.LESSON: gettext_lazy("Read to the end and press Done."),
    StepKind.CASE: gettext_lazy("Submit your judgements."),
    StepKind.SCENARIO: gettext_lazy("Play to an ending and see the other side."),
    StepKind.SURVEY: gettext_lazy("Answer and submit; whatever you answer counts."),
}


def rule(kind: StepKind, pass_bp: int = 0) -> str:
    """Return the sentence that says when a step is done."""
    if kind != StepKind.QUIZ:
        return str(RULES[kind])
    if not pass_bp:
        return _("Answer and submit; any score counts.")
    return _("Score at least %(percent)s%%.") % {"percent": percent_cut(pass_bp)}


def due_tag(state: DutyState, due_on: date, today: date) -> str:
    """Return the short label of a duty: late, days left, or the date."""
    if state is DutyState.DONE:
        return _("Done")
    if state is DutyState.WAIVED:
        return _("Waived")
    if state is DutyState.LATE:
        return _("Late")
    if due_on == today:
        return _("Due today")
    if state is DutyState.SOON:
        days = (due_on - today).days
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return date_format(due_on, "MONTH_DAY_FORMAT")
