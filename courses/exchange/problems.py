"""What is said about an uploaded course: which file, which place in it, what is wrong. No wording here."""

from dataclasses import dataclass

MOST_SAID = 300
LONGEST_QUOTE = 80
LONGEST_SENTENCE = 400
# Said, but no reason to refuse the file.
NOTICES = frozenset(
    {
        "course_unknown",
        "field_unknown",
        "file_unused",
        "formatting_left_out",
        "graph",
        "link_left_out",
        "to_fill_in",
    }
)


def _cut(about: dict[str, object]) -> dict[str, str]:
    """Return words as text, quotations cut so that a sentence stays a sentence."""
    return {
        name: str(value)[: LONGEST_SENTENCE if name == "said" else LONGEST_QUOTE]
        for name, value in about.items()
    }


class Unfit(Exception):  # noqa: N818 - named as what it says
    """The file, or one piece of it, cannot be taken as it is."""

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code)
        self.code = code
        self.about = _cut(about)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to say: the file it is in ("" for the whole zip), a place in it, a code, its words."""

    file: str
    where: str
    code: str
    about: dict[str, str]

    @property
    def stops(self) -> bool:
        """Whether nothing can be imported because of it."""
        return self.code not in NOTICES


class Notes:
    """Collects what is said while a course is read; a hostile file cannot make it endless."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.left_off = 0

    def say(self, file: str, where: str, code: str, **about: object) -> None:
        """Add a problem; beyond a limit only what stops is still counted."""
        if len(self.problems) >= MOST_SAID:
            self.left_off += 1
            return
        self.problems.append(Problem(file, where, code, _cut(about)))

    def unfit(self, file: str, where: str, error: Unfit) -> None:
        """Add what an exception says."""
        self.say(file, where, error.code, **error.about)

    @property
    def stops(self) -> bool:
        """Whether something stands against importing."""
        return self.left_off > 0 or any(problem.stops for problem in self.problems)
