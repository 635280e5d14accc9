"""Rich text between the database and a file: only what the editor itself would keep, links by name.

A file names pages and documents as addresses below ``https://neike.invalid/``; ``.invalid`` belongs to nobody
(RFC 2606), so no real address can be mistaken for one.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text.rewriters import extract_attrs

from courses.exchange.problems import Unfit

PLACE = "https://neike.invalid/"
LONGEST = 200_000
MOST_TAGS = 5_000
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.S)
_KEY = re.compile(r' data-block-key="[^"]*"')
_UNSEEN = re.compile(
    r"<(script|style|title|template|noscript|iframe|object|svg|math)\b.*?(?:</\1\s*>|\Z)", re.S | re.I
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!.*?(?:>|\Z)|<\?.*?(?:>|\Z)", re.S)
_TAG = re.compile(r"<([a-zA-Z][\w:]*)([^<>]*)>")
_ALLOWED = re.compile(r"https?://[^/]|mailto:[^/]|/(?![/\\])|#", re.I)
_DOCUMENT = re.compile(rf'href="{re.escape(PLACE)}(documents/[^"/]+)"')
# A tag that is never closed: the parser behind the editor takes minutes over many of them.
_OPEN = re.compile(r"<[^<>]*(?=<|\Z)")
_SAME = {"strong": "b", "em": "i"}

# What becomes of a link: its new attributes, None to keep only its words.
Link = Callable[[dict[str, str]], str | None]


@lru_cache
def _converter(features: tuple[str, ...]) -> ContentstateConverter:
    return ContentstateConverter(list(features))


def linked(html: str, change: Link) -> str:
    """Return rich text with every link replaced as ``change`` says of its attributes."""

    def replaced(match: re.Match[str]) -> str:
        attributes = change(extract_attrs(match[1]))
        return match[2] if attributes is None else f"<a {attributes}>{match[2]}</a>"

    return _LINK.sub(replaced, html)


def as_edited(html: str, features: Iterable[str]) -> str:
    """Return rich text as the editor would save it unchanged, without the editor's own numbers.

    Raises Unfit for what is not readable as HTML.
    """
    if not html.strip():
        return ""
    converter = _converter(tuple(features))
    try:
        edited = converter.to_database_format(converter.from_database_format(html))
    except (Exception, RecursionError) as error:  # the converter raises whatever broken HTML leads to
        raise Unfit("not_html") from error
    return _KEY.sub("", edited)


def cleaned(html: str, features: Iterable[str]) -> tuple[str, bool, bool]:
    """Return foreign rich text as it may be stored, whether formatting and whether links were left out.

    Scripts and styles go with their content, everything else the editor does not offer goes without it.
    """
    if len(html) > LONGEST:
        raise Unfit("text_too_long", most=f"{LONGEST:,}")
    seen = _COMMENT.sub("", _UNSEEN.sub("", html))
    if _OPEN.search(seen):
        raise Unfit("not_html")
    if seen.count("<") > MOST_TAGS:
        raise Unfit("many_tags", most=f"{MOST_TAGS:,}")
    edited = as_edited(seen, features)
    lost_link = False

    def checked(attributes: dict[str, str]) -> str | None:
        nonlocal lost_link
        target = attributes.get("href", "").strip()
        if set(attributes) == {"href"} and _ALLOWED.match(target):
            return f'href="{escaped(target)}"'
        lost_link = True
        return None

    text = linked(edited, checked)
    lost_link = lost_link or _links(seen) > _links(text)
    return text, seen != html or _marks(seen) != _marks(edited), lost_link


def escaped(text: str) -> str:
    """Return the value of an attribute, written as Wagtail writes it."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _links(html: str) -> int:
    return sum(match[1].lower() == "a" for match in _TAG.finditer(html))


def _marks(html: str) -> list[str]:
    """Return the names of a text's tags without links, and whether they carry anything; in order."""
    found = ((match[1].lower(), match[2]) for match in _TAG.finditer(html))
    return sorted(
        _SAME.get(name, name) + ("+" if _KEY.sub("", rest).strip(" /") else "")
        for name, rest in found
        if name not in ("a", "br")
    )


def documents_in(text: str) -> set[str]:
    """Return the names of the documents a text of a file links to."""
    return set(_DOCUMENT.findall(text))


def resolved(
    text: str, *, page: Callable[[str, str], int | None], document: Callable[[str], int | None]
) -> str:
    """Return a text of a file as the database keeps it; a link to what is not there leaves its words.

    ``page`` is asked with a translation key and a language, ``document`` with a name in the file.
    """

    def change(attributes: dict[str, str]) -> str | None:
        target = attributes.get("href", "")
        if not target.startswith(PLACE):
            return f'href="{escaped(target)}"'
        kind, _slash, rest = target.removeprefix(PLACE).partition("/")
        key, _slash, language = rest.partition("/")
        pk = page(key, language) if kind == "page" else document(f"{kind}/{rest}")
        word = "page" if kind == "page" else "document"
        return f'linktype="{word}" id="{pk}"' if pk else None

    return linked(text, change)
