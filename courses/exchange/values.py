"""One record of a file, field by field through the models' own rules; what it names stays a name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from courses.exchange import kinds, rich_text
from courses.exchange.collecting import ROWS
from courses.exchange.problems import Notes, Unfit
from courses.exchange.streams import check_leaf, chosen_model, mapped
from quizzes.category_actions import Level
from quizzes.labels import LONGEST_NAME, LONGEST_TAG, MOST_LEVELS, MOST_TAGS, path_of, tags_of, written_path
from quizzes.models import Category

MOST_ROWS = 500
MOST_SMALL = 32_767
# Without these nothing can be made; anything else may be empty in a draft.
NEEDED = frozenset({"title", "slug", "key", "kind", "dimension"})


Levels = tuple[Level, ...]


@dataclass
class Draft:
    """A page or definition as a file describes it, checked; ``refs`` are the (word, name) it needs.

    ``categories`` are those it stands in or draws from.
    """

    file: str
    word: str
    model: type[models.Model]
    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refs: set[tuple[str, str]] = field(default_factory=set)
    categories: set[Levels] = field(default_factory=set)
    language: str = ""
    translation_key: str = ""
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return its stable name, "" for pages that have none."""
        return str(self.values.get("key", ""))

    @property
    def title(self) -> str:
        """Return what people call it."""
        texts = (self.values.get(name) for name in ("title", "title_zh", "stem_zh", "title_en", "stem_en"))
        return str(next((text for text in texts if text), self.key))[:120]


class Checker:
    """Checks the records of one file; ``notes`` collects what is said."""

    def __init__(self, draft: Draft, notes: Notes, deadline: Callable[[], None]) -> None:
        """``deadline`` is asked before each value; it raises when the time is up."""
        self.draft = draft
        self._notes, self._deadline = notes, deadline

    def take(self, record: dict[str, Any]) -> None:
        """Fill the draft from its record, saying everything that is wrong with it."""
        model = self.draft.model
        self.draft.record = {name: record[name] for name in ("fields", ROWS) if name in record}
        self.draft.values = self._fields(model, kinds.fields_of(model), record.get("fields"), "")
        known = dict(kinds.children_of(model))
        rows = record.get(ROWS, {})
        if not isinstance(rows, dict) or not all(isinstance(one, list) for one in rows.values()):
            self._say("", "shape")
            return
        for name, listed in rows.items():
            if name not in known:
                self._say("", "field_unknown", name=name)
            elif len(listed) > MOST_ROWS:
                self._say(name, "many_items", most=MOST_ROWS)
            else:
                carried = kinds.child_fields(model, name)
                self.draft.rows[name] = [
                    self._fields(known[name], carried, row, f"{known[name]._meta.verbose_name} {number}")
                    for number, row in enumerate(listed, start=1)
                ]
                self._once(known[name], self.draft.rows[name])

    def _once(self, model: type[models.Model], rows: list[dict[str, Any]]) -> None:
        """Say which rows repeat what a table holds once below its owner."""
        for rule in model._meta.constraints:
            if not isinstance(rule, models.UniqueConstraint):
                continue
            names = [name for name in rule.fields if name in (rows[0] if rows else ())]
            seen = [tuple(str(row.get(name)) for name in names) for row in rows]
            if names and len(set(seen)) < len(seen):
                self._say(str(model._meta.verbose_name), "row_twice", names=", ".join(names))

    def _say(self, where: str, code: str, **about: object) -> None:
        self._notes.say(self.draft.file, where, code, **about)

    def _fields(
        self, model: type[models.Model], carried: list[kinds.Field], raw: Any, place: str
    ) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self._say(place, "shape")
            return {}
        own = {kinds.TAGS} if kinds.has_tags(model) else set()
        for name in sorted(set(raw) - {one.name for one in carried} - own):
            self._say(place, "field_unknown", name=name)
        values: dict[str, Any] = {}
        for name in own:
            values[name] = self._tags(raw.get(name, []), place)
        for one in carried:
            where = " › ".join(part for part in (place, str(one.verbose_name)) if part)
            try:
                values[one.name] = self._value(one, raw, where)
            except Unfit as error:
                self._notes.unfit(self.draft.file, where, error)
        if not self._notes.stops:
            self._constraints(model, values, place)
        return values

    def _value(self, carried: kinds.Field, raw: dict[str, Any], where: str) -> Any:
        self._deadline()
        if carried.name not in raw:
            default = None if carried.name in NEEDED and not carried.blank else carried.get_default()
            if default is None and not carried.null:
                raise Unfit("missing_field")
            return default
        value = raw[carried.name]
        if kinds.is_category(carried):
            return self._category(value)
        if kinds.target_of(carried):
            return self._reference(carried, value)
        if isinstance(carried, StreamField):
            return mapped(carried.stream_block, value, lambda *leaf: self._leaf(where, *leaf))
        if isinstance(carried, RichTextField):
            return self._text(_text_of(value), carried.features, where)
        return self._plain(carried, value, where)

    def _reference(self, carried: kinds.Field, value: Any) -> Any:
        if value is None and carried.null:
            return None
        if not isinstance(value, str) or not value:
            raise Unfit("missing_field")
        self.draft.refs.add((kinds.target_of(carried), value))
        return value

    def _category(self, value: Any) -> Levels:
        """Return the levels of a category; none when the file says that there is none."""
        levels = tuple(_level(one) for one in _list_of(value or []))
        if len(levels) > MOST_LEVELS:
            raise Unfit("many_items", most=MOST_LEVELS)
        if levels:
            self.draft.categories.add(levels)
        return levels

    def _tags(self, value: Any, place: str) -> list[str]:
        try:
            tags = tags_of("\n".join(_text_of(one) for one in _list_of(value)))
            if len(tags) > MOST_TAGS:
                raise Unfit("many_items", most=MOST_TAGS)
            for tag in tags:
                _not_longer(tag, LONGEST_TAG, kinds.TAGS)
        except Unfit as error:
            self._notes.unfit(self.draft.file, place or kinds.TAGS, error)
            return []
        return list(tags)

    def _plain(self, carried: kinds.Field, value: Any, where: str) -> Any:
        text = isinstance(carried, models.CharField | models.TextField)
        if text and value is not None:
            _text_of(value)
            if carried.max_length:
                _not_longer(value, carried.max_length, carried.verbose_name)
        _check_type(carried, value)
        if value is None:
            return None
        if value == "" and not carried.blank:
            if carried.name in NEEDED:
                raise Unfit("missing_field")
            self._say(where, "to_fill_in")
            return value
        try:
            return carried.clean(value, None)
        except ValidationError as error:
            raise Unfit("invalid", said=" ".join(error.messages)) from error

    def _leaf(self, field_name: str, block: blocks.Block, value: Any, place: str) -> Any:
        self._deadline()
        where = f"{field_name} › {place}"
        model = chosen_model(block)
        try:
            if model is not None:
                return self._chosen(block, model, value)
            if isinstance(block, blocks.RichTextBlock):
                return self._text(_text_of(value), block.features, where)
            check_leaf(block, value)
        except Unfit as error:
            self._notes.unfit(self.draft.file, where, error)
        return value

    def _chosen(self, block: blocks.Block, model: type[models.Model], value: Any) -> Any:
        if value is None:
            check_leaf(block, value)
            return None
        word = kinds.IMAGE if model._meta.model_name == kinds.IMAGE else kinds.DOCUMENT
        if not isinstance(value, str):
            raise Unfit("shape")
        self.draft.refs.add((word, value))
        return value

    def _text(self, html: str, features: Any, where: str) -> str:
        text, changed, lost_link = rich_text.cleaned(html, features)
        if changed:
            self._say(where, "formatting_left_out")
        if lost_link:
            self._say(where, "link_left_out")
        self.draft.refs |= {(kinds.DOCUMENT, name) for name in rich_text.documents_in(text)}
        return text

    def _constraints(self, model: type[models.Model], values: dict[str, Any], place: str) -> None:
        """Let the table's own checks judge the values that are there."""
        keys = {one.name for one in model._meta.get_fields() if one.is_relation}
        plain = {name: value for name, value in values.items() if name not in keys}
        one = model(**{name: value for name, value in plain.items() if not isinstance(value, list | dict)})
        checks = (rule for rule in model._meta.constraints if isinstance(rule, models.CheckConstraint))
        for rule in checks:
            try:
                rule.validate(model, one, exclude=keys)
            except ValidationError as error:
                self._say(place, "invalid", said=" ".join(error.messages))


def _text_of(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("shape")
    return value


def _list_of(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unfit("shape")
    return value


def _not_longer(text: str, most: int, what: object) -> None:
    if len(text) > most:
        raise Unfit("too_long", what=what, length=len(text), most=most)


def _level(value: Any) -> Level:
    """Return one level of a category: its name in both languages, which cannot hold a slash."""
    if not isinstance(value, dict) or not set(value) <= {"zh", "en"}:
        raise Unfit("shape")
    names = [written_path(path_of(_text_of(value.get(language, "")))) for language in ("zh", "en")]
    if not names[0] or any("/" in name for name in names):
        raise Unfit("shape")
    for name in names:
        _not_longer(name, LONGEST_NAME, Category._meta.verbose_name)
    return names[0], names[1]


def _check_type(carried: kinds.Field, value: Any) -> None:
    """Refuse a value of another kind than the column's: nothing is guessed."""
    if value is None:
        if not carried.null:
            raise Unfit("missing_field")
        return
    if isinstance(carried, models.BooleanField) and type(value) is not bool:
        raise Unfit("shape")
    if isinstance(carried, models.IntegerField):
        if type(value) is not int:
            raise Unfit("shape")
        small = isinstance(carried, models.SmallIntegerField | models.PositiveSmallIntegerField)
        most = MOST_SMALL if small else MOST_SMALL**2
        if abs(value) > most:
            raise Unfit("number", most=f"{most:,}")
    elif not isinstance(carried, models.JSONField | models.BooleanField) and not isinstance(value, str):
        raise Unfit("shape")
