"""What each role's group may do in the authoring desk; ``ensure_roles`` puts it into the database.

Everything else about roles is decided by the doors in ``access.py``; HR works outside the desk, so its
group carries no permission at all.
"""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
)

from people.roles import GROUP_ROLES, Role

# App label and model name of everything trainers write that is not a page.
AUTHORED = (
    ("quizzes", "question"),
    ("quizzes", "quiz"),
    ("quizzes", "category"),
    ("quizzes", "survey"),
    ("cases", "case"),
    ("cases", "scenario"),
    ("courses", "glossaryterm"),
)
# Quizzes and categories have no drafts: what is saved holds, so there is nothing to approve.
REVIEWED = tuple(one for one in AUTHORED if one not in {("quizzes", "quiz"), ("quizzes", "category")})
AUTHOR_VERBS = ("add", "change", "delete", "view", "publish", "lock", "unlock")
TRAINER = frozenset(
    {"wagtailadmin.access_admin", "wagtail_localize.submit_translation"}
    | {f"{app}.{verb}_{model}" for app, model in AUTHORED for verb in AUTHOR_VERBS}
)
ADMINISTRATOR = TRAINER | frozenset(
    f"{app}.{verb}_{model}"
    for app, model, verbs in (
        ("people", "user", ("add", "change", "view")),
        ("wagtailcore", "collection", ("add", "change", "delete", "view")),
        ("wagtailcore", "site", ("change", "view")),
        ("wagtailcore", "workflow", ("add", "change", "view")),
        ("wagtailcore", "task", ("add", "change", "view")),
    )
    for verb in verbs
)
PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.TRAINER: TRAINER,
    Role.HR: frozenset(),
    Role.ADMINISTRATOR: ADMINISTRATOR,
}
# Deleting a page with others below it passes ``courses/keeping.py``: own pages, and nobody's records.
ON_PAGES = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
ON_COLLECTIONS = tuple(
    f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose")
)
AT_THE_DESK = (Role.TRAINER, Role.ADMINISTRATOR)
STOCK_GROUPS = ("Editors", "Moderators")
STOCK_APPROVAL = "Moderators approval"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a group has too little or too much of; each entry reads "permission" or "permission on place"."""

    group: str
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)


def stated(role: Role) -> frozenset[tuple[str, str]]:
    """Return the role's rights as (permission, place); only of models and pages that exist by now."""
    known = _all_permissions()
    rights = {(name, "") for name in PERMISSIONS[role] if name in known}
    if role in AT_THE_DESK:
        tops = Page.objects.filter(depth=1 if role is Role.ADMINISTRATOR else 2)
        rights |= {(f"wagtailcore.{code}", f"page {top.pk}") for top in tops for code in ON_PAGES}
        root = Collection.get_first_root_node()
        apps = {"image": "wagtailimages", "document": "wagtaildocs"}
        rights |= {(f"{apps[code.split('_')[1]]}.{code}", f"collection {root.pk}") for code in ON_COLLECTIONS}
    return frozenset(rights)


def present(group: Group) -> frozenset[tuple[str, str]]:
    """Return the rights a group has in the database, in the same form as ``stated``."""
    rights = {(_label(permission), "") for permission in group.permissions.select_related("content_type")}
    for held in GroupPagePermission.objects.filter(group=group).select_related("permission__content_type"):
        rights.add((_label(held.permission), f"page {held.page_id}"))
    in_collections = GroupCollectionPermission.objects.filter(group=group)
    for held in in_collections.select_related("permission__content_type"):
        rights.add((_label(held.permission), f"collection {held.collection_id}"))
    return frozenset(rights)


def differences() -> list[Difference]:
    """Compare the groups with the code; an empty list means that they are equal."""
    found = []
    for role in GROUP_ROLES:
        group = Group.objects.filter(name=role).first()
        wanted, has = stated(role), present(group) if group else frozenset()
        if wanted != has or group is None:
            found.append(Difference(role, _texts(wanted - has), _texts(has - wanted)))
    strangers = Group.objects.exclude(name__in=GROUP_ROLES)
    return found + [Difference(group.name, [], _texts(present(group)) or ["group"]) for group in strangers]


@transaction.atomic
def ensure_roles() -> None:
    """Make the groups equal to the code. Wagtail's stock groups go; their approvals pass to the desk."""
    known = _all_permissions()
    for role in GROUP_ROLES:
        group, _made = Group.objects.get_or_create(name=role)
        wanted = stated(role)
        group.permissions.set([known[name] for name, place in wanted if not place])
        has = present(group)
        for name, place in has - wanted:
            _rights(place).filter(**_at(group, known[name], place)).delete()
        for name, place in wanted - has:
            _rights(place).create(**_at(group, known[name], place))
    reviewers = Group.objects.filter(name__in=AT_THE_DESK)
    for task in GroupApprovalTask.objects.filter(groups__name__in=STOCK_GROUPS):
        task.groups.set(reviewers)
    Group.objects.filter(name__in=STOCK_GROUPS).delete()
    _review_definitions()
    with override(settings.LANGUAGE_CODE):
        Workflow.objects.filter(name=STOCK_APPROVAL).update(name=gettext("Review of content"))
        Task.objects.filter(name=STOCK_APPROVAL).update(name=gettext("Review by trainers"))


def _review_definitions() -> None:
    """Let definitions go through the review that pages go through; one chosen by hand stays."""
    on_pages = WorkflowPage.objects.filter(page__depth=1).select_related("workflow").first()
    kinds = ContentType.objects.filter(
        app_label__in={app for app, _model in REVIEWED}, model__in={model for _app, model in REVIEWED}
    )
    for kind in kinds if on_pages else ():
        WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": on_pages.workflow})


def _all_permissions() -> dict[str, Permission]:
    return {
        _label(permission): permission for permission in Permission.objects.select_related("content_type")
    }


def _label(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _rights(place: str) -> Any:
    return (GroupPagePermission if place.startswith("page ") else GroupCollectionPermission).objects


def _at(group: Group, permission: Permission, place: str) -> dict[str, object]:
    kind, pk = place.split()
    return {"group": group, "permission": permission, f"{kind}_id": int(pk)}


def _texts(rights: frozenset[tuple[str, str]]) -> list[str]:
    return sorted(f"{name} on {place}" if place else name for name, place in rights)
