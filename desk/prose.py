"""The language rules as findings: what the house's rules for Chinese and English say at the desk."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from core.findings import Finding, Level
from core.prose import Found, Slip, check

SENTENCES = {
    Slip.HALF_WIDTH: _("%(where)s: half-width punctuation in Chinese, near “%(excerpt)s”."),
    Slip.FULL_WIDTH: _("%(where)s: full-width punctuation in English, near “%(excerpt)s”."),
    Slip.EXCLAMATION: _("%(where)s: an exclamation mark, near “%(excerpt)s”. Say it calmly."),
    Slip.EMOJI: _("%(where)s: a pictogram, near “%(excerpt)s”. Not every device shows it; use words."),
    Slip.OTHER_LANGUAGE: _("%(where)s: a passage in another language, near “%(excerpt)s”. Translate it."),
    Slip.DOUBLE_NEGATIVE: _("%(where)s: a double negative, near “%(excerpt)s”. Say it positively."),
    Slip.VARIANT: _("%(where)s: “%(excerpt)s” is called “%(better)s” here."),
}
WARNED = frozenset({Slip.OTHER_LANGUAGE, Slip.DOUBLE_NEGATIVE, Slip.VARIANT})


def finding(found: Found, where: str, name: object) -> Finding:
    """Return a slip as a finding; ``where`` is the stable place, ``name`` what the place is called."""
    return Finding(
        code=str(found.slip),
        level=Level.WARNING if found.slip in WARNED else Level.HINT,
        sentence=SENTENCES[found.slip],
        where=where,
        values={"where": name, "excerpt": found.excerpt, "better": found.better},
    )


def findings(texts: Iterable[tuple[str, object, str, str]]) -> Iterable[Finding]:
    """Yield the slips of texts, each given as (place, name of the place, language zh or en, text)."""
    for where, name, language, text in texts:
        for found in check(text, language) if text else ():
            yield finding(found, where, name)
