"""The cache that keeps objects as they are."""

from collections.abc import Iterator

import pytest

from core.kept import KeptCache


@pytest.fixture
def cache() -> Iterator[KeptCache]:
    kept = KeptCache("test", {"OPTIONS": {"MAX_ENTRIES": 3}})
    yield kept
    kept.clear()


def test_the_same_object_comes_back_in_every_thread(cache: KeptCache) -> None:
    thing = object()
    cache.set("a", thing)
    assert KeptCache("test", {}).get("a") is thing  # Django makes one for each thread
    assert KeptCache("another", {}).get("a") is None


def test_time_runs_out(cache: KeptCache) -> None:
    cache.set("a", 1, 0)
    cache.set("b", 1, 60)
    assert (cache.get("a"), cache.get("b")) == (None, 1)
    assert cache.touch("b", 0)
    assert not cache.touch("b", 60)


def test_what_was_used_longest_ago_goes_first(cache: KeptCache) -> None:
    for name in "abc":
        cache.set(name, name)
    cache.get("a")
    cache.set("d", "d")
    assert [cache.get(name) for name in "abcd"] == ["a", None, "c", "d"]


def test_add_keeps_what_is_there(cache: KeptCache) -> None:
    assert cache.add("a", 1)
    assert not cache.add("a", 2)
    assert cache.get("a") == 1
    assert cache.delete("a")
    assert not cache.delete("a")
    assert cache.get("a", "none") == "none"
