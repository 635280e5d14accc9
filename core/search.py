"""Wagtail's database search, taught Chinese: index and query are cut into single characters and pairs.

The stock backends find no Chinese word inside a sentence (measured on SQLite and PostgreSQL, 2026-11-22).
"""

import importlib
import re
from functools import wraps
from typing import Any

from modelsearch.query import Phrase, PlainText
from wagtail.search.backends.database import SearchBackend as database_backend  # noqa: N813 - it is a factory

_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]+")

# Quotes, stars and brackets mean something to the databases' own query languages; nobody needs them here.
_NO_WORD = re.compile(r"[^\w\s]+")


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def segment_for_index(text: str) -> str:
    """Return ``text`` with every Chinese run replaced by its characters and overlapping pairs."""
    return _CJK.sub(lambda run: f" {' '.join([*run.group(), *_pairs(run.group())])} ", text)


def segment_for_query(query: Any) -> Any:
    """Return the query (text or Wagtail query object) with every Chinese run cut into overlapping pairs."""
    if isinstance(query, str):
        words = _NO_WORD.sub(" ", query)
        return _CJK.sub(lambda run: f" {' '.join(_pairs(run.group()) or [run.group()])} ", words).strip()
    if isinstance(query, PlainText):
        return PlainText(segment_for_query(query.query_string), operator=query.operator, boost=query.boost)
    if isinstance(query, Phrase):
        return Phrase(segment_for_query(query.query_string))
    return query


def _index_in_pairs(indexer: type) -> None:
    """Wrap the backend's text preparation once; the backend offers no hook of its own."""
    original = indexer.prepare_value  # type: ignore[attr-defined]
    if getattr(original, "cuts_chinese", False):
        return

    @wraps(original)
    def prepare_value(self: Any, value: Any) -> Any:
        prepared = original(self, value)
        return segment_for_index(prepared) if isinstance(value, str) else prepared

    prepare_value.cuts_chinese = True  # type: ignore[attr-defined]
    indexer.prepare_value = prepare_value  # type: ignore[attr-defined]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - Wagtail looks for this name
    """Return the database's own backend with Chinese-aware indexing and querying."""
    backend = database_backend(params)
    module = importlib.import_module(type(backend).__module__)
    if hasattr(module, "ObjectIndexer"):
        _index_in_pairs(module.ObjectIndexer)
    for name in ("search", "autocomplete"):
        _query_in_pairs(backend, name)
    return backend


def _query_in_pairs(backend: Any, name: str) -> None:
    original = getattr(backend, name)

    @wraps(original)
    def ask(query: Any, *args: Any, **kwargs: Any) -> Any:
        return original(segment_for_query(query), *args, **kwargs)

    setattr(backend, name, ask)
