"""Which models a course is made of, and which of their fields a file carries: new ones by themselves."""

from typing import Any, TypeAlias

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import DraftStateMixin, LockableMixin, Page, RevisionMixin, WorkflowMixin

from cases.models import Case, CasePage, Scenario, ScenarioPage
from courses.models import CoursePage, LessonPage
from quizzes.models import Category, Question, Quiz, QuizPage, Survey, SurveyPage

# The words of the file, never renamed. A definition comes after those it names.
DEFINITIONS: dict[str, type[models.Model]] = {
    "question": Question,
    "quiz": Quiz,
    "case": Case,
    "role_play": Scenario,
    "self_assessment": Survey,
}
COURSE = "course"
PAGES: dict[str, type[Page]] = {
    COURSE: CoursePage,
    "lesson": LessonPage,
    "quiz": QuizPage,
    "case": CasePage,
    "role_play": ScenarioPage,
    "self_assessment": SurveyPage,
}
FOLDERS = {
    "question": "questions",
    "quiz": "quizzes",
    "case": "cases",
    "role_play": "role_plays",
    "self_assessment": "self_assessments",
}
IMAGE, DOCUMENT = "image", "document"
TAGS, CATEGORY = "tags", "category"
_OF_PAGES = ("title", "slug", "show_in_menus", "seo_title", "search_description")
_TARGETS: dict[type[models.Model], str] = {
    **{model: word for word, model in DEFINITIONS.items()},
    CoursePage: COURSE,
    Image: IMAGE,
    Document: DOCUMENT,
}
_HOUSEKEEPING = {
    field.name
    for mixin in (WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin)
    for field in mixin._meta.local_fields
}

Field: TypeAlias = "models.Field[Any, Any]"
Relation = tuple[str, type[models.Model]]


def word_of(model: type[models.Model]) -> str:
    """Return the file's word for a kind of page or definition."""
    words = PAGES if issubclass(model, Page) else DEFINITIONS
    return next(word for word, known in words.items() if known is model)


def target_of(field: Field) -> str:
    """Return the word for what a key points at: a definition, a course, a file; "" if it is no key."""
    model = field.related_model if field.is_relation else None
    return _TARGETS.get(model, "") if model is not None else ""


def is_category(field: Field) -> bool:
    """Say whether a field puts something into a category, which a file writes out by its names."""
    return field.is_relation and field.related_model is Category


def has_tags(model: type[models.Model]) -> bool:
    """Say whether rows of a model carry tags."""
    return model is Question


def fields_of(model: type[models.Model]) -> list[Field]:
    """Return the fields a file carries of a model: what an author writes, nothing about people or states."""
    if issubclass(model, Page):
        own: list[Any] = [model._meta.get_field(name) for name in _OF_PAGES]
        return [*own, *(field for field in model._meta.local_concrete_fields if _carried(field))]
    return [field for field in model._meta.concrete_fields if _carried(field)]


def _carried(field: Field) -> bool:
    if field.primary_key or field.name in _HOUSEKEEPING or field.name == "sort_order":
        return False
    if "password" in field.name:  # a secret of one place, not a part of the course
        return False
    return not field.is_relation or bool(target_of(field)) or is_category(field)


def children_of(model: type[models.Model]) -> list[Relation]:
    """Return the rows a file carries below a model, by name: those that name nobody and no other place."""
    if not hasattr(model, "_meta") or not issubclass(model, models.Model):
        return []
    found = []
    for relation in get_all_child_relations(model):
        child = relation.related_model
        parent = relation.field.name
        keys = [one for one in child._meta.concrete_fields if one.is_relation and one.name != parent]
        if all(target_of(key) or is_category(key) for key in keys):
            found.append((relation.get_accessor_name(), child))
    return found


def child_fields(model: type[models.Model], name: str) -> list[Field]:
    """Return the fields carried of the rows of one relation."""
    relation = next(one for one in get_all_child_relations(model) if one.get_accessor_name() == name)
    rows = fields_of(relation.related_model)
    return [field for field in rows if field.name != relation.field.name]
