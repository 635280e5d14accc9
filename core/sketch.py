"""A page drawn once, with holes where a reader's own part goes, and filled for each reader."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import conditional_escape

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """Pieces of finished HTML and, between them, the names of what is a reader's own."""

    pieces: tuple[str | Name, ...]

    def fill(self, words: Mapping[Name, str]) -> str:
        """Return the page with a reader's words in the holes, escaped unless they are marked as HTML."""
        return "".join(
            piece if isinstance(piece, str) else conditional_escape(words[piece]) for piece in self.pieces
        )


class Drawing:
    """Makes a sketch: give ``hole`` to a template in place of a reader's own values, then cut."""

    def __init__(self) -> None:
        self._names: list[Name] = []
        self._mark = secrets.token_hex(12)  # nobody can write it into a text beforehand

    def hole(self, *name: str) -> str:
        """Return a text that marks where this part goes; it passes every escaping unchanged."""
        self._names.append(name)
        return f"{self._mark}{len(self._names) - 1:06d}"

    def cut(self, html: str, fixed: Mapping[Name, str]) -> Sketch:
        """Return the page a template made, cut at its holes; ``fixed`` fills those that are everybody's."""
        pieces: list[str | Name] = []
        for place, part in enumerate(re.split(rf"{self._mark}(\d{{6}})", html)):
            name = self._names[int(part)] if place % 2 else None
            if name is None:
                pieces.append(part)
            else:
                pieces.append(conditional_escape(fixed[name]) if name in fixed else name)
        return Sketch(tuple(pieces))
