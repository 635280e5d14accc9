"""Writing an uploaded course: everything as a draft, inside the caller's transaction."""

import json
import re
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import models
from wagtail import blocks
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from courses.exchange import kinds, rich_text
from courses.exchange.pictures import File
from courses.exchange.planning import Plan
from courses.exchange.reading import Package
from courses.exchange.streams import chosen_model, mapped
from courses.exchange.values import Draft
from courses.exchange.writing import FOCUS
from people.models import User
from quizzes.category_actions import category_of
from quizzes.queries import CategoryIndex

LONGEST_NAME = 80
PAGE_LINK = f"{rich_text.PLACE}page/"


class Maker:
    """Makes the rows of one package; ``stored`` are the files that were put into the storage on the way."""

    def __init__(self, package: Package, plan: Plan, actor: User) -> None:
        self._package, self._plan, self._actor = package, plan, actor
        self._files: dict[str, models.Model] = {}
        self._definitions: dict[tuple[str, str], Any] = dict(plan.used)
        self._pages: dict[tuple[str, str], Page] = {}
        self._index = CategoryIndex()
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.stored: list[tuple[Any, str]] = []

    def make(self) -> dict[str, Page]:
        """Make everything and return the course's pages by language."""
        for name, file in self._package.files.items():
            self._files[name] = self._known_file(file) or self._new_file(file)
        for word in kinds.DEFINITIONS:
            for (kind, key), draft in self._package.definitions.items():
                if kind == word and (kind, key) not in self._definitions:
                    self._definitions[kind, key] = self._definition(draft)
        keys = self._translation_keys()
        for language, pages in self._package.pages.items():
            parent: Page = self._plan.parents[language]
            for draft in pages:
                made = self._page(draft, parent, keys[draft.translation_key])
                parent = made if draft.word == kinds.COURSE else parent
        self._link_pages()
        return {language: self._pages[language, page.translation_key] for language, page in self._courses()}

    def _courses(self) -> list[tuple[str, Draft]]:
        return list(self._package.courses.items())

    def _translation_keys(self) -> dict[str, UUID]:
        """Return the keys that tie the languages together: the file's own, or new ones for a copy."""
        found = {page.translation_key for pages in self._package.pages.values() for page in pages}
        return {key: uuid4() if self._plan.is_copy else UUID(key) for key in found}

    # Files

    def _known_file(self, file: File) -> models.Model | None:
        """Return a picture or document with the same bytes and the same words, if there is one."""
        model: Any = Image if file.is_image else Document
        for one in model.objects.filter(file_hash__in=file.digests, title=file.about["title"]):
            said = [file.about["description"], file.about["focal_point"]] if file.is_image else None
            if said is None or [one.description, _focus(one)] == said:
                return one
        return None

    def _new_file(self, file: File) -> models.Model:
        one: Any = (Image if file.is_image else Document)(
            title=file.about["title"], uploaded_by_user=self._actor
        )
        if file.is_image:
            one.description = file.about["description"]
            for name, number in zip(FOCUS, file.about["focal_point"] or (), strict=False):
                setattr(one, name, number)
        name = file.name if file.is_image else stored_name(file)
        _forget_leftover(one, name)
        one.file = ContentFile(file.content, name=name)
        one.file_size = len(file.content)
        one.save()
        self.stored.append((one.file.storage, one.file.name))
        one.get_file_hash()
        return one

    # Definitions

    def _definition(self, draft: Draft) -> models.Model:
        one: Any = draft.model(**self._values(draft.model, draft.values))
        one.key = self._plan.keys[draft.word, draft.key]
        if hasattr(one, "has_unpublished_changes"):
            one.live, one.has_unpublished_changes = False, True
        if kinds.has_tags(draft.model):
            one.tags.set(draft.values.get(kinds.TAGS, []))
        for name, child in kinds.children_of(draft.model):
            rows = draft.rows.get(name, [])
            setattr(
                one, name, [child(**self._values(child, row), sort_order=n) for n, row in enumerate(rows)]
            )
        one.save()
        log(instance=one, action="wagtail.create", user=self._actor, content_changed=True)
        return one

    # Pages

    def _page(self, draft: Draft, parent: Page, translation_key: UUID) -> Page:
        values = self._values(draft.model, draft.values)
        page: Any = draft.model(
            **values,
            locale=self._locales[draft.language],
            translation_key=translation_key,
            live=False,
            has_unpublished_changes=True,
            owner=self._actor,
        )
        if draft.key:
            page.key = self._plan.page_key(draft.key)
        if draft.word == kinds.COURSE:
            page.slug = self._plan.slugs[draft.language]
            self._set_prerequisites(page, draft)
        parent.add_child(instance=page)
        self._pages[draft.language, draft.translation_key] = page
        if not self._has_page_links(draft):
            page.save_revision(user=self._actor, clean=False)
        log(instance=page, action="wagtail.create", user=self._actor, content_changed=True)
        return page

    def _set_prerequisites(self, page: Any, draft: Draft) -> None:
        """Set the courses to finish first; those that are not here were left out with a word."""
        for name, child in kinds.children_of(type(page)):
            rows: list[Any] = []
            for row in draft.rows.get(name, []):
                keys = [one.name for one in kinds.child_fields(type(page), name) if kinds.target_of(one)]
                found = [self._plan.courses.get(f"{draft.language}/{row[key]}") for key in keys]
                if all(found):
                    rows.append(child(**{**row, **dict(zip(keys, found, strict=True))}, sort_order=len(rows)))
            setattr(page, name, rows)

    def _has_page_links(self, draft: Draft) -> bool:
        return PAGE_LINK in json.dumps(draft.values, default=str, ensure_ascii=False)

    def _link_pages(self) -> None:
        """Fill in the texts that link to pages: only now all pages have their numbers."""
        for pages in self._package.pages.values():
            for draft in pages:
                if self._has_page_links(draft):
                    page: Any = self._pages[draft.language, draft.translation_key]
                    for name, value in self._values(draft.model, draft.values).items():
                        if isinstance(draft.model._meta.get_field(name), StreamField | RichTextField):
                            setattr(page, name, value)
                    page.save()
                    page.save_revision(user=self._actor, clean=False)

    # Values

    def _values(self, model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
        """Return the values of a draft with rows in place of names; keys to courses are set elsewhere."""
        made = {}
        for name, value in values.items():
            if name == kinds.TAGS and kinds.has_tags(model):  # put on once the question is there
                continue
            field: Any = model._meta.get_field(name)
            word = kinds.target_of(field)
            if word:
                made[name] = self._row(word, value)
            elif kinds.is_category(field):
                made[name] = category_of(value or (), self._index)
            elif isinstance(field, StreamField):
                made[name] = json.dumps(mapped(field.stream_block, value, self._leaf))
            elif isinstance(field, RichTextField):
                made[name] = self._text(value)
            else:
                made[name] = value
        return made

    def _row(self, word: str, name: str | None) -> Any:
        if name is None:
            return None
        return self._files[name] if word in (kinds.IMAGE, kinds.DOCUMENT) else self._definitions[word, name]

    def _leaf(self, block: blocks.Block, value: Any, _place: str) -> Any:
        if chosen_model(block) is not None:
            return self._files[value].pk if value is not None else None
        return self._text(value) if isinstance(block, blocks.RichTextBlock) else value

    def _text(self, text: str) -> str:
        return rich_text.resolved(text, page=self._page_number, document=self._document_number)

    def _page_number(self, key: str, language: str) -> int | None:
        """Return the number of the page a link means: of this course, else one that is here."""
        mine = self._pages.get((language, key))
        if mine is not None:
            return int(mine.pk)
        try:
            rows = Page.objects.filter(translation_key=UUID(key), locale__language_code=language)
        except ValueError:
            return None
        return rows.values_list("pk", flat=True).first()

    def _document_number(self, name: str) -> int | None:
        one = self._files.get(name)
        return one.pk if one is not None else None


def _focus(one: Image) -> list[int] | None:
    numbers = [getattr(one, name) for name in FOCUS]
    return numbers if None not in numbers else None


def stored_name(file: File) -> str:
    """Return the name a document is kept and downloaded under: its own letters, our ending, no folder."""
    stem = re.sub(r"[^-\w]", "_", PurePath(file.about["file_name"].replace("\\", "/")).stem)[:LONGEST_NAME]
    return f"{stem or 'file'}.{file.name.rpartition('.')[2]}"


def _forget_leftover(one: Any, name: str) -> None:
    """Take away a file that an interrupted import left in the storage: no row knows it."""
    field = one._meta.get_field("file")
    path = field.generate_filename(one, name)
    if field.storage.exists(path) and not type(one).objects.filter(file=path).exists():
        field.storage.delete(path)
