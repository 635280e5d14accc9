"""A cache inside the process that keeps objects as they are: for frozen things that many readers share."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

Entry = tuple[float | None, Any]

# By name: Django makes one cache object for every thread.
_STORES: dict[str, tuple[OrderedDict[str, Entry], threading.Lock]] = {}


class KeptCache(BaseCache):
    """Like Django's cache in local memory, without pickling: what was used longest ago goes first.

    Only immutable values belong here, because every reader gets the same object.
    """

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))
        self._entries, self._lock = _STORES.setdefault(name, (OrderedDict(), threading.Lock()))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the object kept under this name, ``default`` when there is none or its time is over."""
        name = self.make_key(key, version)
        with self._lock:
            entry = self._living(name)
            if entry is None:
                return default
            self._entries.move_to_end(name)
            return entry[1]

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep an object for so many seconds."""
        name = self.make_key(key, version)
        with self._lock:
            self._entries[name] = (self._end(timeout), value)
            self._entries.move_to_end(name)
            while len(self._entries) > self._max_entries:
                self._entries.popitem(last=False)

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep an object unless there is one; return whether it was kept."""
        with self._lock:
            there = self._living(self.make_key(key, version)) is not None
        if not there:
            self.set(key, value, timeout, version)
        return not there

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Give an object a new end; return whether it was there."""
        name = self.make_key(key, version)
        with self._lock:
            entry = self._living(name)
            if entry is not None:
                self._entries[name] = (self._end(timeout), entry[1])
            return entry is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget an object; return whether it was there."""
        with self._lock:
            return self._entries.pop(self.make_key(key, version), None) is not None

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()

    def _living(self, name: str) -> Entry | None:
        entry = self._entries.get(name)
        if entry is not None and entry[0] is not None and entry[0] <= time.monotonic():
            del self._entries[name]
            return None
        return entry

    def _end(self, timeout: Any) -> float | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if seconds is None else time.monotonic() + seconds
