"""What a slip is called: one sentence a writer can act on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.prose import Found, Slip

SENTENCES: dict[Slip, Promise] = {
    Slip.HALF_WIDTH: _("Half-width punctuation in Chinese: “%(excerpt)s”. Use the full-width marks."),
    Slip.FULL_WIDTH: _("Full-width punctuation in English: “%(excerpt)s”. Use the half-width marks."),
    Slip.EXCLAMATION: _("Exclamation mark: “%(excerpt)s”. A full stop says the same calmly."),
    Slip.EMOJI: _("Emoji or picture sign: “%(excerpt)s”. Write it in words."),
    Slip.OTHER_LANGUAGE: _("Not in the language of its page: “%(excerpt)s”. Translate it."),
    Slip.DOUBLE_NEGATIVE: _("Double negative: “%(excerpt)s”. Ask it in the affirmative."),
    Slip.VARIANT: _("“%(excerpt)s” has another word for a term of the glossary. Write “%(better)s”."),
}


def sentence(found: Found) -> str:
    """Return the sentence for a slip, with the words it was found at."""
    return str(SENTENCES[found.slip]) % {"excerpt": found.excerpt, "better": found.better}
