"""An uploaded zip as checked drafts and files, or everything that is wrong with it; nothing is written."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wagtail.models import Locale

from core.deadline import Deadline, TooSlow
from courses.exchange import kinds, pictures
from courses.exchange.archive import Archive
from courses.exchange.documents import MOST_BYTES, parsed
from courses.exchange.pictures import File
from courses.exchange.problems import Notes, Unfit
from courses.exchange.values import Checker, Draft
from courses.exchange.writing import FORMAT, MANIFEST, VERSION

# C1 takes about half a second.
SECONDS = 60
MOST_TEXT = 12 * 1024 * 1024
MOST_PAGES = 400
MOST_DEFINITIONS = 2_000
MOST_PICTURE = 15 * 1024 * 1024
Raw = dict[str, Any]


@dataclass
class Package:
    """A course as a file describes it: per language the course and its steps in order, what they name."""

    notes: Notes = field(default_factory=Notes)
    pages: dict[str, list[Draft]] = field(default_factory=dict)
    definitions: dict[tuple[str, str], Draft] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    @property
    def courses(self) -> dict[str, Draft]:
        """Return the course's own page by language."""
        return {language: pages[0] for language, pages in self.pages.items() if pages}

    def drafts(self) -> Iterator[Draft]:
        """Yield all pages and definitions."""
        yield from self.definitions.values()
        for pages in self.pages.values():
            yield from pages


def read(content: bytes) -> Package:
    """Return what a file holds; ``notes.stops`` says whether it can be imported."""
    package = Package()
    try:
        archive = Archive(content)
        manifest = _manifest(archive)
    except Unfit as error:
        package.notes.unfit("", "", error)
        return package
    try:
        _Reader(archive, manifest, package, Deadline(SECONDS)).read()
    except TooSlow:
        package.notes.say("", "", "too_slow", most=SECONDS)
    return package


def _manifest(archive: Archive) -> Raw:
    if MANIFEST not in archive.names:
        raise Unfit("no_manifest", name=MANIFEST)
    manifest = parsed(archive.read(MANIFEST, MOST_BYTES))
    version = manifest.get("version")
    if manifest.get("format") != FORMAT or type(version) is not int:
        raise Unfit("not_course")
    if version > VERSION:
        raise Unfit("newer")
    shapes = (("pages", dict), ("definitions", dict), ("files", dict))
    if not all(isinstance(manifest.get(name), shape) for name, shape in shapes):
        raise Unfit("not_course")
    return manifest


class _Reader:
    """Goes through one archive along its manifest."""

    def __init__(self, archive: Archive, manifest: Raw, package: Package, deadline: Deadline) -> None:
        self._deadline = deadline.check
        self._archive, self._manifest, self._package = archive, manifest, package
        self._notes = package.notes
        self._used = {MANIFEST}
        self._text = 0

    def read(self) -> None:
        """Read everything the manifest names, then judge how it fits together."""
        for language, names in self._manifest["pages"].items():
            self._read_pages(language, names)
        self._read_definitions()
        _check_order(self._package)
        self._read_files()
        self._check_names()

    def _names(self, raw: Any, most: int) -> list[str]:
        if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
            raise Unfit("not_course")
        if len(raw) > most:
            raise Unfit("many_parts", most=most)
        return raw

    def _record(self, name: str) -> Raw | None:
        """Return one file of text; what is wrong with it is said."""
        try:
            if name in self._used:
                raise Unfit("named_twice")
            self._used.add(name)
            content = self._archive.read(name, MOST_BYTES)
            self._text += len(content)
            if self._text > MOST_TEXT:
                raise Unfit("much_text", most=MOST_TEXT // 1024 // 1024)
            return parsed(content)
        except Unfit as error:
            self._notes.unfit(name, "", error)
            return None

    def _read_pages(self, language: str, raw_names: Any) -> None:
        try:
            names = self._names(raw_names, MOST_PAGES)
            if not Locale.objects.filter(language_code=str(language)[:20]).exists():
                raise Unfit("language_unknown", language=language)
        except Unfit as error:
            self._notes.unfit(MANIFEST, "pages", error)
            return
        pages = self._package.pages.setdefault(language, [])
        for name in names:
            record = self._record(name)
            draft = self._page(name, language, record) if record is not None else None
            if draft is not None:
                pages.append(draft)

    def _page(self, name: str, language: str, record: Raw) -> Draft | None:
        word = record.get("type")
        model = kinds.PAGES.get(word) if isinstance(word, str) else None
        key = record.get("translation_key")
        if model is None or not _is_uuid(key):
            self._notes.say(name, "", "not_page")
            return None
        draft = Draft(name, str(word), model, language=language, translation_key=str(UUID(str(key))))
        Checker(draft, self._notes, self._deadline).take(record)
        return draft

    def _read_definitions(self) -> None:
        for word, raw in self._manifest["definitions"].items():
            try:
                names = self._names(raw, MOST_DEFINITIONS)
                model = kinds.DEFINITIONS.get(word)
                if model is None:
                    raise Unfit("field_unknown", name=word)
            except Unfit as error:
                self._notes.unfit(MANIFEST, "definitions", error)
                continue
            for name in names:
                record = self._record(name)
                if record is not None:
                    draft = Draft(name, word, model)
                    Checker(draft, self._notes, self._deadline).take(record)
                    if (word, draft.key) in self._package.definitions:
                        self._notes.say(name, "", "key_again", key=draft.key)
                    self._package.definitions[word, draft.key] = draft

    def _read_files(self) -> None:
        """Read the pictures and documents something names; others are left out."""
        wanted = {ref for draft in self._package.drafts() for ref in draft.refs}
        for name, about in self._manifest["files"].items():
            is_image = name.startswith("images/")
            self._used.add(name)
            if (kinds.IMAGE if is_image else kinds.DOCUMENT, name) not in wanted:
                self._notes.say(name, "", "file_unused")
                continue
            try:
                self._package.files[name] = self._file(name, about, is_image)
            except Unfit as error:
                self._notes.unfit(name, "", error)

    def _file(self, name: str, about: Any, is_image: bool) -> File:
        self._deadline()
        told = pictures.described(about, is_image=is_image)
        content = self._archive.read(name, MOST_PICTURE if is_image else pictures.MOST_FILE)
        if about.get("sha256") != hashlib.sha256(content).hexdigest():
            raise Unfit("changed")
        source = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if is_image:
            drawn, ending = pictures.picture(content)
            return File(f"{source[:20]}.{ending}", True, drawn, source, told)
        ending = name.rpartition(".")[2].lower()
        if ending not in pictures.endings():
            raise Unfit("document_kind", endings=" ".join(pictures.endings()))
        return File(f"{source[:20]}.{ending}", False, content, source, told)

    def _check_names(self) -> None:
        """Say which names lead nowhere, and which files nothing names."""
        for draft in self._package.drafts():
            for word, name in sorted(draft.refs):
                is_file = word in (kinds.IMAGE, kinds.DOCUMENT)
                known = (
                    name in self._manifest["files"] if is_file else (word, name) in self._package.definitions
                )
                if word != kinds.COURSE and not known:
                    self._notes.say(draft.file, "", "reference_unknown", name=name)
        for name in sorted(set(self._archive.names) - self._used):
            self._notes.say(name, "", "not_named")


def _is_uuid(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(UUID(text))
    except ValueError:
        return False


def _check_order(package: Package) -> None:
    """Refuse what is no course: no course page first, two of them, a step twice, two steps at one address."""
    notes = package.notes
    if not any(package.pages.values()) and not notes.stops:
        notes.say(MANIFEST, "pages", "no_course")
    for language, pages in package.pages.items():
        words = [page.word for page in pages]
        if words[:1] != [kinds.COURSE] or kinds.COURSE in words[1:]:
            notes.say(MANIFEST, f"pages › {language}", "course_first")
        for name in ("translation_key", "slug"):
            seen: set[str] = set()
            for page in pages:
                value = page.translation_key if name == "translation_key" else str(page.values.get("slug"))
                if value in seen:
                    notes.say(page.file, "", "page_twice", name=value)
                seen.add(value)
    _check_translations(package)


def _check_translations(package: Package) -> None:
    """Refuse translations of different kinds, and a stable name that two different pages share."""
    first: dict[str, Draft] = {}
    names: dict[tuple[str, str], str] = {}
    for pages in package.pages.values():
        for page in pages:
            known = first.setdefault(page.translation_key, page)
            owner = names.setdefault((page.word, page.key), page.translation_key) if page.key else ""
            if known.word != page.word or (page.key and owner != page.translation_key):
                package.notes.say(page.file, "", "translation_differs", other=known.file)
    if len({course.translation_key for course in package.courses.values()}) > 1:
        package.notes.say(MANIFEST, "pages", "course_first")
