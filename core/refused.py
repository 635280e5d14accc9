"""The one exception that says no to a person in a sentence."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 - the house word for it; it reads as a sentence
    """An action that was not carried out. ``code`` is stable, ``sentence`` says what to do (translatable)."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
