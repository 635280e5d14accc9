"""The loader's memory: what was loaded, in which state, and whether a trainer has changed it since."""

from collections import Counter
from typing import Any, Protocol

from academy.models import LoadedItem
from core.freeze import digest


class Revised(Protocol):
    """A page or snippet with revisions."""

    latest_revision_id: int | None


class Ledger:
    """Decides for each piece whether to write it; counts what happened."""

    def __init__(self) -> None:
        rows = LoadedItem.objects.all()
        self._rows = {(row.kind, row.key, row.language): row for row in rows}
        self.counts: Counter[str] = Counter()

    def is_current(self, kind: str, key: str, language: str, source: Any) -> bool:
        """Say whether this piece was loaded from exactly this source; then nothing needs to be read."""
        row = self._rows.get((kind, key, language))
        current = row is not None and row.source == digest(source)
        if current:
            self.counts["unchanged"] += 1
        return current

    def knows(self, kind: str, key: str, language: str) -> bool:
        """Say whether this piece was loaded and noted before, in whatever state."""
        return (kind, key, language) in self._rows

    def may_write(self, kind: str, key: str, language: str, existing: Revised | None) -> bool:
        """Say whether the piece is new or still as the loader left it."""
        row = self._rows.get((kind, key, language))
        if existing is None or (row is not None and row.revision == existing.latest_revision_id):
            return True
        self.counts["kept as changed by a trainer"] += 1
        return False

    def note(self, kind: str, key: str, language: str, source: Any, written: Revised) -> None:
        """Remember a piece that was just written."""
        defaults = {"source": digest(source), "revision": written.latest_revision_id}
        row, made = LoadedItem.objects.update_or_create(
            kind=kind, key=key, language=language, defaults=defaults
        )
        self._rows[kind, key, language] = row
        self.counts["added" if made else "updated"] += 1
