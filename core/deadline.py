"""How long work on a file may take: asked between small steps, so that a file made to hurt ends in time."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

One = TypeVar("One")


class TooSlow(Exception):  # noqa: N818 - named as what it says
    """The work takes longer than any real file's does."""


class Deadline:
    """So many seconds from now, by the clock on the wall."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise TooSlow when the time is up."""
        if time.monotonic() > self._end:
            raise TooSlow

    def over(self, things: Iterable[One]) -> Iterator[One]:
        """Yield things as long as there is time."""
        for thing in things:
            self.check()
            yield thing
