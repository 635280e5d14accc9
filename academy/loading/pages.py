"""The page tree in both languages: home, containers, courses with their steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from academy.loading.ledger import Ledger

LANGUAGES = (("zh", "zh-hans"), ("en", "en"))
AnyPage = TypeVar("AnyPage", bound=Page)


@dataclass(frozen=True)
class Pair:
    """A page and its translation."""

    zh: Page
    en: Page

    def of(self, language: str) -> Page:
        """Return the page of a language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Spec:
    """A page to be written: its piece's key, address part, and fields per language."""

    model: type[Page]
    key: str
    slug: str
    fields: Mapping[str, Mapping[str, Any]]
    live: bool = True


def write_pair(ledger: Ledger, parent: Pair, spec: Spec) -> Pair:
    """Write a page in Chinese and its English translation below ``parent`` unless they are current.

    A page a trainer has changed, moved or renamed stays as it is.
    """
    zh = _write(ledger, spec, _Place("zh-hans", parent.zh, None), spec.fields["zh"])
    en = _write(ledger, spec, _Place("en", parent.en, zh), spec.fields["en"])
    return Pair(zh, en)


@dataclass(frozen=True)
class _Place:
    """Where a page belongs: its language, the page above, and the page it translates."""

    language: str
    parent: Page
    source: Page | None

    def new(self, model: type[Page], **fields: Any) -> Page:
        """Return an unsaved page of this place."""
        page = model(locale=Locale.objects.get(language_code=self.language), **fields)
        if self.source is not None:
            page.translation_key = self.source.translation_key
        return page


def _write(ledger: Ledger, spec: Spec, place: _Place, fields: Mapping[str, Any]) -> Page:
    kind, language = spec.model.__name__.lower(), place.language
    name = spec.key if _has_key(spec.model) else f"{place.parent.slug}/{spec.key}"
    plain = {**{name: str(value) for name, value in fields.items()}, "live": spec.live}
    page = _find(spec, place)
    if page is not None and (
        ledger.is_current(kind, name, language, plain) or not ledger.may_write(kind, name, language, page)
    ):
        return page
    with transaction.atomic():
        page = _save(page, spec, place, fields)
        ledger.note(kind, name, language, plain, page)
    return page


def _has_key(model: type[Page]) -> bool:
    """Say whether pages of this kind have a key of their own; the others may be offered in several places."""
    return any(field.name == "key" for field in model._meta.get_fields())


def _find(spec: Spec, place: _Place) -> Page | None:
    pages = spec.model.objects.filter(locale__language_code=place.language)
    if place.source is not None:
        return pages.filter(translation_key=place.source.translation_key).first()
    if _has_key(spec.model):
        return pages.filter(key=spec.key).first()
    return pages.child_of(place.parent).filter(slug=spec.slug).first()


def _save(page: Page | None, spec: Spec, place: _Place, fields: Mapping[str, Any]) -> Page:
    if page is None:
        page = place.new(spec.model, slug=spec.slug, live=False, **fields)
        place.parent.add_child(instance=page)
    else:
        for name, value in fields.items():
            setattr(page, name, value)
    revision = page.save_revision(clean=False)
    if spec.live:
        revision.publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def home_pair(model: type[Page]) -> Pair:
    """Return the two home pages, made on the first run in place of Wagtail's welcome page."""
    for _short, code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    root = Page.get_first_root_node()
    zh = model.objects.filter(locale__language_code="zh-hans").first()
    if zh is None:
        Page.objects.filter(depth=root.depth + 1, slug="home").delete()
        root = Page.get_first_root_node()
        zh = _add_home(_Place("zh-hans", root, None), model, "内客学堂", "home")
    en = model.objects.filter(locale__language_code="en").first()
    if en is None:
        root = Page.get_first_root_node()
        en = _add_home(_Place("en", root, zh), model, "Neike Academy", "home-en")
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": zh, "site_name": settings.WAGTAIL_SITE_NAME},
    )
    return Pair(zh, en)


def _add_home(place: _Place, model: type[Page], title: str, slug: str) -> Page:
    page = place.new(model, title=title, slug=slug)
    place.parent.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return page
