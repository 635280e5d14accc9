"""A finding: where it is and what it is, as one line."""

from dataclasses import dataclass

from core.prose import Found
from desk import prose


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: the file below ``academy/``, the place in it, and the sentence that says what."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.sentence) if part)


def slip(file: str, place: str, found: Found) -> Finding:
    """Return a slip of language as a finding, in the words the desk has for it; they name the place."""
    return Finding(file, "", prose.finding(found, place, place).text)
