"""The glossary inside lessons: terms become buttons, their meanings stand behind them.

A card is a popover: it opens by mouse, touch and keyboard without a script, and a browser that knows no
popovers shows the cards as notes after the text.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.marking import Marker, Word
from courses.models import GlossaryTerm

Other = TypeVar("Other")


def explained(parts: Iterable[str | Other]) -> list[str | Other]:
    """Return pieces of a page with each term explained where it is first met; what is no HTML stays.

    One query. The caller keeps the result; a changed term shows once that is renewed.
    """
    language = "en" if get_language() == "en" else "zh"
    published = GlossaryTerm.objects.filter(live=True, **{f"marked_{language}": True})
    terms = {term.key: term for term in published}
    marker = Marker((_word(term, language) for term in terms.values()), language, _button)
    return [_explained(part, marker, terms) if isinstance(part, str) else part for part in parts]


def _explained(part: str, marker: Marker, terms: Mapping[str, GlossaryTerm]) -> SafeString:
    marked = marker.mark(part)
    cards = "".join(
        render_to_string("courses/_term_card.html", {"term": terms[key]}).strip() for key in marked.keys
    )
    return SafeString(marked.html + cards)


def _word(term: GlossaryTerm, language: str) -> Word:
    if language == "en":
        return Word(term.key, term.term_en.partition("(")[0].strip())
    return Word(term.key, term.term_zh, tuple(term.longer_zh.splitlines()))


def _button(key: str, words: str) -> str:
    return format_html('<button type="button" class="gloss" popovertarget="term-{}">{}</button>', key, words)
