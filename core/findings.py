"""What a check of content finds: one shape for questions, cases, role-plays, questionnaires and pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How bad: an error refuses publishing, a warning or a hint can be muted with a reason."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


_RANK = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. ``code`` and ``where`` are stable names under which it is muted.

    ``sentence`` is a text, translated when it is shown, with named places for ``values``.
    """

    code: str
    level: Level
    sentence: object
    where: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is wrong and what to do, in the language being shown."""
        return str(self.sentence) % self.values if self.values else str(self.sentence)

    @property
    def is_error(self) -> bool:
        """Whether publishing is refused."""
        return self.level is Level.ERROR


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with the worst first, otherwise in the order given, each once."""
    once: dict[tuple[str, str, Level], Finding] = {}
    for finding in findings:
        once.setdefault((finding.code, finding.where, finding.level), finding)
    return sorted(once.values(), key=lambda finding: _RANK[finding.level])


def worst(findings: Iterable[Finding]) -> str:
    """Return the worst level, "" when there is nothing to mend."""
    return str(min((finding.level for finding in findings), key=_RANK.__getitem__, default=""))
