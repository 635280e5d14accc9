"""A course as plain records: what the editor shows now, with the newest unpublished changes."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail import blocks
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.models import Page

from courses.exchange import kinds, rich_text
from courses.exchange.streams import chosen_model, mapped
from courses.models import CoursePage
from desk.models import Archived
from quizzes.models import Category, Question, Quiz
from quizzes.queries import fitting

Record = dict[str, Any]
ROWS = "rows"


@dataclass
class Collected:
    """What leaves: pages by language in their order, definitions by (word, key), the files they name."""

    key: str
    pages: dict[str, list[tuple[Page, Record]]] = field(default_factory=dict)
    definitions: dict[tuple[str, str], tuple[models.Model, Record]] = field(default_factory=dict)
    files: dict[str, Image | Document] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    left_out: int = 0

    def count(self, word: str) -> int:
        """Return how many definitions of a kind there are."""
        return sum(kind == word for kind, _key in self.definitions)


def free(name: str, taken: Container[str]) -> str:
    """Return a file's name, or the first numbered one that is not taken."""
    stem, dot, suffix = name.rpartition(".")
    numbered = (f"{stem}-{number}{dot}{suffix}" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _levels(category: Category) -> list[dict[str, str]]:
    """Return a category as a file holds it: its names and those of what is above it, the topmost first."""
    line = [category.parent, category] if category.parent else [category]
    return [{"zh": one.name_zh, "en": one.name_en} for one in line]


class Collector:
    """Turns rows into records, following the keys they hold."""

    def __init__(self, key: str = "") -> None:
        self.found = Collected(key)
        self._names: dict[tuple[type[models.Model], int], str] = {}

    def record(self, one: models.Model) -> Record:
        """Return a page's or definition's record; what it names is collected too."""
        made: Record = {"fields": self._fields(one, kinds.fields_of(type(one)))}
        if isinstance(one, Question) and (tags := sorted(tag.name for tag in one.tags.all())):
            made["fields"][kinds.TAGS] = tags
        for name, _child in kinds.children_of(type(one)):
            rows = sorted(getattr(one, name).all(), key=lambda row: (row.sort_order or 0, row.pk or 0))
            carried = kinds.child_fields(type(one), name)
            made.setdefault(ROWS, {})[name] = [self._fields(row, carried) for row in rows]
        return made

    def _fields(self, one: models.Model, carried: Iterable[kinds.Field]) -> Record:
        """Return the fields; a category that is not chosen is left out, as before there were any."""
        return {
            one_field.name: self._value(one, one_field)
            for one_field in carried
            if not kinds.is_category(one_field) or getattr(one, one_field.attname)
        }

    def _value(self, one: models.Model, carried: kinds.Field) -> Any:
        if kinds.target_of(carried):
            return self._named(carried, one)
        if kinds.is_category(carried):
            return _levels(getattr(one, carried.name))
        value = getattr(one, carried.attname)
        if isinstance(carried, StreamField):
            return mapped(carried.stream_block, value.get_prep_value(), self._leaf)
        if isinstance(carried, RichTextField):
            return self._text(value, carried.features)
        if isinstance(value, Decimal):
            return format(value.normalize(), "f")
        plain = value is None or isinstance(value, str | bool | int | list | dict)
        return value if plain else carried.value_to_string(one)

    def _named(self, carried: kinds.Field, one: models.Model) -> str | None:
        target = getattr(one, carried.name)
        if target is None:
            return None
        if isinstance(target, Image | Document):
            return self._file(target)
        if not isinstance(target, Page):
            self.add(target)
        return str(target.key)

    def add(self, one: models.Model) -> None:
        """Collect a definition once."""
        word = kinds.word_of(type(one))
        name = (word, str(one.key))  # type: ignore[attr-defined]  # all definitions have keys
        if name not in self.found.definitions:
            newest = one.get_latest_revision_as_object()  # type: ignore[attr-defined]  # of revisions
            self.found.definitions[name] = (newest, {})
            self.found.definitions[name] = (newest, self.record(newest))
            if isinstance(newest, Quiz):
                self._drawn(newest)

    def _drawn(self, quiz: Quiz) -> None:
        """Collect the questions a quiz draws from; one that draws from the whole bank takes none along."""
        for draw in quiz.draws.all():
            if not (draw.module or draw.category_id or draw.tags):
                continue
            pool = Question.objects.filter(fitting(draw), retired=False).order_by("key")
            for question in pool:
                self.add(question)

    def _leaf(self, block: blocks.Block, value: Any, _place: str) -> Any:
        model = chosen_model(block)
        if model is not None:
            chosen = model._default_manager.filter(pk=value).first() if value is not None else None
            return self._file(chosen) if chosen is not None else None
        if isinstance(block, blocks.RichTextBlock):
            return self._text(value or "", block.features)
        return value

    def _text(self, html: str, features: Any) -> str:
        return rich_text.linked(rich_text.as_edited(html, features), self._link)

    def _link(self, attributes: dict[str, str]) -> str | None:
        kind, pk = attributes.get("linktype"), attributes.get("id", "")
        if kind is None:
            target = attributes.get("href")
            return f'href="{rich_text.escaped(target)}"' if target else None
        place = None
        if kind == "page" and pk.isdecimal():
            page = Page.objects.select_related("locale").filter(pk=pk).first()
            place = f"page/{page.translation_key}/{page.locale.language_code}" if page else None
        elif kind == "document" and pk.isdecimal():
            document = Document.objects.filter(pk=pk).first()
            place = self._file(document) if document else None
        return f'href="{rich_text.PLACE}{place}"' if place else None

    def _file(self, one: Any) -> str:
        """Return the name of a picture or document in the zip: it follows from what is in it."""
        known = self._names.get((type(one), one.pk))
        if known is None:
            folder = "images" if isinstance(one, Image) else "documents"
            suffix = one.file.name.rpartition(".")[2].lower()
            known = free(f"{folder}/{one.get_file_hash()[:20]}.{suffix}", self.found.files)
            self._names[type(one), one.pk] = known
            self.found.files[known] = one
        return known


def collect(course: CoursePage) -> Collected:
    """Return everything a course is made of, in every language it has; archived steps stay behind."""
    collector = Collector(course.key)
    found = collector.found
    versions = CoursePage.objects.filter(translation_key=course.translation_key)
    for version in versions.select_related("locale").order_by("locale__pk"):
        language = version.locale.language_code
        kind = ContentType.objects.get_for_model(Page)
        archived = set(Archived.objects.filter(content_type=kind).values_list("object_id", flat=True))
        steps = [step for step in version.get_children().specific() if type(step) in kinds.PAGES.values()]
        kept = [step for step in steps if step.pk not in archived]
        found.left_out += len(steps) - len(kept)
        newest = [page.get_latest_revision_as_object() for page in (version, *kept)]
        found.pages[language] = [(page, collector.record(page)) for page in newest]
        found.titles[language] = str(newest[0].title)
    return found
