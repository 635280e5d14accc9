"""In which language bilingual content is shown: the one asked for if it is complete, never a silent mixture.

Content is plain: nested mappings and lists in which a text is a mapping with exactly ``zh`` and ``en``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LANGUAGES = ("zh", "en")
# As HTML names them in ``lang``.
TAGS = {"zh": "zh-Hans", "en": "en"}


def short(code: str) -> str:
    """Return the name content uses for a language code such as ``zh-hans``."""
    return "en" if code == "en" else "zh"


def pairs(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every text of plain content with both its languages."""
    if isinstance(data, Mapping):
        if set(data) == set(LANGUAGES):
            yield data
            return
        for value in data.values():
            yield from pairs(value)
    elif isinstance(data, Sequence) and not isinstance(data, str):
        for value in data:
            yield from pairs(value)


def lacks(data: Any, language: str) -> bool:
    """Say whether some text is there in the other language only; ``language`` is zh or en."""
    other = "zh" if language == "en" else "en"
    return any(bool(pair[other]) and not pair[language] for pair in pairs(data))


def shown_in(data: Any, code: str) -> str:
    """Return the code in which content is shown to somebody who reads ``code``.

    The other language only if it is complete and the one asked for is not: half of either would be worse.
    """
    if not lacks(data, short(code)):
        return code
    other = "zh-hans" if short(code) == "en" else "en"
    return code if lacks(data, short(other)) else other


def foreign(shown: str, code: str) -> str:
    """Return the ``lang`` of content shown in another language than that of the page, else ""."""
    return "" if short(shown) == short(code) else TAGS[short(shown)]
