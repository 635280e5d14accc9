"""All rows of tables by natural names instead of ids, so that two worlds can be compared field by field."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Field, ForeignObjectRel, Model

from awareness.models import FormulaVersion, PersonScore, Snapshot
from cases.models import Run
from courses.models import CourseAssignment, Duty
from people.models import Department, User
from quizzes.models import Attempt, Quiz, SurveyResponse

# What tells a row of these apart when its id is not looked at; anything else is named by its id.
NAMES: dict[type[Model], tuple[str, ...]] = {
    Group: ("name",),
    User: ("username",),
    Department: ("code",),
    Quiz: ("key",),
    Attempt: ("user", "quiz", "number"),
    SurveyResponse: ("user", "started_at"),
    Run: ("user", "kind", "activity_key", "number"),
    CourseAssignment: ("course_code", "department", "person", "due_on"),
    Duty: ("user", "assignment"),
    FormulaVersion: ("version",),
    Snapshot: ("period",),
}
WRITTEN_BY_THE_CLOCK = frozenset({"password", "at", "detail", "created_at", "date_joined", "rev"})
EVIDENCE = "evidence"  # the one field that holds ids; numbers elsewhere may look like one
DIGESTS_OF_IDS = {"evidence_digest", "input_digest"}

Rows = Counter[tuple[tuple[str, str], ...]]


def rows(model: type[Model], *, leave_out: frozenset[str] = frozenset()) -> Rows:
    """Return every row as its fields, ids aside; equal rows are counted."""
    ours = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and not field.remote_field) and field.name not in DIGESTS_OF_IDS | leave_out
    ]
    paths = [path for field in ours for path in _paths(field)]
    names = evidence_names() if model is PersonScore else {}
    return Counter(
        tuple(
            (path, _shown(value, names if path == EVIDENCE else {}, unordered=model is PersonScore))
            for path, value in zip(paths, row, strict=True)
        )
        for row in model._default_manager.values_list(*paths)
    )


def everything() -> dict[str, Rows]:
    """Return every row of every table."""
    return {
        model._meta.label: rows(model, leave_out=WRITTEN_BY_THE_CLOCK)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def _paths(field: "Field[Any, Any] | ForeignObjectRel") -> Iterator[str]:
    """Yield the lookups that name what a field holds."""
    target = field.related_model if field.remote_field else None
    if not isinstance(target, type) or target not in NAMES:
        yield field.name
        return
    for name in NAMES[target]:
        for path in _paths(target._meta.get_field(name)):
            yield f"{field.name}__{path}"


def evidence_names() -> dict[str, str]:
    """Return {id as evidence tells it: natural name} of everything the index counts."""
    found: dict[str, str] = {}
    for model in (Attempt, Run, SurveyResponse, Duty):
        paths = [path for name in NAMES[model] for path in _paths(model._meta.get_field(name))]
        for pk, *name in model._default_manager.values_list("pk", *paths):
            found[str(pk)] = f"{model.__name__} {name}"
    return found


def _shown(value: Any, names: dict[str, str], *, unordered: bool) -> str:
    if isinstance(value, dict):
        return str({key: _shown(inner, names, unordered=unordered) for key, inner in sorted(value.items())})
    if isinstance(value, list) and unordered:
        return str(sorted(names.get(str(inner), str(inner)) for inner in value))  # stored in order of ids
    return str(value)
