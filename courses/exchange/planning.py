"""What would become of an uploaded course here: what is new, what is used as it stands, what gets a new name.

Nothing that exists is ever changed (decision 13). A course that is here already comes as a copy.
"""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import models
from django.utils.text import slugify
from wagtail.models import Locale, Page

from cases import sentences
from cases.models.definitions import Definition
from core.freeze import digest
from courses.exchange import kinds
from courses.exchange.collecting import Collector
from courses.exchange.reading import Package
from courses.exchange.values import Draft
from courses.models import CourseIndexPage, CoursePage, LearningPathPage, LessonPage
from quizzes.queries import CategoryIndex

MADE, USED, RENAMED, COPIED, FILED = "made", "used", "renamed", "copied", "filed"
_KEYED = (CoursePage, LessonPage, LearningPathPage)


@dataclass
class Plan:
    """The decisions: names of definitions and pages here, what is used, whether all is a copy."""

    is_copy: bool = False
    twin: CoursePage | None = None
    suffix: str = ""
    becomes: dict[tuple[str, str], str] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    used: dict[tuple[str, str], models.Model] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    parents: dict[str, CourseIndexPage] = field(default_factory=dict)
    courses: dict[str, CoursePage] = field(default_factory=dict)

    def page_key(self, key: str) -> str:
        """Return the stable name a page gets here."""
        return shortened(key, self.suffix, _longest(LessonPage)) if key else ""

    @property
    def mark(self) -> str:
        """Return the digest of the decisions: the same as long as nothing here has changed since."""
        told: Any = {
            f"{word}/{key}": [self.becomes[word, key], name] for (word, key), name in self.keys.items()
        }
        here: Any = [self.is_copy, self.suffix, self.twin.pk if self.twin else None, self.slugs]
        return digest({"names": told, "here": here})


def _longest(model: type[models.Model]) -> int:
    field: Any = model._meta.get_field("key")
    return int(field.max_length)


def shortened(key: str, suffix: str, most: int) -> str:
    """Return a stable name with a suffix, cut so that it fits."""
    return f"{key[: most - len(suffix)]}{suffix}"


def plan(package: Package) -> Plan:
    """Return what becomes of a package that can be imported; what is in the way is said in its notes."""
    made = Plan()
    _find_twin(package, made)
    if made.is_copy:
        made.suffix = _free_suffix(package)
    _name_definitions(package, made)
    for language, course in package.courses.items():
        parent = CourseIndexPage.objects.filter(locale__language_code=language).order_by("path").first()
        if parent is None:
            package.notes.say(course.file, "", "no_container", language=language)
            continue
        made.parents[language] = parent
        made.slugs[language] = _free_slug(parent, str(course.values["slug"]))
    _find_prerequisites(package, made)
    _read_graphs(package, made)
    return made


def _find_twin(package: Package, made: Plan) -> None:
    """See whether the course, or one of its pages, is here already."""
    translation_keys = {page.translation_key for pages in package.pages.values() for page in pages}
    here = Page.objects.filter(translation_key__in=translation_keys)
    keys = {page.key for pages in package.pages.values() for page in pages if page.key}
    named = any(model._default_manager.filter(key__in=keys).exists() for model in _KEYED)
    made.is_copy = named or here.exists()
    courses = {course.key for course in package.courses.values()}
    same = CoursePage.objects.filter(
        models.Q(key__in=courses) | models.Q(translation_key__in=translation_keys)
    )
    made.twin = same.order_by("pk").first()


def _free_suffix(package: Package) -> str:
    """Return the first of -2, -3 … with which no page of the copy has a name that is taken."""
    keys = {page.key for pages in package.pages.values() for page in pages if page.key}
    longest = _longest(LessonPage)

    def is_free(suffix: str) -> bool:
        names = {shortened(key, suffix, longest) for key in keys}
        return len(names) == len(keys) and not any(
            model._default_manager.filter(key__in=names).exists() for model in _KEYED
        )

    return next(suffix for suffix in (f"-{number}" for number in count(2)) if is_free(suffix))


def _name_definitions(package: Package, made: Plan) -> None:
    """Decide for each definition, those others name first: new, used as it stands, or under a new name."""
    for word, model in kinds.DEFINITIONS.items():
        drafts = {key: draft for (kind, key), draft in package.definitions.items() if kind == word}
        known = {str(getattr(one, "key", "")): one for one in model._default_manager.filter(key__in=drafts)}
        taken = set(drafts)
        for key, draft in sorted(drafts.items()):
            one, name = known.get(key), (word, key)
            if one is None:
                made.becomes[name], made.keys[name] = MADE, key
                continue
            own = made.is_copy and word == "quiz"
            if not own and _is_same(one, draft, made):
                made.becomes[name], made.keys[name], made.used[name] = USED, key, one
                continue
            fresh = _free_key(model, key, taken)
            taken.add(fresh)
            made.becomes[name], made.keys[name] = COPIED if own else RENAMED, fresh


def _is_same(one: models.Model, draft: Draft, made: Plan) -> bool:
    """Say whether what is here says the same, word for word, and names the same."""
    if any(made.becomes.get(ref) == RENAMED for ref in draft.refs):
        return False
    newest = one.get_latest_revision_as_object()  # type: ignore[attr-defined]  # of revisions
    return Collector().record(newest) == draft.record


def _free_key(model: type[models.Model], key: str, taken: set[str]) -> str:
    longest = _longest(model)
    names = (shortened(key, f"-{number}", longest) for number in count(2))
    rows = model._default_manager
    return next(name for name in names if name not in taken and not rows.filter(key=name).exists())


def _free_slug(parent: Page, slug: str) -> str:
    """Return the course's address, numbered when it is taken below its parent."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug = slugify(slug, allow_unicode=True) or kinds.COURSE
    numbered = (shortened(slug, f"-{number}", 200) for number in count(2))
    return slug if slug not in taken else next(name for name in numbered if name not in taken)


def _find_prerequisites(package: Package, made: Plan) -> None:
    """Find the courses to finish first by their stable names; those that are not here are left out, said."""
    own = {course.key for course in package.courses.values()}
    for course in package.courses.values():
        for word, key in sorted(course.refs):
            if word != kinds.COURSE or f"{course.language}/{key}" in made.courses:
                continue
            if key in own:
                package.notes.say(course.file, "", "own_prerequisite", key=key)
                continue
            rows = CoursePage.objects.filter(key=key)
            same = rows.filter(locale=Locale.objects.get(language_code=course.language))
            found = same.first() or rows.first()
            if found is None:
                package.notes.say(course.file, "", "course_unknown", key=key)
            else:
                made.courses[f"{course.language}/{key}"] = found


def _read_graphs(package: Package, made: Plan) -> None:
    """Say what would stand against publishing a case or role-play; as a draft it may come all the same."""
    for name, draft in package.definitions.items():
        if not issubclass(draft.model, Definition) or made.becomes[name] == USED:
            continue
        values = {
            key: json.dumps(value) if isinstance(value, list) else value
            for key, value in draft.values.items()
        }
        for problem in draft.model(**values).problems():
            package.notes.say(draft.file, "", "graph", said=sentences.sentence(problem))


Line = dict[str, Any]


def lines(package: Package, made: Plan) -> list[Line]:
    """Return what the preview lists: every page and definition and what becomes of it."""
    told = [
        {
            "kind": "page_" + page.word,
            "language": page.language,
            "title": page.title,
            "key": made.page_key(page.key),
            "becomes": MADE,
        }
        for pages in package.pages.values()
        for page in pages
    ]
    for name, draft in package.definitions.items():
        line = {"kind": draft.word, "language": "", "title": draft.title}
        told.append({**line, "key": made.keys[name], "becomes": made.becomes[name]})
    line = {"kind": kinds.CATEGORY, "language": "", "key": "", "becomes": FILED}
    wanted = {
        tuple(zh for zh, _en in levels) for d in package.definitions.values() for levels in d.categories
    }
    return told + [{**line, "title": " / ".join(names)} for names in CategoryIndex().missing(wanted)]
