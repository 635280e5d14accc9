"""Four eyes: whoever submitted a draft for review leaves the decision to somebody else.

Wagtail 8.0.1 lets every member of the reviewing groups approve, the submitter included, and has no setting
for it. The rule is laid over the task itself, so that it holds for buttons, lists and addresses alike, and
for reviews an administrator sets up by hand.
"""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import AbstractGroupApprovalTask, TaskState

from people.models import User
from people.roles import Role, roles_of

_their_actions = AbstractGroupApprovalTask.get_actions
_their_states = AbstractGroupApprovalTask.get_task_states_user_can_moderate


def decides_alone(user: User) -> bool:
    """Say whether somebody may approve what they submitted: a company with one trainer needs a way out."""
    return Role.ADMINISTRATOR in roles_of(user)


def _actions(task: AbstractGroupApprovalTask, obj: Any, user: User) -> list[tuple[str, str, bool]]:
    """Return what somebody may decide about a draft: nothing about one they submitted."""
    actions: list[tuple[str, str, bool]] = _their_actions(task, obj, user)
    if not actions or decides_alone(user):
        return actions
    state = obj.current_workflow_state
    return [] if state is not None and state.requested_by_id == user.pk else actions


def _states(task: AbstractGroupApprovalTask, user: User, **kwargs: Any) -> "QuerySet[TaskState]":
    """Return the drafts that wait for somebody's decision: none that they submitted."""
    states: QuerySet[TaskState] = _their_states(task, user, **kwargs)
    if decides_alone(user):
        return states
    return states.filter(~Q(workflow_state__requested_by=user) | Q(workflow_state__requested_by__isnull=True))


def ask_for_four_eyes() -> None:
    """Lay the rule over every review by groups."""
    AbstractGroupApprovalTask.get_actions = _actions
    AbstractGroupApprovalTask.get_task_states_user_can_moderate = _states
