"""What the desk's checks say about courses, lessons and glossary terms."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.rich_text import RichText

from cases.models import Case, CasePage, Scenario, ScenarioPage
from core.findings import Finding, Level
from core.prose import FOREIGN_WORDS, han_count, plain
from courses import terms_check
from courses.models import CoursePage, GlossaryTerm, LessonPage
from desk import linting, prose, surroundings
from desk.archiving import is_archived
from quizzes.models import Question, QuizPage, Survey, SurveyPage

# A screen holds about so much: beyond it a reader scrolls through one unbroken piece.
MOST_HAN = 600
MOST_WORDS = 500  # the academy's English takes about 85 words for 100 characters
# A page mostly without a letter of its own language was pasted into the wrong one.
FEWEST_SHARE = 4
FEWEST_LETTERS = 80
Text = tuple[str, object, str, str]  # place, its name, language, words
OFFERED = ("quiz", "survey", "definition")
NAMES = {"text": _("Text"), "callout": _("Callout"), "table": _("Comparison table")}


def language_of(page: Page) -> str:
    """Return zh or en."""
    return "en" if page.locale.language_code == "en" else "zh"


def of_lesson(page: LessonPage) -> Iterator[Finding]:
    """Yield what is found in a lesson."""
    if not page.body:
        yield Finding("empty", Level.ERROR, _("The lesson has no content yet. Add at least one text."))
    for number, block in enumerate(page.body, start=1):
        yield from _of_block(block, number)
    yield from _long_screens(page)
    written = " ".join(text for _place, _name, _language, text in _texts(page))
    yield from _wrong_language(written, language_of(page))
    yield from _of_words(list(_texts(page)))
    if not page.summary.strip():
        yield Finding("no_summary", Level.HINT, _("Say in one sentence what the lesson is about."))
    yield from _of_place(page)


def _texts(page: LessonPage) -> Iterator[Text]:
    language = language_of(page)
    yield "title", _("Title"), language, page.title
    yield "summary", _("Summary"), language, page.summary
    for block in page.body:
        name = str(NAMES.get(block.block_type, block.block.label))
        for text in _words(block.value):
            yield block.id or "", name, language, text


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(value, str):
        yield value
    elif hasattr(value, "row_data"):
        yield value.caption or ""
        yield from (str(column["heading"]) for column in value.columns)
        yield from (str(cell) for row in value.row_data for cell in row["values"])
    elif hasattr(value, "bound_blocks"):
        blocks = value.bound_blocks
        for child in blocks.values() if hasattr(blocks, "values") else blocks:
            if not hasattr(child.block, "choices") and child.block.name not in ("side", "name"):
                yield from _words(child.value)


def _of_words(texts: list[Text]) -> Iterator[Finding]:
    yield from prose.findings(texts)
    written = ((place, language, text) for place, _name, language, text in texts if text)
    yield from terms_check.findings(written, terms_check.avoided())


def _long_screens(page: LessonPage) -> Iterator[Finding]:
    """Yield each run of texts, nothing else between them, that is too long to be read in one piece."""
    english, length = language_of(page) == "en", 0
    most = MOST_WORDS if english else MOST_HAN
    for number, block in enumerate(page.body, start=1):
        if block.block_type != "text":
            length = 0
            continue
        words = plain(block.value.source if block.value else "")
        before, length = length, length + (len(words.split()) if english else han_count(words))
        if before <= most < length:
            yield Finding(
                "long_screen",
                Level.WARNING,
                _("Part %(number)s is one long text. Break it with a picture, a table or a checklist."),
                where=block.id or "",
                values={"number": number},
            )


def _of_block(block: Any, number: int) -> Iterator[Finding]:
    if block.block_type == "image":
        yield from _of_image(block, number)
    if block.block_type == "video" and not block.value.get("captions"):
        yield Finding(
            "no_captions",
            Level.WARNING,
            _("Part %(number)s is a film without captions."),
            where=block.id or "",
            values={"number": number},
        )


def _of_image(block: Any, number: int) -> Iterator[Finding]:
    image = block.value.get("image")
    if image is None:
        return
    decorative = getattr(image, "decorative", False)
    alt = (getattr(image, "contextual_alt_text", "") or "").strip()
    values = {"number": number}
    if not decorative and not alt:
        sentence = _("Part %(number)s is a picture without alternative text. Say what it shows.")
        yield Finding("no_alt", Level.ERROR, sentence, where=block.id or "", values=values)
    elif not decorative and alt == image.title:
        sentence = _("Part %(number)s: the alternative text is the picture's title. Say what it shows.")
        yield Finding("alt_is_title", Level.HINT, sentence, where=block.id or "", values=values)


def _wrong_language(written: str, language: str) -> Iterator[Finding]:
    han, latin = han_count(written), sum(char.isascii() and char.isalpha() for char in plain(written))
    if han + latin < FEWEST_LETTERS:
        return
    wrong = han * FEWEST_SHARE < latin if language == "zh" else latin < han * FOREIGN_WORDS
    if wrong:
        sentence = _("The text is not in the language of the page. Write it in the page's language.")
        yield Finding("wrong_language", Level.ERROR, sentence)


def _of_place(page: Page) -> Iterator[Finding]:
    """Yield what is wrong with where a page stands and with its other language."""
    if not page.pk:
        return
    if not all(row.live for row in surroundings.above(page)):
        yield Finding(
            "unreachable",
            Level.WARNING,
            _("What stands above is not published: nobody can reach this page. Publish that too."),
        )
    others = {row.language: row.published_at for row in surroundings.translations(page) if row.live}
    if not others:
        yield Finding(
            "no_translation", Level.WARNING, _("There is no published page in the other language yet.")
        )
    source = others.get(settings.LANGUAGE_CODE)
    if page.live and source and page.last_published_at and source > page.last_published_at:
        yield Finding(
            "behind",
            Level.WARNING,
            _("The source was published again since. Compare both languages, then publish this page again."),
        )


def of_course(page: CoursePage) -> Iterator[Finding]:
    """Yield what is found in a course."""
    language = language_of(page)
    texts = [("title", _("Title"), page.title), ("summary", _("Summary"), page.summary)]
    texts += [("objectives", _("What you can do afterwards"), page.objectives)]
    yield from _of_words([(place, name, language, text) for place, name, text in texts])
    yield from _of_place(page)
    if page.pk and not page.get_children().live().exists():
        yield Finding(
            "no_steps", Level.WARNING, _("The course has no published step: nothing can be learnt.")
        )


def of_step(page: Any) -> Iterator[Finding]:
    """Yield what is found in the place of a quiz, a questionnaire, a case or a role-play."""
    language = language_of(page)
    yield from _of_words(
        [("title", _("Title"), language, page.title), ("intro", _("introduction"), language, page.intro)]
    )
    yield from _of_place(page)
    # A place whose choice has not been made yet has no attribute of that name.
    offered = next((one for name in OFFERED if (one := getattr(page, name, None)) is not None), None)
    if offered is not None and (not getattr(offered, "live", True) or is_archived(offered)):
        sentence = _("“%(title)s” is archived or not published: learners find nothing here.")
        yield Finding("nothing_offered", Level.WARNING, sentence, values={"title": str(offered)})


def of_term(term: GlossaryTerm) -> Iterator[Finding]:
    """Yield what is found in a glossary term."""
    texts = [("zh", _("Meaning"), term.definition_zh), ("en", _("Meaning"), term.definition_en)]
    yield from prose.findings((language, name, language, text) for language, name, text in texts)


def register() -> None:
    """Enter these checks at the desk."""
    linting.register(LessonPage, of_lesson)
    linting.register(CoursePage, of_course)
    linting.register(GlossaryTerm, of_term)
    for place in (QuizPage, SurveyPage, CasePage, ScenarioPage):
        linting.register(place, of_step)
    terms_check.register([Question, Survey, Case, Scenario])
